/* fold-encoder: a layer of a transformer's encoder, and several of them as one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/fold-private.h"

#include <math.h>
#include <string.h>

/* What a layer is made of: norm1 and norm2 stand behind what is added, or before it. */
typedef struct
{
  const WeftNode *attention, *linear1, *linear2, *norm1, *norm2, *unit;
  WeftOnnxSource x;
  gboolean norm_first;
} Parts;

static gboolean
is_usual (const WeftNode *node)
{
  if (weft_fold_is (node, "layer_norm"))
    return fabs (weft_fold_get_number (node, "eps") - 1e-5) < 1e-9;
  if (weft_fold_is (node, "gelu"))
    return weft_fold_is_text (node, "approximate", "none");
  return weft_fold_is (node, "relu");
}

/* dense (unit (dense (x))): what the first reads. */
static const WeftNode *
read_net (const WeftOnnxImport *import, const WeftNode *node, Parts *parts)
{
  parts->linear2 = node;
  parts->unit = weft_fold_is (node, "dense") ? weft_fold_get (import, node, 0, NULL) : NULL;
  if (parts->unit == NULL || !is_usual (parts->unit) || weft_fold_is (parts->unit, "layer_norm"))
    return NULL;
  parts->linear1 = weft_fold_get (import, parts->unit, 0, NULL);
  return weft_fold_is (parts->linear1, "dense") ? weft_fold_get (import, parts->linear1, 0, NULL)
                                                : NULL;
}

static gboolean
reads_alone (const WeftOnnxImport *import, const WeftNode *attention)
{
  return weft_graph_find_wire_to (import->graph, attention->id, 1) == NULL
         && weft_graph_find_wire_to (import->graph, attention->id, 3) == NULL
         && weft_fold_get_number (attention, "bias") != 0;
}

/* norm (y + net (y)), y = norm (x + attention (x)) */
static gboolean
read_behind (const WeftOnnxImport *import, const WeftNode *node, Parts *parts)
{
  const WeftNode *sum = weft_fold_get (import, node, 0, NULL), *y, *before, *x;

  parts->norm2 = node;
  parts->norm1 = weft_fold_is (sum, "add") ? weft_fold_pick (import, sum, "layer_norm", &y) : NULL;
  if (parts->norm1 == NULL || read_net (import, y, parts) != parts->norm1)
    return FALSE;
  before = weft_fold_get (import, parts->norm1, 0, NULL);
  parts->attention
      = weft_fold_is (before, "add") ? weft_fold_pick (import, before, "attention", &x) : NULL;
  return parts->attention != NULL && x != NULL
         && weft_fold_get (import, parts->attention, 0, &parts->x.output) == x
         && (parts->x.node = x->id) != 0;
}

/* y + net (norm (y)), y = x + attention (norm (x)) */
static gboolean
read_before (const WeftOnnxImport *import, const WeftNode *node, Parts *parts)
{
  const WeftNode *net, *y = NULL, *x = NULL;

  parts->norm_first = TRUE;
  net = weft_fold_pick (import, node, "dense", &y);
  parts->norm2 = net != NULL ? read_net (import, net, parts) : NULL;
  if (!weft_fold_is (parts->norm2, "layer_norm")
      || weft_fold_get (import, parts->norm2, 0, NULL) != y || !weft_fold_is (y, "add"))
    return FALSE;
  parts->attention = weft_fold_pick (import, y, "attention", &x);
  parts->norm1
      = parts->attention != NULL ? weft_fold_get (import, parts->attention, 0, NULL) : NULL;
  return weft_fold_is (parts->norm1, "layer_norm") && x != NULL
         && weft_fold_get (import, parts->norm1, 0, &parts->x.output) == x
         && (parts->x.node = x->id) != 0;
}

/* --- weights --- */

typedef struct
{
  const char *to, *from; /* "norm1.weight", "weight" */
  const WeftNode *node;
} Move;

static WeftNamedWeight *
copy (const char *name, const WeftNamedWeight *weight)
{
  return weft_named_weight_new (
      name, &weight->shape,
      g_memdup2 (weight->numbers, (gsize) weft_shape_count (&weight->shape) * sizeof (float)));
}

/* Those of three products as of one, which stand above each other. */
static WeftNamedWeight *
join (const WeftOnnxImport *import, const WeftNode *attention, const char *what)
{
  static const char *const parts[] = { "q_proj", "k_proj", "v_proj" };
  g_autofree char *name = g_strdup_printf ("layers.0.self_attn.in_proj_%s", what);
  WeftShape shape = { 0 };
  float *numbers = NULL;
  gsize n = 0;

  for (int i = 0; i < 3; i++)
    {
      g_autofree char *of = g_strdup_printf ("%s.%s", parts[i], what);
      const WeftNamedWeight *weight = weft_fold_find_weight (import, attention, of);

      if (weight == NULL || (i > 0 && (gsize) weft_shape_count (&weight->shape) != n))
        {
          g_free (numbers);
          return NULL;
        }
      n = (gsize) weft_shape_count (&weight->shape);
      shape = weight->shape;
      numbers = numbers != NULL ? numbers : g_new (float, 3 * n);
      memcpy (numbers + (gsize) i * n, weight->numbers, n * sizeof *numbers);
    }
  shape.dims[0] *= 3;
  return weft_named_weight_new (name, &shape, numbers);
}

