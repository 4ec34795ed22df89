# The front door. `make demo` and `make test` set up a fresh Debian or Ubuntu machine by themselves.
SHELL := /bin/bash
PREFIX ?= /usr/local
FOHC := .build/debug/fohc
SERVER := Server/.build/debug/fohc-server
# A package of its own, with tests of its own.
SERVER_PACKAGE := --package-path Server
# The same wherever CI builds, so that nothing is built twice.
STRICT := -Xswiftc -warnings-as-errors
SOURCES := Package.swift Sources Tests Server/Package.swift Server/Sources Server/Tests \
  Fuzz/Package.swift Fuzz/Sources Benchmarks/Package.swift Benchmarks/Sources \
  Examples/Embedding/Package.swift Examples/Embedding/Sources
# What `make demo` shows.
DEMO := Examples/blueprints/dental_practice.yaml
# What `make fuzz` fuzzes, and for how many seconds each.
TARGET ?= json yaml
SECONDS ?= 240
# How long `make load` keeps each load up: seconds, or minutes with an m.
DURATION ?= 30

.PHONY: help demo test check embedding conformance load crash hostile soak format lint goldens docs mutation fuzz corpus bench install install-server release clean

help: ## This list
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

demo: ## Build, compile an example, show its draft, its hash and its graph
	@Scripts/install-dependencies.sh
	swift build --product fohc
	@echo; echo "--- fohc compile $(DEMO)   (the first lines of the draft, some nodes, some edges)"
	@$(FOHC) compile $(DEMO) -o .build/demo.draft.json
	@cut -c1-150 .build/demo.draft.json | sed -n '1,12p'; echo "  ..."
	@cut -c1-150 .build/demo.draft.json | grep -A12 '^  "nodes"'; echo "    ..."
	@cut -c1-150 .build/demo.draft.json | grep -A8 '^  "edges"'; echo "    ..."
	@echo; echo "--- fohc hash $(DEMO)"
	@$(FOHC) hash $(DEMO)
	@echo; echo "--- fohc graph $(DEMO) --format mermaid"
	@$(FOHC) graph $(DEMO) --format mermaid | grep -v '^  class'
	@Scripts/install-dependencies.sh graphviz
	@$(FOHC) graph $(DEMO) --format svg -o .build/dental_practice.svg
	@echo; echo "--- the same, drawn: .build/dental_practice.svg   (fohc graph ... --format svg; all of it: --detail full)"
	@echo; echo "Next: $(FOHC) init restaurant -o agent.blueprint.yaml; $(FOHC) check agent.blueprint.yaml"

test: ## Run all tests, of fohc and of its server
	@Scripts/install-dependencies.sh
	swift test
	swift test $(SERVER_PACKAGE)

check: ## What CI runs: format, lint, warnings as errors, the gates' canaries first, then all tests
	@Scripts/install-dependencies.sh
	swift format lint --strict --recursive --parallel $(SOURCES)
	swift build --build-tests $(STRICT)
	swift test $(STRICT) --filter GateCanaryTests
	swift test $(STRICT)
	swift test $(SERVER_PACKAGE) $(STRICT)

soak: ## 100,000 random drafts judged twice, as many edits of all evidence, and SPIN on examples, broken and random drafts
	@Scripts/install-dependencies.sh spin gcc jq
	FOHC_SOAK=1000 swift test -c release --filter DifferentialTests
	FOHC_SOAK=100 swift test -c release --filter ForgeryTests
	FOHC_SOAK=100 swift test $(SERVER_PACKAGE) -c release --filter TokenPropertyTests
	FOHC_SOAK=5 swift test -c release --filter ImportPropertyTests
	FOHC_SOAK=220 swift test -c release --filter EditedEvidenceTests
	FOHC_SOAK=40 swift test -c release --filter QuietTests
	FOHC=.build/release/fohc Scripts/spin-agreement.sh --record
	rm -rf .build/random
	FOHC_RANDOM_DRAFTS=.build/random swift test -c release --filter PromelaTests
	FOHC=.build/release/fohc Scripts/spin-agreement.sh .build/random/*.draft.json

embedding: ## Build the example of an embedder, start its server, and check its answers
	@Scripts/install-dependencies.sh curl jq
	Examples/Embedding/run.sh

conformance: ## Hold the server against its OpenAPI document with schemathesis
	@Scripts/install-dependencies.sh curl jq python3-venv
	swift build $(STRICT) --product fohc
	swift build $(SERVER_PACKAGE) $(STRICT) --product fohc-server
	FOHC_SERVER=$(SERVER) Scripts/conformance.sh

load: ## Put load on the server with wrk, beside a bare echo and FastAPI: make load DURATION=10m
	@Scripts/install-dependencies.sh wrk jq curl python3-venv
	swift build -c release --product fohc
	swift build -c release $(SERVER_PACKAGE) --product fohc-server
	swift build -c release --package-path Benchmarks --product echo
	FOHC_SERVER=Server/.build/release/fohc-server Scripts/load.sh $(DURATION)

crash: ## Kill the server 300 times at random moments, and look at what is left
	@Scripts/install-dependencies.sh python3
	swift build -c release --product fohc
	swift build -c release $(SERVER_PACKAGE) --product fohc-server
	FOHC=.build/release/fohc FOHC_SERVER=Server/.build/release/fohc-server Server/Tests/crash.py 300

hostile: ## Inputs made to exhaust or mislead fohc: each run has to end by itself, in time and in little memory
	@Scripts/install-dependencies.sh jq time
	swift build -c release --product fohc
	Scripts/hostile-inputs.sh

format: ## Format all sources in place
	swift format --in-place --recursive --parallel $(SOURCES)

goldens: ## Write the expected drafts and generated documents anew; read the difference before committing it
	@Scripts/install-dependencies.sh
	FOHC_RECORD=1 swift test || true
	FOHC_RECORD=1 swift test $(SERVER_PACKAGE) || true
	git status --short Tests/Fixtures Docs Examples

mutation: ## Plant faults and harmless changes in proved drafts, and print what was found
	@Scripts/install-dependencies.sh
	swift test --filter MutationTests
	@cat Docs/mutations.md

fuzz: ## Fuzz the readers and all that follows: make fuzz TARGET=yaml SECONDS=120
	@Scripts/install-dependencies.sh
	@for target in $(TARGET); do Scripts/fuzz.sh run $$target $(SECONDS) || exit; done

corpus: ## Of what fuzzing found, keep what reaches the most for the tests to replay
	@for target in $(TARGET); do Scripts/fuzz.sh keep $$target 70 || exit; done

bench: ## Times and instructions beside their floors
	@Scripts/install-dependencies.sh
	swift build -c release --package-path Benchmarks
	Benchmarks/.build/release/bench
	Benchmarks/.build/release/bench simulate Examples/blueprints/*
	Scripts/count-instructions.sh

install: ## Build for release and install below PREFIX
	@Scripts/install-dependencies.sh
	swift build -c release --product fohc
	install -D -m 755 .build/release/fohc $(DESTDIR)$(PREFIX)/bin/fohc

install-server: ## Build the server for release and install it beside fohc
	@Scripts/install-dependencies.sh
	swift build -c release $(SERVER_PACKAGE) --product fohc-server
	install -D -m 755 Server/.build/release/fohc-server $(DESTDIR)$(PREFIX)/bin/fohc-server

release: ## Check, build, pack and tag this version (Docs/releasing.md); make release ARGS=--dry-run tags nothing
	@Scripts/install-dependencies.sh
	Scripts/release.sh $(ARGS)

clean: ## Remove what was built
	rm -rf .build Server/.build Fuzz/.build Benchmarks/.build
