/* unit-places: what an open node shows of its units, and where; no GTK and no Cairo in it
 *
 * Few units are circles with a line a weight; many are a matrix, beside which some of them stand;
 * those that look at a picture are pictures. Places in px of the plane, from the node's corner. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"
#include "ui/scene/geometry.h"

typedef enum
{
  WEFT_UNITS_NONE, /* it is not open */
  WEFT_UNITS_LINES,
  WEFT_UNITS_MATRIX,
  WEFT_UNITS_PICTURES,
} WeftUnitsKind;

typedef struct
{
  WeftUnitsKind kind;
  gint64 n, n_in;        /* units, and what each looks at */
  guint shown, shown_in; /* so many of them have a place */
  gint64 c, h, w;        /* of a unit's picture */
  double width, height;  /* of the node */
  double size;           /* of a circle or a picture */
} WeftUnits;

/* What of an open node lies somewhere. */
typedef enum
{
  WEFT_PART_NONE,
  WEFT_PART_UNIT,   /* a circle: its bias */
  WEFT_PART_WEIGHT, /* a line */
} WeftPartKind;

typedef struct
{
  WeftPartKind kind;
  gint64 unit, input;
} WeftUnitPart;

/* view: (units, inputs) or (units, C, H, W), as it is best looked at. */
WeftUnits weft_units_plan (const WeftShape *view);
/* Which unit the i-th place is of, and which input. */
gint64 weft_units_get_unit (const WeftUnits *units, guint i);
gint64 weft_units_get_input (const WeftUnits *units, guint i);
/* The middle of a circle or picture, and where lines begin. */
WeftPoint weft_units_place (const WeftUnits *units, guint i);
WeftPoint weft_units_place_input (const WeftUnits *units, guint i);
WeftBox weft_units_get_matrix (const WeftUnits *units);
/* "16 of 784"; NULL: all are shown. Transfer full. */
char *weft_units_dup_caption (const WeftUnits *units);
WeftUnitPart weft_units_pick (const WeftUnits *units, WeftPoint p, double reach);
gboolean weft_units_equal (const WeftUnits *a, const WeftUnits *b);
