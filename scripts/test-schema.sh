#!/usr/bin/env bash
# Runs Schemathesis against the sandbox (EXAMPLES, SEED); scripts/schemathesis.sh installs it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

cargo build --locked --quiet -p sandbox
exec node tests/e2e/deep/schema.mjs
