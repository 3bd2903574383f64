/* fold-attention: attention of several heads, whose heads an exporter takes apart by shapes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <math.h>
#include <string.h>

/* A product of steps with learnt numbers, then in heads: (N, T, E) → (N, T, D) → (N, T, H, D / H),
 * its axes in another order. */
typedef struct
{
  WeftOnnxSource x;
  const WeftNode *dense;
  const float *weight, *bias; /* rows of it; bias nullable */
  gint64 width, inputs;       /* D, E */
  gint64 heads;
  double factor;
} Projection;

/* The layer before scales, whose factors are gathered. */
static const WeftNode *
skip_scales (const WeftOnnxImport *import, const WeftNode *node, double *factor)
{
  while (weft_fold_is (node, "scale") && weft_fold_get_number (node, "shift") == 0)
    {
      *factor *= weft_fold_get_number (node, "factor");
      node = weft_fold_get (import, node, 0, NULL);
    }
  return node;
}

/* Of (N, T, D): which part of the last axis is taken. */
static const WeftNode *
read_part (const WeftOnnxImport *import, const WeftNode *node, gint64 heads, gint64 *from)
{
  gint64 width = heads;

  *from = 0;
  if (!weft_fold_is (node, "slice"))
    return node;
  *from = (gint64) weft_fold_get_number (node, "start");
  width = (gint64) weft_fold_get_number (node, "end") - *from;
  return width > 0 && *from >= 0 && weft_fold_get_number (node, "dim") == 2
                 && weft_fold_get_number (node, "step") == 1
             ? weft_fold_get (import, node, 0, NULL)
             : NULL;
}

/* order: how the axes have to lie, of (N, T, H, D / H). */
static gboolean
read_projection (const WeftOnnxImport *import, const WeftNode *node, const gint64 order[3],
                 Projection *to)
{
  gint64 at[3] = { 1, 2, 3 }, dims[3], from;
  const WeftNamedWeight *weight, *bias;
  int output;

  *to = (Projection){ .factor = 1 };
  node = skip_scales (import, node, &to->factor);
  while (weft_fold_is (node, "permute") && weft_fold_get_list (node, "dims", dims, 3) == 3)
    {
      for (int i = 0; i < 3; i++)
        at[i] = dims[at[i] - 1];
      node = skip_scales (import, weft_fold_get (import, node, 0, NULL), &to->factor);
    }
  if (memcmp (at, order, sizeof at) != 0 || !weft_fold_is (node, "reshape")
      || weft_fold_get_list (node, "shape", dims, 3) != 3)
    return FALSE;
  to->heads = dims[1];
  to->width = dims[1] * dims[2];
  node = skip_scales (import, weft_fold_get (import, node, 0, NULL), &to->factor);
  node = read_part (import, node, to->width, &from);
  if (!weft_fold_is (node, "dense"))
    return FALSE;
  weight = weft_fold_find_weight (import, node, "weight");
  bias = weft_fold_find_weight (import, node, "bias");
  if (weight == NULL || weight->shape.rank != 2 || from + to->width > weight->shape.dims[0]
      || (from == 0 && to->width > weight->shape.dims[0]))
    return FALSE;
  to->dense = node;
  to->inputs = weight->shape.dims[1];
  to->weight = weight->numbers + from * to->inputs;
  to->bias = bias != NULL ? bias->numbers + from : NULL;
  to->x.node = weft_fold_get (import, node, 0, &output)->id;
  to->x.output = output;
  return TRUE;
}

/* A sum of scores and numbers that hide all later steps: the scores; else the node itself. */
static const WeftNode *
read_mask (const WeftOnnxImport *import, const WeftNode *node, gboolean *causal)
{
  const WeftNode *scores, *constant;
  const WeftNamedWeight *mask;
  gint64 steps;

  *causal = FALSE;
  constant = weft_fold_is (node, "add") ? weft_fold_pick (import, node, "learnt_constant", &scores)
                                        : NULL;
  mask = constant != NULL ? weft_fold_find_weight (import, constant, "value") : NULL;
  if (mask == NULL || mask->shape.rank < 2)
    return node;
  steps = mask->shape.dims[mask->shape.rank - 1];
  if (weft_shape_count (&mask->shape) != steps * steps)
    return node;
  for (gint64 i = 0; i < steps * steps; i++)
    if (i % steps > i / steps ? !(mask->numbers[i] <= -1e4f) : mask->numbers[i] != 0)
      return node;
  *causal = TRUE;
  return scores;
}

typedef struct
{
  Projection of[3]; /* q, k, v */
  gboolean causal;
} Heads;

