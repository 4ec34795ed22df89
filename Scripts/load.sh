#!/usr/bin/env bash
# Puts load on `POST …/validate` with wrk, client and server sharing the processors, and beside it on two others: a bare
# server of the same library that sends the same bytes back, and FastAPI that does the schema checks alone. Prints requests
# a second, latencies, and the server's memory at the start, after each minute and at the end.
# usage: Scripts/load.sh [seconds, or minutes as in 10m] [blueprint]
set -euo pipefail
cd "$(dirname "$0")/.."
duration=${1:-30}
case $duration in
  *m) seconds=$((${duration%m} * 60)) ;;
  *) seconds=${duration%s} ;;
esac
blueprint=${2:-Examples/blueprints/custom.yaml}
fohc=${FOHC:-.build/release/fohc}
export FOHC_SERVER=${FOHC_SERVER:-Server/.build/release/fohc-server}
bare=${ECHO:-Benchmarks/.build/release/echo}
folder=$(mktemp -d)
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$folder"' EXIT

if [ ! -x .build/load/bin/uvicorn ]; then
  python3 -m venv .build/load
  .build/load/bin/pip install --quiet fastapi uvicorn jsonschema-rs
fi

"$fohc" compile "$blueprint" -o "$folder/draft.json" >/dev/null
"$fohc" schema draft > "$folder/draft.schema.json"
jq -c '{flowDraft: (.greeting = "Hello @@@@@@@@@@")}' "$folder/draft.json" > "$folder/body.json"
echo "body: $(wc -c < "$folder/body.json") bytes ($blueprint); $seconds s each; $(nproc) processors"

"$fohc" serve --dev --folder "$folder/dev" --port 0 --print-env > "$folder/environment" &
pids+=($!)
for _ in $(seq 200); do [ -s "$folder/environment" ] && break; sleep 0.1; done
source "$folder/environment"
agent=$(curl -sf -H "Authorization: Bearer $FOH_SERVICE_TOKEN" -H "x-org-id: $FOH_ORG_ID" -H 'Content-Type: application/json' \
  -d '{"name": "Load"}' "$FOH_API_URL/v1/console/agents" | jq -r .agent.id)

cat > "$folder/same.lua" <<END
wrk.method = "POST"
wrk.body = io.open("$folder/body.json"):read("a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer $FOH_SERVICE_TOKEN"
wrk.headers["x-org-id"] = "$FOH_ORG_ID"
END
# Every draft another one: nothing can be answered from memory.
cat "$folder/same.lua" - > "$folder/other.lua" <<'END'
local from, to = string.find(wrk.body, "@@@@@@@@@@", 1, true)
local head, tail, count = string.sub(wrk.body, 1, from - 1), string.sub(wrk.body, to + 1), 0
request = function()
  count = count + 1
  return wrk.format(nil, nil, nil, head .. string.format("%010d", count) .. tail)
end
END

memory() { awk '/VmRSS|VmHWM/ { printf "%s %d MB  ", $1, $2 / 1024 }' "/proc/$1/status"; echo; }
# load SCRIPT URL PID: one load, with the memory of a process.
load() {
  echo "at the start: $(memory "$3")"
  wrk -t1 -c16 -d"${seconds}s" --latency -s "$folder/$1.lua" "$2" > "$folder/wrk.out" &
  local wrk=$! second=0
  while kill -0 "$wrk" 2>/dev/null; do
    sleep 1
    second=$((second + 1))
    if [ $((second % 60)) = 0 ]; then echo "after minute $((second / 60)): $(memory "$3")"; fi
  done
  wait "$wrk"
  grep -E "Requests/sec|50%|99%|Non-2xx|requests in|Socket errors" "$folder/wrk.out"
  echo "at the end: $(memory "$3")"
}
rate() { awk '/Requests\/sec/ { print $2 }' "$folder/wrk.out"; }

# A database, a token and a validation lie behind fohc's answers; nothing at all behind the echo's.
url="$FOH_API_URL/v1/console/agents/$agent/validate"
echo "--- fohc, each draft another: whole validation, both invariants proved, token and database read each time"
load other "$url" "${pids[0]}"
other=$(rate)
echo "--- fohc, the same draft each time: answered from memory, token and database read each time"
load same "$url" "${pids[0]}"
same=$(rate)

"$bare" &
pids+=($!)
for _ in $(seq 100); do curl -s http://127.0.0.1:8098/ >/dev/null && break; sleep 0.1; done
echo "--- a bare server of the same library, which sends the body back"
load same http://127.0.0.1:8098/validate "${pids[1]}"
echoed=$(rate)

DRAFT_SCHEMA="$folder/draft.schema.json" .build/load/bin/uvicorn --app-dir Benchmarks/Load --port 8099 --log-level error peer:app &
pids+=($!)
for _ in $(seq 100); do curl -s http://127.0.0.1:8099/ >/dev/null && break; sleep 0.1; done
echo "--- FastAPI and jsonschema-rs: the schema alone"
load other http://127.0.0.1:8099/validate "${pids[2]}"

awk -v other="$other" -v same="$same" -v bare="$echoed" -v python="$(rate)" 'BEGIN {
  printf "of the bare echo: %.2f (the same draft), %.2f (each another); of FastAPI: %.2f (each another)\n", same / bare, other / bare, other / python
}'
