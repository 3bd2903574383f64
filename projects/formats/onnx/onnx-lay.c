/* onnx-lay: what rows lay nodes of ours with */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "projects/formats/named-weights.h"

static const char *
get_name (const WeftOnnxCall *call, guint input)
{
  return input < call->node->n_input ? call->node->input[input] : "";
}

gboolean
weft_onnx_is_known (const WeftOnnxLaying *laying, guint i)
{
  return !g_hash_table_contains (laying->import->open, get_name (laying->call, i));
}

gboolean
weft_onnx_expect_known (WeftOnnxLaying *laying)
{
  for (guint i = 1; i < laying->call->n_in; i++)
    if (laying->call->in[i] != NULL && !weft_onnx_is_known (laying, i))
      return weft_onnx_fail (laying->call, _ ("weights that are computed are not supported"));
  return TRUE;
}

gboolean
weft_onnx_is_read_by (const WeftOnnxLaying *laying, guint i, const char *type)
{
  const Onnx__GraphProto *graph = laying->import->model->proto->graph;
  const char *name = laying->call->node->output[i];

  if (weft_onnx_import_count_readers (laying->import, name) != 1)
    return FALSE;
  for (size_t k = 0; k < graph->n_node; k++)
    for (size_t of = 0; of < graph->node[k]->n_input; of++)
      if (strcmp (graph->node[k]->input[of], name) == 0)
        return strcmp (graph->node[k]->op_type, type) == 0;
  return FALSE;
}

gboolean
weft_onnx_stands_for (const WeftOnnxLaying *laying, guint i, const char *layer)
{
  const WeftNode *node = weft_graph_find (laying->import->graph, laying->in[i].node);

  return node != NULL && strcmp (node->layer->id, layer) == 0;
}

GVariant *
weft_onnx_dims (const gint64 *v, guint n)
{
  return g_variant_new_fixed_array (G_VARIANT_TYPE_INT64, v, n, sizeof *v);
}

GVariant *
weft_onnx_size (const gint64 *v, int n)
{
  return n == 1 ? g_variant_new_int64 (v[0]) : weft_onnx_dims (v, (guint) n);
}

/* --- nodes --- */

gboolean
weft_onnx_import_apply (WeftOnnxImport *import, WeftEdit *edit, GError **error)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (WeftEdit) inverse = weft_graph_apply (import->graph, held, error);

  return inverse != NULL;
}

static void
note_read (WeftOnnxImport *import, const WeftWire *wire)
{
  GArray *reads = g_hash_table_lookup (import->reads, &wire->from);

  if (reads == NULL)
    {
      reads = g_array_new (FALSE, FALSE, sizeof (WeftWire));
      g_hash_table_insert (import->reads, g_memdup2 (&wire->from, sizeof wire->from), reads);
    }
  g_array_append_vals (reads, wire, 1);
}

void
weft_onnx_import_note_reads (WeftOnnxImport *import)
{
  g_hash_table_remove_all (import->reads);
  for (guint i = 0; i < weft_graph_get_n_wires (import->graph); i++)
    note_read (import, weft_graph_get_wire (import->graph, i));
}

gboolean
weft_onnx_import_wire (WeftOnnxImport *import, WeftOnnxSource from, gint64 to, int input,
                       GError **error)
{
  const WeftWire wire = { from.node, to, from.output, input };

  if (!weft_onnx_import_apply (import, weft_edit_add_wire (&wire), error))
    return FALSE;
  note_read (import, &wire);
  return TRUE;
}

gboolean
weft_onnx_import_unwire (WeftOnnxImport *import, const WeftWire *wire, GError **error)
{
  GArray *reads = g_hash_table_lookup (import->reads, &wire->from);

  for (guint i = 0; reads != NULL && i < reads->len; i++)
    {
      const WeftWire *one = &g_array_index (reads, WeftWire, i);

      if (one->to == wire->to && one->input == wire->input)
        {
          const WeftWire was = *one;

          g_array_remove_index (reads, i);
          return weft_onnx_import_apply (import, weft_edit_remove_wire (&was), error);
        }
    }
  return TRUE;
}

const WeftWire *
weft_onnx_import_find_read (const WeftOnnxImport *import, gint64 node, guint *n)
{
  const GArray *reads = g_hash_table_lookup (import->reads, &node);

  *n = reads != NULL ? reads->len : 0;
  return *n > 0 ? &g_array_index (reads, WeftWire, *n - 1) : NULL;
}

