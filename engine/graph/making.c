/* making: each edit is applied to the copy before the next is made */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/making.h"

void
weft_making_begin (WeftMaking *making, WeftGraph *graph, GError **error)
{
  *making
      = (WeftMaking){ .graph = weft_graph_dup (graph),
                      .edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref),
                      .error = error };
}

void
weft_making_add (WeftMaking *making, WeftEdit *edit)
{
  g_autoptr (WeftEdit) held = edit;
  g_autoptr (WeftEdit) inverse
      = making->failed ? NULL : weft_graph_apply (making->graph, held, making->error);

  if (inverse)
    g_ptr_array_add (making->edits, g_steal_pointer (&held));
  making->failed = inverse == NULL;
}

gint64
weft_making_add_node (WeftMaking *making, const WeftNode *node)
{
  g_autofree char *free_name = weft_graph_dup_free_name (making->graph, node->layer->id);
  WeftNode named = *node;

  named.id = weft_graph_get_next_id (making->graph);
  if (!named.name)
    named.name = free_name;
  weft_making_add (making, weft_edit_add_node (&named));
  return named.id;
}

WeftEdit *
weft_making_end (WeftMaking *making, const char *label)
{
  WeftEdit *edit = making->failed ? NULL : weft_edit_list (making->edits, label);

  g_object_unref (making->graph);
  g_ptr_array_unref (making->edits);
  return edit;
}
