/* marks: what nodes are told about themselves: frozen, muted, bypassed, whose weights they use */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/marks.h"

#include <glib/gi18n-lib.h>

#include "ui/scene/edits.h"

/* One that is selected; NULL: it went with the edit that is being told of. */
static const WeftNode *
get_node (WeftPlane *self, guint i)
{
  GArray *ids = weft_context_get_selection (self->context);

  return weft_graph_find (weft_context_get_graph (self->context), g_array_index (ids, gint64, i));
}

static guint
count (WeftPlane *self)
{
  return weft_context_get_selection (self->context)->len;
}

static gboolean
are_marked (WeftPlane *self, WeftNodeFlags flag)
{
  for (guint i = 0; i < count (self); i++)
    {
      const WeftNode *node = get_node (self, i);

      if (node == NULL || !(node->flags & flag))
        return FALSE;
    }
  return TRUE;
}

static void
toggle (WeftPlane *self, WeftNodeFlags flag)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  const WeftFlag *row = weft_flags;
  gboolean on = !are_marked (self, flag);

  while (row->flag != flag)
    row++;
  for (guint i = 0; i < count (self); i++)
    g_ptr_array_add (edits, weft_edit_set_flag (get_node (self, i)->id, flag, on));
  weft_context_do (self->context, weft_edit_list (edits, on ? row->set : row->clear), 0);
}

void
weft_marks_freeze (WeftPlane *self)
{
  toggle (self, WEFT_NODE_FROZEN);
}

void
weft_marks_mute (WeftPlane *self)
{
  toggle (self, WEFT_NODE_MUTED);
}

void
weft_marks_bypass (WeftPlane *self)
{
  toggle (self, WEFT_NODE_BYPASSED);
}

gboolean
weft_marks_are_frozen (WeftPlane *self)
{
  return are_marked (self, WEFT_NODE_FROZEN);
}

gboolean
weft_marks_are_muted (WeftPlane *self)
{
  return are_marked (self, WEFT_NODE_MUTED);
}

gboolean
weft_marks_are_bypassed (WeftPlane *self)
{
  return are_marked (self, WEFT_NODE_BYPASSED);
}

/* --- weights of another node --- */

static gboolean
has_weights (WeftPlane *self, const WeftNode *node)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));
  const WeftNodeReport *known = report != NULL ? weft_report_find (report, node->id) : NULL;

  return node->shared != 0 || (known != NULL && known->weights > 0);
}

void
weft_marks_renew (WeftPlane *self)
{
  g_autoptr (GArray) nodes = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftEdit *edit;

  for (guint i = 0; i < count (self); i++)
    if (get_node (self, i) != NULL && has_weights (self, get_node (self, i)))
      g_array_append_val (nodes, get_node (self, i)->id);
  edit = weft_edits_renew (weft_context_get_graph (self->context), (const gint64 *) nodes->data,
                           nodes->len, ids);
  if (edit == NULL)
    {
      weft_context_toast (self->context, _ ("Nothing that is selected has weights of its own."));
      return;
    }
  weft_context_do (self->context, edit, 0);
  weft_context_select (self->context, (const gint64 *) ids->data, ids->len);
}

gboolean
weft_marks_can_be_shared (WeftPlane *self)
{
  const WeftNode *first = count (self) > 0 ? get_node (self, 0) : NULL;

  if (first == NULL || (count (self) == 1 && first->shared == 0))
    return FALSE;
  for (guint i = 0; i < count (self); i++)
    {
      const WeftNode *node = get_node (self, i);

      if (node == NULL || node->layer != first->layer || !has_weights (self, node))
        return FALSE;
    }
  return TRUE;
}

gboolean
weft_marks_are_shared (WeftPlane *self)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  const WeftNode *owner = weft_graph_find_owner (graph, get_node (self, 0));

  for (guint i = 1; i < count (self); i++)
    if (weft_graph_find_owner (graph, get_node (self, i)) != owner)
      return FALSE;
  return TRUE;
}

/* The first in the document of those that are selected, or whose weights that one uses. */
static const WeftNode *
find_owner (WeftPlane *self)
{
  const WeftNode *first = get_node (self, 0);

  for (guint i = 1; i < count (self); i++)
    if (get_node (self, i)->id < first->id)
      first = get_node (self, i);
  return weft_graph_find_owner (weft_context_get_graph (self->context), first);
}

void
weft_marks_share (WeftPlane *self)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  gboolean on = !weft_marks_are_shared (self);
  gint64 owner = on ? find_owner (self)->id : 0;

  for (guint i = 0; i < count (self); i++)
    {
      const WeftNode *node = get_node (self, i);

      if (node->id != owner && node->shared != owner)
        g_ptr_array_add (edits, weft_edit_set_shared (node->id, owner));
    }
  weft_context_do (self->context,
                   weft_edit_list (edits, on ? N_ ("Use the same weights") : N_ ("Own weights")),
                   0);
}
