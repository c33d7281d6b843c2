#!/usr/bin/env bash
# Writes the deployment files as deploy/README.md says, runs nginx with them on loopback, and compares its answers with those
# of the sandbox's host.
#
#   scripts/test-deploy.sh --deep   Caddy and Apache, and a renewal in Chromium through each of the three; needs make build
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
files=(tests/deploy/*.test.mjs)
if [ "${1-}" = --deep ]; then
  scripts/build-subpath.sh
  files=(tests/deploy/deep/*.test.mjs)
fi
cargo build --locked --quiet -p sandbox
exec node --test --test-reporter=spec --test-concurrency=2 "${files[@]}"
