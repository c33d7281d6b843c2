#!/usr/bin/env bash
# Holds the dependencies to deny.toml: sources, licenses, bans, known vulnerabilities.
#
#   CHECKS   what to check (default all four; advisories fetches the database of RustSec from its repository)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

readonly CARGO_DENY=0.20.2
if [ "$(cargo deny --version 2>/dev/null || true)" != "cargo-deny $CARGO_DENY" ]; then
  echo "audit: installing cargo-deny $CARGO_DENY (some minutes)"
  cargo install cargo-deny --version "$CARGO_DENY" --locked --debug --force
fi
# shellcheck disable=SC2086
exec cargo deny --locked check ${CHECKS:-bans licenses sources advisories}
