#!/usr/bin/env bash
# Injects faults around paying and saving: kills, lost answers, random histories, random input. Goes on after a failure,
# ends with a summary, and fails when any part failed.
#
#   HISTORIES        random histories of the payment machine (default 10000), and ten times as many of the application
#   SINCE            the commit since which changed code is mutated (default the one before the last)
#   NEMESIS_SECONDS  how long four clients pay while everything breaks (default 180)
#   SEED             of the nemesis and of the fuzzer (default by the clock; printed)
#   FUZZ_SECONDS     for each of the seven readers, three at a time (default 600)
set -uo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh

summary=()
failed=0
run() {
  local name=$1 from=$SECONDS result=passed
  shift
  printf '\n==> %s\n' "$name"
  "$@" || { result=FAILED; failed=$((failed + 1)); }
  summary+=("$(printf '%-14s %-7s %4d s' "$name" "$result" $((SECONDS - from)))")
  [ "$result" = passed ]
}

finish() {
  printf '\n'
  printf '%s\n' "${summary[@]}"
  [ "$failed" -eq 0 ] && printf '\nmake test-deep: all %d passed in %d s\n' "${#summary[@]}" "$SECONDS" && exit 0
  printf '\nmake test-deep: %d of %d FAILED in %d s\n' "$failed" "${#summary[@]}" "$SECONDS"
  exit 1
}

histories() {
  HISTORIES=${HISTORIES:-10000} cargo test --locked --quiet -p partner-renewal --test payment histories
}

simulate() {
  HISTORIES=$((${HISTORIES:-10000} * 10)) cargo run --locked --quiet --profile simulate -p simulation
}

fuzz() {
  FUZZ_SECONDS=${FUZZ_SECONDS:-600} \
    cargo test --locked --quiet -p partner-renewal --features fuzz --test fuzz -- --nocapture --test-threads 3
}

run checker cargo test --locked --quiet -p checker || finish
run faults cargo build --locked --quiet -p sandbox --features faults --target-dir target/faults || finish
run sandbox cargo build --locked --quiet -p sandbox || finish
run build scripts/build.sh || finish
run reproducible node --test --test-reporter=spec tests/release/deep/reproducible.test.mjs
run whole scripts/test-whole.sh
run deploy scripts/test-deploy.sh --deep
run styles scripts/styles.sh --test
run fault-port cargo test --locked --quiet -p sandbox --features faults --target-dir target/faults
run schema scripts/test-schema.sh
run conformance node tests/conformance/whole.mjs
run variants env ALL=1 node --test --test-reporter=spec tests/conformance/conformance.test.mjs
run coverage node scripts/coverage.mjs
run mutants scripts/mutants.sh
run mutate scripts/mutate.sh
run provider node --test --test-reporter=spec tests/e2e/deep/glewlwyd.test.mjs
run kills node --test --test-reporter=spec tests/e2e/deep/kills.test.mjs
run damaged node --test --test-reporter=spec tests/e2e/deep/damaged.test.mjs
run leak node --test --test-reporter=spec tests/e2e/deep/leak.test.mjs
run nemesis node tests/e2e/deep/nemesis.mjs
run histories histories
run simulate simulate
run fuzz fuzz
finish
