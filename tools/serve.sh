#!/usr/bin/env bash
# Builds the page, where something changed, and serves it.
source "$(dirname "$0")/setup.sh"
PORT=${PORT:-8080}
need trunk split node
if ! page_is_fresh; then
  say "Building the page (about two minutes the first time, one later)…"
  from=$SECONDS
  build_page
  say "  done in $((SECONDS - from)) s"
fi
exec node tools/serve.mjs dist "$PORT" example/=tests/example
