/* painted: points that somebody puts on a plane by hand, as the text that a data node keeps them in
 *
 * A point is its class and its two coordinates, "0 -0.53 0.12"; points stand between semicolons. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_PAINTED_REACH 1.2f /* the plane is painted on from −1.2 to 1.2, in both directions */
#define WEFT_PAINTED_CLASSES 4  /* colours: classes 0 to 3 */
#define WEFT_PAINTED_MOST 2000  /* points */

/* What is there before anybody paints: a few points of two classes. */
#define WEFT_PAINTED_FIRST                                                                         \
  "0 -0.7 -0.3; 0 -0.6 -0.1; 0 -0.5 -0.4; 0 -0.4 -0.2; 0 -0.6 -0.5; 0 -0.3 -0.5; 0 -0.8 -0.6; "    \
  "0 -0.45 -0.65; 1 0.7 0.3; 1 0.6 0.1; 1 0.5 0.4; 1 0.4 0.2; 1 0.6 0.5; 1 0.3 0.5; 1 0.8 0.6; "   \
  "1 0.45 0.65"

typedef struct
{
  int class; /* 0 … WEFT_PAINTED_CLASSES − 1 */
  float x[2];
} WeftPaintedPoint;

/* WEFT_ERROR_INVALID, with the point that cannot be read; an empty text has none. Array of
 * WeftPaintedPoint, transfer full. Any thread. */
GArray *weft_painted_read (const char *text, GError **error);
/* Three digits behind the point; transfer full. Any thread. */
char *weft_painted_write (const GArray *points);
/* The points of a plane that lies on both sides of a curve (plane-curve.h): n of them, evenly
 * spread, those above it of class `above`, those under it of class `below`. Where the curve has no
 * value nothing is put. seed: which ones. Appends; FALSE: the text is no formula. */
gboolean weft_painted_add_sides (GArray *points, const char *curve, int above, int below, int n,
                                 guint64 seed, GError **error);
