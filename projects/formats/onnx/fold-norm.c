/* fold-norm: norms, of which operator sets have parts alone, and what is learnt of places */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <string.h>

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

static double
get_eps (const WeftNode *node, const char *param)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  /* As it was written before it was a float32. */
  return g_ascii_strtod (
      g_ascii_formatd (text, sizeof text, "%.7g", weft_fold_get_number (node, param)), NULL);
}

/* (x − mean) / √(mean ((x − mean)²) + ε) */
static gboolean
read_norm (const WeftOnnxImport *import, const WeftNode *divide, Norm *norm)
{
  const WeftNode *shifted = weft_fold_get (import, divide, 0, NULL);
  const WeftNode *root = weft_fold_get (import, divide, 1, NULL);
  const WeftNode *x, *sum, *square, *power;
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
  norm->eps = get_eps (sum, "shift");
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
is_filled_with (const WeftNamedWeight *weight, float value)
{
  for (gint64 i = 0; weight != NULL && i < weft_shape_count (&weight->shape); i++)
    if (weight->numbers[i] != value)
      return FALSE;
  return weight != NULL;
}

/* x in groups, each of which gets mean 0 and deviation 1, and in its own shape again: x; nullable.
 */
static const WeftNode *
read_groups (const WeftOnnxImport *import, const WeftNode *back, gint64 channels, gint64 *groups,
             double *eps, int *output)
{
  const WeftNode *norm
      = weft_fold_is (back, "reshape") ? weft_fold_get (import, back, 0, NULL) : NULL;
  const WeftNode *parted
      = weft_fold_is (norm, "instance_norm") ? weft_fold_get (import, norm, 0, NULL) : NULL;
  const WeftNode *x
      = weft_fold_is (parted, "reshape") ? weft_fold_get (import, parted, 0, output) : NULL;
  gint64 parts[WEFT_MAX_RANK], dims[WEFT_MAX_RANK];
  guint n = back != NULL ? weft_fold_get_list (back, "shape", dims, WEFT_MAX_RANK) : 0;
  WeftShape shape = x != NULL ? weft_fold_get_shape (import, x->id, *output) : (WeftShape){ 0 };

  if (x == NULL || weft_fold_get_list (parted, "shape", parts, WEFT_MAX_RANK) != 2
      || shape.rank != (int) n + 1 || dims[0] != channels || channels % parts[0] != 0
      || !is_filled_with (weft_fold_find_weight (import, norm, "weight"), 1)
      || !is_filled_with (weft_fold_find_weight (import, norm, "bias"), 0))
    return NULL;
  for (guint i = 0; i < n; i++)
    if (shape.dims[i + 1] != dims[i])
      return NULL;
  *groups = parts[0];
  *eps = get_eps (norm, "eps");
  return x;
}

static gboolean
is_by_channel (const WeftNamedWeight *weight)
{
  return weight->shape.dims[0] == weft_shape_count (&weight->shape);
}

/* Of groups of channels, by a norm of each sample's own. */
gboolean
weft_fold_group_norm (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *product, *back, *x;
  const WeftNamedWeight *bias = read_affine (import, node, "add", &product), *weight;
  g_autofree float *numbers = NULL;
  gint64 id, old = node->id, groups, channels;
  WeftShape shape;
  double eps;
  int output;

  weight = bias != NULL ? read_affine (import, product, "multiply", &back) : NULL;
  if (weight == NULL || !is_by_channel (weight) || !is_by_channel (bias)
      || weight->shape.dims[0] != bias->shape.dims[0])
    return FALSE;
  channels = weight->shape.dims[0];
  x = read_groups (import, back, channels, &groups, &eps, &output);
  if (x == NULL)
    return FALSE;
  shape = WEFT_SHAPE (channels);
  numbers = g_new (float, 2 * (gsize) channels);
  memcpy (numbers, weight->numbers, (gsize) channels * sizeof *numbers);
  memcpy (numbers + channels, bias->numbers, (gsize) channels * sizeof *numbers);
  id = weft_fold_add (import, "group_norm",
                      g_variant_new_parsed ("{'num_groups': <%x>, 'eps': <%d>}", groups, eps),
                      (WeftOnnxSource){ .node = x->id, .output = output }, error);
  if (id == 0 || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error))
    return FALSE;
  weft_fold_add_weight (import, id, "weight", &shape, numbers);
  weft_fold_add_weight (import, id, "bias", &shape, numbers + channels);
  return TRUE;
}

/* 1 / √(mean (x²) + ε), along the last axis. */
static gboolean
read_rms (const WeftOnnxImport *import, const WeftNode *node, WeftOnnxSource x, double *eps)
{
  const WeftNode *root
      = weft_fold_is (node, "reciprocal") ? weft_fold_get (import, node, 0, NULL) : NULL;
  const WeftNode *sum = weft_fold_is (root, "sqrt") ? weft_fold_get (import, root, 0, NULL) : NULL;
  const WeftNode *mean = weft_fold_is (sum, "scale") ? weft_fold_get (import, sum, 0, NULL) : NULL;
  const WeftNode *power
      = weft_fold_is (mean, "reduce") ? weft_fold_get (import, mean, 0, NULL) : NULL;
  int output, axis = weft_fold_get_shape (import, x.node, x.output).rank - 1;

  if (!weft_fold_is (power, "pow") || weft_fold_get_number (power, "exponent") != 2
      || weft_fold_get_number (sum, "factor") != 1 || axis < 1
      || !is_mean (import, mean, power, axis)
      || weft_fold_get (import, power, 0, &output)->id != x.node || output != x.output)
    return FALSE;
  *eps = get_eps (sum, "shift");
  return *eps > 0;
}

/* x / √(mean (x²) + ε) · γ */
gboolean
weft_fold_rms_norm (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *product;
  const WeftNamedWeight *weight = read_affine (import, node, "multiply", &product);
  g_autofree float *numbers = NULL;
  gint64 id, old = node->id;
  WeftOnnxSource x = { 0 };
  double eps = 0;
  WeftShape shape;

  for (int i = 0; i < 2 && eps == 0 && weight != NULL && weft_fold_is (product, "multiply"); i++)
    {
      x.node = weft_fold_get (import, product, i, &x.output)->id;
      if (!read_rms (import, weft_fold_get (import, product, !i, NULL), x, &eps))
        eps = 0;
    }
  if (eps == 0)
    return FALSE;
  shape = weft_fold_get_shape (import, x.node, x.output);
  shape = WEFT_SHAPE (shape.dims[shape.rank - 1]);
  if (weft_shape_count (&weight->shape) != shape.dims[0])
    return FALSE;
  numbers = g_memdup2 (weight->numbers, (gsize) shape.dims[0] * sizeof *numbers);
  id = weft_fold_add (import, "rms_norm", g_variant_new_parsed ("{'eps': <%d>}", eps), x, error);
  if (id == 0 || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error))
    return FALSE;
  weft_fold_add_weight (import, id, "weight", &shape, numbers);
  return TRUE;
}

/* (N, T, D), to which the same (T, D) is added. */
gboolean
weft_fold_positions (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *x;
  const WeftNamedWeight *value = read_affine (import, node, "add", &x);
  g_autofree float *numbers = NULL;
  g_autofree char *name = value != NULL ? weft_name_dup_before (value->name, ".value") : NULL;
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
  if (id == 0 || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, name, error))
    return FALSE;
  weft_fold_add_weight (import, id, "weight", &shape, numbers);
  return TRUE;
}