gint64
weft_onnx_import_add (WeftOnnxImport *import, const char *name, const char *layer, GVariant *params,
                      GError **error)
{
  g_autoptr (GVariant) held
      = params != NULL
            ? g_variant_ref_sink (params)
            : g_variant_ref_sink (g_variant_new_array (G_VARIANT_TYPE ("{sv}"), NULL, 0));
  const WeftNode node = { .id = weft_graph_get_next_id (import->graph),
                          .name = (char *) name,
                          .layer = weft_layer_find (layer),
                          .params = held };

  g_return_val_if_fail (node.layer != NULL, 0);
  if (!weft_onnx_import_apply (import, weft_edit_add_node (&node), error))
    return 0;
  if (import->scope != NULL)
    weft_onnx_import_set_scope (import, node.id, import->scope);
  return node.id;
}

gint64
weft_onnx_lay (WeftOnnxLaying *laying, const char *layer, GVariant *params, guint n)
{
  WeftOnnxImport *import = laying->import;
  const char *id = layer != NULL ? layer : laying->row->layer;
  g_autofree char *name = weft_onnx_import_dup_name (import, laying->call, id);
  gint64 node = weft_onnx_import_add (import, name, id, params, laying->call->error);

  for (guint i = 0; node != 0 && i < n; i++)
    if (strcmp (id, "embedding") != 0 && strcmp (id, "delay") != 0
        && !weft_onnx_is_real (laying->call->in[i]) && !weft_onnx_is_counted (laying, i))
      {
        weft_onnx_fail (laying->call, _ ("tokens are only looked up in tables"));
        return 0;
      }
    else if (laying->in[i].node == 0)
      {
        weft_onnx_fail (laying->call, _ ("a constant as input %u is not supported"), i + 1);
        return 0;
      }
    else if (!weft_onnx_import_wire (import, laying->in[i], node, (int) i, laying->call->error))
      return 0;
  laying->in[0] = (WeftOnnxSource){ .node = node, .outer = laying->in[0].outer };
  laying->out[0] = (WeftOnnxSource){ node, 0, laying->in[0].outer, laying->out[0].made };
  return node;
}

void
weft_onnx_lay_through (WeftOnnxLaying *laying, guint in, guint out)
{
  laying->out[out] = laying->in[in];
}

gboolean
weft_onnx_lay_weight (WeftOnnxLaying *laying, gint64 node, const char *name,
                      const WeftTensor *numbers, const WeftShape *shape)
{
  WeftOnnxImport *import = laying->import;
  gint64 count = weft_shape_count (&numbers->shape);
  g_autofree char *full
      = g_strdup_printf ("%s.%s", weft_graph_find (import->graph, node)->name, name);
  float *copy;

  if (count != weft_shape_count (shape) || !weft_onnx_is_real (numbers))
    return weft_onnx_fail (laying->call, _ ("its weights do not fit"));
  copy = g_try_new (float, (gsize) MAX (count, 1));
  if (copy == NULL)
    return weft_onnx_fail (laying->call, _ ("there is not enough memory for what comes of it"));
  memcpy (copy, numbers->data, (gsize) count * sizeof *copy);
  g_ptr_array_add (import->weights, weft_named_weight_new (full, shape, copy));
  return TRUE;
}

/* --- what several rows share --- */

/* x · factor + shift. */
static gboolean
lay_scale (WeftOnnxLaying *laying, guint of, double factor, double shift)
{
  laying->in[0] = laying->in[of];
  return weft_onnx_lay (laying, "scale",
                        g_variant_new_parsed ("{'factor': <%d>, 'shift': <%d>}", factor, shift), 1)
         != 0;
}

/* With one number, which is input `number`. */
static gboolean
lay_with_number (WeftOnnxLaying *laying, guint number)
{
  const char *type = laying->call->node->op_type;
  double v = weft_onnx_get (laying->call->in[number], 0);
  gboolean is_second = number == 1;

  if (strcmp (type, "Add") == 0 || strcmp (type, "Sum") == 0)
    return lay_scale (laying, !number, 1, v);
  if (strcmp (type, "Mul") == 0)
    return lay_scale (laying, !number, v, 0);
  if (strcmp (type, "Sub") == 0)
    return is_second ? lay_scale (laying, 0, 1, -v) : lay_scale (laying, 1, -1, v);
  if (strcmp (type, "Div") == 0 && is_second)
    return lay_scale (laying, 0, 1 / v, 0);
  if (strcmp (type, "Div") == 0)
    {
      laying->in[0] = laying->in[1];
      return weft_onnx_lay (laying, "reciprocal", NULL, 1) != 0
             && (v == 1 || lay_scale (laying, 0, v, 0));
    }
  if (strcmp (type, "Pow") == 0 && is_second)
    return weft_onnx_lay (laying, "pow", g_variant_new_parsed ("{'exponent': <%d>}", v), 1) != 0;
  if (strcmp (type, "Max") == 0 && is_second)
    return weft_onnx_lay (
               laying, "clamp",
               g_variant_new_parsed ("{'min': <%d>, 'max': <%d>}", v, (double) G_MAXFLOAT), 1)
           != 0;
  return weft_onnx_fail (laying->call, _ ("a constant as input %u is not supported"), number + 1);
}

