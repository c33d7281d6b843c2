#!/usr/bin/env bash
# Updates the pinned set (compiler, crates, wasm-bindgen, tools, npm packages) and says what changed (--dry-run: would).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
exec node scripts/update-pinned.mjs "$@"
