#!/usr/bin/env bash
# Plants known mistakes and sees that the tests catch them. Builds a site and a sandbox that can make them, for this alone.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
FEATURES=drill DIST=dist-drill scripts/build.sh
cargo build --locked --quiet -p sandbox
if [ $# -eq 0 ]; then
  E2E_DIST=dist-drill node --test --test-reporter=spec tests/e2e/drill/panic.test.mjs
fi
exec node scripts/test-power.mjs "$@"
