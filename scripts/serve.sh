#!/usr/bin/env bash
# Serves a built site together with the sandbox. Arguments go to the sandbox; PORT_BASE shifts the four ports.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
cargo build --locked --quiet -p sandbox
exec "${CARGO_TARGET_DIR:-target}/debug/sandbox" --dist "${DIST:-dist}" --base-path "${BASE:-/}" "$@"
