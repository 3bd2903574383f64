/* builder: turns what a layer's build says into values and ops of a program */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/builder.h"

#include <string.h>

#include "engine/layers/shapes.h"
#include "engine/plan/diagnostic-private.h"

#define MAX_ELEMENTS                                                                               \
  (G_GINT64_CONSTANT (1) << 30) /* of one tensor: products of two do not overflow */

static const WeftShape unknown, absent = { .rank = -1 };

WeftProgramValue *
weft_builder_get_value (WeftBuilder *b, WeftValue x)
{
  g_return_val_if_fail (x.index >= 0 && (guint) x.index < b->program->values->len, NULL);
  return &g_array_index (b->program->values, WeftProgramValue, x.index);
}

const WeftShape *
weft_builder_shape (WeftBuilder *b, WeftValue x)
{
  return x.index < 0 ? &unknown : &weft_builder_get_value (b, x)->shape;
}

gint64
weft_builder_dim (WeftBuilder *b, WeftValue x, int axis)
{
  const WeftShape *shape = weft_builder_shape (b, x);
  int at = axis < 0 ? shape->rank + axis : axis;

  return at >= 0 && at < shape->rank ? shape->dims[at] : 0;
}

void
weft_builder_begin (WeftBuilder *b, const WeftNode *node, const WeftValue *in, guint n_in)
{
  b->node = node;
  b->in = in;
  b->n_in = n_in;
  b->first = b->program->values->len;
  b->flat = NULL;
  weft_builder_find_beside (b);
  b->failed = FALSE;
}

/* The diagnostic for what comes to input i; NULL: the port takes it. */
static const char *
find_misfit (WeftBuilder *b, guint i)
{
  const WeftPort *port = weft_layer_get_port (b->node->layer, i);
  const WeftProgramValue *value;

  if (b->in[i].index < 0)
    return NULL;
  value = weft_builder_get_value (b, b->in[i]);
  if (!weft_layer_takes (b->node->layer, i, value->kind))
    return port && port->misfit ? port->misfit : "labels-as-input";
  return value->shape.rank == 0 && !port->scalars ? "scalar-as-input" : NULL;
}

/* Whether every input means what its port takes; else a diagnostic of the first that does not. */
static gboolean
check_inputs (WeftBuilder *b)
{
  for (guint i = 0; i < b->n_in; i++)
    {
      const char *misfit = find_misfit (b, i);

      if (!misfit)
        continue;
      weft_builder_fail (b, misfit, NULL);
      return FALSE;
    }
  return TRUE;
}

void
weft_builder_run (WeftBuilder *b, WeftValue out[WEFT_MAX_OUTPUTS])
{
  const WeftLayer *layer = b->node->layer;
  g_autofree gpointer record = g_malloc0 (layer->record_size + 1);

  for (int i = 0; i < WEFT_MAX_OUTPUTS; i++)
    out[i] = WEFT_NONE;
  if (!check_inputs (b))
    return;
  weft_params_load (layer->params, b->node->params, record, layer->record_size);
  layer->build (b, record, b->in, b->n_in, out);
}

/* --- values --- */

WeftValue
weft_builder_add_value (WeftBuilder *b, const WeftProgramValue *value)
{
  WeftValue x = { (int) b->program->values->len };

  g_array_append_vals (b->program->values, value, 1);
  weft_builder_get_value (b, x)->mask = -1;
  weft_builder_follow (b, x);
  return x;
}

gboolean
weft_builder_expect_size (WeftBuilder *b, const WeftShape *shape)
{
  WeftShape numbers = *shape;
  g_autofree char *wanted = NULL;
  g_autofree char *most = NULL;

  if (weft_shape_count (shape) <= MAX_ELEMENTS)
    return TRUE;
  weft_shape_fix (&numbers);
  wanted = weft_shape_format (&numbers, FALSE);
  most = g_strdup_printf ("%" G_GINT64_FORMAT, MAX_ELEMENTS);
  weft_builder_fail (b, "too-large", wanted, most, NULL);
  return FALSE;
}

