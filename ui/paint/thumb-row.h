/* thumb-row: what a thumb holds; for ui/paint alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/paint/thumb.h"
#include "ui/scene/unit-places.h"

#define WEFT_THUMB_MAX_MAPS 8
#define WEFT_THUMB_WORD_ROWS 4

typedef enum
{
  WEFT_THUMB_MAPS,  /* pictures in a grid */
  WEFT_THUMB_BARS,  /* one a value */
  WEFT_THUMB_CELLS, /* signed values as a map */
  WEFT_THUMB_POINTS,
  WEFT_THUMB_WORDS, /* n lines, in names */
  WEFT_THUMB_UNITS, /* of an open node */
  WEFT_THUMB_WAVES, /* rows of sounds, each as far as it swings in cols moments */
} WeftThumbKind;

struct _WeftThumb
{
  WeftThumbKind kind;
  int rows, cols; /* of maps, of cells */
  cairo_surface_t *maps[WEFT_THUMB_MAX_MAPS];
  guint n;
  float *values; /* n bars; rows × cols cells; x and y of n points */
  guint8 *marks; /* classes of points */
  char **names;
  gboolean is_share; /* bars from 0 to 1, the greatest lit */
  gboolean is_heard; /* cells from the least, which is nothing, to the greatest */
  WeftUnits units;   /* and what there is to show of them; values: one each */
  WeftTensor *rows_of, *bias, *matrix, *plane; /* as in WeftOpenNode */
};

WeftThumb *weft_thumb_make (WeftThumbKind kind, guint n); /* transfer full */
void weft_thumb_draw_units (const WeftThumb *thumb, WeftPen *pen, double w, double h,
                            gboolean with_text);
void weft_thumb_set_grid (WeftThumb *thumb); /* of n maps */
/* Of what has a form of its own by its kind or its rank; NULL: drawn as numbers are. */
WeftThumb *weft_thumb_new_of_kind (const WeftTensor *tensor, const WeftThumbOf *of);
