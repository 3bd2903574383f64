/* expect: what builds ask of their inputs, and the diagnostics that answer */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/diagnostic-private.h"
#include "engine/plan/builder.h"

/* label: of the node that gives it. What are no numbers to reckon with are called by name. Transfer
 * full. */
static char *
describe (const char *label, WeftKind kind, const WeftShape *shape)
{
  g_autofree char *form = weft_shape_format (shape, TRUE);

  if (shape->rank == 0)
    return g_strdup_printf (_ ("%s gives one number for the whole batch"), label);
  if (weft_kind_get_type (kind) == WEFT_F32)
    return g_strdup_printf (_ ("%s gives %s"), label, form);
  /* Translators: a node, "class labels" or "tokens", and their shape: "Data gives tokens, (N, 20)"
   */
  return g_strdup_printf (_ ("%s gives %s, %s"), label, weft_kind_get_title (kind), form);
}

/* "Flatten 1 (flatten1) gives (N, 3136)", for every input that comes from another node. */
static char *
describe_inputs (WeftBuilder *b)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < b->n_in; i++)
    {
      const WeftShape *shape = weft_builder_shape (b, b->in[i]);
      const WeftNode *source
          = b->in[i].index < 0
                ? NULL
                : weft_graph_find (b->graph, weft_builder_get_value (b, b->in[i])->node);
      g_autofree char *label = source ? weft_node_dup_label (source) : NULL;
      g_autofree char *gives = NULL;

      if (!source)
        continue;
      gives = describe (label, weft_builder_get_value (b, b->in[i])->kind, shape);
      g_string_append_printf (text, "%s%s", text->len ? "; " : "", gives);
    }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

void
weft_builder_fail (WeftBuilder *b, const char *code, ...)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  WeftDiagnostic *diagnostic;
  const char *argument;
  va_list rest;

  g_ptr_array_add (arguments, weft_node_dup_label (b->node));
  g_ptr_array_add (arguments, describe_inputs (b));
  va_start (rest, code);
  while ((argument = va_arg (rest, const char *)))
    g_ptr_array_add (arguments, g_strdup (argument));
  va_end (rest);
  g_ptr_array_add (arguments, NULL);
  diagnostic = weft_diagnostic_new_taking (
      code, b->node->id, (char **) g_ptr_array_free (g_steal_pointer (&arguments), FALSE));
  b->failed = b->failed || diagnostic->severity == WEFT_SEVERITY_ERROR;
  g_ptr_array_add (b->diagnostics, diagnostic);
}

gboolean
weft_builder_expect_input (WeftBuilder *b, guint input)
{
  const WeftLayer *layer = b->node->layer;
  g_autofree char *label = NULL, *port = NULL;
  WeftDiagnostic *diagnostic;

  if (b->in[input].index >= 0)
    return TRUE;
  label = weft_node_dup_label (b->node);
  port = weft_layer_dup_input_label (layer, input);
  diagnostic = weft_diagnostic_new ("missing-input", b->node->id, label, port, NULL);
  diagnostic->port = g_intern_string (weft_layer_get_input (layer, input));
  b->failed = TRUE;
  g_ptr_array_add (b->diagnostics, diagnostic);
  return FALSE;
}

gboolean
weft_builder_expect_rank (WeftBuilder *b, WeftValue x, int min, int max, const char *form)
{
  const WeftShape *shape = weft_builder_shape (b, x);
  g_autofree char *sentence = g_strdup_printf (_ ("expects %s"), form);

  if (shape->rank < min || shape->rank > max)
    weft_builder_fail (b, min == 3 && max == 3 ? "needs-steps" : "shape-mismatch", sentence, NULL);
  else
    return TRUE;
  return FALSE;
}

int
weft_builder_axis (WeftBuilder *b, WeftValue x, int dim)
{
  int rank = weft_builder_shape (b, x)->rank;
  int axis = dim < 0 ? rank + dim : dim;
  g_autofree char *wanted = NULL;

  if (axis > 0 && axis < rank)
    return axis;
  wanted = g_strdup_printf ("%d", dim);
  weft_builder_fail (b, "wrong-dimension", wanted, NULL);
  return -1;
}

/* Beside there are more steps than there ever are. */
gboolean
weft_builder_expect_steps (WeftBuilder *b, WeftValue x, gint64 most)
{
  gint64 steps = weft_builder_dim (b, x, 1);
  g_autofree char *have = g_strdup_printf ("%" G_GINT64_FORMAT, steps),
                  *allowed = g_strdup_printf ("%" G_GINT64_FORMAT, most);

  if (steps <= most || b->is_beside)
    return TRUE;
  weft_builder_fail (b, "too-many-steps", have, allowed, NULL);
  return FALSE;
}

gboolean
weft_builder_expect_company (WeftBuilder *b)
{
  gint64 batch = MIN (b->batch_size, b->n_train);
  g_autofree char *samples = g_strdup_printf ("%" G_GINT64_FORMAT, b->n_train);

  if (batch == 1)
    weft_builder_fail (b, "alone-in-batch", samples, NULL);
  return batch != 1;
}

void
weft_builder_expect_values (WeftBuilder *b, gint64 together)
{
  if (together == 1 && !b->is_beside)
    weft_builder_fail (b, "one-value", NULL);
}

gboolean
weft_builder_expect_batch (WeftBuilder *b)
{
  gint64 batch = MIN (b->batch_size, b->n_train);
  g_autofree char *samples = g_strdup_printf ("%" G_GINT64_FORMAT, b->n_train);

  if (batch == 1)
    weft_builder_fail (b, "batch-of-one", samples, NULL);
  else if (batch > 1 && b->n_train % batch == 1)
    weft_builder_fail (b, "last-batch-of-one", samples, NULL);
  return batch != 1;
}
