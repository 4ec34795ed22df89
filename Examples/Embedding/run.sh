#!/usr/bin/env bash
# Builds the example, starts its server, and checks what it answers to a good, a faulty and a doubtful blueprint.
# `PORT` is where the server listens (8087 where it is not set).
set -euo pipefail
cd "$(dirname "$0")"
port=${PORT:-8087}
blueprint=../blueprints/dental_practice.yaml
# Outside of this folder, so that tests that walk the examples do not walk what was built.
build=../../.build/embedding

swift build --scratch-path "$build" -Xswiftc -warnings-as-errors
work=$(mktemp -d)
"$build/debug/AgentServer" "$port" &
server=$!
trap 'kill "$server" 2>/dev/null || true; rm -rf "$work"' EXIT

for _ in $(seq 100); do
  curl --silent --output /dev/null "http://127.0.0.1:$port/" && break
  kill -0 "$server" || exit 1
  sleep 0.1
done

# Posts a file, and checks the status and what `jq` finds true of the answer.
expect() { # PATH FILE STATUS JQ-CONDITION
  local status
  status=$(curl --silent --header 'Expect:' --data-binary "@$2" --output "$work/answer.json" \
    --write-out '%{http_code}' "http://127.0.0.1:$port$1")
  echo "--- POST $1 with $(basename "$2"): $status"
  jq -c 'del(.draft) + if .diagnostics then {diagnostics: [.diagnostics[].code]} else {} end' "$work/answer.json"
  if [ "$status" != "$3" ] || ! jq -e "$4" "$work/answer.json" >/dev/null; then
    echo "expected status $3 and: $4" >&2
    exit 1
  fi
}

# A phase asks for a slot that is not declared.
sed 's/required_slots: \[/required_slots: [dya, /' "$blueprint" >"$work/faulty.yaml"
cmp -s "$blueprint" "$work/faulty.yaml" && { echo "nothing was made faulty" >&2; exit 1; }

expect /agents/compile "$blueprint" 200 '.ok and .validation.valid and (.draft.nodes | length > 20)'
hash=$(jq -r .draft_hash "$work/answer.json")
expect /agents/compile "$work/faulty.yaml" 422 '.ok == false and (.diagnostics | any(.code == "FOH3005"))'
expect /agents/release "$work/faulty.yaml" 422 '.allowed == false and (.reasons | any(contains("`dya`")))'
expect /agents/release "$blueprint" 200 ".allowed and .reasons == [] and .draft_hash == \"$hash\""
# What is live asks before it books; a version that does not loses a guarantee.
sed 's/require_confirmation_before: \[book_appointment, /require_confirmation_before: [/; /call:book_appointment:unconfirmed/d' \
  "$blueprint" >"$work/careless.yaml"
expect /agents/release "$work/careless.yaml" 409 '.allowed == false and (.reasons | any(contains("book_appointment")))'
echo "the embedded compiler answers as it should"
