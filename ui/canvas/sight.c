/* sight: which part of the plane is in sight */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/canvas/sight.h"

#define REVEAL_MARGIN 24.0
#define FIT_MARGIN 8.0 /* what of a node lies outside its box */
#define PATH_ROOM 40.0 /* over what stands in a group */
#define READABLE 0.67  /* from here on words have nearly the size that they are meant to have */

WeftBox
weft_sight_get_area (WeftPlane *self)
{
  WeftBox all = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                  gtk_widget_get_height (GTK_WIDGET (self)) };

  return weft_view_box_to_plane (&self->sight.view, &all);
}

void
weft_sight_changed (WeftPlane *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "view-changed");
}

void
weft_sight_set (WeftPlane *self, const WeftView *view)
{
  if (view->zoom != self->sight.view.zoom)
    weft_under_forget (self);
  self->sight.view = *view;
  self->sight.view.zoom = CLAMP (self->sight.view.zoom, WEFT_ZOOM_MIN, WEFT_ZOOM_MAX);
  self->sight.has_view = TRUE;
  self->sight.is_fitted = FALSE;
  weft_sight_changed (self);
}

/* All there is, and the path over it in a group. */
static gboolean
get_bounds (WeftScene *scene, WeftBox *bounds)
{
  if (!weft_scene_get_bounds (scene, bounds))
    return FALSE;
  for (guint i = 0; i < scene->ghost_at->len; i++)
    *bounds = weft_box_union (bounds, &g_array_index (scene->ghost_at, WeftBox, i));
  if (scene->inside != 0)
    *bounds = (WeftBox){ bounds->x, bounds->y - PATH_ROOM, bounds->w, bounds->h + PATH_ROOM };
  return TRUE;
}

static gboolean
find_fit (WeftPlane *self, gboolean selection, double w, double h, WeftView *view)
{
  WeftScene *scene = self->scene;
  WeftBox bounds = { 0 };
  gboolean found = FALSE;

  for (guint i = 0; selection && i < scene->nodes->len; i++)
    if (weft_scene_get (scene, i)->in_front)
      {
        bounds = found ? weft_box_union (&bounds, &scene->boxes[i]) : scene->boxes[i];
        found = TRUE;
      }
  if (!found)
    found = get_bounds (scene, &bounds);
  if (!found || w <= 0)
    return FALSE;
  weft_view_fit (view, &bounds, w, h, MIN (FIT_MARGIN, MIN (w, h) / 8));
  return TRUE;
}

void
weft_sight_fit (WeftPlane *self, gboolean selection)
{
  WeftView view;

  weft_plane_get_scene (self);
  if (!find_fit (self, selection, gtk_widget_get_width (GTK_WIDGET (self)),
                 gtk_widget_get_height (GTK_WIDGET (self)), &view))
    return;
  weft_sight_set (self, &view);
  self->sight.is_fitted = !selection;
}

void
weft_sight_change_place (WeftPlane *self, gint64 from, gint64 to)
{
  const WeftView *look = g_hash_table_lookup (self->looks, &to);

  if (self->sight.is_fitted || !self->sight.has_view)
    g_hash_table_remove (self->looks, &from);
  else
    g_hash_table_replace (self->looks, g_memdup2 (&from, sizeof from),
                          g_memdup2 (&self->sight.view, sizeof self->sight.view));
  self->sight.has_view = look != NULL;
  self->sight.is_fitted = self->sight.was_whole = FALSE;
  if (look != NULL)
    self->sight.view = *look;
  weft_under_forget (self);
}

void
weft_sight_show_node (WeftPlane *self, gint64 id)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int i = weft_scene_find (scene, id);
  double w = gtk_widget_get_width (GTK_WIDGET (self)),
         h = gtk_widget_get_height (GTK_WIDGET (self));

  if (i < 0 || w <= 0
      || !weft_view_reveal (&self->sight.view, &scene->boxes[i], w, h, REVEAL_MARGIN))
    return;
  self->sight.is_fitted = FALSE;
  weft_sight_changed (self);
}

static gboolean
tell_view_cb (gpointer self)
{
  g_signal_emit_by_name (self, "view-changed");
  return G_SOURCE_REMOVE;
}

/* Not while things are laid out: who listens changes labels. */
static void
tell_view_later (WeftPlane *self)
{
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_view_cb, g_object_ref (self), g_object_unref);
}

/* --- after an edit --- */

gboolean
weft_sight_is_whole (WeftPlane *self)
{
  WeftBox bounds, in;

  if (!self->sight.has_view || self->sight.width <= 0 || self->scene == NULL)
    return FALSE;
  if (!weft_scene_get_bounds (self->scene, &bounds))
    return TRUE;
  in = weft_view_box_to_widget (&self->sight.view, &bounds);
  return in.x >= -1 && in.y >= -1 && in.x + in.w <= self->sight.width + 1
         && in.y + in.h <= self->sight.height + 1;
}

/* As much of what was added as there is room for, from its first node on. */
static void
show_added (WeftPlane *self, const WeftPatch *patch)
{
  WeftBox all = { 0 };
  gboolean found = FALSE;

  for (guint k = 0; k < patch->nodes->len; k++)
    {
      const WeftBox *box = &self->scene->boxes[g_array_index (patch->nodes, guint, k)];
      WeftBox more, in;

      if (patch->were->pdata[k] != NULL)
        continue;
      more = found ? weft_box_union (&all, box) : *box;
      in = weft_view_box_to_widget (&self->sight.view, &more);
      if (!found
          || (in.w + 2 * REVEAL_MARGIN < self->sight.width
              && in.h + 2 * REVEAL_MARGIN < self->sight.height))
        all = more;
      found = TRUE;
    }
  if (!found
      || !weft_view_reveal (&self->sight.view, &all, self->sight.width, self->sight.height,
                            REVEAL_MARGIN))
    return;
  self->sight.is_fitted = FALSE;
  weft_sight_changed (self);
}

void
weft_sight_follow (WeftPlane *self, const WeftPatch *patch)
{
  gboolean was_whole = self->sight.was_whole;

  self->sight.was_whole = FALSE;
  if (!self->sight.has_view || self->sight.width <= 0)
    return;
  if (was_whole && !weft_sight_is_whole (self))
    weft_sight_fit (self, FALSE);
  else if (!was_whole && patch != NULL)
    show_added (self, patch);
}

/* --- the first look --- */

/* A first look at a large network shows its beginning, so that it can be read. */
static void
begin_readable (WeftPlane *self, double height)
{
  WeftBox bounds;

  self->sight.begins = self->sight.view.zoom < READABLE && get_bounds (self->scene, &bounds);
  if (!self->sight.begins)
    return;
  self->sight.view.zoom = READABLE;
  self->sight.view.x = FIT_MARGIN - bounds.x * READABLE;
  self->sight.view.y
      = MAX (FIT_MARGIN, floor ((height - bounds.h * READABLE) / 2)) - bounds.y * READABLE;
}

void
weft_sight_fit_first (WeftPlane *self, int width, int height)
{
  if (self->sight.has_view && !self->sight.is_fitted)
    {
      tell_view_later (self); /* what is in sight is another part of the same view */
      return;
    }
  if (!find_fit (self, FALSE, width, height, &self->sight.view))
    return;
  /* Whoever saw all of it goes on seeing all of it, when a part of the window takes its room. */
  if (!self->sight.has_view || self->sight.begins)
    begin_readable (self, height);
  self->sight.has_view = self->sight.is_fitted = TRUE;
  weft_under_forget (self);
  tell_view_later (self);
}
