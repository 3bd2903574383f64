/* fold-norm: layer normalisation and GELU, of which early operator sets have parts alone, and what
 * is learnt of places */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <math.h>

const WeftNode *
weft_fold_pick (const WeftOnnxImport *import, const WeftNode *node, const char *layer,
                const WeftNode **other)
{
  const WeftNode *a = weft_fold_get (import, node, 0, NULL);
  const WeftNode *b = weft_fold_get (import, node, 1, NULL);
  gboolean is_first = weft_fold_is (a, layer);

  *other = is_first ? b : a;
  return is_first ? a : weft_fold_is (b, layer) ? b : NULL;
}

/* What a node adds to, or multiplies, numbers that are learnt with; nullable. */
static const WeftNamedWeight *
read_affine (const WeftOnnxImport *import, const WeftNode *node, const char *layer,
             const WeftNode **of)
{
  const WeftNode *constant
      = weft_fold_is (node, layer) ? weft_fold_pick (import, node, "learnt_constant", of) : NULL;

  return constant != NULL && *of != NULL ? weft_fold_find_weight (import, constant, "value") : NULL;
}

/* Whether it is x's mean along that axis, which stays. */
static gboolean
is_mean (const WeftOnnxImport *import, const WeftNode *node, const WeftNode *x, int axis)
{
  gint64 dims[2];

  return weft_fold_is (node, "reduce") && weft_fold_get (import, node, 0, NULL) == x
         && weft_fold_is_text (node, "mode", "mean") && weft_fold_get_number (node, "keepdim") != 0
         && weft_fold_get_list (node, "dim", dims, 2) == 1 && dims[0] == axis;
}

typedef struct
{
  WeftOnnxSource x;
  const WeftNode *mean;
  double eps;
  gint64 width;
} Norm;

/* (x − mean) / √(mean ((x − mean)²) + ε) */
static gboolean
read_norm (const WeftOnnxImport *import, const WeftNode *divide, Norm *norm)
{
  const WeftNode *shifted = weft_fold_get (import, divide, 0, NULL);
  const WeftNode *root = weft_fold_get (import, divide, 1, NULL);
  const WeftNode *x, *sum, *square, *power;
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  WeftShape shape;
  int output;

  if (!weft_fold_is (divide, "divide") || !weft_fold_is (shifted, "subtract")
      || !weft_fold_is (root, "sqrt"))
    return FALSE;
  x = weft_fold_get (import, shifted, 0, &output);
  norm->mean = weft_fold_get (import, shifted, 1, NULL);
  sum = weft_fold_get (import, root, 0, NULL);
  square = weft_fold_is (sum, "scale") ? weft_fold_get (import, sum, 0, NULL) : NULL;
  power = weft_fold_is (square, "reduce") ? weft_fold_get (import, square, 0, NULL) : NULL;
  if (x == NULL || !weft_fold_is (power, "pow") || weft_fold_get_number (power, "exponent") != 2
      || weft_fold_get (import, power, 0, NULL) != shifted
      || weft_fold_get_number (sum, "factor") != 1)
    return FALSE;
  shape = weft_fold_get_shape (import, x->id, output);
  norm->x = (WeftOnnxSource){ .node = x->id, .output = output };
  /* As it was written before it was a float32. */
  norm->eps = g_ascii_strtod (
      g_ascii_formatd (text, sizeof text, "%.7g", weft_fold_get_number (sum, "shift")), NULL);
  norm->width = shape.rank > 1 ? shape.dims[shape.rank - 1] : 0;
  return norm->width > 0 && norm->eps > 0 && is_mean (import, norm->mean, x, shape.rank - 1)
         && is_mean (import, square, power, shape.rank - 1);
}

gboolean
weft_fold_layer_norm (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *product, *divide;
  const WeftNamedWeight *bias = read_affine (import, node, "add", &product), *weight;
  g_autofree float *numbers = NULL;
  g_autofree char *name = NULL;
  WeftShape shape;
  gint64 id, old = node->id;
  Norm norm;

  weight = bias != NULL ? read_affine (import, product, "multiply", &divide) : NULL;
  if (weight == NULL || !read_norm (import, divide, &norm)
      || weft_shape_count (&weight->shape) != norm.width
      || weft_shape_count (&bias->shape) != norm.width)
    return FALSE;
  shape = WEFT_SHAPE (norm.width);
  numbers = g_new (float, 2 * (gsize) norm.width);
  for (gint64 i = 0; i < norm.width; i++)
    {
      numbers[i] = weight->numbers[i];
      numbers[norm.width + i] = bias->numbers[i];
    }
  name = g_strdup (norm.mean->name);
  id = weft_fold_add (import, "layer_norm", g_variant_new_parsed ("{'eps': <%d>}", norm.eps),
                      norm.x, error);
  if (id == 0
      || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id },
                             g_str_has_prefix (name, "reduce") ? NULL : name, error))
    return FALSE;
  weft_fold_add_weight (import, id, "weight", &shape, numbers);
  weft_fold_add_weight (import, id, "bias", &shape, numbers + norm.width);
  return TRUE;
}

static gboolean
is_scale (const WeftNode *node, double factor, double shift)
{
  return weft_fold_is (node, "scale")
         && fabs (weft_fold_get_number (node, "factor") - factor) < 1e-5 * MAX (1, fabs (factor))
         && weft_fold_get_number (node, "shift") == shift;
}

/* x · (1 + erf (x / √2)) / 2 */
gboolean
weft_fold_gelu (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *product = is_scale (node, 0.5, 0) ? weft_fold_get (import, node, 0, NULL) : NULL;
  const WeftNode *x, *sum, *part, *small;
  gint64 old = node->id, id;
  int output;

  sum = weft_fold_is (product, "multiply") ? weft_fold_pick (import, product, "scale", &x) : NULL;
  part = sum != NULL && is_scale (sum, 1, 1) ? weft_fold_get (import, sum, 0, NULL) : NULL;
  small = weft_fold_is (part, "erf") ? weft_fold_get (import, part, 0, NULL) : NULL;
  if (small == NULL || !is_scale (small, sqrt (0.5), 0)
      || weft_fold_get (import, small, 0, &output) != x)
    return FALSE;
  id = weft_fold_add (import, "gelu", NULL, (WeftOnnxSource){ .node = x->id, .output = output },
                      error);
  return id != 0 && weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error);
}

/* (N, T, D), to which the same (T, D) is added. */
gboolean
weft_fold_positions (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *x;
  const WeftNamedWeight *value = read_affine (import, node, "add", &x);
  g_autofree float *numbers = NULL;
  WeftShape shape;
  gint64 id, old = node->id;

  if (value == NULL)
    return FALSE;
  shape = weft_fold_get_shape (import, x->id, 0);
  if (shape.rank != 3
      || weft_graph_find_wire_to (import->graph, old, weft_fold_get (import, node, 0, NULL) != x)
                 ->output
             != 0
      || weft_shape_count (&value->shape) != shape.dims[1] * shape.dims[2]
      || value->shape.dims[value->shape.rank - 1] != shape.dims[2])
    return FALSE;
  numbers = g_memdup2 (value->numbers, (gsize) weft_shape_count (&value->shape) * sizeof *numbers);
  shape = WEFT_SHAPE (shape.dims[1], shape.dims[2]);
  id = weft_fold_add (import, "learnt_positions",
                      g_variant_new_parsed ("{'max_len': <%x>}", shape.dims[0]),
                      (WeftOnnxSource){ .node = x->id }, error);
  if (id == 0 || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error))
    return FALSE;
  weft_fold_add_weight (import, id, "weight", &shape, numbers);
  return TRUE;
}
