#!/usr/bin/env bash
# Runs Schemathesis, a generator of requests from API descriptions, against the sandbox (EXAMPLES, SEED).
# Installs it into target/schemathesis; needs Python 3.10 or later with venv.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

readonly SCHEMATHESIS=4.32.5
home=$(realpath -m "${CARGO_TARGET_DIR:-target}/schemathesis")
if [ "$("$home/bin/schemathesis" --version 2>/dev/null || true)" != "schemathesis, version $SCHEMATHESIS" ]; then
  echo "test-schema: installing Schemathesis $SCHEMATHESIS"
  python3 -m venv --clear "$home" || {
    echo "test-schema: Python with venv is missing (on Debian: apt-get install python3-venv)" >&2
    exit 1
  }
  "$home/bin/pip" install --quiet --disable-pip-version-check "schemathesis==$SCHEMATHESIS"
fi
cargo build --locked --quiet -p sandbox
exec node tests/e2e/deep/schema.mjs "$home/bin/schemathesis"