/* softmax (q kᵀ / √d) v, still in heads. */
static gboolean
read_heads (const WeftOnnxImport *import, const WeftNode *node, Heads *heads)
{
  static const gint64 rows[3] = { 2, 1, 3 }, turned[3] = { 2, 3, 1 };
  const WeftNode *shares, *scores;
  const Projection *q = &heads->of[0], *k = &heads->of[1], *v = &heads->of[2];
  double factor = 1;

  shares = weft_fold_is (node, "matmul") ? weft_fold_get (import, node, 0, NULL) : NULL;
  if (!weft_fold_is (shares, "softmax")
      || (weft_fold_get_number (shares, "dim") != 3 && weft_fold_get_number (shares, "dim") != -1))
    return FALSE;
  scores = read_mask (import, weft_fold_get (import, shares, 0, NULL), &heads->causal);
  scores = skip_scales (import, scores, &factor);
  if (!weft_fold_is (scores, "matmul")
      || !read_projection (import, weft_fold_get (import, scores, 0, NULL), rows, &heads->of[0])
      || !read_projection (import, weft_fold_get (import, scores, 1, NULL), turned, &heads->of[1])
      || !read_projection (import, weft_fold_get (import, node, 1, NULL), rows, &heads->of[2]))
    return FALSE;
  factor *= q->factor * k->factor * sqrt ((double) q->width / (double) q->heads);
  return fabs (factor - 1) < 1e-5 && v->factor == 1 && q->heads == k->heads && q->heads == v->heads
         && q->width == k->width && q->width == v->width && q->width == q->inputs
         && (q->bias != NULL) == (k->bias != NULL) && (q->bias != NULL) == (v->bias != NULL);
}

/* --- what is made of it --- */

static gboolean
is_same (WeftOnnxSource a, WeftOnnxSource b)
{
  return a.node == b.node && a.output == b.output;
}

/* Copies, as what they are read from goes. */
typedef struct
{
  float *weight[4], *bias[4];
} Numbers;

static void
copy_numbers (const Heads *heads, const WeftNamedWeight *weight, const WeftNamedWeight *bias,
              Numbers *to)
{
  gsize width = (gsize) heads->of[0].width;

  for (int i = 0; i < 4; i++)
    {
      gsize inputs = i < 3 ? (gsize) heads->of[i].inputs : width;
      const float *w = i < 3 ? heads->of[i].weight : weight->numbers;
      const float *b = i < 3 ? heads->of[i].bias : bias != NULL ? bias->numbers : NULL;

      to->weight[i] = g_memdup2 (w, width * inputs * sizeof *w);
      to->bias[i] = b != NULL ? g_memdup2 (b, width * sizeof *b) : NULL;
    }
}

static void
lay_numbers (WeftOnnxImport *import, gint64 id, const Heads *heads, Numbers *numbers)
{
  static const char *const names[] = { "q_proj", "k_proj", "v_proj", "out_proj" };
  gint64 width = heads->of[0].width;

  for (int i = 0; i < 4; i++)
    {
      g_autofree char *weight = g_strconcat (names[i], ".weight", NULL);
      g_autofree char *bias = g_strconcat (names[i], ".bias", NULL);
      WeftShape full = WEFT_SHAPE (width, i < 3 ? heads->of[i].inputs : width);
      WeftShape row = WEFT_SHAPE (width);

      weft_fold_add_weight (import, id, weight, &full, numbers->weight[i]);
      if (numbers->bias[i] != NULL)
        weft_fold_add_weight (import, id, bias, &row, numbers->bias[i]);
      g_free (numbers->weight[i]);
      g_free (numbers->bias[i]);
    }
}

static gint64
add (WeftOnnxImport *import, const Heads *heads, GError **error)
{
  const Projection *q = &heads->of[0], *k = &heads->of[1], *v = &heads->of[2];
  gint64 id = weft_fold_add (import, "attention",
                             g_variant_new_parsed ("{'nhead': <%x>, 'bias': <%b>, 'causal': <%b>}",
                                                   q->heads, q->bias != NULL, heads->causal),
                             q->x, error);

  if (id == 0 || (!is_same (q->x, k->x) && !weft_onnx_import_wire (import, k->x, id, 1, error))
      || (!is_same (k->x, v->x) && !weft_onnx_import_wire (import, v->x, id, 3, error)))
    return 0;
  return id;
}

/* The heads side by side again, and one more product. */
gboolean
weft_fold_attention (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *flat
      = weft_fold_is (node, "dense") ? weft_fold_get (import, node, 0, NULL) : NULL;
  const WeftNode *turned
      = weft_fold_is (flat, "reshape") ? weft_fold_get (import, flat, 0, NULL) : NULL;
  const WeftNamedWeight *weight, *bias;
  gint64 dims[3], id, old = node->id;
  Heads heads;
  Numbers numbers;
  g_autofree char *name = NULL;

  if (!weft_fold_is (turned, "permute") || weft_fold_get_list (turned, "dims", dims, 3) != 3
      || dims[0] != 2 || dims[1] != 1 || dims[2] != 3
      || weft_fold_get_list (flat, "shape", dims, 3) != 2
      || !read_heads (import, weft_fold_get (import, turned, 0, NULL), &heads)
      || dims[1] != heads.of[0].width)
    return FALSE;
  weight = weft_fold_find_weight (import, node, "weight");
  bias = weft_fold_find_weight (import, node, "bias");
  if (weight == NULL || weight->shape.rank != 2 || weight->shape.dims[0] != dims[1]
      || (bias != NULL) != (heads.of[0].bias != NULL))
    return FALSE;
  name = weft_fold_dup_stem (node, "_out_proj");
  if (name == NULL)
    name = weft_fold_dup_common (import, node, heads.of[0].dense, "attention");
  copy_numbers (&heads, weight, bias, &numbers);
  id = add (import, &heads, error);
  if (id == 0 || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, name, error))
    {
      for (int i = 0; i < 4; i++)
        {
          g_free (numbers.weight[i]);
          g_free (numbers.bias[i]);
        }
      return FALSE;
    }
  lay_numbers (import, id, &heads, &numbers);
  return TRUE;
}
