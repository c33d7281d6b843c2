#!/usr/bin/env bash
# Serves a debug build that is rebuilt on change, with the sandbox. Stops both when one of them ends.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
unset NO_COLOR
readonly dist=dist-dev

trunk build --locked --offline --dist "$dist"
cargo build --locked --quiet -p sandbox
trunk watch --locked --offline --dist "$dist" &
watcher=$!
"${CARGO_TARGET_DIR:-target}/debug/sandbox" --dist "$dist" "$@" &
sandbox=$!
trap 'kill "$watcher" "$sandbox" 2>/dev/null || true' EXIT
wait -n
