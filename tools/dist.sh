#!/usr/bin/env bash
# Builds dist/, checks that its policy holds, and prints what a first visit loads.
source "$(dirname "$0")/setup.sh"
need trunk node
say "Building dist/…"
build_page
cp src/bin/embed/waxseal.d.ts dist/
node tools/sizes.mjs dist budget.json
