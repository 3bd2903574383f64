/* export: a plot as a file of its own: a drawing, a page, a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/export.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "ui/base/theme.h"

#define FINE 2          /* pixels of a picture for each px */
#define POINTS 0.75     /* of a page for each px, as 96 px are an inch */
#define LARGEST 16000.0 /* pixels of a picture's side */

static cairo_status_t
write_cb (void *user, const unsigned char *bytes, unsigned int length)
{
  g_byte_array_append (user, bytes, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw (const WeftPlot *plot, cairo_surface_t *surface, double scale)
{
  cairo_t *cr = cairo_create (surface);

  cairo_scale (cr, scale, scale);
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, plot->is_dark);
  cairo_paint (cr);
  plot->draw (cr, plot->width, plot->height, plot->user);
  cairo_show_page (cr);
  cairo_destroy (cr);
}

cairo_surface_t *
weft_plot_to_picture (const WeftPlot *plot)
{
  double scale = MIN (FINE, LARGEST / MAX (plot->width, plot->height));
  cairo_surface_t *surface = cairo_image_surface_create (
      CAIRO_FORMAT_ARGB32, (int) (plot->width * scale), (int) (plot->height * scale));

  cairo_surface_set_device_scale (surface, scale, scale);
  draw (plot, surface, 1);
  return surface;
}

/* Takes surface. */
static cairo_status_t
draw_page (const WeftPlot *plot, cairo_surface_t *surface)
{
  cairo_status_t status;

  draw (plot, surface, POINTS);
  cairo_surface_finish (surface);
  status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
to_svg (const WeftPlot *plot, GByteArray *bytes)
{
  return draw_page (plot, cairo_svg_surface_create_for_stream (
                              write_cb, bytes, plot->width * POINTS, plot->height * POINTS));
}

static cairo_status_t
to_pdf (const WeftPlot *plot, GByteArray *bytes)
{
  return draw_page (plot, cairo_pdf_surface_create_for_stream (
                              write_cb, bytes, plot->width * POINTS, plot->height * POINTS));
}

static cairo_status_t
to_png (const WeftPlot *plot, GByteArray *bytes)
{
  cairo_surface_t *surface = weft_plot_to_picture (plot);
  cairo_status_t status = cairo_surface_write_to_png_stream (surface, write_cb, bytes);

  cairo_surface_destroy (surface);
  return status;
}

const WeftPlotFormat weft_plot_formats[] = {
  { "svg", N_ ("Export as SVG…"), WEFT_CHOOSE_PLOT_SVG, to_svg },
  { "pdf", N_ ("Export as PDF…"), WEFT_CHOOSE_PLOT_PDF, to_pdf },
  { "png", N_ ("Export as PNG…"), WEFT_CHOOSE_PLOT_PNG, to_png },
  { "csv", N_ ("Export the numbers as CSV…"), WEFT_CHOOSE_PLOT_CSV, NULL },
  { NULL },
};

const WeftPlotFormat *
weft_plot_find_format (const char *id)
{
  const WeftPlotFormat *row = weft_plot_formats;

  while (!g_str_equal (row->id, id))
    row++;
  return row;
}

GByteArray *
weft_plot_export (const WeftPlot *plot, const WeftPlotFormat *format, GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  cairo_status_t status = format->write (plot, bytes);

  if (status == CAIRO_STATUS_SUCCESS)
    return g_steal_pointer (&bytes);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY, _ ("The picture could not be drawn: %s"),
               cairo_status_to_string (status));
  return NULL;
}
