# Everything is a script in scripts/ or one command; each target works alone.
SHELL := bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
.ONESHELL:
MAKEFLAGS += --no-print-directory

# Path the site is served under and folder it is built into: make build BASE=/renew-here/ DIST=dist-subpath
# SUPPORT_EMAIL: address for help that is built in
BASE ?= /
DIST ?= dist
export BASE DIST SUPPORT_EMAIL
export PATH := $(CURDIR)/node_modules/.bin:$(or $(CARGO_HOME),$(HOME)/.cargo)/bin:$(PATH)

WASM := --target wasm32-unknown-unknown

.PHONY: help setup setup-test setup-deep coverage mutate build configure dist check-config serve styles dev fmt fmt-check check-layers check-css check-docs check-dependencies doc clippy-host clippy-wasm \
	test test-deep test-schema conformance test-conformance test-host test-sandbox test-wasm test-contract test-scripts test-deploy test-deploy-deep test-e2e test-whole round-trips bench test-engines test-release test-faults simulate mutants mutants-quick mutants-simulate audit update-pinned size screenshots clean

help: ## show this list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9-]+):.*## (.*)/\1\t\2/' | expand -t 14

setup: ## install what building needs and is not there
	@scripts/setup.sh

setup-test: ## the same, and what testing needs
	@scripts/setup.sh --test

setup-deep: ## the same, and what test-deep needs
	@scripts/setup.sh --deep

build: setup ## install, and build the site in release form (BASE, DIST, SUPPORT_EMAIL)
	@scripts/build.sh

configure: ## write a program into a build: name, logo, words, colors, links (CONFIG=program.json, DIST)
	@node scripts/configure.mjs "$(CONFIG)" "$(DIST)"

dist: setup ## install, and write a release of the build that is there, or is made now: archive, bill of materials, sums (DIST; deploy/RELEASE.md)
	@[ -f "$(DIST)/version.json" ] || scripts/build.sh
	node scripts/release.mjs --dist "$(DIST)"

check-config: ## is a config.json right, and what it points at? (CONFIG=config.json, SITE=https://…, API_TOKEN)
	@node scripts/check-config.mjs "$(CONFIG)" $(if $(SITE),--site "$(SITE)")

serve: setup build ## install, build, and serve the site with a sandbox of everything it talks to
	@scripts/serve.sh

styles: setup ## serve the site with a page of all components in every state at /__styles
	@scripts/styles.sh

dev: setup ## the same with a debug build that is rebuilt on change
	@scripts/dev.sh

fmt: ## format the code
	@cargo fmt --all

fmt-check: ## is the code formatted?
	@cargo fmt --all --check

check-layers: ## do the layers keep to what they may know?
	@scripts/check-layers.sh

clippy-host: ## lint what runs on the host, warnings denied
	@cargo clippy --locked --workspace --all-targets -- -D warnings
	cargo clippy --locked -p partner-renewal --features fuzz --test fuzz -- -D warnings

clippy-wasm: ## lint what runs in the browser, warnings denied
	@cargo clippy --locked -p partner-renewal $(WASM) --lib --bins --test adapters -- -D warnings
	cargo clippy --locked -p partner-renewal $(WASM) --lib --features split -- -D warnings
	cargo clippy --locked -p partner-renewal $(WASM) --lib --features styles -- -D warnings

simulate: ## random histories of the application against the program (HISTORIES, SEED, FIRST)
	@cargo run --locked --quiet --profile simulate -p simulation

test-faults: ## each page and single faults, played by hand against the application and the program
	@cargo test --locked -p simulation

check-css: ## is every class, id and property of the styles used?
	@node scripts/check-css.mjs

check-docs: ## do the documents explain every id that tests name, and name only files that are there?
	@node scripts/check-docs.mjs

doc: ## the code's documentation for host and browser, warnings denied (target/doc)
	@export RUSTDOCFLAGS="-D warnings"
	cargo doc --locked --quiet --no-deps --workspace
	cargo doc --locked --quiet --no-deps -p partner-renewal $(WASM) --lib

