/* make-way: nodes that are opened into their units, and who makes way for them; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/make-way.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define GAP_BELOW 20.0

/* As large as the node will be. */
static WeftBox
measure (const WeftScene *scene, WeftGraph *graph, const WeftReport *report, guint i,
         const WeftBox *old, gboolean open)
{
  const WeftSceneNode *node = weft_scene_get (scene, i);
  const WeftNodeReport *of = report != NULL ? weft_report_find (report, node->id) : NULL;
  WeftBox box = { old->x, old->y, WEFT_NODE_WIDTH,
                  weft_geometry_node_height (node->n_in, node->n_out, node->has_thumb) };

  if (open && of != NULL && of->units.rank >= 2)
    {
      WeftShape view = weft_report_view_weight (report, graph, node->id, &of->units);
      WeftUnits units = weft_units_plan (&view);

      box.w = units.width;
      box.h = MAX (box.h, units.height);
    }
  return box;
}

/* By how much the others move so that `free` of room becomes `want`, or comes back to it when the
 * node shrinks by `shrinks`. */
static double
find_shift (double free, double want, double shrinks)
{
  if (free < want)
    return want - free;
  return shrinks > 0 ? -MIN (shrinks, free - want) : 0;
}

static gboolean
is_beside (const WeftBox *old, const WeftBox *new, const WeftBox *other)
{
  return other->x >= old->x + old->w - 1 && other->y < new->y + MAX (old->h, new->h)
         && other->y + other->h > new->y;
}

static gboolean
is_below (const WeftBox *old, const WeftBox *other)
{
  return other->y >= old->y + old->h - 1;
}

void
weft_make_way (WeftBox *boxes, guint n, guint i, const WeftBox *new)
{
  WeftBox old = boxes[i];
  double right = INFINITY, below = INFINITY, bottom = new->y + new->h, dx, dy;

  for (guint k = 0; k < n; k++)
    {
      if (k != i && is_beside (&old, new, &boxes[k]) && !is_below (&old, &boxes[k]))
        right = MIN (right, boxes[k].x);
      if (k != i && is_below (&old, &boxes[k]))
        below = MIN (below, boxes[k].y);
      if (k != i && !is_below (&old, &boxes[k]) && old.h > new->h)
        bottom = MAX (bottom, boxes[k].y + boxes[k].h); /* nothing comes up into its neighbours */
    }
  dx = isfinite (right) ? find_shift (right - new->x - new->w, WEFT_NODE_GAP, old.w - new->w) : 0;
  dy = isfinite (below) ? find_shift (below - bottom, GAP_BELOW, old.h - new->h) : 0;
  for (guint k = 0; k < n; k++)
    {
      if (k != i && is_below (&old, &boxes[k]))
        boxes[k].y += dy;
      else if (k != i && is_beside (&old, new, &boxes[k]))
        boxes[k].x += dx;
    }
  boxes[i] = *new;
}

WeftEdit *
weft_open_edit (const WeftScene *scene, WeftGraph *graph, const WeftReport *report,
                const gint64 *nodes, guint n, gboolean open)
{
  g_autoptr (GPtrArray) edits = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_edit_unref);
  g_autofree WeftBox *boxes = g_memdup2 (scene->boxes, scene->nodes->len * sizeof (WeftBox));

  for (guint i = 0; i < n; i++)
    {
      int at = weft_scene_find (scene, nodes[i]);
      const WeftSceneNode *node = at >= 0 ? weft_scene_get (scene, (guint) at) : NULL;
      WeftBox box;

      if (node == NULL || !node->can_open || ((node->flags & WEFT_NODE_OPEN) != 0) == open)
        continue;
      box = measure (scene, graph, report, (guint) at, &boxes[at], open);
      weft_make_way (boxes, scene->nodes->len, (guint) at, &box);
      g_ptr_array_add (edits, weft_edit_set_flag (node->id, WEFT_NODE_OPEN, open));
    }
  for (guint i = 0; edits->len > 0 && i < scene->nodes->len; i++)
    if (boxes[i].x != scene->boxes[i].x || boxes[i].y != scene->boxes[i].y)
      g_ptr_array_add (edits,
                       weft_edit_move (weft_scene_get (scene, i)->id, boxes[i].x, boxes[i].y));
  if (edits->len == 0)
    return NULL;
  return weft_edit_list (edits, open ? N_ ("Open into units") : N_ ("Close units"));
}
