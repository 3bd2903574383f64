/* node-image: what was drawn of a node, at one zoom and in one detail; stretched for others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/node-image.h"

void
weft_node_image_clear (WeftNodeImage *image)
{
  g_clear_pointer (&image->node, gsk_render_node_unref);
}

/* As a Cairo node: GTK 4.8's Cairo renderer takes a texture through floats every time it draws it.
 */
static GskRenderNode *
node_from_surface (cairo_surface_t *surface, int factor)
{
  double w = cairo_image_surface_get_width (surface), h = cairo_image_surface_get_height (surface);
  GskRenderNode *node
      = gsk_cairo_node_new (&GRAPHENE_RECT_INIT (0, 0, (float) (w / factor), (float) (h / factor)));
  cairo_t *cr = gsk_cairo_node_get_draw_context (node);

  cairo_surface_set_device_scale (surface, factor, factor);
  cairo_set_source_surface (cr, surface, 0, 0);
  cairo_pattern_set_filter (cairo_get_source (cr), CAIRO_FILTER_BILINEAR);
  cairo_paint (cr);
  cairo_destroy (cr);
  return node;
}

void
weft_node_image_set (WeftNodeImage *image, cairo_surface_t *surface, int factor, double scale,
                     WeftDetail detail)
{
  weft_node_image_clear (image);
  image->scale = scale;
  image->detail = detail;
  image->is_old = FALSE;
  if (surface == NULL)
    return;
  image->node = node_from_surface (surface, factor);
  cairo_surface_destroy (surface);
}

gboolean
weft_node_image_is_sharp (const WeftNodeImage *image, double scale, WeftDetail detail)
{
  return image->scale == scale && image->detail == detail;
}

void
weft_node_image_append (const WeftNodeImage *image, GtkSnapshot *snapshot, double x, double y,
                        double scale)
{
  double by = scale / image->scale;

  if (image->node == NULL)
    return;
  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT ((float) x, (float) y));
  if (by != 1)
    gtk_snapshot_scale (snapshot, (float) by, (float) by);
  gtk_snapshot_append_node (snapshot, image->node);
  gtk_snapshot_restore (snapshot);
}
