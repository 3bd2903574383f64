/* worked: one number of a stop of a step, worked out as by hand: its formula with what goes into
 * it
 *
 * How an op says that of itself is a row (worked.def) and a file in engine/run/worked; of what has
 * none its inputs and outputs are shown as they are. How an optimiser does is its own row's
 * `rule`. Values alone: any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/step-sight.h"

typedef struct
{
  double number;
  WeftStepPlace place; /* where it can be typed over; value −1: nowhere */
  gsize offset;
} WeftWorkedNumber;

/* Numbers that go into a sum, as they lie: a window of a picture, a row of weights. */
typedef struct
{
  char *title;
  gint64 rows, columns;
  GArray *numbers; /* WeftWorkedNumber, rows × columns */
} WeftWorkedGrid;

/* name = symbols = pattern with the numbers in it = result */
typedef struct
{
  char *name;    /* "y[0, 3]" */
  char *symbols; /* "Σ w·x + b"; nullable */
  char *pattern; /* the same with a "#" for each of the operands; nullable: the grids have them */
  GArray *operands; /* WeftWorkedNumber */
  WeftWorkedNumber result;
  gboolean is_chosen; /* what was asked for; the others lead to it */
} WeftWorkedLine;

typedef struct
{
  const char *formula; /* of the whole op, in index notation */
  GPtrArray *grids;    /* WeftWorkedGrid */
  GPtrArray *lines;    /* WeftWorkedLine */
  char *note;          /* a sentence, translated; nullable */
} WeftWorked;

/* A tensor that a stop makes, of which one number can be chosen. */
typedef struct
{
  char *name; /* "y", "∂L/∂w" */
  const WeftTensor *tensor;
  WeftStepPlace place;
  guint port; /* the output forward, the input backward */
} WeftWorkedTarget;

/* WeftWorkedTarget of float numbers; transfer full; the tensors are the sight's. */
GPtrArray *weft_worked_list_targets (const WeftStepSight *sight);
/* Of one number of a target. Transfer full. */
WeftWorked *weft_worked_new (const WeftStepSight *sight, const WeftWorkedTarget *target,
                             gsize offset);
void weft_worked_free (WeftWorked *worked);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftWorked, weft_worked_free)
