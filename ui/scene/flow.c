/* flow: what lies before and behind nodes along the wires, and wires made level; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/flow.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define APART 8.0 /* px that nodes keep from each other */

GArray *
weft_flow_find (WeftGraph *graph, const gint64 *nodes, guint n, gboolean upstream)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    if (g_hash_table_add (seen, g_memdup2 (&nodes[i], sizeof (gint64))))
      g_array_append_val (found, nodes[i]);
  for (guint i = 0; i < found->len; i++)
    for (guint k = 0; k < weft_graph_get_n_wires (graph); k++)
      {
        const WeftWire *wire = weft_graph_get_wire (graph, k);
        gint64 here = g_array_index (found, gint64, i);
        gint64 next = upstream ? wire->from : wire->to;

        if ((upstream ? wire->to : wire->from) != here)
          continue;
        if (g_hash_table_add (seen, g_memdup2 (&next, sizeof next)))
          g_array_append_val (found, next);
      }
  return found;
}

/* --- level wires --- */

/* Into the node's first wired input, from a node that stands to its left; NULL: none. */
static const WeftSceneWire *
find_first_wire (const WeftScene *scene, int node)
{
  const WeftSceneWire *found = NULL;

  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);

      if (wire->to == node && !wire->is_label
          && (found == NULL || wire->wire.input < found->wire.input))
        found = wire;
    }
  if (found == NULL || scene->boxes[found->from].x + WEFT_NODE_WIDTH > scene->boxes[node].x)
    return NULL;
  return found;
}

static gboolean
is_free (const WeftScene *scene, const WeftBox *boxes, int node, const WeftBox *at)
{
  WeftBox near = weft_box_grow (at, APART);

  for (guint i = 0; i < scene->nodes->len; i++)
    if ((int) i != node && weft_box_meets (&near, &boxes[i]))
      return FALSE;
  return TRUE;
}

/* By how much the node stands too low; 0: not at all, or it has to stay. */
static double
get_slope (const WeftScene *scene, const WeftBox *boxes, int node)
{
  const WeftSceneWire *wire = find_first_wire (scene, node);

  if (wire == NULL)
    return 0;
  return weft_geometry_input (&boxes[node], (guint) wire->wire.input).y
         - weft_geometry_output (&boxes[wire->from], (guint) wire->wire.output).y;
}

static int
compare_left_cb (gconstpointer a, gconstpointer b, gpointer boxes)
{
  const WeftBox *m = (const WeftBox *) boxes + *(const int *) a;
  const WeftBox *n = (const WeftBox *) boxes + *(const int *) b;

  return (m->x > n->x) - (m->x < n->x);
}

WeftEdit *
weft_flow_straighten (const WeftScene *scene, const gint64 *nodes, guint n)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autoptr (GArray) order = g_array_new (FALSE, FALSE, sizeof (int));
  g_autofree WeftBox *boxes = g_memdup2 (scene->boxes, scene->nodes->len * sizeof (WeftBox));

  for (guint i = 0; i < n; i++)
    {
      int at = weft_scene_find (scene, nodes[i]);

      if (at >= 0)
        g_array_append_val (order, at);
    }
  g_array_sort_with_data (order, compare_left_cb, boxes); /* each goes by where the last one went */
  for (guint i = 0; i < order->len; i++)
    {
      int node = g_array_index (order, int, i);
      WeftBox at = boxes[node];

      at.y -= get_slope (scene, boxes, node);
      if (fabs (at.y - boxes[node].y) < .5 || !is_free (scene, boxes, node, &at))
        continue;
      boxes[node] = at;
      g_ptr_array_add (edits,
                       weft_edit_move (weft_scene_get (scene, (guint) node)->id, at.x, at.y));
    }
  return edits->len > 0 ? weft_edit_list (edits, N_ ("Straighten")) : NULL;
}
