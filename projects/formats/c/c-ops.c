/* c-ops: an op as a block of C99, for one sample
 *
 * A row says it in C, with places that are filled in: $x, $w, … the arrays of the op's inputs by
 * their names and $y of its output; $[x] how many numbers one has, $[x.1] its dimension 1, counted
 * with the batch, $[x.-1] from the end; ${name} an attribute, ${name.0} of several the first.
 * {#w[o]#} stands where that input is kept as bytes: times its scale o.
 * {?b …?} stands where the input b is there; {* + *} is the sum of all inputs' numbers i. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/c/c-ops.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/number.h"

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

static const struct
{
  const char *op, *text;
  const char *without; /* an input that it does not know: no block where it is there; nullable */
} blocks[] = {
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

void
weft_c_append_number (GString *out, double number)
{
  char buffer[WEFT_NUMBER_SIZE];

  weft_number_write_float (buffer, (float) number);
  g_string_append (out, buffer);
  g_string_append (out, strpbrk (buffer, ".e") != NULL ? "f" : ".0f");
}

/* --- places --- */

/* The place of an input among them, −1: the output; FALSE: there is none of that name. */
static gboolean
find_port (const WeftCBlock *block, const char *name, gsize n, int *port)
{
  *port = -1;
  if (n == 1 && *name == 'y')
    return TRUE;
  for (guint i = 0; i < block->n_in; i++)
    {
      const char *own = weft_op_get_input (block->op, i)->name;

      if (strlen (own) == n && strncmp (own, name, n) == 0)
        {
          *port = (int) i;
          return TRUE;
        }
    }
  return FALSE;
}

/* "[x]", "[x.1]": returns what stands behind it. */
static const char *
append_size (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strchr (at, ']'), *dot = memchr (at, '.', (gsize) (end - at));
  const WeftShape *shape = &block->out_shape;
  int port, axis;

  find_port (block, at, (gsize) ((dot != NULL ? dot : end) - at), &port);
  if (port >= 0)
    shape = &block->in_shape[port];
  axis = dot != NULL ? atoi (dot + 1) : 0;
  g_string_append_printf (out, "%" G_GINT64_FORMAT,
                          dot == NULL ? weft_shape_count (shape)
                                      : shape->dims[axis < 0 ? axis + shape->rank : axis]);
  return end + 1;
}

/* "{eps}", "{kernel.0}". */
static const char *
append_attribute (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strchr (at, '}'), *dot = memchr (at, '.', (gsize) (end - at));
  g_autofree char *name = g_strndup (at, (gsize) ((dot != NULL ? dot : end) - at));
  const WeftParam *row = weft_params_find (block->op->attrs, name);
  WeftAttr attr = { 0 };

  weft_op_attr_get (row, block->attrs, &attr);
  if (row->type == WEFT_PARAM_REAL)
    weft_c_append_number (out, attr.v[0]);
  else
    g_string_append_printf (out, "%d", (int) attr.v[dot != NULL ? atoi (dot + 1) : 0]);
  return end + 1;
}

static const char *
append_name (GString *out, const WeftCBlock *block, const char *at)
{
  gsize n = 0;
  int port;

  while (g_ascii_isalnum (at[n]) || at[n] == '_')
    n++;
  find_port (block, at, n, &port);
  g_string_append (out, port < 0 ? block->out : block->in[port]);
  return at + n;
}

/* Behind the end of what only stands where an input is there, or its beginning. */
static const char *
skip_absent (const WeftCBlock *block, const char *at)
{
  gsize n = strcspn (at, " ");
  int port;

  if (find_port (block, at, n, &port) && block->in[port] != NULL)
    return at + n;
  return strstr (at, "?}") + 2;
}

/* "w[o]#}": returns what stands behind it. */
static const char *
append_scale (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strstr (at, "#}"), *index = strchr (at, '[');
  int port;

  if (find_port (block, at, (gsize) (index - at), &port) && block->scale[port] != NULL)
    g_string_append_printf (out, " * %s%.*s", block->scale[port], (int) (end - index), index);
  return end + 2;
}

/* "{* + *}": returns what stands behind it. */
static const char *
append_all (GString *out, const WeftCBlock *block, const char *at)
{
  const char *end = strstr (at, "*}");

  for (guint i = 0; i < block->n_in; i++)
    {
      g_string_append_len (out, at, i > 0 ? end - at : 0);
      g_string_append_printf (out, "%s[i]", block->in[i]);
    }
  return end + 2;
}

static void
append_text (GString *out, const WeftCBlock *block, const char *at)
{
  while (*at != '\0')
    if (g_str_has_prefix (at, "$["))
      at = append_size (out, block, at + 2);
    else if (g_str_has_prefix (at, "${"))
      at = append_attribute (out, block, at + 2);
    else if (g_str_has_prefix (at, "{?"))
      at = skip_absent (block, at + 2);
    else if (g_str_has_prefix (at, "{#"))
      at = append_scale (out, block, at + 2);
    else if (g_str_has_prefix (at, "?}"))
      at += 2;
    else if (g_str_has_prefix (at, "{*"))
      at = append_all (out, block, at + 2);
    else if (*at == '$')
      at = append_name (out, block, at + 1);
    else
      g_string_append_c (out, *at++);
}

static gboolean
has_input (const WeftCBlock *block, const char *name)
{
  int port;

  return name != NULL && find_port (block, name, strlen (name), &port) && port >= 0
         && block->in[port] != NULL;
}

gboolean
weft_c_append_block (GString *out, const WeftCBlock *block)
{
  for (guint i = 0; i < G_N_ELEMENTS (blocks); i++)
    if (strcmp (blocks[i].op, block->op->id) == 0)
      {
        if (has_input (block, blocks[i].without))
          return FALSE;
        append_text (out, block, blocks[i].text);
        return TRUE;
      }
  return FALSE;
}
