#!/usr/bin/env bash
# Applies each fault in tests/mutants to a copy of the tree and sees that its test finds it. Arguments go to mutants.mjs.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
exec node scripts/mutants.mjs "$@"
