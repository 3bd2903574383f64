/* lay-recurrent: RNN, GRU and LSTM of the standard's as layers of ours: gates in another order,
 * directions in one, layers upon each other as one layer where nobody reads between them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/import-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

enum
{
  X,
  W,
  R,
  B,
  LENGTHS,
  STATE,
  CELL,
};

typedef struct
{
  const char *layer;
  const int *gates; /* of ours, where the standard has them */
  gint64 n_gates, inputs, units, directions, steps;
  gboolean is_bidirectional, is_reverse, by_sample;
  gboolean tells_steps, tells_state; /* whether somebody reads them */
  int number;                        /* which layer it is of those in one */
} Recurrent;

static const WeftTensor *
get (const WeftOnnxCall *call, guint i)
{
  return i < call->n_in ? call->in[i] : NULL;
}

static gboolean
is_read (const WeftOnnxLaying *laying, guint output)
{
  const WeftOnnxCall *call = laying->call;

  return output < call->n_out && *call->node->output[output] != '\0'
         && weft_onnx_import_count_readers (laying->import, call->node->output[output]) > 0;
}

static gboolean
is_all (const WeftTensor *x, double value)
{
  for (gint64 i = 0; x != NULL && i < weft_shape_count (&x->shape); i++)
    if (weft_onnx_get (x, i) != value)
      return FALSE;
  return TRUE;
}

/* --- what the node says --- */

static gboolean
check_cell (WeftOnnxCall *call)
{
  const Onnx__AttributeProto *given = weft_onnx_find (call, "activations");

  if (*call->node->op_type == 'G' && weft_onnx_int (call, "linear_before_reset", 0) == 0)
    return weft_onnx_fail_mode (call, "linear_before_reset", "0");
  if (*call->node->op_type == 'L' && !is_all (get (call, 7), 0))
    return weft_onnx_fail (call, _ ("a cell that gates look at is not supported"));
  for (size_t i = 0; *call->node->op_type == 'R' && given != NULL && i < given->n_strings; i++)
    if (given->strings[i].len != 4
        || g_ascii_strncasecmp ((const char *) given->strings[i].data, "tanh", 4) != 0)
      return weft_onnx_fail_mode (call, "activations", "Relu");
  return TRUE;
}

static gboolean
check_inputs (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;

  for (guint i = 1; i < call->n_in; i++)
    if (i != STATE && i != CELL && call->in[i] != NULL && !weft_onnx_is_known (laying, i))
      return weft_onnx_fail (call, _ ("weights that are computed are not supported"));
  for (guint i = STATE; i <= CELL && i < call->n_in; i++)
    if (call->in[i] != NULL && weft_onnx_is_known (laying, i) && !is_all (call->in[i], 0))
      return weft_onnx_fail (call, _ ("a state to begin with that is not zero is not supported"));
  return TRUE;
}

static gboolean
read_all (WeftOnnxLaying *laying, Recurrent *all)
{
  static const int of_lstm[] = { 0, 2, 3, 1 }, of_gru[] = { 1, 0, 2 }, of_rnn[] = { 0 };
  WeftOnnxCall *call = laying->call;
  const WeftShape *x = &call->in[X]->shape, *r = &call->in[R]->shape;
  char type = *call->node->op_type;

  *all = (Recurrent){
    .layer = type == 'L'   ? "lstm"
             : type == 'G' ? "gru"
                           : "rnn",
    .gates = type == 'L'   ? of_lstm
             : type == 'G' ? of_gru
                           : of_rnn,
    .n_gates = type == 'L'   ? 4
               : type == 'G' ? 3
                             : 1,
    .directions = r->dims[0],
    .units = r->dims[2],
    .inputs = x->dims[2],
    .is_bidirectional = weft_onnx_is_text (call, "direction", "bidirectional", "forward"),
    .by_sample = weft_onnx_int (call, "layout", 0) != 0,
    .tells_steps = is_read (laying, 0),
    .tells_state = is_read (laying, 1) || is_read (laying, 2),
  };
  all->steps = x->dims[all->by_sample ? 1 : 0];
  all->is_reverse = weft_onnx_is_text (call, "direction", "reverse", "forward");
  if (laying->place[X].axis != (all->by_sample ? 0 : 1) || laying->place[X].ours.rank != 3)
    return weft_onnx_fail (call, _ ("it takes samples apart, or puts them together"));
  if (!is_all (get (call, LENGTHS), (double) all->steps))
    return weft_onnx_fail (call, _ ("samples of different lengths are not supported"));
  return check_cell (call) && check_inputs (laying);
}

/* --- weights --- */

