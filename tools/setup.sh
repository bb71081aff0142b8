#!/usr/bin/env bash
# Sourced by the other scripts: `need <what>…` sets up each thing once and finds it again on the next run.
#
# Tools of a fixed version are kept in the user's cache, apart from what the user installed, so that nothing of
# theirs is changed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
ROOT=$PWD
export ROOT
TOOLS="${XDG_CACHE_HOME:-$HOME/.cache}/waxseal/tools"
TRUNK_VERSION=0.21.14
SPLIT_VERSION=0.2.4
# The program and the crate must be of one version: it reads what the crate's macro wrote.
BINDGEN_VERSION=$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/"/, "", $3); print $3 }' Cargo.lock)
TRUNK="$TOOLS/trunk-$TRUNK_VERSION"
SPLIT="$TOOLS/wasm-split-cli-$SPLIT_VERSION"
BINDGEN="$TOOLS/wasm-bindgen-$BINDGEN_VERSION"
export PATH="$TRUNK/bin:$BINDGEN/bin:$SPLIT/bin:$ROOT/node_modules/.bin:$PATH"

say() { printf '\033[1m%s\033[0m\n' "$*"; }
stop() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }

# long <what> <time> <command…>: a step that takes a while, with how long it took.
long() {
  local what=$1 usual=$2 from=$SECONDS log
  shift 2
  log=$(mktemp)
  say "$what (about $usual, once)…"
  if ! "$@" >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    return 1
  fi
  rm -f "$log"
  say "  done in $((SECONDS - from)) s"
}

need_rust() {
  has cargo || stop "Waxseal is built with Rust: install it from https://rustup.rs, then run this again."
  has cc || stop "Waxseal's tools are built with a C compiler: install one (on Debian: apt-get install build-essential), then run this again."
}

need_wasm() {
  need_rust
  local libs
  libs=$(rustc --print sysroot)/lib/rustlib/wasm32-unknown-unknown
  [ -d "$libs" ] && return
  has rustup || stop "Rust can't build for the browser yet: install its target wasm32-unknown-unknown, then run this again."
  long "Fetching Rust's libraries for the browser" "10 s" rustup target add wasm32-unknown-unknown
}

# Trunk builds offline, so everything that Cargo.lock names is fetched before it starts. Where all of it is there,
# this asks nothing of the network.
need_crates() {
  need_rust
  cargo fetch --locked --quiet ||
    stop "The crates that Waxseal is built from could not be fetched: check that this machine reaches crates.io, then run this again."
}

need_trunk() {
  need_wasm
  need_crates
  [ -x "$TRUNK/bin/trunk" ] || long "Building trunk $TRUNK_VERSION, which packs the page" "3 minutes" \
    cargo install --quiet --locked trunk --version "$TRUNK_VERSION" --no-default-features --debug --root "$TRUNK" ||
    stop "trunk $TRUNK_VERSION could not be built: check that this machine reaches crates.io, then run this again."
  # Without --locked: the lock file of some releases names crates that not every registry serves.
  [ -x "$BINDGEN/bin/wasm-bindgen" ] || long "Building wasm-bindgen $BINDGEN_VERSION" "1 minute" \
    cargo install --quiet wasm-bindgen-cli --version "$BINDGEN_VERSION" --no-default-features --debug --root "$BINDGEN" ||
    stop "wasm-bindgen $BINDGEN_VERSION could not be built: check that this machine reaches crates.io, then run this again."
}

need_split() {
  need_rust
  [ -x "$SPLIT/bin/wasm-split-cli" ] || long "Building wasm-split $SPLIT_VERSION, which cuts the page into parts" "1 minute" \
    cargo install --quiet --locked wasm_split_cli_support --features build-binary --version "$SPLIT_VERSION" --debug --root "$SPLIT" ||
    stop "wasm-split $SPLIT_VERSION could not be built: check that this machine reaches crates.io, then run this again."
}

need_node() {
  has node && has npm || stop "Waxseal's build and tests use Node 20 or later with npm: install it, then run this again."
  if [ ! -e node_modules/.fresh ] || [ package-lock.json -nt node_modules/.fresh ]; then
    long "Fetching the build's tools from npm" "20 s" npm ci --no-audit --no-fund ||
      stop "The build's tools could not be fetched: check that this machine reaches the npm registry, then run this again."
    touch node_modules/.fresh
  fi
}

# Chromium and its driver, by the names that systems give them.
find_browser() {
  CHROMIUM=${CHROMIUM:-$(command -v chromium || command -v chromium-browser || command -v google-chrome || true)}
  CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
  export CHROMIUM CHROMEDRIVER
}

