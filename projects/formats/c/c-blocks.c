/* c-blocks: what an op is in C99, for one sample: a row an op */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/c/c-blocks.h"

#include <string.h>

#define LOOP "  for (int i = 0; i < $[y]; i++)\n"
#define EACH(value) LOOP "    $y[i] = " value ";\n"
#define PLANES                                                                                     \
  "  for (int c = 0; c < $[y.1]; c++)\n"                                                           \
  "    for (int i = 0; i < $[y.2]; i++)\n"                                                         \
  "      for (int j = 0; j < $[y.3]; j++)\n        {\n"
#define WINDOW                                                                                     \
  "          for (int r = 0; r < ${kernel.0}; r++)\n"                                              \
  "            for (int s = 0; s < ${kernel.1}; s++)\n              {\n"                           \
  "                const int h = i * ${stride.0} + r * ${dilation.0} - ${padding.0};\n"            \
  "                const int v = j * ${stride.1} + s * ${dilation.1} - ${padding.1};\n"

/* What stands along the axis for each place before and behind it: the largest is found. */
#define ALONG                                                                                      \
  "  for (int a = 0; a < $[x<]; a++)\n"                                                            \
  "    for (int b = 0; b < $[x>]; b++)\n      {\n"                                                 \
  "        const int from = a * ($[x|] * $[x>]) + b;\n"                                            \
  "        float most = -INFINITY, sum = 0.0f;\n"                                                  \
  "        for (int i = 0; i < $[x|]; i++)\n"                                                      \
  "          most = fmaxf (most, $x[from + i * $[x>]]);\n"

/* Step by step: a unit's next number out of its gates' sums, in and hidden. */
#define RECURRENT(next, cell)                                                                      \
  "  {\n    enum { T = $[x.1], D = $[x.2], H = $[w_hh.1], G = $[w_hh.0] };\n"                      \
  "    static float before[H], cell[H], in[G], hidden[G];\n"                                       \
  "    for (int k = 0; k < H; k++)\n      before[k] = cell[k] = 0.0f;\n"                           \
  "    for (int n = 0; n < T; n++)\n      {\n"                                                     \
  "        const int t = ${reverse} ? T - 1 - n : n;\n"                                            \
  "        for (int g = 0; g < G; g++)\n          {\n"                                             \
  "            in[g] = 0.0f{?b_ih + $b_ih[g]?};\n"                                                 \
  "            hidden[g] = 0.0f{?b_hh + $b_hh[g]?};\n"                                             \
  "            for (int i = 0; i < D; i++)\n"                                                      \
  "              in[g] += $x[t * D + i] * $w_ih[g * D + i];\n"                                     \
  "            for (int i = 0; i < H; i++)\n"                                                      \
  "              hidden[g] += before[i] * $w_hh[g * H + i];\n          }\n"                        \
  "        for (int k = 0; k < H; k++)\n          {\n" cell "            $y[t * H + k] = " next    \
  ";\n          }\n"                                                                               \
  "        for (int k = 0; k < H; k++)\n          before[k] = $y[t * H + k];\n      }\n  }\n"

