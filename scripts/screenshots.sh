#!/usr/bin/env bash
# Writes pictures of every route and state into screenshots/: at five widths, dark, in forced colors and printed.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
scripts/setup.sh --test
[ -f dist/index.html ] || scripts/build.sh
cargo build --locked --quiet -p sandbox
exec node scripts/screenshots.mjs "$@"