/* Whose the value is: the node's, or that one's whose weights it uses. */
static void
set_key (WeftBuilder *b, WeftProgramValue *value)
{
  value->node = b->flat ? b->flat->owner : b->node->id;
  value->repeat = b->flat ? b->flat->owner_repeat : 0;
  value->is_frozen = b->flat && b->flat->is_frozen;
  value->pace = b->flat ? weft_pace_find (b->program->paces, b->flat->pace) : 0;
  value->wants_grad = value->wants_grad && !value->is_frozen;
}

static WeftValue
add_own (WeftBuilder *b, const char *name, WeftProgramValue value, const gint64 *dims, int rank)
{
  WeftValue x;

  for (int i = 0; i < rank && !b->failed; i++)
    if (dims[i] < 1)
      return WEFT_NONE;
  value.shape = weft_shape_new (dims, rank);
  value.name = g_intern_string (name);
  value.output = -1;
  set_key (b, &value);
  if (b->failed || !weft_builder_expect_size (b, &value.shape))
    return WEFT_NONE;
  if (b->flat && b->flat->shares && weft_builder_find_shared (b, &value, &x))
    return x;
  x = weft_builder_add_value (b, &value);
  return b->failed ? WEFT_NONE : x;
}

WeftValue
weft_builder_weight (WeftBuilder *b, const char *name, WeftInit init, gint64 fan_in, gint64 fan_out,
                     const gint64 *dims, int rank)
{
  WeftProgramValue value = {
    .role = WEFT_VALUE_WEIGHT,
    .init = init,
    .fan_in = fan_in,
    .fan_out = fan_out,
    .wants_grad = TRUE,
  };

  return add_own (b, name, value, dims, rank);
}

WeftValue
weft_builder_filled (WeftBuilder *b, const char *name, float fill, const gint64 *dims, int rank)
{
  WeftProgramValue value = {
    .role = WEFT_VALUE_WEIGHT, .init = WEFT_INIT_FILL, .fan_in = 1, .fan_out = 1, .fill = fill
  };

  return add_own (b, name, value, dims, rank);
}

WeftValue
weft_builder_buffer (WeftBuilder *b, const char *name, float fill, const gint64 *dims, int rank)
{
  return add_own (b, name, (WeftProgramValue){ .role = WEFT_VALUE_BUFFER, .fill = fill }, dims,
                  rank);
}

/* --- ops --- */

gboolean
weft_builder_find_shapes (WeftBuilder *b, const WeftOp *op, WeftOpShapes *shapes)
{
  g_autofree char *sentence = NULL;

  if (op->shape (shapes))
    {
      for (guint o = 0; o < shapes->n_out && !b->failed; o++)
        if (o == 0 || !b->is_beside) /* where there are more steps than there ever are */
          weft_builder_expect_size (b, &shapes->out[o]);
      return !b->failed;
    }
  sentence = g_steal_pointer (&shapes->error);
  weft_builder_fail (b, "shape-mismatch", sentence ? sentence : _ ("cannot use these inputs"),
                     NULL);
  return FALSE;
}

static gboolean
draws (const WeftOp *op, const void *attrs)
{
  return op->is_random && (!op->draws || op->draws (attrs));
}

/* The node's own stream for its first op that draws, and for all that draw by sample, others beside
 * it, and from the second time on others again: no two others draw the same. */
static guint64
find_stream (WeftBuilder *b, const WeftOp *row)
{
  gint64 repeat = b->flat ? b->flat->repeat : 0;
  g_autofree char *name = NULL;
  guint n = 0;

  for (guint i = row->draws_by_sample ? 0 : b->program->ops->len; i-- > 0;)
    {
      const WeftProgramOp *op = &g_array_index (b->program->ops, WeftProgramOp, i);

      if (op->node != b->node->id || op->repeat != repeat)
        break;
      n += draws (weft_op_find (op->op, 0), op->attrs);
    }
  if (n == 0 && repeat == 0)
    return (guint64) b->node->id;
  name = repeat == 0 ? g_strdup_printf ("draw %u", n)
                     : g_strdup_printf ("draw %u of %" G_GINT64_FORMAT, n, repeat);
  return weft_random_stream_for (b->node->id, name);
}

