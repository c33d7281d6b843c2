#!/usr/bin/env bash
# Builds the site with the page of all components at /__styles, and serves it with the sandbox; with --test, looks at that
# page in Chromium instead. Other arguments go to the sandbox.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
# NO_COLOR as some environments set it (to 1) is not a value Trunk understands.
unset NO_COLOR
trunk build --release --locked --offline --features styles --dist dist-styles
if [ "${1:-}" != --test ]; then
  DIST=dist-styles exec scripts/serve.sh "$@"
fi
cargo build --locked --quiet -p sandbox
E2E_DIST=dist-styles exec node --test --test-reporter=spec tests/e2e/deep/styles.test.mjs
