#!/usr/bin/env bash
# Installs the tools that building (and with --test: testing) needs, at pinned versions, and leaves what is there alone.
#
#   scripts/setup.sh          Rust toolchain and wasm target, Trunk, wasm-bindgen, the splitter, npm packages of the build
#   scripts/setup.sh --deep   as --test, and for `make test-deep` what measures coverage and changes the code, web servers
#                             and an identity provider
#   scripts/setup.sh --test   the same, Chromium, Firefox and WebKitGTK with what drives them, nginx, npm packages of the
#                             tests
#
# Needs rustup, a C compiler, Node 20 or later and npm; --test needs apt-get where a browser or nginx is missing, --deep
# where Caddy or Apache is.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly TRUNK=0.21.14
readonly WASM_BINDGEN=0.2.130
readonly WASM_SPLIT=0.2.4
readonly LLVM_COV=0.9.1
readonly CARGO_MUTANTS=27.1.0
readonly WASM_TARGET=wasm32-unknown-unknown

with_tests=no
with_deep=no
case "${1-}" in
  '') ;;
  --test) with_tests=yes ;;
  --deep) with_tests=yes with_deep=yes ;;
  *) echo "usage: $0 [--test|--deep]" >&2; exit 2 ;;
esac

say() { printf 'setup: %s\n' "$*"; }
die() { printf 'setup: %s\n' "$*" >&2; exit 1; }
have() { command -v "$1" >/dev/null 2>&1; }

export PATH="${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"

have rustup || die "rustup is missing. Install it from https://rustup.rs and run this again."
have node || die "Node is missing. Install Node 20 or later and run this again."
have npm || die "npm is missing. Install it and run this again."
node_major=$(node -p 'process.versions.node.split(".")[0]')
[ "$node_major" -ge 20 ] || die "Node $node_major is too old. Install Node 20 or later and run this again."
have cc || die "A C compiler is missing (on Debian: apt-get install build-essential). Install it and run this again."

# The toolchain that rust-toolchain.toml names, with its components and the wasm target.
channel=$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)
toolchain_ready() {
  rustup toolchain list | grep -q "^$channel-" || return 1
  rustup target list --installed --toolchain "$channel" | grep -qx "$WASM_TARGET" || return 1
  for component in rustfmt clippy; do
    rustup component list --installed --toolchain "$channel" | grep -q "^$component" || return 1
  done
}
if ! toolchain_ready; then
  say "installing Rust $channel with $WASM_TARGET"
  rustup toolchain install "$channel" --profile minimal --no-self-update \
    --component rustfmt --component clippy --target "$WASM_TARGET"
fi

# Built as debug: none of the two is what runs slowly, and it saves minutes.
if [ "$(trunk --version 2>/dev/null || true)" != "trunk $TRUNK" ]; then
  say "installing Trunk $TRUNK (about three minutes)"
  cargo install trunk --version "$TRUNK" --locked --debug --force --no-default-features --features rustls
fi
# Without --locked: the lock file of this release names a crate version that cannot be had.
if [ "$(wasm-bindgen --version 2>/dev/null || true)" != "wasm-bindgen $WASM_BINDGEN" ]; then
  say "installing wasm-bindgen $WASM_BINDGEN (about a minute)"
  cargo install wasm-bindgen-cli --version "$WASM_BINDGEN" --debug --force
fi
# The splitter does not tell its version itself.
if ! cargo install --list | grep -qx "wasm_split_cli_support v$WASM_SPLIT:"; then
  say "installing the splitter $WASM_SPLIT (about a minute)"
  cargo install wasm_split_cli_support --version "$WASM_SPLIT" --locked --debug --force --features build-binary
fi

# npm ci in a folder, unless exactly its lock file was installed before.
npm_install() {
  local stamp="$1/node_modules/.installed-lock.json"
  if cmp -s "$1/package-lock.json" "$stamp"; then return; fi
  say "installing npm packages of $1"
  npm ci --prefix "$1" --no-audit --no-fund
  mkdir -p "$1/node_modules"
  cp "$1/package-lock.json" "$stamp"
}
npm_install .
# Builds are offline: they use what is fetched here, and nothing that a build script or a tool would load on its own.
cargo fetch --locked

# Installs Debian packages without starting their services.
install_packages() {
  [ $# -gt 0 ] || return 0
  have apt-get || die "Missing: $*. Install them and run this again."
  local as_root=()
  if [ "$(id -u)" -ne 0 ]; then
    have sudo || die "Missing: $*. Install them as root and run this again."
    as_root=(sudo)
  fi
  say "installing $*"
  "${as_root[@]}" apt-get update -q
  # Runlevel 1: the packages' services are not started, the tests start the servers themselves.
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive RUNLEVEL=1 apt-get install -q -y --no-install-recommends "$@"
}

if [ "$with_tests" = yes ]; then
  packages=()
  have chromium || packages+=(chromium)
  have chromedriver || packages+=(chromium-driver)
  [ -x /usr/sbin/nginx ] || packages+=(nginx)
  [ -e /usr/lib/nginx/modules/ngx_http_brotli_static_module.so ] || packages+=(libnginx-mod-http-brotli-static)
  have openssl || packages+=(openssl)
  have firefox-esr || packages+=(firefox-esr)
  have WebKitWebDriver || packages+=(webkit2gtk-driver)
  have Xvfb || packages+=(xvfb)
  have dbus-run-session || packages+=(dbus-daemon)
  # The WebKit that the tests drive is a window made by Debian's Python.
  /usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1")' 2>/dev/null || packages+=(python3-gi gir1.2-webkit2-4.1)
  install_packages "${packages[@]}"
  npm_install tests/contract
  npm_install tests/e2e
  npm_install tests/release
fi
if [ "$with_deep" = yes ]; then
  packages=()
  # An identity provider that people run, and what writes its database.
  have glewlwyd || packages+=(glewlwyd)
  have sqlite3 || packages+=(sqlite3)
  have caddy || packages+=(caddy)
  [ -x /usr/sbin/apache2 ] || packages+=(apache2)
  install_packages "${packages[@]}"
  rustup component list --installed --toolchain "$channel" | grep -q "^llvm-tools" ||
    rustup component add llvm-tools --toolchain "$channel"
  if [ "$(cargo llvm-cov --version 2>/dev/null || true)" != "cargo-llvm-cov $LLVM_COV" ]; then
    say "installing cargo-llvm-cov $LLVM_COV (about a minute)"
    cargo install cargo-llvm-cov --version "$LLVM_COV" --locked --debug --force
  fi
  if [ "$(cargo mutants --version 2>/dev/null || true)" != "cargo-mutants $CARGO_MUTANTS" ]; then
    say "installing cargo-mutants $CARGO_MUTANTS (about two minutes)"
    cargo install cargo-mutants --version "$CARGO_MUTANTS" --locked --debug --force
  fi
fi
say "ready"
