/* glide: nodes that an edit moved go to their new places, and do not jump there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/glide.h"

#include "ui/canvas/plane.h"
#include "ui/scene/ways.h"

#define TAKES 260000 /* µs */
#define MOST 600     /* nodes: more would not go smoothly */

void
weft_glide_note (WeftPlane *self)
{
  WeftScene *scene = weft_plane_get_scene (self);
  gboolean may_move = TRUE;

  weft_glide_stop (self);
  g_object_get (gtk_widget_get_settings (GTK_WIDGET (self)), "gtk-enable-animations", &may_move,
                NULL);
  if (!may_move || scene->nodes->len > MOST)
    return;
  self->glide.from = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  for (guint i = 0; i < scene->nodes->len; i++)
    {
      const WeftPoint at = { scene->boxes[i].x, scene->boxes[i].y };

      g_hash_table_insert (self->glide.from,
                           g_memdup2 (&weft_scene_get (scene, i)->id, sizeof (gint64)),
                           g_memdup2 (&at, sizeof at));
    }
}

void
weft_glide_stop (WeftPlane *self)
{
  if (self->glide.tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->glide.tick);
  self->glide.tick = 0;
  g_clear_pointer (&self->glide.from, g_hash_table_unref);
}

/* Fast at first, and slow where it arrives. */
static double
ease (double t)
{
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

static void
place (WeftPlane *self, double t)
{
  WeftScene *scene = weft_plane_get_scene (self);
  WeftGraph *graph = weft_context_get_graph (self->context);

  for (guint i = 0; i < scene->nodes->len; i++)
    {
      gint64 id = weft_scene_get (scene, i)->id;
      const WeftPoint *from = g_hash_table_lookup (self->glide.from, &id);
      const WeftNode *to = weft_graph_find (graph, id);

      if (from == NULL || to == NULL)
        continue;
      scene->boxes[i].x = from->x + (to->x - from->x) * t;
      scene->boxes[i].y = from->y + (to->y - from->y) * t;
    }
  weft_ways_lead_directly (scene);
  weft_under_redraw_wires (self);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static gboolean
tick_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer user)
{
  WeftPlane *self = WEFT_PLANE (widget);
  double t = (double) (gdk_frame_clock_get_frame_time (clock) - self->glide.began) / TAKES;

  if (t < 1)
    {
      place (self, ease (MAX (t, 0)));
      return G_SOURCE_CONTINUE;
    }
  self->glide.tick = 0;
  weft_glide_stop (self);
  weft_plane_renew (self); /* as the document has it, with the ways of the wires */
  return G_SOURCE_REMOVE;
}

void
weft_glide_begin (WeftPlane *self)
{
  if (self->glide.from == NULL)
    return;
  self->glide.began = g_get_monotonic_time ();
  self->glide.tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), tick_cb, NULL, NULL);
}
