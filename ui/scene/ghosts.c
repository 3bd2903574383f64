/* ghosts: what stands around a group that is looked into, beside its ports; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/ghosts.h"

#define AWAY (WEFT_NODE_WIDTH + WEFT_NODE_GAP) /* px from a port's node to what is beyond it */
#define PITCH (WEFT_NODE_BARE + 12.0)

static void
add_ghost (WeftScene *scene, const WeftNode *node, const WeftBox *box, WeftPoint from, WeftPoint to)
{
  WeftSceneNode *ghost = g_new0 (WeftSceneNode, 1);

  ghost->id = node->id;
  ghost->layer = node->layer;
  ghost->title = weft_node_dup_title (node);
  ghost->line = g_strdup ("");
  g_ptr_array_add (scene->ghosts, ghost);
  g_array_append_val (scene->ghost_at, *box);
  g_array_append_val (scene->ghost_ends, from);
  g_array_append_val (scene->ghost_ends, to);
}

static void
add_source (WeftScene *scene, WeftGraph *graph, guint port, const WeftBox *at)
{
  const WeftWire *wire = weft_graph_find_wire_to (graph, scene->inside, (int) port);
  const WeftNode *node = wire != NULL ? weft_graph_find (graph, wire->from) : NULL;
  WeftBox box = { at->x - AWAY, at->y, WEFT_NODE_WIDTH, WEFT_NODE_BARE };

  if (node != NULL)
    add_ghost (scene, node, &box, (WeftPoint){ box.x + box.w, box.y + WEFT_PORT_TOP },
               (WeftPoint){ at->x, at->y + WEFT_PORT_TOP });
}

static void
add_targets (WeftScene *scene, WeftGraph *graph, guint port, const WeftBox *at)
{
  WeftBox box = { at->x + AWAY, at->y, WEFT_NODE_WIDTH, WEFT_NODE_BARE };

  for (guint i = 0; i < weft_graph_get_n_wires (graph); i++)
    {
      const WeftWire *wire = weft_graph_get_wire (graph, i);

      if (wire->from != scene->inside || wire->output != (int) port)
        continue;
      add_ghost (scene, weft_graph_find (graph, wire->to), &box,
                 (WeftPoint){ at->x + at->w, at->y + WEFT_PORT_TOP },
                 (WeftPoint){ box.x, box.y + WEFT_PORT_TOP });
      box.y += PITCH;
    }
}

void
weft_ghosts_fill (WeftScene *scene, WeftGraph *graph)
{
  static const WeftGrouping roles[] = { WEFT_GROUPING_INPUT, WEFT_GROUPING_OUTPUT };
  const WeftNode *node;

  g_ptr_array_set_size (scene->ghosts, 0);
  g_array_set_size (scene->ghost_at, 0);
  g_array_set_size (scene->ghost_ends, 0);
  if (scene->inside == 0)
    return;
  for (guint r = 0; r < G_N_ELEMENTS (roles); r++)
    for (guint i = 0; (node = weft_graph_find_port (graph, scene->inside, roles[r], i)) != NULL;
         i++)
      {
        int at = weft_scene_find (scene, node->id);

        if (at >= 0)
          (r == 0 ? add_source : add_targets) (scene, graph, i, &scene->boxes[at]);
      }
}
