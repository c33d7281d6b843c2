#!/usr/bin/env bash
# Runs journeys through the built site in Chromium. Arguments: test files (default: all). Needs make build first.
#
# Two builds of the site are used: dist, and dist-subpath for the journey under a path (made here when it is older).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

[ -f dist/index.html ] || { echo "test-e2e: dist is missing, run make build" >&2; exit 1; }
cargo build --locked --quiet -p sandbox
if [ $# -gt 0 ]; then
  files=("$@")
else
  mapfile -t files < <(find tests/e2e \( -name node_modules -o -name deep -o -name mutants -o -name engines \) -prune -o -name '*.test.mjs' -print | sort)
fi
if printf '%s\n' "${files[@]}" | grep -q subpath; then
  scripts/build-subpath.sh
fi
exec node --test --test-reporter=spec --test-concurrency="${E2E_WORKERS:-2}" "${files[@]}"
