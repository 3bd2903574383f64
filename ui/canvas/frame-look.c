/* frame-look: a frame on the canvas, of any size at any zoom, out of colours that cost nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/frame-look.h"

#include "ui/paint/remark-paint.h"

#define FRAME_TITLE 420.0 /* px: longer titles are cut */

static void
append_border (GtkSnapshot *snapshot, const graphene_rect_t *rect, float radius, float width,
               GdkRGBA color)
{
  const float widths[] = { width, width, width, width };
  const GdkRGBA colors[] = { color, color, color, color };
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, rect, radius);
  gtk_snapshot_append_border (snapshot, &outline, widths, colors);
}

static void
draw_frame_words (const WeftFrameLook *self, GtkSnapshot *snapshot)
{
  double w = MIN (self->node->width, FRAME_TITLE), corner = 14;
  cairo_t *cr = gtk_snapshot_append_cairo (
      snapshot,
      &GRAPHENE_RECT_INIT (0, 0, (float) (w * self->zoom), (float) MAX (24, 24 * self->zoom)));
  WeftPen pen;

  cairo_scale (cr, self->zoom, self->zoom);
  weft_pen_init (&pen, cr, self->family, self->dark);
  pen.zoom = self->zoom;
  weft_paint_frame_words (&pen, self->node, self->look);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
  if (!self->look->selected)
    return;
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT ((float) ((self->node->width - corner) * self->zoom),
                                     (float) ((self->h - corner) * self->zoom),
                                     (float) (corner * self->zoom), (float) (corner * self->zoom)));
  cairo_scale (cr, self->zoom, self->zoom);
  weft_pen_init (&pen, cr, self->family, self->dark);
  pen.zoom = self->zoom;
  weft_paint_corner (&pen, self->node->width, self->h, self->look);
  weft_pen_clear (&pen);
  cairo_destroy (cr);
}

/* Of any size, so it is drawn in no image of its own: only what is in sight of it costs. */
void
weft_frame_look_snapshot (const WeftFrameLook *self, GtkSnapshot *snapshot)
{
  graphene_rect_t rect = GRAPHENE_RECT_INIT (0, 0, (float) (self->node->width * self->zoom),
                                             (float) (self->h * self->zoom));
  GdkRGBA ground = weft_paint_get_frame_ground (self->node, self->dark);
  float radius = (float) (WEFT_REMARK_RADIUS * self->zoom);
  GskRoundedRect outline;

  gsk_rounded_rect_init_from_rect (&outline, &rect, radius);
  gtk_snapshot_push_rounded_clip (snapshot, &outline);
  gtk_snapshot_append_color (snapshot, &ground, &rect);
  gtk_snapshot_pop (snapshot);
  append_border (snapshot, &rect, radius, 1, weft_paint_get_frame_edge (self->node, self->dark));
  if (self->look->selected || self->look->focused)
    append_border (snapshot, graphene_rect_inset (&rect, -3, -3), radius + 3, 2.5F,
                   weft_theme_get (WEFT_ROLE_ACCENT, self->dark));
  draw_frame_words (self, snapshot);
}
