#!/usr/bin/env bash
# Builds the site in one piece, as Trunk alone does, and walks the golden path through it in Chromium.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
# NO_COLOR as some environments set it (to 1) is not a value Trunk understands.
unset NO_COLOR
readonly dist=dist-whole

trunk build --release --locked --offline --dist "$dist"
if compgen -G "$dist/lazy-*" >/dev/null; then
  echo "test-whole: this build is in two parts" >&2
  exit 1
fi
cargo build --locked --quiet -p sandbox
E2E_DIST=$dist exec node --test --test-reporter=spec --test-name-pattern="^golden path by card" tests/e2e/journeys/golden.test.mjs