/* Direction d's part of a tensor: gates of `rows` × `columns`, from gate `from` on. */
static gboolean
lay_part (WeftOnnxLaying *laying, const Recurrent *all, gint64 node, const char *what, gint64 d,
          const WeftTensor *x, gint64 from, gint64 of, gint64 columns)
{
  g_autofree char *name = g_strdup_printf ("%s_l%d%s", what, all->number,
                                           d == 1 || all->is_reverse ? "_reverse" : "");
  WeftShape shape = columns > 0 ? WEFT_SHAPE (all->n_gates * all->units, columns)
                                : WEFT_SHAPE (all->n_gates * all->units);
  gsize gate = (gsize) (all->units * MAX (columns, 1));
  g_autoptr (WeftTensor) y = weft_tensor_new (&shape);

  for (gint64 g = 0; y != NULL && g < all->n_gates; g++)
    memcpy ((float *) y->data + (gsize) g * gate,
            (const float *) x->data + (gsize) (d * of + from + all->gates[g]) * gate,
            gate * sizeof (float));
  return y != NULL && weft_onnx_lay_weight (laying, node, name, y, &shape);
}

static gboolean
lay_weights (WeftOnnxLaying *laying, const Recurrent *all, gint64 node)
{
  WeftOnnxCall *call = laying->call;
  const WeftTensor *b = get (call, B);
  gint64 n = all->n_gates;

  for (gint64 d = 0; d < all->directions; d++)
    if (!lay_part (laying, all, node, "weight_ih", d, call->in[W], 0, n, all->inputs)
        || !lay_part (laying, all, node, "weight_hh", d, call->in[R], 0, n, all->units)
        || (b != NULL
            && (!lay_part (laying, all, node, "bias_ih", d, b, 0, 2 * n, 0)
                || !lay_part (laying, all, node, "bias_hh", d, b, n, 2 * n, 0))))
      return FALSE;
  return TRUE;
}

/* --- layers upon each other --- */

/* Whether nobody but this node reads what that one gives: each value that stands for it has one
 * reader, as have those in which it only lies otherwise. */
static gboolean
is_read_once (const WeftOnnxImport *import, gint64 node)
{
  GHashTableIter iter;
  gpointer name, at;

  g_hash_table_iter_init (&iter, import->open);
  while (g_hash_table_iter_next (&iter, &name, &at))
    if (((WeftOnnxSource *) at)->node == node
        && (((WeftOnnxSource *) at)->output != 0
            || weft_onnx_import_count_readers (import, name) != 1))
      return FALSE;
  return TRUE;
}

static gboolean
has (const WeftNode *node, const char *param, gint64 value)
{
  g_autoptr (GVariant) v = weft_node_get_param (node, param);

  return (g_variant_is_of_type (v, G_VARIANT_TYPE_BOOLEAN) ? g_variant_get_boolean (v)
                                                           : g_variant_get_int64 (v))
         == value;
}

/* The layer upon which this one stands, and is one with from here on; 0: none. */
static gint64
find_lower (const WeftOnnxLaying *laying, Recurrent *all)
{
  const WeftOnnxSource *x = &laying->in[X];
  const WeftNode *node = weft_graph_find (laying->import->graph, x->node);
  g_autoptr (GVariant) layers = NULL;

  if (node == NULL || strcmp (node->layer->id, all->layer) != 0 || x->output != 0
      || (all->tells_steps && all->tells_state) || is_read (laying, 2)
      || laying->in[STATE].node != 0 || laying->in[CELL].node != 0
      || weft_graph_find_wire_to (laying->import->graph, node->id, 2) != NULL
      || !has (node, "hidden_size", all->units)
      || !has (node, "bidirectional", all->directions == 2)
      || !has (node, "bias", get (laying->call, B) != NULL)
      || all->inputs != all->units * all->directions || !is_read_once (laying->import, node->id))
    return 0;
  layers = weft_node_get_param (node, "num_layers");
  all->number = (int) g_variant_get_int64 (layers);
  return node->id;
}

static gboolean
set (WeftOnnxLaying *laying, gint64 node, const char *param, GVariant *value)
{
  return weft_onnx_import_apply (laying->import, weft_edit_set_param (node, param, value),
                                 laying->call->error);
}

/* --- states --- */

