#!/usr/bin/env bash
# Builds the site with the page of all components at /__styles, and serves it with the sandbox. Arguments go to the sandbox.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
# NO_COLOR as some environments set it (to 1) is not a value Trunk understands.
unset NO_COLOR
trunk build --release --locked --offline --features styles --dist dist-styles
DIST=dist-styles exec scripts/serve.sh "$@"
