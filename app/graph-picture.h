/* graph-picture: a graph drawn as a file holds it, without a display */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include "engine/plan/check.h"

/* format: "png" (twice the size in px) or "svg". The file's bytes; transfer full. */
GByteArray *weft_picture_draw (WeftGraph *graph, WeftReport *report, const char *format,
                               gboolean is_dark, GError **error);
/* Any picture's file; transfer full. */
GByteArray *weft_picture_to_png (cairo_surface_t *surface, GError **error);