/* Whether all are one number. */
static gboolean
is_even (const WeftTensor *x)
{
  for (gint64 i = 1; i < weft_shape_count (&x->shape); i++)
    if (weft_onnx_get (x, i) != weft_onnx_get (x, 0))
      return FALSE;
  return weft_shape_count (&x->shape) > 0;
}

/* With what follows from masks, whose steps are all real: most of that changes nothing, or leaves
 * nothing; else it is one number. FALSE: with something else. */
static gboolean
lay_with_mask (WeftOnnxLaying *laying, guint number)
{
  WeftOnnxCall *call = laying->call;
  const char *type = call->node->op_type;
  const WeftTensor *known = call->in[number];
  gboolean is_product = strcmp (type, "Mul") == 0, is_sum = strcmp (type, "Add") == 0;
  double v;

  if (!g_hash_table_contains (laying->import->of_masks, get_name (call, number)) || call->n_in != 2
      || !is_even (known))
    return FALSE;
  v = weft_onnx_get (known, 0);
  if (is_product && v == 0 && is_even (call->out[0]) && weft_onnx_get (call->out[0], 0) == 0)
    g_hash_table_add (laying->import->of_masks, g_strdup (call->node->output[0]));
  else if (!weft_shape_equal (&call->out[0]->shape, &call->in[!number]->shape))
    return FALSE;
  else if (((is_product || (number == 1 && strcmp (type, "Div") == 0)) && v == 1)
           || ((is_sum || (number == 1 && strcmp (type, "Sub") == 0)) && v == 0))
    weft_onnx_lay_through (laying, !number, 0);
  else
    return lay_with_number (laying, number);
  return TRUE;
}

/* A bias that stands in a node of its own behind a dense layer that nobody else reads. */
static gboolean
lay_bias (WeftOnnxLaying *laying, guint number)
{
  WeftOnnxSource from = laying->in[!number];
  const WeftNode *node = weft_graph_find (laying->import->graph, from.node);
  const WeftTensor *bias = laying->call->in[number];
  const WeftShape *x = &laying->call->in[!number]->shape;
  g_autoptr (GVariant) has_bias = NULL;
  WeftShape shape;

  if (node == NULL || strcmp (node->layer->id, "dense") != 0 || laying->call->n_in != 2
      || g_strcmp0 (laying->call->node->op_type, "Add") != 0
      || weft_shape_count (&bias->shape) != x->dims[x->rank - 1]
      || weft_onnx_import_count_readers (laying->import, get_name (laying->call, !number)) != 1)
    return FALSE;
  has_bias = weft_node_get_param (node, "bias");
  if (g_variant_get_boolean (has_bias)
      || !weft_onnx_import_apply (
          laying->import, weft_edit_set_param (from.node, "bias", g_variant_new_boolean (TRUE)),
          laying->call->error))
    return FALSE;
  laying->out[0] = from;
  g_hash_table_remove (laying->import->open, get_name (laying->call, !number));
  shape = WEFT_SHAPE (x->dims[x->rank - 1]);
  return weft_onnx_lay_weight (laying, from.node, "bias", bias, &shape);
}

/* What both spread to has as many before the samples. */
static void
set_outer (WeftOnnxLaying *laying, guint open)
{
  const WeftShape *x = &laying->call->in[open]->shape, *y = &laying->call->out[0]->shape;
  int axis = y->rank - x->rank + laying->place[open].axis;

  laying->in[0].outer = laying->place[open].lead;
  for (int i = 0; i < axis; i++)
    laying->in[0].outer *= y->dims[i];
}

gboolean
weft_onnx_lay_pair (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  guint open;

  if (call->n_in == 1)
    {
      weft_onnx_lay_through (laying, 0, 0);
      return TRUE;
    }
  for (guint i = 0; i < call->n_in; i++)
    {
      if (!weft_onnx_is_known (laying, i))
        continue;
      if (lay_with_mask (laying, i))
        return TRUE;
      if (call->error != NULL && *call->error != NULL)
        return FALSE;
      if (call->n_in == 2 && weft_shape_count (&call->in[i]->shape) == 1)
        {
          laying->out[0].made = laying->place[!i].ours;
          return lay_with_number (laying, i);
        }
      if (lay_bias (laying, i))
        return TRUE;
      if (call->error != NULL && *call->error != NULL)
        return FALSE;
    }
  if (!weft_onnx_lay_alike (laying, &open))
    return FALSE;
  set_outer (laying, open);
  return weft_onnx_lay (laying, NULL, NULL, call->n_in) != 0;
}
