#!/usr/bin/env bash
# Has the model checker SPIN judge drafts, and compares it clause by clause with `fohc validate`.
#
#   Scripts/spin-agreement.sh [--record] [DRAFT ...]
#
# Without drafts: every draft in Examples/drafts, on which both must find nothing, and every broken draft of
# Tests/Fixtures/promela, in which SPIN must find just the rules that were broken; with --record the table is also
# written to Docs/spin.md. FOHC names the program to test, SPIN_SECONDS and SPIN_MEGABYTES bound one search, and in
# the folder SPIN_KEEP stays what a disagreement was found in.
#
# A search that exceeds its bounds is made anew with states compressed (-DCOLLAPSE, which loses nothing), then with one
# bit a state (-DBITSTATE). The last is not a proof: an error that it finds counts, that it finds none does not, and a
# clause that so stays open on either side is not an agreement.
#
# Exit status: 0 everything was settled and agrees, 1 a disagreement, 2 none, but something stayed open.
#
# Two rules are not compared, because no assertion, dead end or cycle says them. That an end stays reachable
# (no-way-out) is implied where nothing else is broken: every escalation then ends the conversation. Where it is all
# that fohc finds against the clause `ends`, the clause is left out. Calls after the end have the wrong shape.
set -euo pipefail
export LC_ALL=C
cd "$(dirname "$0")/.."
fohc=${FOHC:-.build/debug/fohc}
seconds=${SPIN_SECONDS:-300}
megabytes=${SPIN_MEGABYTES:-3000}
fixtures=Tests/Fixtures/promela

missing=()
command -v spin >/dev/null || missing+=(spin)
command -v gcc >/dev/null || missing+=(gcc libc6-dev)
command -v jq >/dev/null || missing+=(jq)
if [ ${#missing[@]} -gt 0 ]; then Scripts/install-dependencies.sh "${missing[@]}"; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# The clause that a rule belongs to.
clause_of() {
  case $1 in
    invalid_end_state) echo total ;;
    silent_turn | resumed_unspoken | silent_cycle | nothing_to_ask) echo voiced ;;
    endless_loop | no_way_out | refusal_ignored) echo ends ;;
    silent_ending | lost_escalation | person_comes) echo last_words ;;
    incomplete_success | forgotten_question | question_* | declined_*) echo custody ;;
    undeclared_call) echo allowed ;;
    unconfirmed_call) echo confirmed ;;
    ambiguous_event | unreported_result | apology_* | report_* | broken_* | foreign_* | result_told) echo one_successor ;;
    misplaced_retry | third_attempt | repeated_call) echo bounded ;;
    unbound_input) echo bound_inputs ;;
    two_calls) echo one_at_a_time ;;
    *) echo "spin-agreement: unknown rule $1" >&2; return 1 ;;
  esac
}

# search NAME "SPIN OPTIONS" "GCC OPTIONS" PAN-OPTIONS...: leaves SPIN's report in NAME.out, and NAME.open if it is
# neither complete nor an answer all the same.
search() {
  local name=$1 spin_options=$2 gcc_options=$3 how status
  shift 3
  rm -f pan* "$name.open"
  # shellcheck disable=SC2086
  spin -a $spin_options model.pml >spin.out 2>&1 || { cat spin.out >&2; return 1; }
  for how in "" -DCOLLAPSE -DBITSTATE; do
    # Without optimization: for programs of this shape gcc takes minutes longer than it saves.
    # shellcheck disable=SC2086
    gcc -O0 -w $gcc_options $how -DMEMLIM="$megabytes" -o pan pan.c
    status=0
    timeout -s INT "$seconds" ./pan "$@" -n -m1000000 -w22 >"$name.out" 2>&1 || status=$?
    grep -q 'State-vector' "$name.out" || { echo "pan ended with status $status" | cat - "$name.out" >&2; return 1; }
    # A search for one error that has found it need not go on.
    if [[ " $* " != *" -c0 "* ]] && ! grep -q 'errors: 0$' "$name.out"; then return 0; fi
    if [ "$how" != -DBITSTATE ] && [ "$status" -eq 0 ] &&
      ! grep -qE 'max search depth|Search not completed|MEMLIM bound|out of memory|Interrupted' "$name.out"; then
      return 0
    fi
  done
  touch "$name.open"
}

