/* pen: what everything on the canvas is drawn with: a cairo_t, one text layout, light or dark */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

#include "ui/base/theme.h"

typedef struct
{
  cairo_t *cr;
  PangoLayout *layout;
  gboolean dark;
  double zoom; /* px of the screen to one of what is drawn; 1 until it is set */
} WeftPen;

typedef struct
{
  double size;    /* px */
  double legible; /* px of the screen that it never is smaller than, however small the zoom */
  double least;   /* of its size, 0 … 1: so far it shrinks to fit the width; 0: it does not */
  gboolean bold;
  gboolean keeps_number; /* at its end, where it is cut: "Transposed convol… 2" */
  double align;          /* 0: x is the left edge, 0.5 the middle, 1 the right edge */
  double width;          /* > 0: ellipsised there */
  WeftRole role;
} WeftTextStyle;

/* family: as Pango reads it; nullable: Cantarell, then what draws Chinese. */
void weft_pen_init (WeftPen *pen, cairo_t *cr, const char *family, gboolean dark);
void weft_pen_clear (WeftPen *pen);
void weft_pen_set_role (WeftPen *pen, WeftRole role, double opacity);
void weft_pen_set_color (WeftPen *pen, const GdkRGBA *color, double opacity);
void weft_pen_set_family (WeftPen *pen, WeftFamily family, double opacity);
void weft_pen_rounded (WeftPen *pen, double x, double y, double w, double h,
                       double radius); /* a path */
void weft_pen_text (WeftPen *pen, const char *text, double x, double y, const WeftTextStyle *style);
/* In one line around y; what does not fit goes, part by part of "a · b · c" from the end, unless
 * it keeps a number. */
void weft_pen_line (WeftPen *pen, const char *text, double x, double y, const WeftTextStyle *style);
void weft_pen_measure (WeftPen *pen, const char *text, const WeftTextStyle *style, double *w,
                       double *h);
/* Words of several lines, as Pango markup, in a box; what does not fit is cut. */
typedef struct
{
  double x, y, width, height;
  double size; /* px */
  WeftRole role;
} WeftParagraph;

void weft_pen_paragraph (WeftPen *pen, const char *markup, const WeftParagraph *paragraph);
double weft_pen_measure_paragraph (WeftPen *pen, const char *markup,
                                   const WeftParagraph *paragraph); /* its height */
/* A rounded label, at most so wide: how large it is; FALSE when it were too small to be read. */
gboolean weft_pen_measure_chip (WeftPen *pen, const char *text, double width, double *w, double *h);
void weft_pen_chip (WeftPen *pen, const char *text, double x, double y, double width);
