#!/usr/bin/env bash
# Writes the list of everything that a reader can read, docs/sentences.md, anew.
source "$(dirname "$0")/setup.sh"
need rust
WAXSEAL_WRITE=1 cargo test --quiet --test words every_text || stop "The list could not be written; the lines above say why."
say "docs/sentences.md is as the source is."
