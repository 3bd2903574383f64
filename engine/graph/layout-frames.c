/* layout-frames: which nodes stand in a frame, and frames that follow them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/graph/layout.h"

#include <math.h>

#define NODE_WIDTH 132.0
#define NODE_HEIGHT 110.0 /* with its picture */

static double
get_size (const WeftNode *node, const char *name)
{
  g_autoptr (GVariant) value = weft_node_get_param (node, name);

  return (double) g_variant_get_int64 (value);
}

gboolean
weft_frame_holds (const WeftNode *frame, const WeftNode *node)
{
  double w = get_size (frame, "width"), h = get_size (frame, "height");

  if (node == frame || node->parent != frame->parent)
    return FALSE;
  if (node->x < frame->x || node->y < frame->y || node->x > frame->x + w || node->y > frame->y + h)
    return FALSE;
  return node->layer->grouping != WEFT_GROUPING_FRAME
         || (node->x + get_size (node, "width") <= frame->x + w
             && node->y + get_size (node, "height") <= frame->y + h);
}

static void
append_size (const WeftNode *frame, const char *name, double size, GPtrArray *edits)
{
  gint64 pixels = (gint64) ceil (size);

  if (pixels != (gint64) get_size (frame, name))
    g_ptr_array_add (edits, weft_edit_set_param (frame->id, name, g_variant_new_int64 (pixels)));
}

static void
follow (WeftGraph *graph, guint at, const WeftLayoutSizes *sizes, double *x, double *y,
        GPtrArray *edits)
{
  const WeftNode *frame = weft_graph_get_node (graph, at);
  double left = INFINITY, top = INFINITY, right = -INFINITY, bottom = -INFINITY;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (weft_layer_is_remark (node->layer) || !weft_frame_holds (frame, node))
        continue;
      left = MIN (left, x[i]);
      top = MIN (top, y[i]);
      right = MAX (right, x[i] + (sizes ? sizes->width[i] : NODE_WIDTH));
      bottom = MAX (bottom, y[i] + (sizes ? MAX (sizes->height[i], NODE_HEIGHT) : NODE_HEIGHT));
    }
  if (left > right)
    return; /* nothing stands in it */
  x[at] = left - WEFT_FRAME_ROOM;
  y[at] = top - WEFT_FRAME_TITLE;
  append_size (frame, "width", right - left + 2 * WEFT_FRAME_ROOM, edits);
  append_size (frame, "height", bottom - top + WEFT_FRAME_TITLE + WEFT_FRAME_ROOM, edits);
}

void
weft_layout_follow (WeftGraph *graph, const WeftLayoutSizes *sizes, double *x, double *y,
                    GPtrArray *edits)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->grouping == WEFT_GROUPING_FRAME)
      follow (graph, i, sizes, x, y, edits);
}
