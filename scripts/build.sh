#!/usr/bin/env bash
# Builds the site in release form: its program in parts, of which all but the first are downloaded when they are needed
# (src/adapters/later.rs, src/views/centre). Trunk cannot do this, because the splitter runs between cargo and wasm-bindgen;
# `trunk build --release` gives the same site in one piece.
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

target=${CARGO_TARGET_DIR:-target}
work=$target/site
# The places of this machine have no business in the program: names of sources begin at their crate.
flags="--remap-path-prefix=$PWD/= --remap-path-prefix=$(rustc --print sysroot)/="
for registry in "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/; do flags+=" --remap-path-prefix=$registry="; done
# The splitter follows the linker's relocations, and reads names that wasm-opt drops later.
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="$flags -Clink-args=--emit-relocs"
export CARGO_PROFILE_RELEASE_STRIP=false
cargo build --release --locked --offline --target wasm32-unknown-unknown --bin partner-renewal --features split

rm -rf "$work"
mkdir -p "$work"
node scripts/drop-exports.mjs "$target/wasm32-unknown-unknown/release/partner-renewal.wasm" "$work/linked.wasm"
node scripts/trap-panics.mjs "$work/linked.wasm" "$work/trapped.wasm"
wasm-split-cli "$work/trapped.wasm" "$work/split" --out-name app
wasm-bindgen --target web --no-typescript --keep-lld-exports --no-demangle --out-name app --out-dir "$work/bound" \
  "$work/split/app.wasm"
BASE=$base node scripts/stage.mjs "$work/split" "$work/bound" "$work/dist"
TRUNK_STAGING_DIR=$work/dist TRUNK_PROFILE=release node scripts/dist.mjs
rm -rf "$dist"
mv "$work/dist" "$dist"

echo "build: $dist is ready (served under $base)"
