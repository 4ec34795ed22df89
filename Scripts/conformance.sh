#!/usr/bin/env bash
# Holds a running server against its own OpenAPI document with schemathesis: no server error, every answer as described,
# every malformed request refused, no operation without its authentication.
# usage: [SEED=1] Scripts/conformance.sh [examples for each operation]
set -euo pipefail
cd "$(dirname "$0")/.."
examples=${1:-30}
fohc=${FOHC:-.build/debug/fohc}
export FOHC_SERVER=${FOHC_SERVER:-Server/.build/debug/fohc-server}
folder=$(mktemp -d)
trap 'kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; rm -rf "$folder"' EXIT

if [ ! -x .build/schemathesis/bin/schemathesis ]; then
  python3 -m venv .build/schemathesis
  .build/schemathesis/bin/pip install --quiet schemathesis
fi

"$fohc" serve --dev --folder "$folder/dev" --port 0 --print-env > "$folder/environment" &
server=$!
for _ in $(seq 200); do [ -s "$folder/environment" ] && break; sleep 0.1; done
source "$folder/environment"
export FOH_ORG_ID

request() { curl -sf -H "Authorization: Bearer $FOH_SERVICE_TOKEN" -H "x-org-id: $FOH_ORG_ID" -H 'Content-Type: application/json' "$@"; }
agent=$(request -d '{"name": "Reception"}' "$FOH_API_URL/v1/console/agents" | jq -r .agent.id)
# An agent with a history: certified, live, and released past the gates once.
request -X POST "$FOH_API_URL/v1/console/agents/$agent/sim-certify" > /dev/null
request -d '{}' "$FOH_API_URL/v1/console/agents/$agent/publish" > /dev/null

cat > "$folder/schemathesis.toml" <<END
[auth.openapi.bearerAuth]
bearer = "$FOH_SERVICE_TOKEN"

[[operations]]
include-path-regex = "^/v1/console/agents/"
parameters = { "path.id" = "$agent" }

[[operations]]
include-path-regex = "^/v1/console/org/"
parameters = { "path.id" = "$FOH_ORG_ID" }

# What JSON Schema cannot say of a body: JSON Lines and YAML with a grammar of their own, numbers that a double holds, and
# an incident's id and reason of characters that can be seen (properties of Unicode).
[[operations]]
include-operation-id-regex = "^(addEvaluations|publishAgent|putGatePolicy|updateAgentDraft)$"
checks = { positive_data_acceptance = { enabled = false } }

# Answers 404 for a user who has not signed up, not for the organisation that was just made.
[[operations]]
include-operation-id = "inviteOrgMember"
parameters = { "path.id" = "$FOH_ORG_ID" }
checks = { ensure_resource_availability = { enabled = false } }
END

SCHEMATHESIS_HOOKS=Server/Tests/hooks.py .build/schemathesis/bin/schemathesis \
  --config-file "$folder/schemathesis.toml" run "$FOH_API_URL/openapi.json" --url "$FOH_API_URL" \
  --max-examples "$examples" --seed 1 --no-color
