/* plane-view: which part of the plane is in sight */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/canvas/plane.h"

#define REVEAL_MARGIN 24.0
#define FIT_MARGIN 8.0 /* what of a node lies outside its box */
#define READABLE 0.67  /* from here on words have nearly the size that they are meant to have */

WeftBox
weft_plane_get_area (WeftPlane *self)
{
  WeftBox all = { 0, 0, gtk_widget_get_width (GTK_WIDGET (self)),
                  gtk_widget_get_height (GTK_WIDGET (self)) };

  return weft_view_box_to_plane (&self->view, &all);
}

void
weft_plane_free_node (gpointer node)
{
  if (node != NULL)
    gsk_render_node_unref (node);
}

void
weft_plane_redraw_wires (WeftPlane *self)
{
  g_clear_pointer (&self->wires, g_ptr_array_unref);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
weft_plane_forget_drawings (WeftPlane *self)
{
  g_clear_pointer (&self->row, gsk_render_node_unref);
  g_clear_pointer (&self->wires, g_ptr_array_unref);
}

void
weft_plane_view_changed (WeftPlane *self)
{
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit_by_name (self, "view-changed");
}

void
weft_plane_set_view (WeftPlane *self, const WeftView *view)
{
  if (view->zoom != self->view.zoom)
    weft_plane_forget_drawings (self);
  self->view = *view;
  self->view.zoom = CLAMP (self->view.zoom, WEFT_ZOOM_MIN, WEFT_ZOOM_MAX);
  self->has_view = TRUE;
  self->is_fitted = FALSE;
  weft_plane_view_changed (self);
}

static gboolean
find_fit (WeftPlane *self, gboolean selection, double w, double h, WeftView *view)
{
  WeftScene *scene = self->scene;
  WeftBox bounds = { 0 };
  gboolean found = FALSE;

  for (guint i = 0; selection && i < scene->nodes->len; i++)
    if (weft_plane_is_selected (self, weft_scene_get (scene, i)->id))
      {
        bounds = found ? weft_box_union (&bounds, &scene->boxes[i]) : scene->boxes[i];
        found = TRUE;
      }
  if (!found)
    found = weft_scene_get_bounds (scene, &bounds);
  if (!found || w <= 0)
    return FALSE;
  weft_view_fit (view, &bounds, w, h, MIN (FIT_MARGIN, MIN (w, h) / 8));
  return TRUE;
}

void
weft_plane_fit (WeftPlane *self, gboolean selection)
{
  WeftView view;

  weft_plane_get_scene (self);
  if (!find_fit (self, selection, gtk_widget_get_width (GTK_WIDGET (self)),
                 gtk_widget_get_height (GTK_WIDGET (self)), &view))
    return;
  weft_plane_set_view (self, &view);
  self->is_fitted = !selection;
}

void
weft_plane_show_node (WeftPlane *self, gint64 id)
{
  WeftScene *scene = weft_plane_get_scene (self);
  int i = weft_scene_find (scene, id);
  double w = gtk_widget_get_width (GTK_WIDGET (self)),
         h = gtk_widget_get_height (GTK_WIDGET (self));

  if (i < 0 || w <= 0 || !weft_view_reveal (&self->view, &scene->boxes[i], w, h, REVEAL_MARGIN))
    return;
  self->is_fitted = FALSE;
  weft_plane_view_changed (self);
}

/* Not while things are laid out: who listens changes labels. */
static gboolean
tell_view_cb (gpointer self)
{
  g_signal_emit_by_name (self, "view-changed");
  return G_SOURCE_REMOVE;
}

/* --- after an edit --- */

gboolean
weft_plane_is_whole (WeftPlane *self)
{
  WeftBox bounds, in;

  if (!self->has_view || self->width <= 0 || self->scene == NULL)
    return FALSE;
  if (!weft_scene_get_bounds (self->scene, &bounds))
    return TRUE;
  in = weft_view_box_to_widget (&self->view, &bounds);
  return in.x >= -1 && in.y >= -1 && in.x + in.w <= self->width + 1
         && in.y + in.h <= self->height + 1;
}

/* As much of what was added as there is room for, from its first node on. */
static void
show_added (WeftPlane *self, const WeftScene *before)
{
  WeftBox all = { 0 };
  gboolean found = FALSE;

  for (guint i = 0; i < self->scene->nodes->len; i++)
    {
      WeftBox more, in;

      if (weft_scene_find (before, weft_scene_get (self->scene, i)->id) >= 0)
        continue;
      more = found ? weft_box_union (&all, &self->scene->boxes[i]) : self->scene->boxes[i];
      in = weft_view_box_to_widget (&self->view, &more);
      if (!found
          || (in.w + 2 * REVEAL_MARGIN < self->width && in.h + 2 * REVEAL_MARGIN < self->height))
        all = more;
      found = TRUE;
    }
  if (!found || !weft_view_reveal (&self->view, &all, self->width, self->height, REVEAL_MARGIN))
    return;
  self->is_fitted = FALSE;
  weft_plane_view_changed (self);
}

void
weft_plane_follow (WeftPlane *self, const WeftScene *before)
{
  gboolean was_whole = self->was_whole;

  self->was_whole = FALSE;
  if (!self->has_view || self->width <= 0)
    return;
  if (was_whole && !weft_plane_is_whole (self))
    weft_plane_fit (self, FALSE);
  else if (!was_whole)
    show_added (self, before);
}

/* --- the first look --- */

/* A first look at a large network shows its beginning, so that it can be read. */
static void
begin_readable (WeftPlane *self, double height)
{
  WeftBox bounds;

  self->begins = self->view.zoom < READABLE && weft_scene_get_bounds (self->scene, &bounds);
  if (!self->begins)
    return;
  self->view.zoom = READABLE;
  self->view.x = FIT_MARGIN - bounds.x * READABLE;
  self->view.y = MAX (FIT_MARGIN, floor ((height - bounds.h * READABLE) / 2)) - bounds.y * READABLE;
}

void
weft_plane_fit_first (WeftPlane *self, int width, int height)
{
  if ((self->has_view && !self->is_fitted) || !find_fit (self, FALSE, width, height, &self->view))
    return;
  /* Whoever saw all of it goes on seeing all of it, when a part of the window takes its room. */
  if (!self->has_view || self->begins)
    begin_readable (self, height);
  self->has_view = self->is_fitted = TRUE;
  weft_plane_forget_drawings (self);
  g_idle_add_full (G_PRIORITY_DEFAULT, tell_view_cb, g_object_ref (self), g_object_unref);
}
