/* standing: where the nodes' views stand, of which only those in sight are there to be drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/standing.h"

#include <math.h>

#define FRAME_SHARE 6000 /* µs of a frame for images that only want to be sharper */

static gboolean
sharpen_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  WEFT_PLANE (widget)->tick = 0;
  gtk_widget_queue_allocate (widget);
  return G_SOURCE_REMOVE;
}

static void
place_view (WeftPlane *self, WeftNodeView *view, const WeftBox *box)
{
  WeftPoint p = weft_view_to_widget (&self->sight.view, (WeftPoint){ box->x, box->y });
  GskTransform *transform = gsk_transform_translate (
      NULL, &GRAPHENE_POINT_INIT ((float) floor (p.x + .5), (float) floor (p.y + .5)));
  int w, h;

  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_HORIZONTAL, -1, &w, NULL, NULL, NULL);
  gtk_widget_measure (GTK_WIDGET (view), GTK_ORIENTATION_VERTICAL, -1, &h, NULL, NULL, NULL);
  gtk_widget_allocate (GTK_WIDGET (view), MAX (1, (int) (box->w * self->sight.view.zoom + .5)),
                       MAX (1, (int) (box->h * self->sight.view.zoom + .5)), -1, transform);
}

/* It stays, wherever it is, for a widget that is not there would lose the focus; nullable. */
static WeftNodeView *
find_view_with_focus (WeftPlane *self)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *view = focus != NULL ? gtk_widget_get_ancestor (focus, WEFT_TYPE_NODE_VIEW) : NULL;

  return view != NULL ? WEFT_NODE_VIEW (view) : NULL;
}

/* FALSE: it wants to be drawn sharper, and there is no time left in this frame. */
static gboolean
lay_out_node (WeftPlane *self, guint i, const WeftBox *area, WeftNodeView *focus, gint64 until)
{
  const WeftSceneNode *node = weft_scene_get (self->scene, i);
  WeftNodeView *view = weft_plane_get_view (self, i);
  WeftBox near = weft_box_grow (area, WEFT_NODE_GAP + 20); /* its shape may be in sight before it */
  WeftDetail detail = weft_zoom_get_detail (self->sight.view.zoom);
  gboolean in_sight = weft_box_meets (&self->scene->boxes[i], area) || view == focus;

  weft_node_view_set_in_sight (view, in_sight);
  if (weft_box_meets (&self->scene->boxes[i], &near))
    weft_node_view_set_style (view, detail, self->sight.view.zoom, self->family,
                              weft_theme_is_dark ());
  if (!in_sight)
    return TRUE;
  place_view (self, view, &self->scene->boxes[i]);
  if (detail == WEFT_DETAIL_BLOCKS)
    return TRUE;
  weft_thumbs_update (self, view, node);
  weft_node_view_tell (view);
  return weft_node_view_prepare (view, g_get_monotonic_time () > until);
}

void
weft_standing_lay_out (WeftPlane *self, int width, int height)
{
  /* While it is zoomed what is made sharp is not so in the next frame. */
  gboolean is_zoomed = self->sight.view.zoom != self->sight.zoom_before;
  gint64 until = g_get_monotonic_time () + (is_zoomed ? 0 : FRAME_SHARE);
  gboolean waits = FALSE;
  WeftNodeView *focus = find_view_with_focus (self);
  WeftBox area;

  if (width != self->sight.width || height != self->sight.height)
    weft_under_forget (self);
  if (width != self->sight.width || height != self->sight.height || !self->sight.has_view)
    weft_sight_fit_first (self, width, height);
  self->sight.zoom_before = self->sight.view.zoom;
  self->sight.width = width;
  self->sight.height = height;
  area = weft_sight_get_area (self);
  area = weft_box_grow (&area, WEFT_NODE_MARGIN);
  for (guint i = 0; i < self->scene->nodes->len; i++)
    waits |= !lay_out_node (self, i, &area, focus, until);
  if (waits && self->tick == 0)
    self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), sharpen_cb, NULL, NULL);
}

void
weft_standing_find_near (WeftPlane *self)
{
  WeftBox area = weft_sight_get_area (self);

  area = weft_box_grow (&area, WEFT_NODE_GAP + WEFT_NODE_MARGIN);
  g_array_set_size (self->near, 0);
  for (guint i = 0; i < self->scene->nodes->len; i++)
    if (weft_box_meets (&self->scene->boxes[i], &area))
      g_array_append_val (self->near, i);
}