/* What each direction begins with, one behind the other. */
static gboolean
lay_state (WeftOnnxLaying *laying, const Recurrent *all, gint64 node)
{
  WeftShape flat = WEFT_SHAPE (laying->import->batch, all->directions * all->units);
  WeftOnnxSource of[2];
  gint64 joined;
  g_autofree char *name = NULL;

  if (laying->in[STATE].node == 0 && laying->in[CELL].node == 0)
    return TRUE;
  if (*all->layer != 'l')
    return weft_onnx_lay_as (laying, STATE, &flat)
           && weft_onnx_import_wire (laying->import, laying->in[STATE], node, 2,
                                     laying->call->error);
  if (all->directions > 1 || laying->in[STATE].node == 0 || laying->in[CELL].node == 0)
    return weft_onnx_fail (laying->call,
                           _ ("a state to begin with of both directions is not supported"));
  if (!weft_onnx_lay_as (laying, STATE, &flat) || !weft_onnx_lay_as (laying, CELL, &flat))
    return FALSE;
  of[0] = laying->in[STATE];
  of[1] = laying->in[CELL];
  name = weft_graph_dup_free_name (laying->import->graph, "concat");
  joined = weft_onnx_import_add (laying->import, name, "concat", NULL, laying->call->error);
  for (int i = 0; i < 2; i++)
    if (joined == 0
        || !weft_onnx_import_wire (laying->import, of[i], joined, i, laying->call->error))
      return FALSE;
  return weft_onnx_import_wire (laying->import, (WeftOnnxSource){ .node = joined }, node, 2,
                                laying->call->error);
}

/* One of the two states of an LSTM, which it tells direction by direction: (N, D·2·H). */
static gboolean
lay_half (WeftOnnxLaying *laying, const Recurrent *all, gint64 node, gint64 which)
{
  WeftOnnxImport *import = laying->import;
  gint64 n = import->batch;
  WeftShape both = WEFT_SHAPE (n, all->directions, 2 * all->units);
  gint64 dim = all->directions > 1 ? 2 : 1, half;
  g_autofree char *name = NULL;

  laying->in[0] = (WeftOnnxSource){ .node = node, .output = 1 };
  laying->in[0].made = WEFT_SHAPE (n, 2 * all->directions * all->units);
  if (all->directions > 1 && !weft_onnx_lay_as (laying, 0, &both))
    return FALSE;
  name = weft_graph_dup_free_name (import->graph, "slice");
  half = weft_onnx_import_add (import, name, "slice",
                               g_variant_new_parsed ("{'dim': <%x>, 'start': <%x>, 'end': <%x>}",
                                                     dim, which * all->units,
                                                     (which + 1) * all->units),
                               laying->call->error);
  laying->out[1 + which] = (WeftOnnxSource){ .node = half };
  laying->out[1 + which].made = WEFT_SHAPE (n, all->directions * all->units);
  return half != 0 && weft_onnx_import_wire (import, laying->in[0], half, 0, laying->call->error);
}

static gboolean
set_outputs (WeftOnnxLaying *laying, const Recurrent *all, gint64 node)
{
  gint64 n = laying->import->batch, width = all->directions * all->units;
  gint64 outer = all->by_sample ? 1 : all->directions;

  laying->out[0] = (WeftOnnxSource){ 0 };
  if (all->tells_steps)
    {
      laying->out[0] = (WeftOnnxSource){ node, 0, outer * (all->by_sample ? 1 : all->steps),
                                         WEFT_SHAPE (n, all->steps, width) };
    }
  if (!all->tells_steps && !is_read (laying, 2))
    laying->out[1] = (WeftOnnxSource){ node, 0, 0, WEFT_SHAPE (n, width) };
  else if (*all->layer != 'l' && is_read (laying, 1))
    laying->out[1] = (WeftOnnxSource){ node, 1, 0, WEFT_SHAPE (n, width) };
  else if ((is_read (laying, 1) && !lay_half (laying, all, node, 0))
           || (is_read (laying, 2) && !lay_half (laying, all, node, 1)))
    return FALSE;
  laying->out[1].outer = laying->out[2].outer = outer;
  return TRUE;
}

/* --- the other direction --- */

/* A layer that reads the same steps forwards, and is both directions from here on; 0: none. */
static gint64
find_forward (const WeftOnnxLaying *laying, const Recurrent *all)
{
  WeftGraph *graph = laying->import->graph;

  for (guint i = weft_graph_get_n_nodes (graph); i-- > 0;)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftWire *wire = strcmp (node->layer->id, all->layer) == 0
                                 ? weft_graph_find_wire_to (graph, node->id, 0)
                                 : NULL;

      if (wire != NULL && wire->from == laying->in[X].node && wire->output == laying->in[X].output
          && has (node, "hidden_size", all->units) && has (node, "bidirectional", FALSE)
          && has (node, "num_layers", 1) && has (node, "bias", get (laying->call, B) != NULL)
          && weft_graph_find_wire_to (graph, node->id, 2) == NULL && laying->in[STATE].node == 0
          && laying->in[CELL].node == 0)
        return node->id;
    }
  return 0;
}

