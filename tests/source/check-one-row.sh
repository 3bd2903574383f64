#!/usr/bin/env bash
# check-one-row: in a copy of the tree a new row of a table is one file, one line and its translations: it builds, all tables and laws know it
# check-one-row.sh [BUILD]: goes on from what was built there, of which it copies the objects too.
built=$([ -z "${1:-}" ] || realpath "$1")
cd "$(dirname "$0")/../.." || exit 2
copy=$(mktemp -d)
trap 'rm -rf "$copy"' EXIT
cp -a app engine po projects resources tests ui meson.build README.md "$copy"
if [ -n "$built" ]; then cp -a "$built" "$copy/build"; fi
cd "$copy" || exit 2
n=0
failed=0
say ()
{
  n=$((n + 1))
  if [ "$2" -eq 0 ]; then echo "ok $n $1"; else echo "not ok $n $1"; failed=1; fi
}
# plant FOLDER FROM TO TITLE NEW_TITLE: the row FROM of that folder's table once more, as TO
plant ()
{
  sed -e "1s/^\/\* $2: /\/* $3: /; s/\([A-Z]\) ($2)/\1 ($3)/; s/weft_\(layer\|block\|metric\|recipe\|source\|reader\|panel\|result_view\|inside_view\|command\|environment\|decoding\|explainer\|format\)_$2\b/weft_\1_$3/; s/\.\(id\|name\) = \"$2\"/.\1 = \"$3\"/; s/N_ (\"$4\")/N_ (\"$5\")/" \
    "$1/$2.c" > "$1/$3.c"
  sed -i "s/^\([A-Z_]*\) ($2)/&\n\1 ($3)/" "$1"/*.def
  if [ -n "$5" ]; then printf '\nmsgid "%s"\nmsgstr "%s"\n' "$5" "$5" >> po/zh_CN.po; fi
}

plant engine/layers softmax swish_like "Softmax" "Swish-like"
plant engine/ops softmax ramp_like
plant engine/layers softmax ramp_like "Softmax" "Ramp-like"
sed -i 's/"softmax", WEFT/"ramp_like", WEFT/' engine/layers/ramp_like.c
# A unit is an entry of its table alone.
sed -n '/^UNIT (tanh/,/^$/p' engine/ops/activations.def | sed 's/UNIT (tanh/UNIT (bend_like/; s/"Tanh"/"Bend-like"/' >> engine/ops/activations.def
printf '\nmsgid "Bend-like"\nmsgstr "Bend-like"\n' >> po/zh_CN.po
sed -n '/^TWO (multiply/,/^$/p' engine/ops/pairs.def | sed 's/TWO (multiply/TWO (join_like/; s/"Multiply"/"Join-like"/' > pair
cat pair >> engine/ops/pairs.def
printf '\nmsgid "Join-like"\nmsgstr "Join-like"\n' >> po/zh_CN.po
plant engine/blocks residual skip_like "Residual block" "Skip-like"
plant engine/optim rmsprop rms_like "RMSprop" "RMS-like"
plant engine/layers mse loss_like "Mean squared error" "Loss-like"
plant engine/recipes supervised taught_like "Supervised" "Taught-like"
plant engine/metrics mae mae_like "Mean absolute error" "MAE-like"
plant engine/data circles rings_like "Circles" "Rings-like"
plant engine/environments cart_pole pole_like "Cart-pole" "Pole-like"
plant engine/run/decoders greedy keen_like "Greedy" "Keen-like"
plant engine/train/explainers saliency why_like "Saliency" "Why-like"
plant projects/formats/rows npz npy_like "Weights (NumPy)" "NumPy-like"
# What a row is held against, or why nothing, stands beside the tests that ask for it: a line each.
sed -i 's/^APART = {/&\n    **{id: "planted" for id in ("swish_like", "ramp_like", "bend_like", "join_like", "loss_like")},/' tests/engine/torch_layers.py
sed -i 's/^    "map", .*/    "mae_like",\n&/' tests/engine/test-figures.c
# A kind that no set has yet: the laws of kinds go over it.
sed '1s/numbers/heat/; s/weft_kind_row_numbers/weft_kind_row_heat/' engine/data/kinds/numbers.c > engine/data/kinds/heat.c
touch -r engine/base/kinds.def before
echo 'KIND (HEAT, heat, N_ ("temperatures"), WEFT_F32)' >> engine/base/kinds.def
# It is the last of them: what does not ask for their number is compiled already as it would be again.
touch -r before engine/base/kinds.def
grep -rlE 'WEFT_N_KINDS|base/kinds\.def' engine projects ui tests --include='*.c' | xargs touch
printf '\nmsgid "temperatures"\nmsgstr "temperatures"\n' >> po/zh_CN.po
plant app/cli gallery gallery_like
plant ui/panels inside inside_like "Inside" "Inside-like"
# A view that is asked before the others, and says that it fits.
plant ui/panels/results scatter view_like
sed -i 's/return weft_results_is_numbers (model, judge);/return TRUE;/' ui/panels/results/view_like.c
sed -i '/view_like/d; 1s/^/RESULT_VIEW (view_like)\n/' ui/panels/results/views.def
# A plot of what is inside a node, likewise.
plant ui/panels/inside output plot_like "Output and weights" "Plot-like"
sed -i '/plot_like/d; 1s/^/INSIDE_VIEW (plot_like)\n/' ui/panels/inside/views.def
# A reader of files that end in .list.
plant projects/readers/rows csv list_like "a CSV or TSV table, or records of JSON" "a list-like table"
sed -i 's/^knows (const char.*/is_list (const char *path)\n{\n  return g_str_has_suffix (path, ".list");\n}\n\nstatic gboolean\n&/
  s/\.takes = weft_table_is_file/.takes = is_list/; s/takes_streams = TRUE/takes_streams = FALSE/' projects/readers/rows/list_like.c
cp -r projects/gallery/iris projects/gallery/iris-like
sed -i 's/weft_example_iris/weft_example_iris_like/; s/"iris"/"iris-like"/; s/"Three irises"/"Iris-like"/' projects/gallery/iris-like/words.c
sed -i 's/^EXAMPLE (iris)/&\nEXAMPLE (iris_like)/' projects/gallery/examples.def
printf '\nmsgid "Iris-like"\nmsgstr "Iris-like"\n' >> po/zh_CN.po
bash tests/source/check-po.sh --fix
# What takes long and knows no table is not asked again.
asked=(--suite engine --suite projects --suite ui --no-suite slow)
unasked='csv|journal|strangers|input|store|store-kill|full-disk|where|trouble|formats|columns|cells|live|stepper|trainer-.*|replay.*|backed|pool|undo'
{
  if [ -n "$built" ]; then meson setup --reconfigure build; else meson setup build; fi &&
    meson introspect build --tests --targets | python3 tests/needs.py build engine projects ui | grep -vE "/test-($unasked)$" |
    xargs ninja -C build -j "$(nproc)" app/weft
} >build.log 2>&1
say "it builds" $?
if [ "$failed" -ne 0 ]; then
  grep -E 'error|ERROR' build.log | head -8 | sed 's/^/# /'
  echo "1..1"
  exit 1
fi
for id in swish_like ramp_like bend_like join_like skip_like; do
  ./build/app/weft layers --json | grep -q "\"id\": \"$id\""
  say "the reference has $id" $?
done
for id in swish_like ramp_like bend_like; do
  sed -e "s/\"layer\": \"tanh\"/\"layer\": \"$id\"/; s/\"optimizer\": \"[a-z]*\"/\"optimizer\": \"rms_like\"/; s/\"supervised\"/\"taught_like\"/" resources/bench/playground.json > graph.json
  grep -q rms_like graph.json && grep -q taught_like graph.json && ./build/app/weft train graph.json --steps 20 --json 2>&1 | grep -q '"event": "done"'
  say "a graph's text names $id, the optimiser and the recipe, and it learns" $?
done
# Numbers to predict, judged by the metric that was planted, which also says what is best.
printf '%s' '{"weft": 1, "nodes": [{"name": "data", "layer": "data", "params": {"source": "random", "shape": [3], "count": 100, "target": "real", "split": [0.6, 0.2, 0.2]}},
  {"name": "fc", "layer": "dense", "params": {"units": 1}}, {"name": "loss", "layer": "mse"}],
  "wires": [["data.x", "fc"], ["fc", "loss.prediction"], ["data.y", "loss.target"]],
  "training": {"metrics": ["mae", "mae_like"], "best": "mae_like"}}' > numbers.json
