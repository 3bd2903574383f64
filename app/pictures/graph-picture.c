/* graph-picture: a graph drawn as a file holds it, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures/graph-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n.h>
#include <string.h>

#include "ui/paint/draw.h"

#define PNG_SCALE 2
#define LARGEST_SIDE 30000 /* Cairo's images end at 32,767 px */

static cairo_status_t
write_cb (void *user, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (user, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
set_error (cairo_status_t status, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY, _ ("The picture could not be drawn: %s"),
               cairo_status_to_string (status));
}

static cairo_surface_t *
make_surface (const char *format, double width, double height, GByteArray *bytes)
{
  cairo_surface_t *surface;
  double scale = MIN (PNG_SCALE, LARGEST_SIDE / MAX (width, height));

  if (strcmp (format, "svg") == 0)
    return cairo_svg_surface_create_for_stream (write_cb, bytes, width, height);
  if (strcmp (format, "pdf") == 0)
    return cairo_pdf_surface_create_for_stream (write_cb, bytes, width, height);
  surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) (width * scale),
                                        (int) (height * scale));
  cairo_surface_set_device_scale (surface, scale, scale);
  return surface;
}

GByteArray *
weft_picture_to_png (cairo_surface_t *surface, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);

  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&bytes);
  set_error (status, error);
  return NULL;
}

GByteArray *
weft_picture_make (const char *format, double width, double height, WeftPictureFunc draw,
                   gpointer user, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_surface_t *surface = make_surface (format, MAX (width, 1), MAX (height, 1), bytes);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  draw (cr, user);
  status = cairo_status (cr);
  cairo_destroy (cr);
  if (status == CAIRO_STATUS_SUCCESS && strcmp (format, "png") == 0)
    status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&bytes);
  set_error (status, error);
  return NULL;
}

typedef struct
{
  WeftGraph *graph;
  WeftReport *report;
  gboolean is_dark;
  double bounds[4];
} Canvas;

static void
draw_canvas (cairo_t *cr, gpointer user)
{
  const Canvas *canvas = user;

  cairo_translate (cr, -canvas->bounds[0], -canvas->bounds[1]);
  weft_canvas_draw_graph (cr, canvas->graph, canvas->report, canvas->is_dark);
}

GByteArray *
weft_picture_draw (WeftGraph *graph, WeftReport *report, const char *format, gboolean is_dark,
                   GError **error)
{
  Canvas canvas = { graph, report, is_dark, { 0 } };

  weft_canvas_measure_graph (graph, report, canvas.bounds);
  return weft_picture_make (format, canvas.bounds[2], canvas.bounds[3], draw_canvas, &canvas,
                            error);
}
