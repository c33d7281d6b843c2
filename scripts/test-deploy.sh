#!/usr/bin/env bash
# Writes the deployment files as deploy/README.md says, runs nginx with them on loopback, and compares its answers with those
# of the sandbox's host.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cargo build --locked --quiet -p sandbox
exec node --test --test-reporter=spec tests/deploy/*.test.mjs
