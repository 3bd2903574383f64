/* past: how the weights moved so far, as far as somebody looked: a column for each step that was
 * measured, of every weight, thinned evenly when they are many
 *
 * Of a run that is gone back in, what lies behind is forgotten. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/watching/movement.h"

#define WEFT_PAST_MOST 240 /* columns */

typedef struct
{
  gint64 step;
  WeftMoving moving;
} WeftPastColumn;

typedef struct _WeftPast WeftPast;

WeftPast *weft_past_new (void);
void weft_past_free (WeftPast *past);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftPast, weft_past_free)
void weft_past_clear (WeftPast *past);
/* One that was added before is passed over. */
void weft_past_add (WeftPast *past, const WeftMovement *movement);
/* The node's weights, in their order, one after the other: their columns in step order, borrowed.
 * NULL: it has no more. */
const GArray *weft_past_get (const WeftPast *past, gint64 node, guint i);