need_browser() {
  find_browser
  [ -n "$CHROMIUM" ] && [ -n "$CHROMEDRIVER" ] && return
  local root=""
  [ "$(id -u)" = 0 ] || root="sudo -n"
  if has apt-get && { [ -z "$root" ] || $root true 2>/dev/null; }; then
    long "Installing Chromium and its driver" "1 minute" $root sh -c \
      'apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends chromium chromium-driver fonts-dejavu-core'
  fi
  find_browser
  [ -n "$CHROMIUM" ] && [ -n "$CHROMEDRIVER" ] ||
    stop "The tests run in a real browser: install Chromium and chromedriver (on Debian: apt-get install chromium chromium-driver), then run this again."
}

# BIND and dnsdist, also where the PATH of a user leaves out /usr/sbin.
find_dns() {
  local path=$PATH:/usr/sbin:/usr/local/sbin
  NAMED=${NAMED:-$(PATH=$path command -v named || true)}
  DNSDIST=${DNSDIST:-$(PATH=$path command -v dnsdist || true)}
  DNSSEC_KEYGEN=${DNSSEC_KEYGEN:-$(PATH=$path command -v dnssec-keygen || true)}
  DNSSEC_SIGNZONE=${DNSSEC_SIGNZONE:-$(PATH=$path command -v dnssec-signzone || true)}
  export NAMED DNSDIST DNSSEC_KEYGEN DNSSEC_SIGNZONE
  [ -n "$NAMED" ] && [ -n "$DNSDIST" ] && [ -n "$DNSSEC_KEYGEN" ] && [ -n "$DNSSEC_SIGNZONE" ]
}

# Installs both without starting them: the packages would run them as services, now and after each boot, and the tests
# start their own. A policy-rc.d that is there already is left as it is.
install_dns() {
  "$@" sh -c '
    set -e
    policy=/usr/sbin/policy-rc.d
    if [ ! -e "$policy" ]; then
      trap "rm -f $policy" EXIT
      printf "#!/bin/sh\nexit 101\n" >"$policy"
      chmod +x "$policy"
    fi
    apt-get update
    DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends bind9 dnsdist
    if [ -d /run/systemd/system ]; then systemctl disable --now named dnsdist; fi'
}

need_dns() {
  ! find_dns || return 0
  local root=""
  [ "$(id -u)" = 0 ] || root="sudo -n"
  if has apt-get && { [ -z "$root" ] || $root true 2>/dev/null; }; then
    long "Installing BIND and dnsdist, which the tests ask" "20 s" install_dns ${root:-env}
  fi
  find_dns ||
    stop "The tests ask real DNS servers: install BIND 9.18 or later and dnsdist 1.7 or later (on Debian: apt-get install bind9 dnsdist), then run this again."
}

# The page is built with a standard library made for it: smaller algorithms, and no texts of panics, which only a
# developer reads (where one happens, `start.js` says so). That is a tenth of the first visit. Stable Rust does it
# where it is allowed its unstable switches; these are set for this build alone, so tests run on the library as it is
# shipped. Where its source can't be had, the page is built with the shipped library: larger, and otherwise the same.
use_small_std() {
  local library
  library=$(rustc --print sysroot)/lib/rustlib/src/rust/library
  if [ ! -d "$library" ] && has rustup; then
    long "Fetching the source of Rust's library" "10 s" rustup component add rust-src || true
  fi
  if [ ! -d "$library" ] || ! RUSTC_BOOTSTRAP=1 cargo fetch --locked --quiet --manifest-path "$library/sysroot/Cargo.toml"; then
    say "The source of Rust's library is not there (rustup component add rust-src): the page gets about 25 KB larger."
    return
  fi
  export RUSTC_BOOTSTRAP=1
  export CARGO_UNSTABLE_BUILD_STD=std,panic_abort
  export CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  # Cargo adds these to those of .cargo/config.toml.
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort"
}

# dist/ is younger than everything that it is made of.
page_is_fresh() {
  [ -e dist/index.html ] && [ -z "$(find src style static index.html build.rs Cargo.toml Cargo.lock Trunk.toml .cargo \
    tools/setup.sh -newer dist/index.html -print -quit)" ]
}

# Builds dist/ as it is published; in a shell of its own, so that its switches end with it.
build_page() (
  use_small_std
  trunk build --release --offline --skip-version-check --quiet || stop "The page could not be built; the lines above say why."
  cp src/bin/embed/waxseal.d.ts dist/
)

need() { for what in "$@"; do "need_$what"; done; }
