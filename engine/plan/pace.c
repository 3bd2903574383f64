/* pace: how fast a node's weights learn beside the others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/plan/pace.h"

/* FALSE: nothing is set there. */
static gboolean
find_number (const WeftNode *node, const char *name, double *number)
{
  return node->layer->learns && node->params != NULL
         && g_variant_lookup (node->params, name, "d", number);
}

WeftPace
weft_pace_of_node (WeftGraph *graph, const WeftNode *node)
{
  WeftPace pace = { 1, -1 };
  double number;

  for (; node != NULL; node = weft_graph_find (graph, node->parent))
    {
      if (find_number (node, WEFT_PACE_FACTOR, &number))
        pace.lr_factor *= number;
      if (pace.decay < 0 && find_number (node, WEFT_PACE_DECAY, &number))
        pace.decay = number;
    }
  return pace;
}

gboolean
weft_pace_stands_still (const WeftNode *node)
{
  double factor = 1;

  return find_number (node, WEFT_PACE_FACTOR, &factor) && factor == 0;
}

guint
weft_pace_find (GArray *paces, WeftPace pace)
{
  for (guint i = 0; i < paces->len; i++)
    {
      const WeftPace *there = &g_array_index (paces, WeftPace, i);

      if (there->lr_factor == pace.lr_factor && there->decay == pace.decay)
        return i;
    }
  g_array_append_val (paces, pace);
  return paces->len - 1;
}