static const WeftCText blocks[] = {
  { "linear", "  for (int r = 0; r < $[x] / $[x.-1]; r++)\n"
              "    for (int o = 0; o < $[w.0]; o++)\n      {\n"
              "        float sum = 0.0f;\n"
              "        for (int i = 0; i < $[w.1]; i++)\n"
              "          sum += $x[r * $[w.1] + i] * $w[o * $[w.1] + i];\n"
              "        $y[r * $[w.0] + o] = sum{#w[o]#}{?b + $b[o]?};\n      }\n" },
  { "conv2d",
    PLANES "          float sum = 0.0f;\n"
           "          for (int k = 0; k < $[w.1]; k++)\n"
           "            for (int r = 0; r < ${kernel.0}; r++)\n"
           "              for (int s = 0; s < ${kernel.1}; s++)\n                {\n"
           "                  const int h = i * ${stride.0} + r * ${dilation.0} - ${padding.0};\n"
           "                  const int v = j * ${stride.1} + s * ${dilation.1} - ${padding.1};\n"
           "                  const int from = c / ($[y.1] / ${groups}) * $[w.1] + k;\n"
           "                  if (h >= 0 && h < $[x.2] && v >= 0 && v < $[x.3])\n"
           "                    sum += $x[(from * $[x.2] + h) * $[x.3] + v]\n"
           "                           * $w[((c * $[w.1] + k) * ${kernel.0} + r) * ${kernel.1} + "
           "s];\n                }\n"
           "          $y[(c * $[y.2] + i) * $[y.3] + j] = sum{#w[c]#}{?b + $b[c]?};\n        }\n" },
  { "max_pool2d",
    PLANES "          float most = -INFINITY;\n" WINDOW
           "                if (h >= 0 && h < $[x.2] && v >= 0 && v < $[x.3])\n"
           "                  most = fmaxf (most, $x[(c * $[x.2] + h) * $[x.3] + v]);\n"
           "              }\n"
           "          $y[(c * $[y.2] + i) * $[y.3] + j] = most;\n        }\n" },
  { "global_avg_pool2d", "  for (int c = 0; c < $[x.1]; c++)\n    {\n"
                         "      float sum = 0.0f;\n"
                         "      for (int i = 0; i < $[x.2] * $[x.3]; i++)\n"
                         "        sum += $x[c * $[x.2] * $[x.3] + i];\n"
                         "      $y[c] = sum / ($[x.2] * $[x.3]);\n    }\n" },
  { "avg_pool2d",
    PLANES "          float sum = 0.0f;\n          int n = 0;\n" WINDOW
           "                if (h >= 0 && h < $[x.2] && v >= 0 && v < $[x.3])\n"
           "                  {\n"
           "                    sum += $x[(c * $[x.2] + h) * $[x.3] + v];\n"
           "                    n++;\n                  }\n"
           "                else if (${count_include_pad} && h < $[x.2] + ${padding.0}\n"
           "                         && v < $[x.3] + ${padding.1})\n"
           "                  n++;\n              }\n"
           "          $y[(c * $[y.2] + i) * $[y.3] + j] = n > 0 ? sum / (float) n : 0.0f;\n"
           "        }\n" },
  { "adaptive_pool2d",
    PLANES "          float sum = 0.0f, most = -INFINITY;\n          int n = 0;\n"
           "          for (int h = i * $[x.2] / $[y.2]; h * $[y.2] < (i + 1) * $[x.2]; h++)\n"
           "            for (int v = j * $[x.3] / $[y.3]; v * $[y.3] < (j + 1) * $[x.3]; v++)\n"
           "              {\n"
           "                const float one = $x[(c * $[x.2] + h) * $[x.3] + v];\n"
           "                sum += one;\n                most = fmaxf (most, one);\n"
           "                n++;\n              }\n"
           "          $y[(c * $[y.2] + i) * $[y.3] + j] = ${largest} ? most : sum / (float) n;\n"
           "        }\n" },
  { "layer_norm",
    "  for (int r = 0; r < $[x] / $[s]; r++)\n    {\n"
    "      float mean = 0.0f, spread = 0.0f;\n"
    "      for (int i = 0; i < $[s]; i++)\n"
    "        mean += $x[r * $[s] + i] / $[s].0f;\n"
    "      for (int i = 0; i < $[s]; i++)\n"
    "        spread += ($x[r * $[s] + i] - mean) * ($x[r * $[s] + i] - mean) / $[s].0f;\n"
    "      for (int i = 0; i < $[s]; i++)\n"
    "        $y[r * $[s] + i] = ($x[r * $[s] + i] - mean) / sqrtf (spread + ${eps})\n"
    "                           * $s[i] + $t[i];\n    }\n" },
  { "batch_norm",
    "  for (int c = 0; c < $[s]; c++)\n"
    "    for (int i = 0; i < $[x] / $[s]; i++)\n      {\n"
    "        const int at = ${last} ? i * $[s] + c : c * ($[x] / $[s]) + i;\n"
    "        $y[at] = ($x[at] - $mean[c]) / sqrtf ($var[c] + ${eps}) * $s[c] + "
    "$t[c];\n      }\n",
    "mask" },
  { "conv_transpose2d",
    "  for (int c = 0; c < $[y.1]; c++)\n"
    "    for (int i = 0; i < $[y.2] * $[y.3]; i++)\n"
    "      $y[c * ($[y.2] * $[y.3]) + i] = 0.0f{?b + $b[c]?};\n"
    "  for (int k = 0; k < $[x.1]; k++)\n"
    "    for (int i = 0; i < $[x.2]; i++)\n"
    "      for (int j = 0; j < $[x.3]; j++)\n"
    "        for (int o = 0; o < $[w.1]; o++)\n"
    "          for (int r = 0; r < ${kernel.0}; r++)\n"
    "            for (int s = 0; s < ${kernel.1}; s++)\n              {\n"
    "                const int c = k / ($[x.1] / ${groups}) * $[w.1] + o;\n"
    "                const int h = i * ${stride.0} + r * ${dilation.0} - ${padding.0};\n"
    "                const int v = j * ${stride.1} + s * ${dilation.1} - ${padding.1};\n"
    "                if (h >= 0 && h < $[y.2] && v >= 0 && v < $[y.3])\n"
    "                  $y[(c * $[y.2] + h) * $[y.3] + v]\n"
    "                      += $x[(k * $[x.2] + i) * $[x.3] + j]\n"
    "                         * $w[((k * $[w.1] + o) * ${kernel.0} + r) * ${kernel.1} + s];\n"
    "              }\n" },
  { "upsample2d",
    "  {\n    const float down = ${scale.0} > 0.0f ? 1.0f / ${scale.0} : (float) $[x.2] / $[y.2];\n"
    "    const float along = ${scale.1} > 0.0f ? 1.0f / ${scale.1} : (float) $[x.3] / "
    "$[y.3];\n" PLANES "          const float h = !${is_linear} ? (float) i * down\n"
    "                          : ${align_corners}\n"
    "                              ? (float) (i * ($[x.2] - 1)) / ($[y.2] > 1 ? $[y.2] - 1 : 1)\n"
    "                              : fmaxf (((float) i + 0.5f) * down - 0.5f, 0.0f);\n"
    "          const float v = !${is_linear} ? (float) j * along\n"
    "                          : ${align_corners}\n"
    "                              ? (float) (j * ($[x.3] - 1)) / ($[y.3] > 1 ? $[y.3] - 1 : 1)\n"
    "                              : fmaxf (((float) j + 0.5f) * along - 0.5f, 0.0f);\n"
    "          const int h0 = (int) h < $[x.2] ? (int) h : $[x.2] - 1;\n"
    "          const int v0 = (int) v < $[x.3] ? (int) v : $[x.3] - 1;\n"
    "          const int h1 = h0 + 1 < $[x.2] ? h0 + 1 : h0, v1 = v0 + 1 < $[x.3] ? v0 + 1 : v0;\n"
    "          const float a = ${is_linear} ? h - (float) h0 : 0.0f;\n"
    "          const float b = ${is_linear} ? v - (float) v0 : 0.0f;\n"
    "          const float *plane = $x + c * $[x.2] * $[x.3];\n"
    "          $y[(c * $[y.2] + i) * $[y.3] + j]\n"
    "              = (1.0f - a) * ((1.0f - b) * plane[h0 * $[x.3] + v0] + b * plane[h0 * $[x.3] + "
    "v1])\n"
    "                + a * ((1.0f - b) * plane[h1 * $[x.3] + v0] + b * plane[h1 * $[x.3] + v1]);\n"
    "        }\n  }\n",
    "is_cubic" },
  { "concat", "  {\n    int at = 0;\n{@"
              "    for (int a = 0; a < $[x<]; a++)\n"
              "      for (int i = 0; i < $[x|] * $[x>]; i++)\n"
              "        $y[a * ($[y|] * $[y>]) + at + i] = $x[a * ($[x|] * $[x>]) + i];\n"
              "    at += $[x|] * $[x>];\n@}"
              "  }\n" },
  { "slice",
    "  for (int a = 0; a < $[x<]; a++)\n"
    "    for (int j = 0; j < $[y|]; j++)\n"
    "      for (int b = 0; b < $[x>]; b++)\n        {\n"
    "          const int from = (${start} < 0 ? ${start} + $[x|] : ${start}) + j * ${step};\n"
    "          $y[(a * $[y|] + j) * $[x>] + b] = $x[(a * $[x|] + from) * $[x>] + b];\n"
    "        }\n" },
  { "permute", "  {\n    static const int order[] = { 0, ${dims.*} }, size[] = { $[x.*] };\n"
               "    enum { RANK = sizeof size / sizeof *size };\n"
               "    for (int i = 0; i < $[y]; i++)\n      {\n"
               "        int rest = i, from = 0;\n"
               "        for (int k = RANK; k-- > 0;)\n          {\n"
               "            int step = 1;\n"
               "            for (int j = order[k] + 1; j < RANK; j++)\n"
               "              step *= size[j];\n"
               "            from += rest % size[order[k]] * step;\n"
               "            rest /= size[order[k]];\n          }\n"
               "        $y[i] = $x[from];\n      }\n  }\n" },
  { "softmax",
    ALONG "        for (int i = 0; i < $[x|]; i++)\n"
          "          sum += $y[from + i * $[x>]] = expf ($x[from + i * $[x>]] - most);\n"
          "        for (int i = 0; i < $[x|]; i++)\n"
          "          $y[from + i * $[x>]] /= sum;\n      }\n",
    "mask" },
  { "log_softmax",
    ALONG "        for (int i = 0; i < $[x|]; i++)\n"
          "          sum += expf ($x[from + i * $[x>]] - most);\n"
          "        for (int i = 0; i < $[x|]; i++)\n"
          "          $y[from + i * $[x>]] = $x[from + i * $[x>]] - most - logf (sum);\n"
          "      }\n" },
  { "reduce",
    ALONG "        float least = INFINITY, squares = 0.0f, spread = 0.0f, product = 1.0f;\n"
          "        float powers = 0.0f;\n"
          "        for (int i = 0; i < $[x|]; i++)\n          {\n"
          "            const float one = $x[from + i * $[x>]];\n"
          "            sum += one;\n"
          "            squares += one * one;\n"
          "            product *= one;\n"
          "            least = fminf (least, one);\n"
          "            powers += expf (one - most);\n          }\n"
          "        for (int i = 0; i < $[x|]; i++)\n"
          "          spread += ($x[from + i * $[x>]] - sum / $[x|].0f)\n"
          "                    * ($x[from + i * $[x>]] - sum / $[x|].0f);\n"
          "        $y[a * $[x>] + b] = ${mode} == 0 ? sum / $[x|].0f : ${mode} == 1 ? sum\n"
          "                            : ${mode} == 2 ? most : ${mode} == 3 ? least\n"
          "                            : ${mode} == 4 ? sqrtf (squares)\n"
          "                            : ${mode} == 5 ? spread / ($[x|] - ${unbiased})\n"
          "                            : ${mode} == 6 ? product : most + logf (powers);\n"
          "      }\n",
    "mask" },
  { "embedding",
    "  for (int r = 0; r < $[x]; r++)\n"
    "    for (int i = 0; i < $[w.1]; i++)\n"
    "      $y[r * $[w.1] + i] = $x[r] < 0 || $x[r] >= $[w.0] || $x[r] == ${padding_idx}\n"
    "                               ? 0.0f\n"
    "                               : $w[$x[r] * $[w.1] + i];\n" },
  { "rnn", RECURRENT ("tanhf (in[k] + hidden[k])", ""), "mask,state" },
  { "gru",
    RECURRENT ("(1.0f - 1.0f / (1.0f + expf (-in[k + H] - hidden[k + H])))\n"
               "                    * tanhf (in[k + 2 * H]\n"
               "                             + hidden[k + 2 * H]\n"
               "                                   / (1.0f + expf (-in[k] - hidden[k])))\n"
               "                + before[k] / (1.0f + expf (-in[k + H] - hidden[k + H]))",
               ""),
    "mask,state" },
  { "lstm",
    RECURRENT ("tanhf (cell[k]) / (1.0f + expf (-in[k + 3 * H] - hidden[k + 3 * H]))",
               "            cell[k] = cell[k] / (1.0f + expf (-in[k + H] - hidden[k + H]))\n"
               "                      + tanhf (in[k + 2 * H] + hidden[k + 2 * H])\n"
               "                            / (1.0f + expf (-in[k] - hidden[k]));\n"),
    "mask,state" },
  { "add", EACH ("{* + *}") },
  { "reshape", EACH ("$x[i]") },
  { "relu", EACH ("$x[i] < 0.0f ? 0.0f : $x[i]") },
  { "leaky_relu", EACH ("$x[i] > 0.0f ? $x[i] : ${negative_slope} * $x[i]") },
  { "elu", EACH ("$x[i] > 0.0f ? $x[i] : ${alpha} * (expf ($x[i]) - 1.0f)") },
  { "sigmoid", EACH ("1.0f / (1.0f + expf (-$x[i]))") },
  { "tanh", EACH ("tanhf ($x[i])") },
  { "silu", EACH ("$x[i] / (1.0f + expf (-$x[i]))") },
  { "relu6", EACH ("fminf (fmaxf ($x[i], 0.0f), 6.0f)") },
  { "hardsigmoid", EACH ("fminf (fmaxf ($x[i] / 6.0f + 0.5f, 0.0f), 1.0f)") },
  { "hardswish", EACH ("$x[i] * fminf (fmaxf ($x[i] / 6.0f + 0.5f, 0.0f), 1.0f)") },
  { "gelu", EACH ("${approximate} == 1\n              ? 0.5f * $x[i]\n"
                  "                    * (1.0f + tanhf (0.79788456f * ($x[i] + 0.044715f * $x[i] * "
                  "$x[i] * $x[i])))\n"
                  "              : 0.5f * $x[i] * (1.0f + erff ($x[i] * 0.70710678f))") },
  { "mish", EACH ("$x[i] * tanhf ($x[i] > 20.0f ? $x[i] : log1pf (expf ($x[i])))") },
  { "selu", EACH ("1.05070098f * ($x[i] > 0.0f ? $x[i] : 1.67326324f * (expf ($x[i]) - 1.0f))") },
  { "softsign", EACH ("$x[i] / (1.0f + fabsf ($x[i]))") },
  { "abs", EACH ("fabsf ($x[i])") },
  { "square", EACH ("$x[i] * $x[i]") },
  { "exp", EACH ("expf ($x[i])") },
  { "neg", EACH ("-$x[i]") },
  { "scale", EACH ("$x[i] * ${factor} + ${shift}") },
  { "subtract", EACH ("$a[i] - $b[i]") },
  { "multiply", EACH ("$a[i] * $b[i]") },
  { "divide", EACH ("$a[i] / $b[i]") },
};

const WeftCText *
weft_c_find_text (const char *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (strcmp (blocks[i].op, op) == 0)
      return &blocks[i];
  return NULL;
}