test-host: ## the app's rules and the checker of histories, on the host, no browser
	@cargo test --locked -p partner-renewal -p checker

test-sandbox: ## the sandbox's own tests
	@cargo test --locked -p sandbox

test-wasm: ## the adapters in headless Chromium
	@scripts/test-wasm.sh

test-contract: ## is the API description valid, and do its examples fit?
	@scripts/test-contract.sh

test-scripts: setup ## the tests of the scripts an operator or a developer runs
	@node --test --test-reporter=spec tests/scripts/*.test.mjs

test-deploy: ## do the files for web servers work when deploy/README.md is followed, in the nginx that is installed?
	@scripts/test-deploy.sh

test-deploy-deep: setup-deep ## the same in Caddy and Apache, and a renewal in Chromium through each, with the build that is there
	@scripts/test-deploy.sh --deep

test-e2e: ## journeys through the built site in Chromium (FILES="tests/e2e/journeys/golden.test.mjs" for some)
	@scripts/test-e2e.sh $(FILES)

test-whole: ## does a build in one piece, by Trunk alone, lead through the golden path?
	@scripts/test-whole.sh

round-trips: ## how many round trips does a person wait for, with the build that is there? Fails beyond its limits
	@scripts/test-e2e.sh tests/e2e/round_trips.test.mjs

bench: setup-test build ## measure the build: a visit on a fast and a slow line, growth of lists and of memory, into docs (ROUNDS, ONLY)
	@cargo build --locked --quiet -p sandbox
	node tests/bench/run.mjs --rounds "$(or $(ROUNDS),3)" $(if $(ONLY),--only "$(ONLY)")

test-engines: ## the renewal in Firefox and WebKit (ENGINE=Firefox for one of them)
	@scripts/test-engines.sh

test-release: ## is a release of the build that is there whole, and does it update a served site?
	@node --test --test-reporter=spec tests/release/*.test.mjs

test: ## everything; fails when anything fails
	@scripts/test.sh

test-deep: setup-deep ## cut off, break and repeat everything about paying, measure and mutate: two hours (HISTORIES, NEMESIS_SECONDS, FUZZ_SECONDS, SEED)
	@scripts/test-deep.sh

test-schema: setup-test ## does the sandbox's API do what its description says, whatever it is sent? (EXAMPLES, SEED)
	@scripts/test-schema.sh

conformance: ## does an operator's API keep the contract? (API, TOKEN, OTHER_TOKEN, EXPIRED_TOKEN, SITE, ONLY, SCHEMA=0; docs/API.md)
	@node scripts/conformance/main.mjs $(if $(ONLY),--only "$(ONLY)")

test-conformance: ## does the conformance kit pass the sandbox, and find APIs that break one rule each? (ALL=1 holds each to every check)
	@cargo build --locked --quiet -p sandbox
	node --test --test-reporter=spec tests/conformance/*.test.mjs

mutants: setup-test ## does a test find each of the faults in tests/mutants?
	@scripts/mutants.sh

mutants-quick: ## the same for the faults that need no browser; all others apply and compile
	@scripts/mutants.sh --quick

mutants-simulate: ## after how many random histories does the simulation find each of the faults? (HISTORIES)
	@scripts/mutants.sh --simulate

coverage: setup-deep ## are 95 of 100 lines of the application covered by tests on the host?
	@node scripts/coverage.mjs

mutate: setup-deep ## is each small change of the rules and the application found by a test? (SINCE)
	@scripts/mutate.sh

check-dependencies: ## is every direct dependency explained in docs/DEPENDENCIES.md, and every npm package used?
	@node scripts/check-dependencies.mjs

audit: setup ## are the dependencies from where they should be, licensed, used, and without known holes? (CHECKS)
	@scripts/audit.sh

update-pinned: ## update compiler, crates and tools within their lines, and say what changed
	@scripts/update-pinned.sh

size: ## print the size of each asset against budget.json (DIST)
	@node scripts/size.mjs "$(DIST)"

screenshots: ## pictures of every route and state, into screenshots/
	@scripts/screenshots.sh

clean: ## remove what was built
	@rm -rf target dist dist-* screenshots tests/e2e/results
