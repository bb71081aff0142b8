#!/usr/bin/env bash
# Measures the core. What comes after `tools/bench.sh` goes to criterion, such as the name of one benchmark.
source "$(dirname "$0")/setup.sh"
need rust
say "Building the benchmarks (about a minute the first time)…"
cargo bench --quiet --no-run || stop "The benchmarks could not be built; the lines above say why."
cargo bench --quiet --bench core -- "$@"