# The rules that SPIN found broken in model.pml, in broken.txt; the number of states in states.txt.
judge() {
  search safety "" -DSAFETY -c0
  search progress "" -DNP -l -A
  : >watch.out
  if grep -q '^short watched;' model.pml && grep -q '^resume_' model.pml; then
    search watch -DWATCH -DSAFETY -c0
  fi
  : >claims.txt
  if grep -q '^pan:.*non-progress cycle' progress.out; then
    echo endless_loop >>claims.txt
    for claim in person_comes result_told; do
      search "$claim" -DCLAIMS "" -a -A -N "$claim"
      if grep -qE '^pan:.*(acceptance cycle|claim violated)' "$claim.out"; then echo "$claim" >>claims.txt; fi
    done
  fi
  {
    cat claims.txt
    grep -hoE 'assertion violated *\(+[a-z_]+' safety.out watch.out | sed 's/.*(//' || true
    if grep -q "^pan:.*invalid end state" safety.out; then echo invalid_end_state; fi
  } | sort -u >broken.txt
  sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' safety.out | head -1 >states.txt
}

# One line a clause: its name, what SPIN found broken, fohc's verdict, and how the two stand to each other.
# fohc settles every clause of a draft of the right shape; a report that does not is not a report.
clauses='
  [.diagnostics[]?.name] as $names | [.proof[]?.clauses | to_entries[]]
  | if length == 11 then .[] else error("fohc did not judge all clauses") end
  | .key as $clause | .value as $verdict | [$broken[] | select(.clause == $clause) | .rule] as $rules
  | [ $clause, ($rules | join(" ")), $verdict,
      if $verdict == "unknown" then "open"
      elif ($rules != []) then (if $verdict == "refuted" then "yes" else "NO" end)
      elif $clause == "ends" and $verdict == "refuted"
        and ($names | any(. == "endless-loop" or . == "refusal-ignored") | not) then "not compared"
      elif $complete | not then "open"
      elif $verdict == "proved" then "yes" else "NO" end ]
  | join("|")'

disagreements=0
open=0
layout='%-25s %-14s %-34s %-8s %8s %7s  %s\n'

# compare NAME DRAFT [EXPECTED RULES]
compare() {
  local name=$1 draft=$2 expected=${3:-} rule clause started=$EPOCHREALTIME elapsed complete=true agree=yes
  mkdir -p "$work/$name"
  pushd "$work/$name" >/dev/null
  "$fohc" graph "$draft" --format promela >model.pml 2>graph.err || [ $? -eq 1 ]
  [ "$(head -c2 model.pml)" = '/*' ] || { cat model.pml graph.err >&2; return 1; }
  "$fohc" validate "$draft" --format json >report.json 2>/dev/null || [ $? -eq 1 ]
  judge
  while read -r rule; do
    clause=$(clause_of "$rule")
    jq -nc --arg rule "$rule" --arg clause "$clause" '$ARGS.named'
  done <broken.txt >broken.json
  if compgen -G '*.open' >/dev/null; then complete=false; fi
  jq -r --slurpfile broken broken.json --argjson complete "$complete" "$clauses" report.json >clauses.txt
  if grep -q '|NO$' clauses.txt; then agree=NO; elif grep -q '|open$' clauses.txt; then agree=open; fi
  for rule in $expected; do
    if ! grep -qx "$rule" broken.txt; then
      echo "expected|$rule not found|broken|NO" >>clauses.txt
      agree=NO
    fi
  done
  elapsed=$(printf '%.1f' "$(jq -n "$EPOCHREALTIME - $started")")
  show "$name" "$(cat states.txt)" "$elapsed"
  case $agree in NO) disagreements=$((disagreements + 1)) ;; open) open=$((open + 1)) ;; esac
  if [ -n "${SPIN_KEEP:-}" ] && [ "$agree" != yes ]; then mkdir -p "$SPIN_KEEP" && cp -r . "$SPIN_KEEP/$name"; fi
  popd >/dev/null
  rm -rf "${work:?}/$name"
}

