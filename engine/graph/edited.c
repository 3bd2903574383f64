/* edited: which nodes an edit is about */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/edited.h"

#include <string.h>

#include "engine/graph/graph-private.h"

static gboolean
is_move (const WeftEdit *edit)
{
  return strcmp (edit->kind->id, "move") == 0;
}

static gboolean
is_of_one (const WeftEdit *edit)
{
  return !edit->kind->is_of_others;
}

/* What each part is about, where each is as is asked for. */
static gboolean
list_if (WeftEdit *edit, gboolean (*is) (const WeftEdit *edit), GArray *nodes)
{
  gint64 node = weft_edit_get_id (edit, "node");
  guint n = weft_edit_get_n_children (edit), before = nodes->len;

  if (n == 0 && !is (edit))
    return FALSE;
  if (n == 0 && node != 0)
    g_array_append_val (nodes, node);
  for (guint i = 0; i < n; i++)
    if (!list_if (weft_edit_get_child (edit, i), is, nodes))
      {
        g_array_set_size (nodes, before);
        return FALSE;
      }
  return TRUE;
}

gboolean
weft_edit_list_moved (WeftEdit *edit, GArray *nodes)
{
  return list_if (edit, is_move, nodes);
}

gboolean
weft_edit_list_nodes (WeftEdit *edit, GArray *nodes)
{
  return list_if (edit, is_of_one, nodes);
}
