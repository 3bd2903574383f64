/* picture: a graph drawn into a file, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/picture.h"

#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ui/canvas/draw.h"

#define PNG_SCALE 2
#define LARGEST_SIDE 30000 /* Cairo's images end at 32,767 px */

static cairo_surface_t *
make_surface (const char *format, double width, double height, const char *path)
{
  cairo_surface_t *surface;
  double scale = MIN (PNG_SCALE, LARGEST_SIDE / MAX (width, height));

  if (strcmp (format, "svg") == 0)
    return cairo_svg_surface_create (path, width, height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale),
                                        (int) (height * scale));
  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

gboolean
weft_picture_write (WeftGraph *graph, WeftReport *report, const char *format, gboolean is_dark,
                    const char *path, GError **error)
{
  double bounds[4];
  cairo_surface_t *surface;
  cairo_status_t status;
  cairo_t *cr;

  weft_canvas_measure_graph (graph, report, bounds);
  surface = make_surface (format, MAX (bounds[2], 1), MAX (bounds[3], 1), path);
  cr = cairo_create (surface);
  cairo_translate (cr, -bounds[0], -bounds[1]);
  weft_canvas_draw_graph (cr, graph, report, is_dark);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && strcmp (format, "png") == 0)
    status = cairo_surface_write_to_png (surface, path);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status != CAIRO_STATUS_SUCCESS)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("%s could not be written: %s"), path,
                 cairo_status_to_string (status));
  return status == CAIRO_STATUS_SUCCESS;
}