# show NAME STATES SECONDS: a line for each clause in which something was found, or that is not an agreement, and one for
# all others.
show() {
  local name=$1 states=$2 elapsed=$3 clause found verdict agree rest=0 first=$1
  while IFS='|' read -r clause found verdict agree; do
    if [ -z "$found" ] && [ "$verdict" = proved ] && [ "$agree" = yes ]; then
      rest=$((rest + 1))
      continue
    fi
    # shellcheck disable=SC2059
    printf "$layout" "$first" "$clause" "${found:-no error}" "$verdict" "$states" "$elapsed" "$agree"
    echo "| $first | $clause | ${found:-no error} | $verdict | $states | $agree |" >>"$work/table.md"
    first='' states='' elapsed=''
  done <clauses.txt
  [ "$rest" -gt 0 ] || return 0
  clause="all $rest"
  if [ -z "$first" ]; then clause="other $rest"; fi
  # shellcheck disable=SC2059
  printf "$layout" "$first" "$clause" "no error" proved "$states" "$elapsed" yes
  if [ -n "$first" ]; then echo "| $first | $clause | no error | proved | $states | yes |" >>"$work/table.md"; fi
}

fohc=$(realpath "$fohc")
record=false
if [ "${1:-}" = --record ]; then
  record=true
  shift
fi
# shellcheck disable=SC2059
printf "$layout" draft clause SPIN fohc states seconds agree
if [ $# -gt 0 ]; then
  for draft in "$@"; do compare "$(basename "$draft" .draft.json)" "$(realpath "$draft")"; done
else
  for draft in Examples/drafts/*.draft.json; do compare "$(basename "$draft" .draft.json)" "$(realpath "$draft")"; done
  compare base "$PWD/$fixtures/base.draft.json"
  prelude='def edges(from; on): .edges[] | select(.from == from and .on == on);
    def node(id): .nodes[] | select(.id == id);'
  while IFS='|' read -r name rules edit; do
    [[ $name == \#* || -z $name ]] && continue
    name=${name// /}
    jq "$prelude $edit" "$fixtures/base.draft.json" >"$work/$name.draft.json"
    compare "$name" "$work/$name.draft.json" "$rules"
  done < <(sed 's/ | /|/; s/ | /|/' "$fixtures/mutants.txt")
fi
if [ "$record" = true ]; then
  {
    cat <<'PAGE'
# What SPIN says

Generated by `Scripts/spin-agreement.sh --record`. The model checker [SPIN](https://spinroot.com) searches a model that
`fohc graph --format promela` writes of a draft; beside it stands what fohc's proofs say of the same draft. First the
examples, in which both must find nothing, then the broken drafts of `Tests/Fixtures/promela/mutants.txt`, in which
SPIN must find what was broken. Clauses that are not listed are proved, and SPIN found no error against them. States are
those of the search for errors; every search that stands here as agreement was exhaustive.

| draft | clause | SPIN | fohc | states | agree |
|---|---|---|---|---:|---|
PAGE
    cat "$work/table.md"
  } >Docs/spin.md
fi
if [ "$open" -gt 0 ]; then
  echo "$open drafts stayed open: a search was not exhausted. They count as no agreement." >&2
fi
if [ "$disagreements" -gt 0 ]; then
  echo "SPIN and fohc disagree on $disagreements drafts." >&2
  exit 1
fi
[ "$open" -eq 0 ] || exit 2
echo "SPIN and fohc agree on all of them, and every search was exhaustive."
