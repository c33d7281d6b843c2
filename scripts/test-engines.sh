#!/usr/bin/env bash
# Runs the journeys of tests/e2e/engines in Firefox and in WebKitGTK. Arguments: test files (default: all). Needs make
# build first.
#
#   ENGINE   Firefox or WebKit (default both)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

[ -f dist/index.html ] || { echo "test-engines: dist is missing, run make build" >&2; exit 1; }
cargo build --locked --quiet -p sandbox
if [ $# -eq 0 ]; then set -- tests/e2e/engines/*.test.mjs; fi
exec node --test --test-reporter=spec --test-concurrency="${E2E_WORKERS:-2}" "$@"
