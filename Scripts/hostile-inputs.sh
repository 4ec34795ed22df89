#!/usr/bin/env bash
# Gives fohc inputs made to exhaust or to mislead it, and asks that each run ends by itself: with exit status 0 or 1 (66
# where the file cannot be read), within ten seconds of processor time and one gibibyte.
#
#   Scripts/hostile-inputs.sh [CASE ...]
#
# FOHC names the program to test, TIME_LIMIT and MEBIBYTES the bounds. Nothing is written but in a temporary folder, which
# goes at the end. The table says of each case how check, validate, compile, graph (as dot, all of it), graph (as
# Mermaid's and as Promela), hash, prove and explore (at most 20,000 configurations) ended, in this order, the most that
# any of them took, and what check said first.
set -euo pipefail
cd "$(dirname "$0")/.."
export LC_ALL=C
fohc=$(realpath "${FOHC:-.build/release/fohc}")
time_limit=${TIME_LIMIT:-10}
mebibytes=${MEBIBYTES:-1024}
base=$PWD/Examples/drafts/custom.draft.json
blueprint=$PWD/Examples/blueprints/restaurant.json
wanted=" $* "

missing=()
command -v jq >/dev/null || missing+=(jq)
[ -x /usr/bin/time ] || missing+=(time)
if [ ${#missing[@]} -gt 0 ]; then Scripts/install-dependencies.sh "${missing[@]}"; fi

work=$(mktemp -d)
trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
chmod 755 "$work"
cd "$work"
# A trap is to end the process at once: the backtracer can take minutes.
export SWIFT_BACKTRACE=enable=no

# --- what inputs are made of ---

# times N TEXT: the text, N times.
times() { awk -v n="$1" -v t="$2" 'BEGIN { for (i = 0; i < n; i++) printf "%s", t }'; }
# each N FORMAT [SEPARATOR]: the format with every number below N; %d may stand in it
# three times: the number, the next, and the number again.
each() { awk -v n="$1" -v f="$2" -v s="${3:-}" 'BEGIN { for (i = 0; i < n; i++) printf (i ? s : "") f, i, i + 1, i }'; }
# megabytes N CHARACTER
megabytes() { head -c $(($1 << 20)) /dev/zero | tr '\0' "$2"; }
zeros() { head -c "$1" /dev/zero; }

# draft NODES EDGES [MORE]: a draft that opens, says something and ends, with more in it.
draft() {
  printf '{"schema_version": "flow_draft.v1", "name": "x", "greeting": "Hello.", "entry": "open", %s' "${3:+$3, }"
  printf '"nodes": [{"id": "open", "kind": "open", "say": "Hello."},
    {"id": "end", "kind": "close", "outcome": "success", "say": "Goodbye."}'
  printf '%s' "${1:+, }"
  printf '%s' "$1"
  printf '], "edges": [%s]}\n' "$2"
}
# slots N: declarations of slots s0 to s(N - 1).
slots() {
  printf '"variables": [%s]' "$(each "$1" '{"key": "s%d", "label": "S", "required": false, "ask": "S?"}' ', ')"
}
# A draft whose `talk` k is entered at once has these.
talk='{"id": "k", "kind": "talk", "say": "Yes?"}'
to_talk='{"from": "open", "on": "auto", "to": "k"}'

# --- the cases; each writes the file that it is called with ---

empty() { : >"$1"; }
blank() { printf ' \n' >"$1"; }
only_a_mark() { printf '\xEF\xBB\xBF' >"$1"; }
two_marks() { printf '\xEF\xBB\xBF\xEF\xBB\xBF{}' >"$1"; }
program() { head -c 4000000 "$fohc" >"$1"; }
folder() { mkdir "$1"; }
absent() { :; }
pipe_without_writer() { mkfifo "$1"; }
not_ours() { cp "$base" "$1" && chmod 000 "$1"; }
link_to_itself() { ln -s "$1" "$1"; }
nulls() { zeros 8000000 >"$1"; }
null_in_text() { printf 'schema_version: conversation_blueprint.v1\nname: "a\0b"\n' >"$1"; }
not_utf8() { megabytes 8 '\377' >"$1"; }
utf16() { printf '\xFF\xFE{\0}\0' >"$1"; }
newlines() { megabytes 8 '\n' >"$1"; }
carriage_returns() { megabytes 8 '\r' >"$1"; }
tabs() { megabytes 8 '\t' >"$1"; }
comment() { { printf '#'; megabytes 7 c; } >"$1"; }
json_arrays() { megabytes 8 '[' >"$1"; }
json_objects() { times 1000000 '{"a":' >"$1"; }
flow_nesting() { { printf 'a: '; times 2000000 '[{'; } >"$1"; }
block_nesting() { times 2000000 '- ' >"$1"; }
indented_nesting() { awk 'BEGIN { for (i = 0; i < 3000; i++) printf "%*sa:\n", i, "" }' >"$1"; }
question_marks() { times 4000000 '? ' >"$1"; }
alias_bomb() {
  awk 'BEGIN { print "a0: &a0 [x, x, x, x, x, x, x, x, x, x]"
    for (i = 1; i < 30; i++) { printf "a%d: &a%d [", i, i
      for (j = 0; j < 10; j++) printf "%s*a%d", j ? ", " : "", i - 1
      print "]" } }' >"$1"
}
alias_to_itself() { printf 'a: &a [*a, *a]\n' >"$1"; }
alias_of_text() { { printf 'a: &a "'; megabytes 4 x; printf '"\nb: ['; times 100000 '*a, '; printf ']\n'; } >"$1"; }
anchors() { each 400000 'a%d: &a%d x
' >"$1"; }
one_string() { { printf '"'; head -c 8388606 /dev/zero | tr '\0' x; printf '"'; } >"$1"; }
one_scalar() { megabytes 8 x >"$1"; }
one_byte_too_many() { { megabytes 8 x; printf x; } >"$1"; }
folded_scalar() { { printf 'a: >-\n'; times 2000000 ' x\n'; } >"$1"; }
escapes() { { printf '"'; times 1300000 '\\u0001'; printf '"'; } >"$1"; }
json_keys() { { printf '{'; each 700000 '"%d":0' ,; printf '}'; } >"$1"; }
yaml_keys() { each 700000 'k%d: 
' >"$1"; }
one_key_again() { { printf '{'; times 900000 '"a":0,'; printf '"a":0}'; } >"$1"; }
half_a_million_faults() {
  { printf '{"schema_version":"conversation_blueprint.v1","phases":['; times 500000 '1,'; printf '1]}'; } >"$1"
}
unknown_keys() {
  { printf '{"schema_version":"conversation_blueprint.v1"'; each 400000 ',"k%d":0'; printf '}'; } >"$1"
}
misspelt_keys() {
  { printf '{"schema_version":"conversation_blueprint.v1"'; each 250000 ',"evaluation_scenaros%d":0'; printf '}'; } >"$1"
}
# Merge keys: a bomb of them, one after another, and one mapping merged into many.
merge_bomb() {
  awk 'BEGIN { print "a0: &a0 {k0: 1}"
    for (i = 1; i < 40; i++) { printf "a%d: &a%d {<<: [", i, i
      for (j = 0; j < 10; j++) printf "%s*a%d", j ? ", " : "", i - 1
      printf "], k%d: 1}\n", i } }' >"$1"
}
merge_chain() {
  { printf 'a0: &a0 {k0: 1}\n'; awk 'BEGIN { for (i = 1; i < 100000; i++) printf "a%d: &a%d {<<: *a%d}\n", i, i, i - 1 }'; } >"$1"
}
merged_often() {
  { printf 'a: &a {'; each 2000 'k%d: 1' ', '; printf '}\nb:\n'; times 20000 '- {<<: *a}
'; } >"$1"
}
# Characters that nobody sees, in texts and in keys.
hidden_characters() {
  { printf 'schema_version: conversation_blueprint.v1\nname: "'; times 2500000 $'\xe2\x80\x8b'; printf '"\n'; } >"$1"
}
hidden_in_keys() {
  { printf 'schema_version: conversation_blueprint.v1\n'; each 300000 $'k\xe2\x80\x8b%d: 0\n'; } >"$1"
}
no_break_spaces() { { printf 'a:\n'; times 1000000 $'\xc2\xa0b: c\n'; } >"$1"; }
conflict_markers() { times 400000 $'<<<<<<< HEAD\n' >"$1"; }
swallowed_lines() { { printf 'a:\n  - b\n'; times 800000 $'    - c\n'; } >"$1"; }
cut_texts() { { printf 'a: {k: '; each 500000 'b%d c, '; printf '}\n'; } >"$1"; }
long_scenarios() {
  jq --slurpfile items <(printf '[%s]' "$(each 60000 '"call:t%d:unconfirmed"' ,)") \
    '.evaluation_scenarios[0].must_do = $items[0] | .evaluation_scenarios[0].must_not_do = $items[0]' \
    "$blueprint" >"$1"
}
long_key() { { printf '{"schema_version":"conversation_blueprint.v1","'; megabytes 1 k; printf '":1}'; } >"$1"; }
long_key_above() {
  { printf '{"schema_version":"conversation_blueprint.v1","phases":[{"'; megabytes 1 k
    printf '":{"a":1,"a":2}'; times 100000 ',"a":0'; printf '}]}'; } >"$1"
}
digits() { megabytes 8 7 >"$1"; }
exponents() { printf '[1e999999, -1e-999999, 1e99999999999999999999, 0.%s1]' "$(times 100000 0)" >"$1"; }
number_as_bound() {
  draft "$talk" "$to_talk, {\"from\": \"k\", \"on\": \"silence\", \"to\": \"k\", \"when\": {\"visits\": {\"node\": \"k\", \"below\": 1e999999}}}" >"$1"
}
large_bound() {
  draft "$talk" "$to_talk, {\"from\": \"k\", \"on\": \"silence\", \"to\": \"k\", \"when\": {\"visits\": {\"node\": \"k\", \"below\": 9007199254740991}}}" >"$1"
}
lone_surrogates() { printf '{"schema_version":"flow_draft.v1","name":"\\ud800 \\udc00\\ud800"}' >"$1"; }
documents() { times 500000 $'---\na: 1\n' >"$1"; }
directives() { { times 100000 $'%X y\n'; printf -- '--- a\n'; } >"$1"; }
foreign_tags() { each 200000 '- !t%d x
' >"$1"; }
fault_at_the_end() { { printf 'a: "'; megabytes 7 x; printf '" "'; } >"$1"; }
long_ids() {
  local id
  id=$(megabytes 1 i)
  jq --rawfile id <(printf %s "$id") '.phases[0].id = $id' "$blueprint" >"$1"
}
# repeated N TOOLS: the blueprint with its first phase N times, and so many tools; nothing is wrong with it but its size.
repeated() {
  jq --argjson n "$1" --argjson tools "$2" '.phases[0] as $p | .phases = [range($n) | $p + {id: "p\(.)"}]
    | .tool_policy.allowed_tools = [range($tools) | "t\(.)"] | .tool_policy.require_confirmation_before = []
    | .slots |= map(select(.key | IN($p.required_slots[])))
    | .evaluation_scenarios |= map(.must_collect = $p.required_slots | .must_not_do = [])' "$blueprint"
}
many_phases() { repeated 4000 0 >"$1"; }
phases_just_below_the_limit() { repeated 1600 0 >"$1"; }
quarter_of_a_million_nodes() { repeated 500 60 >"$1"; }
just_below_the_limit() { repeated 60 60 >"$1"; }
many_slots() {
  repeated 1 0 | jq '.slots[0] as $s | .slots = [range(150) | $s + {key: "s\(.)"}]
    | .phases[0].required_slots = [.slots[].key] | .evaluation_scenarios |= map(.must_collect = ["s0"])
    | .turn_taking_policy.max_questions_per_turn = 1' >"$1"
}
# nested N: a guard of N levels.
nested() { times "$1" '{"not": '; printf '{"deferred": true}'; times "$1" '}'; }
deep_guard() { draft '' "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"end\", \"when\": $(nested 123)}" >"$1"; }
too_deep_guard() { draft '' "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"end\", \"when\": $(nested 200)}" >"$1"; }
wide_guard() {
  draft '' "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"end\",
    \"when\": {\"any\": [$(each 100000 '{"filled": "s%d"}' ,)]}}" "$(slots 10)" >"$1"
}
# Whether such a guard leaves a gap is 3-SAT where it is hardest: no order of the slots makes it easy.
knot() {
  awk -v seed="$1" 'BEGIN { srand(seed); printf "{\"any\": ["
    for (i = 0; i < 400; i++) { printf "%s{\"all\": [", i ? "," : ""
      for (j = 0; j < 3; j++) { s = "{\"filled\": \"s" int(rand() * 100) "\"}"
        printf "%s%s", j ? "," : "", rand() < 0.5 ? "{\"not\": " s "}" : s }
      printf "]}" }
    printf "]}" }'
}
knotted_guard() {
  draft "$talk" "$to_talk, {\"from\": \"k\", \"on\": \"goal_met\", \"to\": \"end\", \"when\": $(knot 7)}" "$(slots 100)" >"$1"
}
knotted_guards() {
  local knot
  knot=$(knot 7)
  draft "$(each 100 '{"id": "n%d", "kind": "talk", "say": "x"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 99 '{"from": "n%d", "on": "goal_met", "to": "n%d"}' ,), $(each 100 "{\"from\": \"n%d\", \"on\": \"deny\", \"to\": \"end\", \"when\": $knot}" ,)" \
    "$(slots 100)" >"$1"
}
free_slots() {
  draft "$talk" "$to_talk, $(each 60 '{"from": "k", "on": "goal_met", "to": "end", "when": {"all": [{"filled": "s%d"}, {"filled": "s%d"}]}}' ,)" \
    "$(slots 61)" >"$1"
}
many_counters() {
  draft "$(each 40 '{"id": "n%d", "kind": "talk", "say": "?"}' ,)" "$(awk 'BEGIN {
    printf "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"}"
    for (i = 0; i < 40; i++) for (j = 0; j < 40; j++)
      printf ",{\"from\": \"n%d\", \"on\": \"silence\", \"to\": \"n%d\", \"when\": {\"visits\": {\"node\": \"n%d\", \"below\": 9}}}", i, j, j }')" >"$1"
}
other_normalization() {
  draft '{"id": "caf\u00e9", "kind": "talk", "say": "?"}, {"id": "cafe\u0301", "kind": "talk", "say": "?"}' \
    '{"from": "open", "on": "auto", "to": "caf\u00e9"}, {"from": "caf\u00e9", "on": "goal_met", "to": "cafe\u0301"}' >"$1"
}
silent_circle() {
  draft "$(each 10000 '{"id": "n%d", "kind": "route"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 9999 '{"from": "n%d", "on": "auto", "to": "n%d"}' ,), {\"from\": \"n9999\", \"on\": \"auto\", \"to\": \"n0\"}" >"$1"
}
long_chain() {
  draft "$(each 50000 '{"id": "n%d", "kind": "interject", "say": "x"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 49999 '{"from": "n%d", "on": "auto", "to": "n%d"}' ,), {\"from\": \"n49999\", \"on\": \"auto\", \"to\": \"end\"}" >"$1"
}
chain_of_talks() {
  draft "$(each 5000 '{"id": "n%d", "kind": "talk", "say": "x"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 4999 '{"from": "n%d", "on": "goal_met", "to": "n%d"}' ,), {\"from\": \"n4999\", \"on\": \"goal_met\", \"to\": \"end\"}" >"$1"
}
chain_of_guarded_talks() {
  draft "$(each 3000 '{"id": "n%d", "kind": "talk", "say": "x"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 2999 '{"from": "n%d", "on": "goal_met", "to": "n%d", "when": {"filled": "s%d"}}' ,), {\"from\": \"n2999\", \"on\": \"deny\", \"to\": \"n0\"}" \
    "$(slots 3000)" >"$1"
}
ladder() {
  draft "$(each 30000 '{"id": "n%d", "kind": "route"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 29999 '{"from": "n%d", "on": "auto", "to": "n%d"}' ,), $(each 29999 '{"from": "n%d", "on": "auto", "to": "end"}' ,)" >"$1"
}
one_answer_often() { draft "$talk" "$to_talk, $(times 60000 '{"from": "k", "on": "silence", "to": "k"}, ')$to_talk" >"$1"; }
one_guarded_answer_often() {
  draft "$talk" "$to_talk, $(each 5000 '{"from": "k", "on": "silence", "to": "k", "when": {"filled": "s%d"}}' ,)" "$(slots 5000)" >"$1"
}
one_id_often() { draft "$(times 60000 '{"id": "n", "kind": "route"}, ')$talk" "$to_talk" >"$1"; }
many_tools() {
  draft "{\"id\": \"k\", \"kind\": \"talk\", \"say\": \"?\", \"tools\": [$(each 30000 '"t%d"' ,)]}" "$to_talk" \
    "\"tools\": [$(each 30000 '{"id": "t%d", "requires_confirmation": false, "failure_mode": "handoff"}' ,)]" >"$1"
}
# A long way without a voice from `n0` on to `end`.
silent_way() {
  printf '%s, {"from": "n%d", "on": "auto", "to": "end"}' "$(each "$1" '{"from": "n%d", "on": "auto", "to": "n%d"}' ,)" "$1"
}
routes() { each $(($1 + 1)) '{"id": "n%d", "kind": "route"}' ,; }
many_escalations() {
  draft "$(each 3000 '{"id": "k%d", "kind": "talk", "say": "x"}' ,), $(routes 20000)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"k0\"},
    $(each 2999 '{"from": "k%d", "on": "goal_met", "to": "k%d"}' ,), $(each 3000 '{"from": "k%d", "on": "escalate", "to": "n0"}' ,),
    $(silent_way 20000)" >"$1"
}
many_ways_at_once() {
  draft "$talk, $(routes 20000)" "$to_talk, $(each 2000 '{"from": "k", "on": "goal_met", "to": "n%d"}' ,), $(silent_way 20000)" >"$1"
}
many_bounds() {
  draft "$talk" "$to_talk, $(each 60000 '{"from": "k", "on": "silence", "to": "k", "when": {"visits": {"node": "k", "below": %d}}}' ,)" >"$1"
}
entangled_bounds() {
  draft "$talk, $(each 1500 '{"id": "n%d", "kind": "talk", "say": "x"}' ,)" "$to_talk, {\"from\": \"k\", \"on\": \"silence\", \"to\": \"k\",
    \"when\": {\"all\": [$(each 1500 '{"any": [{"visits": {"node": "n%d", "below": 2}}, {"filled": "s%d"}]}' ,)]}}" "$(slots 1501)" >"$1"
}
chain_of_counted_talks() {
  draft "$(each 20000 '{"id": "n%d", "kind": "talk", "say": "x"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 19999 '{"from": "n%d", "on": "goal_met", "to": "n%d"}' ,),
    $(awk 'BEGIN { for (i = 0; i < 20000; i++)
      printf "%s{\"from\": \"n%d\", \"on\": \"silence\", \"to\": \"n%d\", \"when\": {\"visits\": {\"node\": \"n%d\", \"below\": 5}}}", i ? "," : "", i, i, i }')" >"$1"
}
circle_of_calls() {
  draft "$(each 8000 '{"id": "n%d", "kind": "call", "tool": "t", "attempt": 1, "idempotency_key": "a%d"}' ,)" "{\"from\": \"open\", \"on\": \"auto\", \"to\": \"n0\"},
    $(each 7999 '{"from": "n%d", "on": "ok", "to": "n%d", "when": {"visits": {"node": "n%d", "below": 1}}}' ,), {\"from\": \"n7999\", \"on\": \"ok\", \"to\": \"n0\"}" \
    '"tools": [{"id": "t", "requires_confirmation": false, "failure_mode": "handoff"}]' >"$1"
}
large_ask() {
  local keys
  keys=$(each 20000 '"s%d"' ,)
  draft "{\"id\": \"k\", \"kind\": \"ask\", \"slots\": [$keys], \"say\": {$(each 20000 '"s%d": "S?"' ,)}}" "$to_talk,
    {\"from\": \"k\", \"on\": \"answered\", \"to\": \"end\", \"fills\": [$keys]}, {\"from\": \"k\", \"on\": \"partial\", \"to\": \"k\"}" "$(slots 20000)" >"$1"
}
tools_with_conditions() {
  draft "{\"id\": \"k\", \"kind\": \"talk\", \"say\": \"?\", \"tools\": [$(each 20000 '"t%d"' ,)]}" "$to_talk,
    $(each 20000 "{\"from\": \"k\", \"on\": \"tool:t%d\", \"to\": \"end\", \"when\": {\"all\": [$(each 10 '{"filled": "s%d"}' ,)]}}" ,)" \
    "$(slots 10), \"tools\": [$(each 20000 '{"id": "t%d", "requires_confirmation": false, "failure_mode": "handoff"}' ,)]" >"$1"
}
words_for_others() {
  draft '{"id": "*/ #error `x` ${y} <b> \u0000\u001b[31m\u202e%%{init: {}}%%\"]", "kind": "route"}' \
    '{"from": "open", "on": "auto", "to": "end"}' >"$1"
}

cases=(
  empty blank only_a_mark two_marks program folder absent pipe_without_writer not_ours link_to_itself nulls
  null_in_text not_utf8 utf16 newlines carriage_returns tabs comment json_arrays json_objects flow_nesting
  block_nesting indented_nesting question_marks alias_bomb alias_to_itself alias_of_text anchors one_string
  one_scalar one_byte_too_many folded_scalar escapes json_keys yaml_keys one_key_again half_a_million_faults
  unknown_keys misspelt_keys merge_bomb merge_chain merged_often hidden_characters hidden_in_keys
  no_break_spaces conflict_markers swallowed_lines cut_texts long_scenarios long_key long_key_above digits exponents number_as_bound large_bound
  lone_surrogates documents directives foreign_tags fault_at_the_end long_ids many_phases
  phases_just_below_the_limit quarter_of_a_million_nodes just_below_the_limit many_slots deep_guard
  too_deep_guard wide_guard knotted_guard knotted_guards free_slots many_counters other_normalization
  silent_circle long_chain chain_of_talks chain_of_guarded_talks ladder one_answer_often
  one_guarded_answer_often one_id_often many_tools many_escalations many_ways_at_once many_bounds
  entangled_bounds chain_of_counted_talks circle_of_calls large_ask tools_with_conditions words_for_others
)
commands=(check validate compile "graph --detail full" "graph --format mermaid" "graph --format promela" hash prove
  "explore --max-states 20000")

# Where root would read what nobody may, nobody is asked.
as_nobody=()
if [ "$(id -u)" -eq 0 ]; then as_nobody=(setpriv --reuid=65534 --regid=65534 --clear-groups); fi

layout='%-27s %-24s %7s %9s  %s\n'
faults=0
# shellcheck disable=SC2059
printf "$layout" case 'exits' seconds KiB 'what check said first'
for name in "${cases[@]}"; do
  if [ "$wanted" != "  " ] && [[ $wanted != *" $name "* ]]; then continue; fi
  file=$work/$name.in
  "$name" "$file"
  case $name in folder | absent | pipe_without_writer | not_ours | link_to_itself) allowed=66 ;; *) allowed='0 1' ;; esac
  prefix=()
  if [ "$name" = not_ours ]; then prefix=("${as_nobody[@]}"); fi
  statuses='' most_seconds=0 most_kibibytes=0 said='' trouble=''
  for command in "${commands[@]}"; do
    status=0
    # shellcheck disable=SC2086
    (
      ulimit -v $((mebibytes << 10)) -t "$time_limit" -c 0
      exec timeout -s KILL $((6 * time_limit)) /usr/bin/time -q -o cost -f '%U %S %M' "${prefix[@]}" "$fohc" $command "$file"
    ) >output 2>errors </dev/null || status=$?
    read -r user system kibibytes < <(tail -1 cost 2>/dev/null || echo 0 0 0) || true
    seconds=$(awk -v u="$user" -v s="$system" 'BEGIN { printf "%.2f", u + s }')
    most_seconds=$(awk -v a="$most_seconds" -v b="$seconds" 'BEGIN { print (a > b ? a : b) }')
    most_kibibytes=$((kibibytes > most_kibibytes ? kibibytes : most_kibibytes))
    statuses+="$status "
    if [[ " $allowed " != *" $status "* ]]; then trouble+=" $command ended with $status;"; fi
    if [ "$command" = check ]; then said=$(cat output errors | head -c 400 | head -1 | tr -cd '[:print:]' || true); fi
  done
  # shellcheck disable=SC2059
  printf "$layout" "$name" "$statuses" "$most_seconds" "$most_kibibytes" "${said/"$work/"/}"
  if [ -n "$trouble" ]; then
    echo "    FAULT:${trouble%;}"
    faults=$((faults + 1))
  fi
  chmod -R u+rwX "$file" 2>errors || true
  rm -rf "$file" output errors cost
done
if [ "$faults" -gt 0 ]; then
  echo "$faults of the inputs were more than fohc could bear." >&2
  exit 1
fi
