/* unit-walk: which units of a network are which of those that it had; for engine/state alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/graph.h"
#include "engine/state/state.h"

/* A unit that there was not: it begins with its first values, or with 0; who reads it has 0 for
 * it. */
#define WEFT_UNIT_NEW (-1)
#define WEFT_UNIT_SILENT (-2)

/* Along one axis of a value: of[i] is the unit that unit i was, among `before`, or one of the
 * above. NULL: they are what they were. */
typedef struct
{
  int axis;
  int before;
  GArray *of; /* int, counted */
} WeftUnits;

/* How a weight is made of the one that there was: along the units that it makes, and along those
 * that it reads, whose weight is shared out among copies. */
typedef struct
{
  WeftUnits made, taken;
  WeftStateEntry *lengths; /* of rows of which it is the directions; nullable */
  /* What it stretches most, of rows and columns; nullable. */
  WeftStateEntry *rows, *columns;
  double scale; /* of what makes units scaled … scaled_end */
  int scaled, scaled_end;
} WeftRegrowth;

typedef struct
{
  WeftState *state; /* adapted already */
  const WeftProgram *program;
  guint rule;
  WeftGraph *before;     /* nullable */
  GHashTable *earlier;   /* WeftStateEntry * of another shape now → the one that there was */
  WeftUnits *units;      /* by the program's values */
  GHashTable *regrowths; /* WeftStateEntry * → WeftRegrowth */
} WeftUnitWalk;

const WeftOpUnits *weft_units_row (const WeftProgramOp *op);
/* The op that makes a weight of another, or of directions and lengths; NULL: it is learnt as it is.
 */
const WeftProgramOp *weft_units_find_maker (const WeftUnitWalk *walk, int value);
/* Of a weight, maybe its directions, or buffer; NULL: it is none. And what there was in its place
 * of another shape; nullable. */
WeftStateEntry *weft_units_find_entry (const WeftUnitWalk *walk, int value);
const WeftStateEntry *weft_units_find_earlier (const WeftUnitWalk *walk, int value);
/* Fills in units and regrowths, op by op. */
void weft_units_walk (WeftUnitWalk *walk);
WeftUnits weft_units_copy (const WeftUnits *units);
void weft_units_clear (WeftUnits *units);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftUnits, weft_units_clear)

static inline const WeftShape *
weft_units_shape (const WeftUnitWalk *walk, int value)
{
  return &g_array_index (walk->program->values, WeftProgramValue, value).shape;
}

/* Of one that makes a weight: whether its first input is no weight, but directions. */
static inline gboolean
weft_units_is_directed (const WeftProgramOp *maker)
{
  return weft_units_row (maker)->way == WEFT_UNITS_DIRECTED;
}
