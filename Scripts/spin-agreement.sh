#!/usr/bin/env bash
# Has the model checker SPIN judge drafts, and compares it clause by clause with `fohc validate`.
#
#   Scripts/spin-agreement.sh [DRAFT ...]
#
# Without arguments: every draft in Examples/drafts, on which both must find nothing, and every broken draft of
# Tests/Fixtures/promela, in which SPIN must find just the rules that were broken. FOHC names the program to test,
# SPIN_SECONDS and SPIN_MEGABYTES bound one search. A search that exceeds them is made anew with states compressed
# (-DCOLLAPSE), then with one bit a state (-DBITSTATE), which is no proof, and is called so in the table.
#
# Two rules are not compared, because no assertion, dead end or cycle says them. That an end stays reachable
# (no-way-out) is implied where nothing else is broken: every escalation then ends the conversation. Where it is all
# that fohc finds against the clause `ends`, the clause is left out. Calls after the end have the wrong shape.
set -euo pipefail
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

# search NAME "SPIN OPTIONS" "GCC OPTIONS" PAN-OPTIONS...: leaves SPIN's report in NAME.out, and how thorough it was
# in NAME.how.
search() {
  local name=$1 spin_options=$2 gcc_options=$3 how
  shift 3
  rm -f pan*
  # shellcheck disable=SC2086
  spin -a $spin_options model.pml >spin.out 2>&1 || { cat spin.out >&2; return 1; }
  for how in "" -DCOLLAPSE -DBITSTATE; do
    # Without optimization: for programs of this shape gcc takes minutes longer than it saves.
    # shellcheck disable=SC2086
    gcc -O0 -w $gcc_options $how -DMEMLIM="$megabytes" -o pan pan.c
    timeout -s INT "$seconds" ./pan "$@" -n -m1000000 >"$name.out" 2>&1 || true
    grep -q 'State-vector' "$name.out" || { cat "$name.out" >&2; return 1; }
    if [ "$how" = -DBITSTATE ]; then
      echo sampled >"$name.how"
    else
      echo "${how:-exhaustive}" >"$name.how"
      grep -qE 'max search depth|MEMLIM bound|out of memory|Interrupted' "$name.out" || return 0
    fi
  done
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
      search claim -DCLAIMS "" -a -A -N "$claim"
      if grep -qE '^pan:.*(acceptance cycle|claim violated)' claim.out; then echo "$claim" >>claims.txt; fi
    done
  fi
  {
    cat claims.txt
    grep -hoE 'assertion violated *\(+[a-z_]+' safety.out watch.out | sed 's/.*(//' || true
    if grep -q "^pan:.*invalid end state" safety.out; then echo invalid_end_state; fi
  } | sort -u >broken.txt
  sed -n 's/^ *\([0-9.e+]*\) states, stored.*/\1/p' safety.out | head -1 >states.txt
  sort -u ./*.how | paste -sd, >how.txt
}

disagreements=0
printf '%-28s %10s %-11s %-38s %-38s %s\n' draft states search SPIN fohc agree

# compare NAME DRAFT [EXPECTED RULES]
compare() {
  local name=$1 draft=$2 expected=${3:-} found ours agree=yes rule
  mkdir -p "$work/$name"
  "$fohc" graph "$draft" --format promela >"$work/$name/model.pml" 2>/dev/null || true
  "$fohc" validate "$draft" --format json >"$work/$name/report.json" 2>/dev/null || true
  pushd "$work/$name" >/dev/null
  judge
  while read -r rule; do clause_of "$rule"; done <broken.txt | sort -u | paste -sd' ' >found.txt
  jq -r '[.diagnostics[].name] as $names
    | [.proof[].clauses | to_entries[] | select(.value != "proved")
      | select(.key != "ends" or ($names | any(. == "endless-loop" or . == "refusal-ignored")) or $found)
      | .key + (if .value == "unknown" then "?" else "" end)]
    | sort | join(" ")' --argjson found "$(grep -qw ends found.txt && echo true || echo false)" report.json >ours.txt
  found=$(cat found.txt)
  ours=$(cat ours.txt)
  [ "$found" = "$ours" ] || agree=NO
  for rule in $expected; do
    if ! grep -qx "$rule" broken.txt; then agree="NO: SPIN did not find $rule"; fi
  done
  [ "$agree" = yes ] || disagreements=$((disagreements + 1))
  printf '%-28s %10s %-11s %-38s %-38s %s\n' "$name" "$(cat states.txt)" "$(cat how.txt)" "${found:-no error}" \
    "${ours:-proved}" "$agree"
  if [ -n "${SPIN_KEEP:-}" ] && [ "$agree" != yes ]; then mkdir -p "$SPIN_KEEP" && cp -r . "$SPIN_KEEP/$name"; fi
  popd >/dev/null
  rm -rf "${work:?}/$name"
}

fohc=$(realpath "$fohc")
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
if [ "$disagreements" -gt 0 ]; then
  echo "SPIN and fohc disagree on $disagreements drafts." >&2
  exit 1
fi
