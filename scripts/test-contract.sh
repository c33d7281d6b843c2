#!/usr/bin/env bash
# Validates the API description and its golden bodies with the validator kept in tests/contract.
set -euo pipefail
cd "$(dirname "$0")/../tests/contract"
npm test --silent
