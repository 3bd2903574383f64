/* flags: nodes that are muted or use another's weights, while a program is built; and their cures
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/plan/builder.h"
#include "engine/plan/diagnostic-private.h"

/* --- muted --- */

/* A value of zeros of the shape that the value had. */
static WeftValue
add_zeros (WeftBuilder *b, const WeftProgramValue *was, guint n_values)
{
  WeftProgramValue value = {
    .role = WEFT_VALUE_ZERO,
    .kind = was->kind,
    .shape = was->shape,
    .node = b->node->id,
    .output = -1,
  };

  WeftValue x = weft_builder_add_value (b, &value);

  if (was->mask < (int) n_values)
    weft_builder_get_value (b, x)->mask = was->mask;
  return x;
}

void
weft_builder_mute (WeftBuilder *b, guint n_values, guint n_ops, guint n_losses,
                   WeftValue out[WEFT_MAX_OUTPUTS])
{
  WeftProgramValue was[WEFT_MAX_OUTPUTS];
  guint n_gone = b->program->values->len - n_values;

  for (int i = 0; i < WEFT_MAX_OUTPUTS; i++)
    if (out[i].index >= 0)
      was[i] = *weft_builder_get_value (b, out[i]);
  if (b->beside)
    b->beside_first += n_gone; /* there they stay, so that each has its like */
  if (!b->is_beside)
    {
      g_array_set_size (b->program->values, n_values);
      g_array_set_size (b->program->ops, n_ops);
      g_array_set_size (b->program->losses, n_losses);
    }
  for (int i = 0; i < WEFT_MAX_OUTPUTS; i++)
    if (out[i].index >= 0 && was[i].role != WEFT_VALUE_ZERO)
      out[i] = add_zeros (b, &was[i], n_values);
}

/* --- weights of another node --- */

static void
say_other_shape (WeftBuilder *b, const WeftProgramValue *wanted, const WeftProgramValue *value)
{
  gint64 other = b->flat->owner == b->node->id ? 0 : b->flat->owner;
  g_autofree char *label = NULL;
  g_autofree char *own = weft_shape_format (&wanted->shape, FALSE);
  g_autofree char *theirs = weft_shape_format (&value->shape, FALSE);

  /* The one whose weights they are may come after the one that uses them. */
  for (guint i = 0; other == 0 && i < weft_graph_get_n_nodes (b->graph); i++)
    if (weft_graph_get_node (b->graph, i)->shared == b->node->id)
      other = weft_graph_get_node (b->graph, i)->id;
  label = weft_node_dup_label (other ? weft_graph_find (b->graph, other) : b->node);
  weft_builder_fail (b, "shared-shape", label, wanted->name, own, theirs, NULL);
}

static void
begin_like (WeftProgramValue *value, const WeftProgramValue *wanted)
{
  value->init = wanted->init;
  value->fan_in = wanted->fan_in;
  value->fan_out = wanted->fan_out;
  value->fill = wanted->fill;
}

gboolean
weft_builder_find_shared (WeftBuilder *b, const WeftProgramValue *wanted, WeftValue *x)
{
  for (guint i = 0; i < b->program->values->len; i++)
    {
      WeftProgramValue *value = &g_array_index (b->program->values, WeftProgramValue, i);

      if (value->role != wanted->role || value->node != wanted->node
          || value->repeat != wanted->repeat || value->name != wanted->name)
        continue;
      *x = weft_shape_equal (&value->shape, &wanted->shape) ? (WeftValue){ (int) i } : WEFT_NONE;
      if (x->index < 0)
        say_other_shape (b, wanted, value);
      else if (b->flat->owner == b->node->id) /* how it begins is for its own node to say */
        begin_like (value, wanted);
      return TRUE;
    }
  return FALSE;
}

/* --- cures --- */

/* Takes off whichever flag the diagnostic is about. */
void
weft_fix_clear_flag (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  gboolean mutes = strcmp (diagnostic->code, "cannot-mute") == 0;
  const WeftFlag *row = weft_flag_find (mutes ? "muted" : "bypassed");
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

  if (!node || !(node->flags & row->flag))
    return; /* it is the group that is */
  g_ptr_array_add (edits, weft_edit_set_flag (node->id, row->flag, FALSE));
  weft_fix_offer (diagnostic, edits, row->clear, _ (row->clear));
}

void
weft_fix_own_weights (WeftGraph *graph, const WeftReport *report, WeftDiagnostic *diagnostic)
{
  const WeftNode *node = weft_graph_find (graph, diagnostic->node);
  g_autoptr (GPtrArray) edits = weft_fix_new_edits ();

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *other = weft_graph_get_node (graph, i);

      if (other->shared != 0 && (other == node || other->shared == node->id))
        g_ptr_array_add (edits, weft_edit_set_shared (other->id, 0));
    }
  weft_fix_offer (diagnostic, edits, N_ ("Use weights of its own"), _ ("Use weights of its own"));
}
