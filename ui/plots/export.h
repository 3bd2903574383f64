/* export: a plot as a file of its own: a drawing, a page, a picture */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>

#include "ui/context/chooser.h"

/* Draws within (0, 0, width, height), on a ground that is there already. */
typedef void (*WeftPlotFunc) (cairo_t *cr, double width, double height, gpointer user);

typedef struct
{
  double width, height; /* px */
  WeftPlotFunc draw;
  gpointer user;
  gboolean is_dark;
} WeftPlot;

/* A way to write one. */
typedef struct
{
  const char *id;    /* "svg", which is its suffix too */
  const char *title; /* N_ (): "Export as SVG…" */
  WeftChoose choose; /* where it is written to */
  cairo_status_t (*write) (const WeftPlot *plot, GByteArray *bytes); /* NULL: its numbers are */
} WeftPlotFormat;

extern const WeftPlotFormat weft_plot_formats[]; /* ends with { NULL } */

/* Of a format that is drawn. Nullable, with WEFT_ERROR_MEMORY; transfer full. */
GByteArray *weft_plot_export (const WeftPlot *plot, const WeftPlotFormat *format, GError **error);
const WeftPlotFormat *weft_plot_find_format (const char *id); /* never NULL */
/* ARGB32, twice as fine as px; transfer full, never NULL. */
cairo_surface_t *weft_plot_to_picture (const WeftPlot *plot);
