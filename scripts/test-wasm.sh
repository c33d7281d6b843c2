#!/usr/bin/env bash
# Runs the adapters' tests in headless Chromium through its WebDriver. Arguments go to cargo test.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/env.sh
CHROMEDRIVER=$(command -v chromedriver) || { echo "test-wasm: chromedriver is missing, run make setup-test" >&2; exit 1; }
export CHROMEDRIVER
export WASM_BINDGEN_TEST_WEBDRIVER_JSON=$PWD/tests/wasm/webdriver.json
export WASM_BINDGEN_TEST_ONLY_WEB=1
export WASM_BINDGEN_TEST_TIMEOUT=120
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner
cargo test --locked -p partner-renewal --target wasm32-unknown-unknown --test adapters "$@"
