#!/usr/bin/env bash
# Runs every test, and ends with what passed.
source "$(dirname "$0")/setup.sh"
need trunk split node browser dns
LOG=$(mktemp)
trap 'rm -f "$LOG"' EXIT
PASSED=0
FAILED=0
SKIPPED=0
SUMMARY=()

# sum passed|failed: the counts of all runners in the log, cargo's and Node's.
sum() {
  awk -v word="$1" -v node="${1%ed}" '
    { gsub(/\033\[[0-9;]*m/, "") }
    match($0, "[0-9]+ " word) { split(substr($0, RSTART, RLENGTH), part, " "); total += part[1]; seen = 1 }
    $1 == "ℹ" && $2 == node { total += $3; seen = 1 }
    END { if (seen) print total }' "$LOG"
}

# suite <name> <command…>: runs it, shows what it says, and counts the tests in it. A command that prints no
# count is one test.
suite() {
  local name=$1 from=$SECONDS status=0 passed failed skipped
  shift
  say "== $name"
  "$@" 2>&1 | tee "$LOG" || status=$?
  passed=$(sum passed)
  failed=$(sum failed)
  skipped=$(grep -acE '^skipped: ' "$LOG" || true)
  if [ -z "$passed" ]; then
    passed=$((status == 0)) failed=$((status != 0))
  fi
  [ "$status" = 0 ] || [ "${failed:-0}" != 0 ] || failed=1
  PASSED=$((PASSED + passed)) FAILED=$((FAILED + ${failed:-0})) SKIPPED=$((SKIPPED + skipped))
  SUMMARY+=("$name: $passed passed, ${failed:-0} failed ($((SECONDS - from)) s)")
}

wasm() { cargo clippy --quiet --target wasm32-unknown-unknown "$@" -- -D warnings; }
edge() {
  # The driver reads webdriver.json beside Cargo.toml for the browser's flags. Without --quiet: the runner, which cargo
  # hands it on to, does not know it.
  CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER=wasm-bindgen-test-runner \
    cargo test --target wasm32-unknown-unknown --features browser --test browser_edge
}

# Without it the test of SPF says that it is skipped.
tools/spf-suite.sh || say "the test suite of RFC 7208 could not be fetched"

suite "formatting" cargo fmt --check
suite "lint, core" cargo clippy --quiet --all-targets -- -D warnings
suite "lint, core for the browser" wasm --lib
suite "lint, browser" wasm --lib --features browser
suite "lint, page" wasm --lib --bin app --features app
suite "lint, JS API" wasm --lib --bin waxseal --features embed
suite "core" cargo test --quiet --no-fail-fast -- --nocapture
suite "page logic" cargo test --quiet --lib --features app
suite "browser edge" edge
suite "distribution" tools/dist.sh
suite "page and JS API in Chromium" node --test --test-concurrency=1 --test-reporter=spec tests/browser/*.test.mjs

say "== Summary"
printf '%s\n' "${SUMMARY[@]}"
echo
echo "$PASSED passed, $FAILED failed, $SKIPPED skipped"
[ "$FAILED" = 0 ]
