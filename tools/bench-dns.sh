#!/usr/bin/env bash
# Measures the check of a domain in Chromium against real DNS servers whose every answer is late.
source "$(dirname "$0")/setup.sh"
need trunk split node browser dns
if ! page_is_fresh; then
  say "Building dist/…"
  build_page
fi
exec node tools/bench-dns.mjs "$@"
