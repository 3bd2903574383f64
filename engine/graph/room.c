/* room: the place that a new node takes in a row, and who makes way for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/room.h"

#include <math.h>

static int
compare_x_cb (gconstpointer a, gconstpointer b)
{
  const WeftNode *m = *(const WeftNode *const *) a;
  const WeftNode *n = *(const WeftNode *const *) b;

  return (m->x > n->x) - (m->x < n->x);
}

void
weft_room_make (WeftGraph *graph, GPtrArray *edits, gint64 parent, double x, double y)
{
  g_autoptr (GPtrArray) row = g_ptr_array_new ();
  double edge = x;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->parent == parent && fabs (node->y - y) < WEFT_ROOM_HEIGHT
          && node->x + WEFT_ROOM_WIDTH > x)
        g_ptr_array_add (row, (gpointer) node);
    }
  g_ptr_array_sort (row, compare_x_cb);
  for (guint i = 0; i < row->len; i++)
    {
      const WeftNode *node = row->pdata[i];

      if (node->x >= edge + WEFT_ROOM_PITCH)
        break;
      edge += WEFT_ROOM_PITCH;
      g_ptr_array_add (edits, weft_edit_move (node->id, edge, node->y));
    }
}
