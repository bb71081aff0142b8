#!/usr/bin/env bash
# Measures the core. What comes after `tools/bench.sh` goes to criterion, such as the name of one benchmark.
source "$(dirname "$0")/setup.sh"
need rust
say "Building the benchmarks (about a minute the first time)…"
cargo bench --quiet --no-run || stop "The benchmarks could not be built; the lines above say why."
# In the page, memory that was needed once stays. glibc gives large blocks back after each run and has to ask for them
# again, page by page, which costs more than the work on them: here it keeps them too.
export MALLOC_TRIM_THRESHOLD_=1000000000 MALLOC_MMAP_THRESHOLD_=1000000000
cargo bench --quiet --bench core -- "$@"