static void
emit (WeftBuilder *b, const WeftOp *op, const WeftOpShapes *shapes, const WeftValue *in,
      WeftValue *out)
{
  WeftProgramOp application = {
    .op = g_intern_string (op->id),
    .attrs = g_memdup2 (shapes->attrs, op->attrs_size),
    .node = b->node->id,
    .repeat = b->flat ? b->flat->repeat : 0,
    .node_name = g_string_chunk_insert (b->program->names, b->node->name),
    .n_in = shapes->n_in,
    .n_out = shapes->n_out,
    .stream = draws (op, shapes->attrs) ? find_stream (b, op) : 0,
  };
  WeftProgramValue value = { .role = WEFT_VALUE_RESULT, .node = b->node->id, .output = -1 };

  for (guint i = 0; i < shapes->n_in; i++)
    {
      application.in[i] = in[i].index;
      if (in[i].index >= 0 && !weft_op_get_input (op, i)->no_gradient)
        value.wants_grad |= weft_builder_get_value (b, in[i])->wants_grad;
    }
  value.wants_grad = value.wants_grad && weft_op_has_backward (op);
  for (guint i = 0; i < shapes->n_out; i++)
    {
      value.shape = shapes->out[i];
      out[i] = weft_builder_add_value (b, &value);
      application.out[i] = out[i].index;
      weft_builder_hand_on_mask (b, out[i], in, shapes->n_in);
    }
  g_array_append_val (b->program->ops, application);
}

/* The shapes of what is given; FALSE when something is that may not be absent. */
static gboolean
take_inputs (WeftBuilder *b, const WeftOp *op, const WeftValue *in, guint n_in, WeftShape *in_shape)
{
  for (guint i = 0; i < n_in; i++)
    {
      if (in[i].index < 0 && !weft_op_get_input (op, i)->optional)
        return FALSE;
      in_shape[i] = in[i].index < 0 ? absent : *weft_builder_shape (b, in[i]);
    }
  return TRUE;
}

void
weft_builder_op_many (WeftBuilder *b, const char *id, const WeftAttr *attrs, const WeftValue *in,
                      guint n_in, WeftValue *out, guint n_out)
{
  const WeftOp *op = weft_op_find (id, 0);
  WeftShape in_shape[WEFT_OP_MAX_IN] = { 0 }, out_shape[WEFT_OP_MAX_OUT] = { 0 };
  WeftValue given[WEFT_OP_MAX_IN], made[WEFT_OP_MAX_OUT];
  g_autofree gpointer record = NULL;
  WeftOpShapes shapes = { NULL, n_in, n_out, in_shape, out_shape, NULL };

  for (guint i = 0; i < n_out; i++)
    out[i] = WEFT_NONE;
  g_return_if_fail (op && n_in <= WEFT_OP_MAX_IN && n_out <= WEFT_OP_MAX_OUT);
  if (!take_inputs (b, op, in, n_in, in_shape))
    return;
  memcpy (given, in, n_in * sizeof *in);
  shapes.attrs = record = weft_op_attrs_new (op, attrs);
  if (op->carry[0].in > 0 && b->program->binding.goes_on > 0)
    weft_builder_let_go_on (b, op, &shapes, in_shape, given);
  if (b->failed || !weft_builder_find_shapes (b, op, &shapes))
    return;
  emit (b, op, &shapes, given, made);
  memcpy (out, made, n_out * sizeof *out);
}

WeftValue
weft_builder_op (WeftBuilder *b, const char *op, const WeftAttr *attrs, const WeftValue *in,
                 guint n_in)
{
  WeftValue out;

  weft_builder_op_many (b, op, attrs, in, n_in, &out, 1);
  return out;
}

const WeftOp *
weft_builder_find_maker (WeftBuilder *b, WeftValue x)
{
  for (guint i = b->program->ops->len; x.index >= 0 && i-- > 0;)
    {
      const WeftProgramOp *application = &g_array_index (b->program->ops, WeftProgramOp, i);

      if (application->out[0] == x.index)
        return weft_op_find (application->op, 0);
    }
  return NULL;
}

gboolean
weft_builder_is_arranged (WeftBuilder *b, WeftValue x)
{
  static const char *const arranging[] = { "permute", "reshape", "linear", NULL };
  g_autoptr (GHashTable) makes = g_hash_table_new (NULL, NULL); /* values that x is made of */

  g_hash_table_add (makes, GINT_TO_POINTER (x.index));
  for (guint i = b->program->ops->len; i-- > 0;)
    {
      const WeftProgramOp *op = &g_array_index (b->program->ops, WeftProgramOp, i);

      if (!g_hash_table_contains (makes, GINT_TO_POINTER (op->out[0])))
        continue;
      if (g_strv_contains (arranging, op->op))
        return TRUE;
      for (guint k = 0; k < op->n_in; k++)
        g_hash_table_add (makes, GINT_TO_POINTER (op->in[k]));
    }
  return FALSE;
}

