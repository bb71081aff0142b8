#!/usr/bin/env bash
# Builds dist/, checks that its policy holds, and prints what a first visit loads.
source "$(dirname "$0")/setup.sh"
need trunk split node
say "Building dist/…"
build_page
node tools/sizes.mjs dist budget.json
