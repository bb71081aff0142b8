#!/usr/bin/env bash
# Measures the release build of the page in Chromium, and prints the figures beside what they must reach.
source "$(dirname "$0")/setup.sh"
need trunk split node browser
if ! page_is_fresh; then
  say "Building dist/…"
  build_page
fi
exec node tools/bench-page.mjs "$@"