/* All that the layer has learnt, by its names; NULL where something is missing. */
static GPtrArray *
gather (const WeftOnnxImport *import, const Parts *parts)
{
  const Move moves[] = {
    { "self_attn.out_proj.weight", "out_proj.weight", parts->attention },
    { "self_attn.out_proj.bias", "out_proj.bias", parts->attention },
    { "linear1.weight", "weight", parts->linear1 },
    { "linear1.bias", "bias", parts->linear1 },
    { "linear2.weight", "weight", parts->linear2 },
    { "linear2.bias", "bias", parts->linear2 },
    { "norm1.weight", "weight", parts->norm1 },
    { "norm1.bias", "bias", parts->norm1 },
    { "norm2.weight", "weight", parts->norm2 },
    { "norm2.bias", "bias", parts->norm2 },
  };
  g_autoptr (GPtrArray) all
      = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);

  for (int i = 0; i < 2; i++)
    {
      WeftNamedWeight *joined = join (import, parts->attention, i == 0 ? "weight" : "bias");

      if (joined == NULL)
        return NULL;
      g_ptr_array_add (all, joined);
    }
  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      const WeftNamedWeight *weight = weft_fold_find_weight (import, moves[i].node, moves[i].from);
      g_autofree char *name = g_strconcat ("layers.0.", moves[i].to, NULL);

      if (weight == NULL)
        return NULL;
      g_ptr_array_add (all, copy (name, weight));
    }
  return g_steal_pointer (&all);
}

static void
give (WeftOnnxImport *import, gint64 id, const GPtrArray *all)
{
  for (guint i = 0; i < all->len; i++)
    {
      const WeftNamedWeight *weight = all->pdata[i];

      weft_fold_add_weight (import, id, weight->name, &weight->shape, weight->numbers);
    }
}

/* --- folds --- */

static GVariant *
dup_params (const Parts *parts, gint64 hidden)
{
  return g_variant_new_parsed (
      "{'num_layers': <int64 1>, 'nhead': <%x>, 'dim_feedforward': <%x>, 'dropout': <0.0>, "
      "'activation': <%s>, 'norm_first': <%b>, 'causal': <%b>}",
      (gint64) weft_fold_get_number (parts->attention, "nhead"), hidden, parts->unit->layer->id,
      parts->norm_first, weft_fold_get_number (parts->attention, "causal") != 0);
}

gboolean
weft_fold_encoder (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  Parts parts = { 0 };
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *name = NULL;
  gint64 id, old = node->id;

  if (!(weft_fold_is (node, "layer_norm") && read_behind (import, node, &parts))
      && !(weft_fold_is (node, "add") && read_before (import, node, &parts)))
    return FALSE;
  if (!reads_alone (import, parts.attention) || !is_usual (parts.norm1) || !is_usual (parts.norm2))
    return FALSE;
  all = gather (import, &parts);
  if (all == NULL)
    return FALSE;
  name = weft_fold_dup_stem (parts.attention, "_self_attn");
  if (name == NULL)
    name = weft_fold_dup_common (import, parts.attention, parts.linear1, NULL);
  id = weft_fold_add (import, "transformer_encoder",
                      dup_params (&parts, (gint64) weft_fold_get_number (parts.linear1, "units")),
                      parts.x, error);
  if (id == 0 || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, name, error))
    return FALSE;
  give (import, id, all);
  return TRUE;
}

/* Whether two are alike but for how many they are. */
static gboolean
is_like (const WeftNode *a, const WeftNode *b)
{
  static const char *const same[]
      = { "nhead", "dim_feedforward", "activation", "norm_first", "causal" };

  for (guint i = 0; i < G_N_ELEMENTS (same); i++)
    {
      g_autoptr (GVariant) p = weft_node_get_param (a, same[i]);
      g_autoptr (GVariant) q = weft_node_get_param (b, same[i]);

      if (!g_variant_equal (p, q))
        return FALSE;
    }
  return TRUE;
}

/* Its weights, numbered from a later layer on. */
static GPtrArray *
renumber (const WeftOnnxImport *import, const WeftNode *node, int from)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_named_weight_free);
  g_autofree char *prefix = g_strconcat (node->name, ".layers.", NULL);

  for (guint i = 0; i < import->weights->len; i++)
    {
      const WeftNamedWeight *weight = import->weights->pdata[i];
      g_autofree char *name = NULL;
      char *rest;
      gint64 number;

      if (!g_str_has_prefix (weight->name, prefix))
        continue;
      number = g_ascii_strtoll (weight->name + strlen (prefix), &rest, 10);
      name = g_strdup_printf ("layers.%" G_GINT64_FORMAT "%s", number + from, rest);
      g_ptr_array_add (all, copy (name, weight));
    }
  return all;
}

/* One upon another, between which nobody reads. */
gboolean
weft_fold_encoders (WeftOnnxImport *import, const WeftNode *node, GError **error)
{
  const WeftNode *lower
      = weft_fold_is (node, "transformer_encoder") ? weft_fold_get (import, node, 0, NULL) : NULL;
  g_autoptr (GPtrArray) all = NULL;
  g_autofree char *name = NULL;
  gint64 id, old = node->id;
  int layers;

  if (!weft_fold_is (lower, "transformer_encoder") || !is_like (node, lower)
      || weft_fold_find_reader (import, lower) != node)
    return FALSE;
  id = lower->id;
  layers = (int) weft_fold_get_number (lower, "num_layers");
  all = renumber (import, node, layers);
  layers += (int) weft_fold_get_number (node, "num_layers");
  if (!weft_onnx_import_apply (
          import, weft_edit_set_param (id, "num_layers", g_variant_new_int64 (layers)), error)
      || !weft_fold_replace (import, old, (WeftOnnxSource){ .node = id }, NULL, error))
    return FALSE;
  give (import, id, all);
  name = weft_fold_dup_stem (weft_graph_find (import->graph, id), "_0");
  return weft_fold_rename (import, id, name, error);
}
