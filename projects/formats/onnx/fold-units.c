/* fold-units: functions of one number that exporters write as products of others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <math.h>

#define MOST_FACTORS 4

/* Whatever order its factors are multiplied in. */
typedef struct
{
  double number; /* of those that are known */
  WeftOnnxSource of[MOST_FACTORS];
  guint n;
} Product;

static WeftOnnxSource
get_source (const WeftOnnxImport *import, const WeftNode *node, int i)
{
  int output;
  const WeftNode *of = weft_fold_get (import, node, i, &output);

  return (WeftOnnxSource){ .node = of != NULL ? of->id : 0, .output = output };
}

static gboolean
is_same (WeftOnnxSource a, WeftOnnxSource b)
{
  return a.node == b.node && a.output == b.output;
}

static const WeftNode *
find (const WeftOnnxImport *import, WeftOnnxSource source)
{
  return source.output == 0 ? weft_graph_find (import->graph, source.node) : NULL;
}

static gboolean
read_product (const WeftOnnxImport *import, WeftOnnxSource at, Product *product)
{
  const WeftNode *node = find (import, at);

  if (weft_fold_is (node, "scale") && weft_fold_get_number (node, "shift") == 0)
    {
      product->number *= weft_fold_get_number (node, "factor");
      return read_product (import, get_source (import, node, 0), product);
    }
  if (weft_fold_is (node, "multiply"))
    return read_product (import, get_source (import, node, 0), product)
           && read_product (import, get_source (import, node, 1), product);
  if (product->n == MOST_FACTORS || at.node == 0)
    return FALSE;
  product->of[product->n++] = at;
  return TRUE;
}

static gboolean
is_near (double a, double b)
{
  return fabs (a - b) < 1e-5 * fabs (b);
}

/* What a layer of one input reads; node 0: it is another. */
static WeftOnnxSource
read_unit (const WeftOnnxImport *import, WeftOnnxSource at, const char *layer)
{
  const WeftNode *node = find (import, at);

  return weft_fold_is (node, layer) ? get_source (import, node, 0) : (WeftOnnxSource){ 0 };
}

static WeftOnnxSource
read_scaled (const WeftOnnxImport *import, WeftOnnxSource at, double factor, double shift)
{
  const WeftNode *node = find (import, at);

  return weft_fold_is (node, "scale") && is_near (weft_fold_get_number (node, "factor"), factor)
                 && weft_fold_get_number (node, "shift") == shift
             ? get_source (import, node, 0)
             : (WeftOnnxSource){ 0 };
}

/* 1 + erf (x / √2) */
static gboolean
is_erf (const WeftOnnxImport *import, WeftOnnxSource at, WeftOnnxSource x)
{
  at = read_unit (import, read_scaled (import, at, 1, 1), "erf");
  return is_same (read_scaled (import, at, sqrt (0.5), 0), x);
}

/* 1 + tanh (√(2 / π) (x + 0.044715 x³)) */
static gboolean
is_tanh (const WeftOnnxImport *import, WeftOnnxSource at, WeftOnnxSource x)
{
  const WeftNode *sum;

  at = read_unit (import, read_scaled (import, at, 1, 1), "tanh");
  sum = find (import, read_scaled (import, at, sqrt (2 / G_PI), 0));
  if (!weft_fold_is (sum, "add") || weft_graph_find_wire_to (import->graph, sum->id, 2) != NULL)
    return FALSE;
  for (int i = 0; i < 2; i++)
    {
      Product cube = { .number = 1 };

      if (is_same (get_source (import, sum, i), x)
          && read_product (import, get_source (import, sum, !i), &cube) && cube.n == 3
          && is_near (cube.number, 0.044715) && is_same (cube.of[0], x) && is_same (cube.of[1], x)
          && is_same (cube.of[2], x))
        return TRUE;
    }
  return FALSE;
}

static gboolean
is_sigmoid (const WeftOnnxImport *import, WeftOnnxSource at, WeftOnnxSource x)
{
  return is_same (read_unit (import, at, "sigmoid"), x);
}

static gboolean
is_soft (const WeftOnnxImport *import, WeftOnnxSource at, WeftOnnxSource x)
{
  return is_same (read_unit (import, read_unit (import, at, "tanh"), "softplus"), x);
}

static gboolean
is_hard (const WeftOnnxImport *import, WeftOnnxSource at, WeftOnnxSource x)
{
  return is_same (read_unit (import, at, "hardsigmoid"), x);
}

/* number · x · what is of x */
static const struct
{
  const char *layer, *params;
  double number;
  gboolean (*is) (const WeftOnnxImport *import, WeftOnnxSource at, WeftOnnxSource x);
} units[] = {
  { "gelu", NULL, 0.5, is_erf },     { "gelu", "{'approximate': <'tanh'>}", 0.5, is_tanh },
  { "silu", NULL, 1, is_sigmoid },   { "mish", NULL, 1, is_soft },
  { "hardswish", NULL, 1, is_hard },
};

gboolean
weft_fold_unit (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  Product product = { .number = 1 };
  gint64 old = node->id, id;

  if ((!weft_fold_is (node, "multiply") && !weft_fold_is (node, "scale"))
      || !read_product (import, (WeftOnnxSource){ .node = old }, &product) || product.n != 2)
    return FALSE;
  for (guint i = 0; i < G_N_ELEMENTS (units); i++)
    for (int k = 0; k < 2 && is_near (product.number, units[i].number); k++)
      if (units[i].is (import, product.of[!k], product.of[k]))
        {
          id = weft_fold_add (import, units[i].layer,
                              units[i].params != NULL ? g_variant_new_parsed (units[i].params)
                                                      : NULL,
                              product.of[k], error);
          return id != 0
                 && weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error);
        }
  return FALSE;
}
