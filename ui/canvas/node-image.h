/* node-image: what was drawn of a node, at one zoom and in one detail; stretched for others */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ui/scene/geometry.h"

typedef struct
{
  GskRenderNode *node; /* NULL: nothing was drawn */
  double scale;        /* and detail: that it was drawn for */
  WeftDetail detail;
  gboolean is_old; /* what it shows is no longer so */
} WeftNodeImage;

/* surface: taken; nullable. factor: the display's; scale: zoom and factor together. */
void weft_node_image_set (WeftNodeImage *image, cairo_surface_t *surface, int factor, double scale,
                          WeftDetail detail);
void weft_node_image_clear (WeftNodeImage *image);
gboolean weft_node_image_is_sharp (const WeftNodeImage *image, double scale, WeftDetail detail);
/* x, y: px of the widget; scale: what it would be drawn at now. */
void weft_node_image_append (const WeftNodeImage *image, GtkSnapshot *snapshot, double x, double y,
                             double scale);