WeftValue
weft_builder_find_weight (WeftBuilder *b, WeftValue x, guint i)
{
  gint64 node = x.index < 0 ? 0 : weft_builder_get_value (b, x)->node;

  for (guint k = 0; k < b->program->values->len; k++)
    {
      WeftValue weight = { (int) k };
      const WeftProgramValue *value = weft_builder_get_value (b, weight);

      if (value->role == WEFT_VALUE_WEIGHT && value->node == node && i-- == 0)
        return weight;
    }
  return WEFT_NONE;
}

/* Whether the op only changes what its input says while the network learns, or its form. */
static gboolean
says_the_same (const WeftProgram *program, const WeftProgramOp *op)
{
  const WeftOp *row = weft_op_find (op->op, 0);
  const WeftProgramValue *values = &g_array_index (program->values, WeftProgramValue, 0);

  return row->draws_by_sample
         && (row->training_only || values[op->out[0]].shape.type != values[op->in[0]].shape.type);
}

/* What the value was before any sample of it was drawn anew: the data's own. */
static int
find_undrawn (const WeftProgram *program, int value)
{
  for (guint i = program->ops->len; value >= 0 && i-- > 0;)
    {
      const WeftProgramOp *op = &g_array_index (program->ops, WeftProgramOp, i);

      if (op->out[0] == value && says_the_same (program, op))
        value = op->in[0];
    }
  return value;
}

/* What the node was given there; −1: nothing. */
static int
find_input (const WeftBuilder *b, const char *port)
{
  int i = weft_layer_find_input (b->node->layer, port);

  return i >= 0 && (guint) i < b->n_in ? b->in[i].index : -1;
}

void
weft_builder_loss (WeftBuilder *b, WeftValue loss, WeftValue prediction, WeftValue target,
                   double weight)
{
  WeftProgramLoss entry = {
    .node = b->node->id,
    .name = g_string_chunk_insert (b->program->names, b->node->name),
    .loss = loss.index,
    .prediction = prediction.index,
    .mask = find_input (b, "mask"),
    .compared = -1,
    .target = find_undrawn (b->program, target.index),
    .weight = b->leads_to_loss ? 0 : weight,
    .weighed = -1,
  };

  if (loss.index >= 0)
    g_array_append_val (b->program->losses, entry);
}

/* Of the node at hand; nullable. */
static WeftProgramLoss *
get_last_loss (WeftBuilder *b)
{
  GArray *losses = b->program->losses;
  WeftProgramLoss *loss
      = losses->len > 0 ? &g_array_index (losses, WeftProgramLoss, losses->len - 1) : NULL;

  return loss != NULL && loss->node == b->node->id ? loss : NULL;
}

void
weft_builder_compares (WeftBuilder *b, WeftValue made, WeftValue with)
{
  WeftProgramLoss *loss = get_last_loss (b);

  if (loss == NULL)
    return;
  loss->compared = made.index;
  loss->target = with.index;
}

void
weft_builder_aligns (WeftBuilder *b, int blank, int beam)
{
  WeftProgramLoss *loss = get_last_loss (b);

  if (loss == NULL)
    return;
  loss->blank = 1 + blank;
  loss->beam = beam;
}

/* --- what values mean --- */

int
weft_builder_classes (WeftBuilder *b, WeftValue x)
{
  const WeftProgramValue *value = x.index >= 0 ? weft_builder_get_value (b, x) : NULL;
  gboolean is_batch
      = value && (value->role == WEFT_VALUE_INPUT || value->role == WEFT_VALUE_RESULT);
  const WeftField *field = b->dataset && is_batch && value->name
                               ? weft_dataset_find_field (b->dataset, value->name)
                               : NULL;

  return field ? field->classes : value ? value->classes : 0;
}

gboolean
weft_builder_is_wanted (WeftBuilder *b, int output)
{
  return (b->wanted >> output & 1u) != 0;
}