./build/app/weft train numbers.json --steps 20 --json 2>/dev/null | tail -1 | python3 -c '
import json, sys
test = json.load (sys.stdin)["metrics"]["test"]
sys.exit (not (test["mae_like"] == test["mae"] > 0))'
say "a graph's text names the metric, and it judges" $?
# The loss that was planted beside another, with a weight of its own.
sed -e 's/{"name": "loss", "layer": "mse"}/&, {"name": "second", "layer": "loss_like", "params": {"weight": 0.5}}/' \
    -e 's/\["data.y", "loss.target"\]/&, ["fc", "second.prediction"], ["data.y", "second.target"]/' numbers.json > losses.json
./build/app/weft train losses.json --steps 20 --json 2>/dev/null | tail -1 | python3 -c '
import json, sys
test = json.load (sys.stdin)["metrics"]["test"]
sys.exit (not (test["second.loss"] == test["loss.loss"] > 0 and abs (test["loss"] - 1.5 * test["loss.loss"]) < 1e-6))'
say "a graph's text names the loss beside another, and its weight counts" $?
cp projects/gallery/data/iris/iris.csv own.list
./build/app/weft new --data own.list own.weft >/dev/null && ./build/app/weft train own.weft --steps 20 --json | tail -1 | grep -q '"accuracy"'
say "the reader's files become a project, and it learns" $?
sed 's/"source": "random"[^}]*/"source": "rings_like"/; s/"layer": "mse"/"layer": "cross_entropy"/; s/"units": 1/"units": 2/; /"training"/s/"metrics.*/"seed": 1}}/' numbers.json > points.json
grep -q rings_like points.json && ./build/app/weft train points.json --steps 20 --json | tail -1 | grep -q '"accuracy"'
say "a graph's text names the source, and it learns" $?
sed 's/"source": "random"[^}]*/"source": "pole_like"/; s/"units": 1/"units": 2/; /"training"/s/"metrics.*/"recipe": "value", "seed": 1}}/' numbers.json > world.json
grep -q pole_like world.json && ./build/app/weft train world.json --steps 20 --json | tail -1 | grep -q '"return"'
say "the environment is a world to act in, and it learns there" $?
./build/app/weft evaluate iris --decode nobody 2>&1 | grep -q keen_like
say "the decoder is among those that there are" $?
./build/app/weft explain own.weft --by why_like --json | grep -q '"by": "why_like"'
say "the explainer explains a sample" $?
./build/app/weft gallery_like | grep -q 'Iris-like' && ./build/app/weft train iris-like --steps 20 --json | tail -1 | grep -q '"accuracy"'
say "the command lists the example, and it learns" $?
./build/app/weft new --example iris-like like.weft >/dev/null && /usr/bin/python3 tests/app/drive.py build/app/weft like.weft -- wait 'Dense 1' 20 \
  click Inside wait Plot-like click Inside-like click Results wait 'Press Train: predicted and true values are compared here.' >window.log 2>&1
say "the window has the panel among its tabs and asks the views of results and of a node first" $?
for check in check-po.sh check-includes.sh check-sizes.py; do
  "tests/source/$check" >source.log 2>&1
  say "$check" $?
  grep -v '^ok' source.log | head -5 | sed 's/^/# /'
done
meson test -C build --list "${asked[@]}" 2>/dev/null | sed 's/.* \/ //' | grep -vxE "$unasked" | sort -u | xargs meson test -C build --no-rebuild --timeout-multiplier 3 "${asked[@]}" >test.log 2>&1
say "every test of what knows the tables still passes, the laws of the new rows among them" $?
if [ "$failed" -ne 0 ]; then grep -E 'FAIL|ERROR|rror:' test.log | head -12 | sed 's/^/# /'; tail -5 test.log | sed 's/^/# /'; fi
echo "1..$n"
exit $failed
