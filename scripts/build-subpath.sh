#!/usr/bin/env bash
# Builds dist-subpath, the site under /renew-here/ for the tests that need it, unless it is newer than dist.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f dist/index.html ] || { echo "build-subpath: dist is missing, run make build" >&2; exit 1; }
[ dist-subpath/index.html -nt dist/index.html ] || BASE=/renew-here/ DIST=dist-subpath exec scripts/build.sh
