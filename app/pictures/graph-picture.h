/* graph-picture: a graph drawn as a file holds it, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/plan/check.h"

/* Draws at (0, 0), in px; of a vector format they are pt. */
typedef void (*WeftPictureFunc) (cairo_t *cr, gpointer user);

/* format: "png" (twice the size in px), "svg" or "pdf". The file's bytes; transfer full. */
GByteArray *weft_picture_make (const char *format, double width, double height,
                               WeftPictureFunc draw, gpointer user, GError **error);
/* The canvas, likewise. */
GByteArray *weft_picture_draw (WeftGraph *graph, WeftReport *report, const char *format,
                               gboolean is_dark, GError **error);
/* Any picture's file; transfer full. */
GByteArray *weft_picture_to_png (cairo_surface_t *surface, GError **error);
