#!/usr/bin/env bash
# Builds the page and serves it.
source "$(dirname "$0")/setup.sh"
PORT=${PORT:-8080}
need trunk node
say "Building the page (about a minute the first time, seconds later)…"
from=$SECONDS
trunk build --release --offline --skip-version-check --quiet || stop "The page could not be built; the lines above say why."
say "  done in $((SECONDS - from)) s"
exec node tools/serve.mjs dist "$PORT"
