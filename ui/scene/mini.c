/* mini: the inside of a group as the small picture on its node; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/mini.h"

#include <string.h>

#include "ui/scene/remark-places.h"

#define MARGIN 4.0

static WeftSceneNode *
find_group (WeftScene *scene, gint64 parent)
{
  int at = parent != scene->inside ? weft_scene_find (scene, parent) : -1;

  return at >= 0 ? scene->nodes->pdata[at] : NULL;
}

static void
add_mini (WeftSceneNode *group, const WeftNode *node, GHashTable *numbers)
{
  WeftSceneNode look = { 0 };
  WeftMini mini = { .family = node->layer->family };
  double own;

  if (node->layer->grouping == WEFT_GROUPING_NOTE || group->minis->len >= WEFT_MINI_MOST)
    return;
  own = weft_remark_set (&look, node);
  mini.tint = look.tint;
  mini.box = (WeftBox){ node->x, node->y, weft_scene_node_get_width (&look),
                        own > 0 ? own : WEFT_NODE_BARE + 58 };
  g_array_append_val (group->minis, mini);
  g_hash_table_insert (numbers, (gpointer) &node->id, GUINT_TO_POINTER (group->minis->len));
}

static void
add_wire (WeftScene *scene, WeftGraph *graph, const WeftWire *wire, GHashTable *numbers)
{
  guint from = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, &wire->from));
  guint to = GPOINTER_TO_UINT (g_hash_table_lookup (numbers, &wire->to));
  WeftSceneNode *group;

  if (from == 0 || to == 0)
    return;
  group = find_group (scene, weft_graph_find (graph, wire->from)->parent);
  from--;
  to--;
  g_array_append_val (group->mini_wires, from);
  g_array_append_val (group->mini_wires, to);
}

void
weft_mini_fill (WeftScene *scene, WeftGraph *graph)
{
  g_autoptr (GHashTable) numbers = g_hash_table_new (g_int64_hash, g_int64_equal);
  gboolean has_groups = FALSE;

  for (guint i = 0; i < scene->nodes->len; i++)
    {
      WeftSceneNode *node = scene->nodes->pdata[i];

      if (node->layer->grouping != WEFT_GROUPING_GROUP)
        continue;
      node->minis = g_array_new (FALSE, FALSE, sizeof (WeftMini));
      node->mini_wires = g_array_new (FALSE, FALSE, sizeof (guint));
      has_groups = TRUE;
    }
  for (guint i = 0; has_groups && i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      WeftSceneNode *group = find_group (scene, node->parent);

      if (group != NULL)
        add_mini (group, node, numbers);
    }
  for (guint i = 0; has_groups && i < weft_graph_get_n_wires (graph); i++)
    add_wire (scene, graph, weft_graph_get_wire (graph, i), numbers);
}

static gboolean
is_same (const GArray *a, const GArray *b, gsize size)
{
  if (a == NULL || b == NULL)
    return a == b;
  return a->len == b->len && memcmp (a->data, b->data, a->len * size) == 0;
}

gboolean
weft_mini_is_equal (const WeftSceneNode *a, const WeftSceneNode *b)
{
  return is_same (a->minis, b->minis, sizeof (WeftMini))
         && is_same (a->mini_wires, b->mini_wires, sizeof (guint));
}

WeftView
weft_mini_get_view (const WeftSceneNode *group, double w, double h)
{
  WeftView view = { 1, 0, 0 };
  WeftBox all = { 0 };

  for (guint i = 0; i < group->minis->len; i++)
    {
      const WeftBox *box = &g_array_index (group->minis, WeftMini, i).box;

      all = i == 0 ? *box : weft_box_union (&all, box);
    }
  view.zoom = MIN (1, MIN ((w - 2 * MARGIN) / MAX (all.w, 1), (h - 2 * MARGIN) / MAX (all.h, 1)));
  view.x = w / 2 - (all.x + all.w / 2) * view.zoom;
  view.y = h / 2 - (all.y + all.h / 2) * view.zoom;
  return view;
}
