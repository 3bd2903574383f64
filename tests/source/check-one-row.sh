#!/usr/bin/env bash
# check-one-row: in a copy of the tree a new layer is one file and one row: it builds, all tables and tests know it
cd "$(dirname "$0")/../.." || exit 2
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -r app engine po projects resources tests ui meson.build README.md "$copy"
cd "$copy" || exit 2
n=0
failed=0
say ()
{
  n=$((n + 1))
  if [ "$2" -eq 0 ]; then echo "ok $n $1"; else echo "not ok $n $1"; failed=1; fi
}

sed -e 's/relu: /swish_like: /; s/weft_layer_relu/weft_layer_swish_like/; s/\.id = "relu"/.id = "swish_like"/; s/N_ ("ReLU")/N_ ("Swish-like")/' \
  engine/layers/relu.c > engine/layers/swish_like.c
sed -i 's/^LAYER (relu)/LAYER (relu)\nLAYER (swish_like)/' engine/layers/layers.def
{ meson setup build -Db_pie=false && ninja -C build -j "$(nproc)"; } >build.log 2>&1
say "it builds" $?
./build/app/weft layers --json | grep -q '"id": "swish_like"'
say "the reference has it" $?
sed 's/"layer": "tanh"/"layer": "swish_like"/' resources/bench/playground.json > graph.json
./build/app/weft train graph.json --steps 20 --json 2>&1 | grep -q '"event": "done"'
say "a graph's text names it, and it learns" $?
meson test -C build --no-rebuild --suite engine --suite projects --suite ui --no-suite slow >test.log 2>&1
say "every other test still passes, its laws among them" $?
grep -E 'FAIL|ERROR' test.log | sed 's/^/# /'
echo "1..$n"
exit $failed