/* So many numbers of the last axis of what a layer of both directions gives. */
static gint64
add_half (WeftOnnxImport *import, gint64 dim, gint64 from, gint64 width, GError **error)
{
  g_autofree char *name = weft_graph_dup_free_name (import->graph, "slice");

  return weft_onnx_import_add (
      import, name, "slice",
      g_variant_new_parsed ("{'dim': <%x>, 'start': <%x>, 'end': <%x>}", dim, from, from + width),
      error);
}

/* Who read the layer's output reads the first half of it from here on; half: the second. */
static gboolean
part (WeftOnnxImport *import, WeftOnnxSource of, gint64 dim, gint64 width, gint64 *half,
      GError **error)
{
  const GArray *reads = g_hash_table_lookup (import->reads, &of.node);
  g_autoptr (GArray) were = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  gint64 first = add_half (import, dim, 0, width, error);
  GHashTableIter iter;
  gpointer at;

  if (reads != NULL)
    g_array_append_vals (were, reads->data, reads->len);
  for (guint i = 0; first != 0 && i < were->len; i++)
    {
      const WeftWire *wire = &g_array_index (were, WeftWire, i);

      if (wire->output == of.output
          && (!weft_onnx_import_unwire (import, wire, error)
              || !weft_onnx_import_wire (import, (WeftOnnxSource){ .node = first }, wire->to,
                                         wire->input, error)))
        return FALSE;
    }
  g_hash_table_iter_init (&iter, import->open);
  while (g_hash_table_iter_next (&iter, NULL, &at))
    if (((WeftOnnxSource *) at)->node == of.node && ((WeftOnnxSource *) at)->output == of.output)
      {
        ((WeftOnnxSource *) at)->node = first;
        ((WeftOnnxSource *) at)->output = 0;
      }
  *half = first != 0 ? add_half (import, dim, width, width, error) : 0;
  return *half != 0 && weft_onnx_import_wire (import, of, first, 0, error)
         && weft_onnx_import_wire (import, of, *half, 0, error);
}

static gboolean
lay_backwards (WeftOnnxLaying *laying, const Recurrent *all)
{
  WeftOnnxImport *import = laying->import;
  GError **error = laying->call->error;
  gint64 node = weft_onnx_lay_straight (laying, X) ? find_forward (laying, all) : 0, half;
  gint64 n = import->batch, outer = all->by_sample ? 1 : all->steps;
  g_autoptr (GVariant) output = NULL;
  gboolean tells_all;

  if (node == 0 || *all->layer == 'l')
    return weft_onnx_fail_mode (laying->call, "direction", "reverse");
  output = weft_node_get_param (weft_graph_find (import->graph, node), "output");
  tells_all = strcmp (g_variant_get_string (output, NULL), "all") == 0;
  if (tells_all != all->tells_steps)
    return weft_onnx_fail_mode (laying->call, "direction", "reverse");
  if (!set (laying, node, "bidirectional", g_variant_new_boolean (TRUE))
      || !lay_weights (laying, all, node)
      || !part (import, (WeftOnnxSource){ .node = node }, tells_all ? 2 : 1, all->units, &half,
                error))
    return FALSE;
  laying->out[0] = laying->out[1] = (WeftOnnxSource){ 0 };
  if (!tells_all)
    laying->out[1] = (WeftOnnxSource){ half, 0, 1, WEFT_SHAPE (n, all->units) };
  else
    laying->out[0] = (WeftOnnxSource){ half, 0, outer, WEFT_SHAPE (n, all->steps, all->units) };
  if (!tells_all || !all->tells_state)
    return TRUE;
  if (!part (import, (WeftOnnxSource){ .node = node, .output = 1 }, 1, all->units, &half, error))
    return FALSE;
  laying->out[1] = (WeftOnnxSource){ half, 0, 1, WEFT_SHAPE (n, all->units) };
  return TRUE;
}

gboolean
weft_onnx_lay_recurrent (WeftOnnxLaying *laying)
{
  Recurrent all;
  gint64 node;

  if (!read_all (laying, &all))
    return FALSE;
  if (all.is_reverse)
    return lay_backwards (laying, &all);
  node = find_lower (laying, &all);
  if (node != 0 && !set (laying, node, "num_layers", g_variant_new_int64 (all.number + 1)))
    return FALSE;
  if (node == 0)
    {
      if (!weft_onnx_lay_straight (laying, X))
        return FALSE;
      node = weft_onnx_lay (
          laying, all.layer,
          g_variant_new_parsed ("{'hidden_size': <%x>, 'bidirectional': <%b>, 'bias': <%b>}",
                                all.units, all.directions == 2, get (laying->call, B) != NULL),
          1);
    }
  return node != 0
         && set (laying, node, "output", g_variant_new_string (all.tells_steps ? "all" : "last"))
         && lay_weights (laying, &all, node) && lay_state (laying, &all, node)
         && set_outputs (laying, &all, node);
}
