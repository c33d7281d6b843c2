#!/usr/bin/env bash
# Installs Schemathesis, a generator of requests from API descriptions, into target/schemathesis unless it is there, and
# prints the path of its program. Needs Python 3.10 or later with venv.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly SCHEMATHESIS=4.32.5
home=$(realpath -m "${CARGO_TARGET_DIR:-target}/schemathesis")
if [ "$("$home/bin/schemathesis" --version 2>/dev/null || true)" != "schemathesis, version $SCHEMATHESIS" ]; then
  echo "schemathesis: installing Schemathesis $SCHEMATHESIS" >&2
  python3 -m venv --clear "$home" >&2 || {
    echo "schemathesis: Python with venv is missing (on Debian: apt-get install python3-venv)" >&2
    exit 1
  }
  "$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$SCHEMATHESIS" >&2
fi
echo "$home/bin/schemathesis"
