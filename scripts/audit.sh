#!/usr/bin/env bash
# Holds the dependencies to deny.toml (sources, licenses, bans, known vulnerabilities), asks which npm packages are vulnerable, and
# finds crates that nothing uses. Goes on after a failure. Ends with 1 when anything was found, and with 3 when nothing was found
# but the npm registry could not be asked.
#
#   CHECKS   what cargo-deny checks (default all four; advisories fetches the database of RustSec from its repository)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

readonly CARGO_DENY=0.20.2
readonly CARGO_MACHETE=0.9.2
if [ "$(cargo deny --version 2>/dev/null || true)" != "cargo-deny $CARGO_DENY" ]; then
  echo "audit: installing cargo-deny $CARGO_DENY (some minutes)"
  cargo install cargo-deny --version "$CARGO_DENY" --locked --debug --force
fi
if [ "$(cargo machete --version 2>/dev/null || true)" != "$CARGO_MACHETE" ]; then
  echo "audit: installing cargo-machete $CARGO_MACHETE (about a minute)"
  cargo install cargo-machete --version "$CARGO_MACHETE" --locked --debug --force
fi

result=0
# shellcheck disable=SC2086
cargo deny --locked check ${CHECKS:-bans licenses sources advisories} || result=1
# Only crates of the tree: target and node_modules hold manifests too.
cargo machete --skip-target-dir . || result=1
node scripts/audit-npm.mjs || { code=$?; if [ "$code" -ne 3 ]; then result=1; elif [ "$result" -eq 0 ]; then result=3; fi; }
exit "$result"
