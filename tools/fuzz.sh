#!/usr/bin/env bash
# Looks for texts and DNS answers that break the core: five minutes, or SECONDS_OF_FUZZING, for each of the two.
source "$(dirname "$0")/setup.sh"
SECONDS_OF_FUZZING=${SECONDS_OF_FUZZING:-300}
FUZZ_VERSION=0.13.2
FUZZ="$TOOLS/cargo-fuzz-$FUZZ_VERSION"

need_fuzz() {
  need_rust
  has c++ || stop "The fuzzer is built with a C++ compiler: install one (on Debian: apt-get install g++), then run this again."
  has rustup || stop "The fuzzer needs Rust's nightly toolchain, which rustup installs: install it from https://rustup.rs, then run this again."
  rustup run nightly rustc --version >/dev/null 2>&1 ||
    long "Fetching Rust's nightly toolchain" "1 minute" rustup toolchain install nightly --profile minimal --no-self-update ||
    stop "Rust's nightly toolchain could not be fetched: run \"rustup toolchain install nightly\", then run this again."
  [ -x "$FUZZ/bin/cargo-fuzz" ] || long "Building cargo-fuzz $FUZZ_VERSION" "2 minutes" \
    cargo install --quiet cargo-fuzz --version "$FUZZ_VERSION" --debug --root "$FUZZ" ||
    stop "cargo-fuzz $FUZZ_VERSION could not be built: check that this machine reaches crates.io, then run this again."
}

need fuzz
CORPUS=fuzz/corpus/explain_records
mkdir -p "$CORPUS"
# Each record and each whole file is something to start from.
for file in benches/records/*.txt; do
  name=$(basename "$file" .txt)
  cp "$file" "$CORPUS/$name"
  awk -v to="$CORPUS/$name" '{ file = to "-" NR; printf "%s", $0 > file; close(file) }' "$file"
done
say "Building the fuzz targets (about a minute the first time)…"
PATH="$FUZZ/bin:$PATH"
cargo +nightly fuzz build || stop "The fuzz targets could not be built; the lines above say why."

# run <target> <option…>
run() {
  say "Fuzzing $1 for $SECONDS_OF_FUZZING s…"
  cargo +nightly fuzz run "$1" -- \
    -max_total_time="$SECONDS_OF_FUZZING" -max_len=4096 -timeout=10 -print_final_stats=1 "${@:2}" ||
    stop "Something broke the core: it is below fuzz/artifacts/$1, and the lines above say what did not hold."
}

run explain_records -dict=fuzz/words.dict
run decode_dns
run read_setup
say "Nothing broke in three times $SECONDS_OF_FUZZING s."
