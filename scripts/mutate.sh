#!/usr/bin/env bash
# Changes one operator, condition or return value at a time in the rules and the application, and runs the tests of the
# host without random histories: each change must be found. Arguments go to cargo-mutants.
#
#   SINCE   only what has changed since this commit (default: the one before the last); SINCE=all for everything
#
# What was found before is not tried again (target/mutate keeps it), so a run may be stopped and taken up.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

export CARGO_PROFILE_DEV_DEBUG=0 CARGO_PROFILE_TEST_DEBUG=0 RUST_BACKTRACE=0
out=target/mutate
mkdir -p "$out"
args=(--iterate --no-shuffle --output "$out" --timeout 60 --baseline skip -f 'src/app/**' -f 'src/domain/**'
  --test-package simulation --test-package partner-renewal)
since=${SINCE:-HEAD~1}
if [ "$since" != all ]; then
  git diff "$since" -- src/app src/domain > "$out/changes.diff"
  [ -s "$out/changes.diff" ] || { echo "mutate: nothing has changed in src/app and src/domain since $since"; exit 0; }
  args+=(--in-diff "$out/changes.diff")
fi
exec cargo mutants "${args[@]}" "$@" -- --tests
