/* remark-places: notes, frames and points on wires as the scene has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/remark-places.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/graph/layout.h"

#define EDGE 8.0 /* px of a frame's border that it is taken by */
#define LEAST_WIDTH 80.0
#define LEAST_HEIGHT 40.0
#define MOST 100000.0

static double
get_size (const WeftNode *from, const char *name)
{
  g_autoptr (GVariant) value = weft_node_get_param (from, name);

  return (double) g_variant_get_int64 (value);
}

/* The number of the choice; 0: none of its own. */
static int
get_tint (const WeftNode *from)
{
  const WeftParam *param = weft_params_find (from->layer->params, "color");
  g_autoptr (GVariant) value = param != NULL ? weft_node_get_param (from, "color") : NULL;
  const char *name = value != NULL ? g_variant_get_string (value, NULL) : NULL;

  for (int i = 0; name != NULL && param->choices[i].value != NULL; i++)
    if (g_str_equal (param->choices[i].value, name))
      return i;
  return 0;
}

double
weft_remark_set (WeftSceneNode *node, const WeftNode *from)
{
  node->tint = get_tint (from);
  if (from->layer->grouping == WEFT_GROUPING_POINT)
    {
      node->width = WEFT_POINT_WIDTH;
      return WEFT_POINT_HEIGHT;
    }
  if (!weft_layer_is_remark (from->layer))
    return 0;
  if (from->layer->grouping == WEFT_GROUPING_NOTE)
    {
      g_autoptr (GVariant) text = weft_node_get_param (from, "text");

      node->text = g_variant_dup_string (text, NULL);
    }
  node->width = CLAMP (get_size (from, "width"), LEAST_WIDTH, MOST);
  return CLAMP (get_size (from, "height"), LEAST_HEIGHT, MOST);
}

gboolean
weft_remark_is_at (const WeftSceneNode *node, const WeftBox *box, WeftPoint p)
{
  WeftBox inner = weft_box_grow (box, -EDGE);

  if (!weft_box_contains (box, p))
    return FALSE;
  return node->layer->grouping != WEFT_GROUPING_FRAME || p.y < box->y + WEFT_FRAME_BAND
         || !weft_box_contains (&inner, p);
}

gboolean
weft_remark_is_corner (const WeftSceneNode *node, const WeftBox *box, WeftPoint p)
{
  return weft_layer_is_remark (node->layer) && weft_box_contains (box, p)
         && p.x > box->x + box->w - WEFT_CORNER && p.y > box->y + box->h - WEFT_CORNER;
}

GArray *
weft_remark_dup_with_held (WeftGraph *graph, const gint64 *nodes, guint n)
{
  GArray *all = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  for (guint i = 0; i < n; i++)
    if (g_hash_table_add (seen, g_memdup2 (&nodes[i], sizeof nodes[i])))
      g_array_append_val (all, nodes[i]);
  for (guint i = 0; i < all->len; i++)
    {
      const WeftNode *frame = weft_graph_find (graph, g_array_index (all, gint64, i));

      if (frame == NULL || frame->layer->grouping != WEFT_GROUPING_FRAME)
        continue;
      for (guint k = 0; k < weft_graph_get_n_nodes (graph); k++)
        {
          const WeftNode *node = weft_graph_get_node (graph, k);

          if (weft_frame_holds (frame, node)
              && g_hash_table_add (seen, g_memdup2 (&node->id, sizeof node->id)))
            g_array_append_val (all, node->id);
        }
    }
  return all;
}

const WeftLayer *
weft_remark_find_layer (WeftGrouping grouping)
{
  guint n;
  const WeftLayer *const *layers = weft_layers (&n);

  for (guint i = 0; i < n; i++)
    if (layers[i]->grouping == grouping)
      return layers[i];
  g_return_val_if_reached (NULL);
}

WeftEdit *
weft_remark_frame_edit (WeftGraph *graph, const WeftScene *scene, const gint64 *nodes, guint n,
                        gint64 *id)
{
  g_autofree char *name = weft_graph_dup_free_name (graph, "frame");
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  WeftBox all = { 0 };
  gboolean found = FALSE;
  WeftNode frame = { .name = name,
                     .layer = weft_remark_find_layer (WEFT_GROUPING_FRAME),
                     .parent = scene->inside };

  for (guint i = 0; i < n; i++)
    {
      int at = weft_scene_find (scene, nodes[i]);

      if (at < 0)
        continue;
      all = found ? weft_box_union (&all, &scene->boxes[at]) : scene->boxes[at];
      found = TRUE;
    }
  if (!found)
    return NULL;
  frame.id = *id = weft_graph_get_next_id (graph);
  frame.x = floor (all.x - WEFT_FRAME_ROOM);
  frame.y = floor (all.y - WEFT_FRAME_TITLE - WEFT_FRAME_ROOM / 2);
  g_ptr_array_add (edits, weft_edit_add_node (&frame));
  g_ptr_array_add (edits,
                   weft_remark_size_edit (frame.id, all.x + all.w + WEFT_FRAME_ROOM - frame.x,
                                          all.y + all.h + WEFT_FRAME_ROOM - frame.y));
  return weft_edit_list (edits, N_ ("Frame"));
}

WeftEdit *
weft_remark_size_edit (gint64 node, double w, double h)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);

  w = CLAMP (ceil (w), LEAST_WIDTH, MOST);
  h = CLAMP (ceil (h), LEAST_HEIGHT, MOST);
  g_ptr_array_add (edits, weft_edit_set_param (node, "width", g_variant_new_int64 ((gint64) w)));
  g_ptr_array_add (edits, weft_edit_set_param (node, "height", g_variant_new_int64 ((gint64) h)));
  return weft_edit_list (edits, N_ ("Size"));
}
