#!/usr/bin/env bash
# Called by Trunk at the end of a build (Trunk.toml): makes several modules of the page's one. The first holds what the
# front page needs before the reader does anything; the others are fetched when they are first needed. Where it is cut
# says `src/ui/parts.rs`.
source "$(dirname "$0")/setup.sh"
need split node
stage=$TRUNK_STAGING_DIR
profile=release
[ "$TRUNK_PROFILE" = release ] || profile=debug
# The linker's own output: Trunk's copy has lost the notes on what refers to what.
whole=${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/$profile/app.wasm
page=$(basename "$stage"/app-*.js .js)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

wasm-split-cli "$whole" "$work" --out-name app >/dev/null
# Both lines of its script that a web host could trip over: the name of the first module, and the media type of the others.
sed -e "s|\./app\.js|./$page.js|" \
  -e "s|\./split_\([a-z]*\)\.wasm|./$page-\1.wasm|; s|\./chunk_\([0-9]*\)\.wasm|./$page-\1.wasm|" \
  -e 's|(WebAssembly.instantiateStreaming(src, imports))|WebAssembly.instantiate(await (await src).arrayBuffer(), imports)|' \
  "$work/__wasm_split.js" >"$stage/$page-parts.js"

# The first module, with its script in place of Trunk's.
wasm-bindgen --target web --no-typescript --keep-lld-exports --out-dir "$work/first" --out-name "$page" "$work/app.wasm"
sed "s|from \"\./__wasm_split\.js\"|from \"./$page-parts.js\"|" "$work/first/$page.js" >"$stage/$page.js"
[ ! -d "$work/first/snippets" ] || cp -r "$work/first/snippets" "$stage/"

for module in "$work/first/${page}_bg.wasm" "$work"/split_*.wasm "$work"/chunk_*.wasm; do
  name=$(basename "$module" | sed "s|^split_|$page-|; s|^chunk_|$page-|")
  # The first module is made small; what judges at every key press, fast: compressed, that is no larger.
  aim=-O3
  [ "$module" != "$work/first/${page}_bg.wasm" ] || aim=-Oz
  if [ "$profile" = release ]; then
    wasm-opt $aim --quiet --enable-bulk-memory --enable-nontrapping-float-to-int --enable-sign-ext --enable-mutable-globals \
      --enable-reference-types --enable-multivalue "$module" -o "$stage/$name" 2>"$work/said" || { cat "$work/said" >&2; exit 1; }
  else
    cp "$module" "$stage/$name"
  fi
done
# Asked for together with the first module, and not only when that has been read.
sed -i "s|<link rel=\"modulepreload\" href=\"./$page.js\"[^>]*>|&<link rel=\"modulepreload\" href=\"./$page-parts.js\" crossorigin=\"anonymous\">|" "$stage/index.html"

# The modules of each part, for the script that starts the page.
parts() {
  local needs
  needs=$(sed -n "/const __wasm_split_load_$1 /,\$p" "$stage/$page-parts.js" | grep -om1 '\[[^]]*\]' | grep -o '[0-9]*')
  for module in $1 $needs; do
    [ ! -e "$stage/$page-$module.wasm" ] || printf './%s-%s.wasm ' "$page" "$module"
  done
}
for part in judging live making reading; do
  sed -i "s|data-wasm=|data-$part=\"$(parts $part)\" &|" "$stage/index.html"
done
