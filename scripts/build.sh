#!/usr/bin/env bash
# Builds the site in release form.
#
#   BASE    path the site is served under, with both slashes (default /)
#   DIST    folder to write (default dist)
#   SUPPORT_EMAIL  address that the page names where none of its scripts runs (default: the sandbox's)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

base=${BASE:-/}
dist=${DIST:-dist}
case "$base" in
  /) ;;
  /*/) ;;
  *) echo "build: BASE must begin and end with a slash, for example /renew-here/" >&2; exit 2 ;;
esac

# NO_COLOR as some environments set it (to 1) is not a value Trunk understands.
unset NO_COLOR
# The places of this machine have no business in the program: names of sources begin at their crate.
remap="--remap-path-prefix=$PWD/= --remap-path-prefix=$(rustc --print sysroot)/="
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do remap+=" --remap-path-prefix=$registry="; done
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$remap"
trunk build --release --locked --offline --public-url "$base" --dist "$dist"

echo "build: $dist is ready (served under $base)"
