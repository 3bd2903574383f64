/* unit-walk: which units of a network are which of those that it had; for engine/state alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/state/state.h"

/* Along one axis of a value: of[i] is the unit that unit i was, among `before`. NULL: they are what
 * they were. */
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
} WeftRegrowth;

typedef struct
{
  WeftState *state; /* adapted already */
  const WeftProgram *program;
  guint rule;
  GHashTable *earlier;   /* WeftStateEntry * of another shape now → the one that there was */
  WeftUnits *units;      /* by the program's values */
  GHashTable *regrowths; /* WeftStateEntry * → WeftRegrowth */
} WeftUnitWalk;

/* Fills in units and regrowths, op by op. */
void weft_units_walk (WeftUnitWalk *walk);
/* Weights that an op is to begin with so that it changes nothing, in place of their first values.
 * FALSE: its form cannot. */
gboolean weft_units_make_identity (const WeftUnitWalk *walk, const WeftProgramOp *op);
WeftUnits weft_units_copy (const WeftUnits *units);
void weft_units_clear (WeftUnits *units);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftUnits, weft_units_clear)

static inline const WeftShape *
weft_units_shape (const WeftUnitWalk *walk, int value)
{
  return &g_array_index (walk->program->values, WeftProgramValue, value).shape;
}
