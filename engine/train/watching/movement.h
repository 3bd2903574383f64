/* movement: how a step moved each weight: the weights, their gradient, and what was added to them
 *
 * Measured at one step in many, by who learns, when somebody looks: of steps between nothing is
 * known. Counted, and nobody changes it once it is handed on. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_MOVEMENT_BINS 48

typedef enum
{
  WEFT_MOVED_WEIGHTS,   /* after the step */
  WEFT_MOVED_GRADIENTS, /* by which it was made, before any clipping by value */
  WEFT_MOVED_UPDATES,   /* what the step added to the weights */
  WEFT_N_MOVED,
} WeftMoved;

/* How often numbers of which size occur. */
typedef struct
{
  float low, high;                 /* the smallest and the largest; low > high: there is none */
  double norm;                     /* root of the mean square of those that are finite */
  guint8 bins[WEFT_MOVEMENT_BINS]; /* from low to high, evenly; the fullest is 255, and what holds
                                      anything at least 1 */
} WeftMovedNumbers;

typedef struct
{
  gint64 node, repeat;
  const char *name;                  /* interned: the weight's */
  gint64 n, measured;                /* numbers; of which so many, evenly spread, were looked at */
  WeftMovedNumbers of[WEFT_N_MOVED]; /* of what stands still gradients are none, updates zeros */
} WeftMoving;

typedef struct
{
  gatomicrefcount ref_count;
  gint64 step; /* done, that one included */
  guint n;
  WeftMoving *each; /* in the state's order */
} WeftMovement;

WeftMovement *weft_movement_ref (WeftMovement *movement);
void weft_movement_unref (WeftMovement *movement);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftMovement, weft_movement_unref)
/* x (n). */
void weft_moved_measure (WeftMovedNumbers *numbers, const float *x, gsize n);
/* How large the updates are beside the weights, as norms; NaN: the weights are zeros, or nothing is
 * known. About 0.001 is what most networks learn well with (Karpathy 2016, CS231n). */
double weft_moving_get_ratio (const WeftMoving *moving);
