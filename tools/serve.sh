#!/usr/bin/env bash
# Builds the page and serves it.
source "$(dirname "$0")/setup.sh"
PORT=${PORT:-8080}
need trunk node
say "Building the page (about a minute the first time, seconds later)…"
from=$SECONDS
build_page
say "  done in $((SECONDS - from)) s"
exec node tools/serve.mjs dist "$PORT"
