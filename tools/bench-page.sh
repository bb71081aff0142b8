#!/usr/bin/env bash
# Measures the release build of the page in Chromium, and prints the figures beside what they must reach.
source "$(dirname "$0")/setup.sh"
need trunk node browser
if [ ! -e dist/index.html ] || [ -n "$(find src style static index.html Cargo.lock -newer dist/index.html -print -quit)" ]; then
  say "Building dist/…"
  trunk build --release --offline --skip-version-check --quiet || stop "The page could not be built; the lines above say why."
fi
exec node tools/bench-page.mjs "$@"
