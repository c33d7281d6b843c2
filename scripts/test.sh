#!/usr/bin/env bash
# Runs every check, continues after a failure so that one run reports all of them, ends with a summary, and fails when any failed.
set -uo pipefail
cd "$(dirname "$0")/.."

summary=()
failed=0
run() {
  local target=$1 from=$SECONDS result=passed
  printf '\n==> make %s\n' "$target"
  make "$target" || { result=FAILED; failed=$((failed + 1)); }
  summary+=("$(printf '%-16s %-7s %4d s' "$target" "$result" $((SECONDS - from)))")
  [ "$result" = passed ]
}

finish() {
  printf '\n'
  printf '%s\n' "${summary[@]}"
  if [ "$failed" -eq 0 ]; then
    printf '\nmake test: all %d checks passed in %d s\n' "${#summary[@]}" "$SECONDS"
    exit 0
  fi
  printf '\nmake test: %d of %d checks FAILED in %d s\n' "$failed" "${#summary[@]}" "$SECONDS"
  exit 1
}

run setup-test || finish
run fmt-check
run check-layers
run check-css
run check-docs
run check-dependencies
run test-contract
run test-scripts
run clippy-host
run test-host
run test-sandbox
run test-faults
run simulate
run test-deploy
run mutants-quick
run clippy-wasm
run doc
run test-wasm
if run build; then
  run size
  run test-conformance
  run test-e2e
  run test-engines
  run test-release
fi
finish
