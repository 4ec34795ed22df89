#!/usr/bin/env bash
# Puts load on `POST …/validate` with wrk, client and server sharing the processors, and beside it on a FastAPI server that
# does the schema checks alone. Prints requests a second, latencies and the server's memory.
# usage: Scripts/load.sh [seconds] [blueprint]
set -euo pipefail
cd "$(dirname "$0")/.."
seconds=${1:-30}
blueprint=${2:-Examples/blueprints/custom.yaml}
fohc=${FOHC:-.build/release/fohc}
folder=/tmp/fohc-load
rm -rf "$folder"; mkdir -p "$folder"
pids=()
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true' EXIT

if [ ! -x .build/load/bin/uvicorn ]; then
  python3 -m venv .build/load
  .build/load/bin/pip install --quiet fastapi uvicorn jsonschema-rs
fi

"$fohc" compile "$blueprint" -o "$folder/draft.json" >/dev/null
"$fohc" schema draft > "$folder/draft.schema.json"
jq -c '{flowDraft: .}' "$folder/draft.json" > "$folder/body.json"
echo "body: $(wc -c < "$folder/body.json") bytes ($blueprint); $seconds s each; $(nproc) processors"

"$fohc" serve --dev --folder "$folder/dev" --port 0 --print-env > "$folder/environment" &
pids+=($!)
for _ in $(seq 200); do [ -s "$folder/environment" ] && break; sleep 0.1; done
source "$folder/environment"
agent=$(curl -sf -H "Authorization: Bearer $FOH_SERVICE_TOKEN" -H "x-org-id: $FOH_ORG_ID" -H 'Content-Type: application/json' \
  -d '{"name": "Load"}' "$FOH_API_URL/v1/console/agents" | jq -r .agent.id)

cat > "$folder/post.lua" <<END
wrk.method = "POST"
wrk.body = io.open("$folder/body.json"):read("a")
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer $FOH_SERVICE_TOKEN"
wrk.headers["x-org-id"] = "$FOH_ORG_ID"
END

memory() { awk '/VmRSS|VmHWM/ { printf "%s %d MB  ", $1, $2 / 1024 }' "/proc/$1/status"; echo; }

echo "--- fohc: whole validation, both invariants proved, token and database read each time"
memory "${pids[0]}"
wrk -t1 -c16 -d"${seconds}s" --latency -s "$folder/post.lua" "$FOH_API_URL/v1/console/agents/$agent/validate" | grep -E "Requests/sec|50%|99%|Non-2xx|requests in"
memory "${pids[0]}"

.build/load/bin/uvicorn --app-dir Benchmarks/Load --port 8099 --log-level error peer:app &
pids+=($!)
for _ in $(seq 100); do curl -s http://127.0.0.1:8099/ >/dev/null && break; sleep 0.1; done
echo "--- FastAPI and jsonschema-rs: the schema alone"
wrk -t1 -c16 -d"${seconds}s" --latency -s "$folder/post.lua" http://127.0.0.1:8099/validate | grep -E "Requests/sec|50%|99%|Non-2xx|requests in"
memory "${pids[1]}"
