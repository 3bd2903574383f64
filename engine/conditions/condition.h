/* condition: a row of the table of what training can be paused for
 *
 * To add one: a file engine/conditions/ID.c and a row in conditions.def. A row tells one number of
 * what was read on a wire, and on which side of a limit it holds. Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What one step left on a wire, over the whole batch, and how the run stands. NaN: not known. */
typedef struct
{
  double value, value_max;       /* Euclidean norm, and the largest size of a number */
  double gradient, gradient_max; /* likewise, of the loss by those numbers */
  double bad;                    /* how many of both are infinite or not numbers */
  double units, dead;            /* how many units, and how many gave 0 for every sample */
  double loss, rate;             /* of the step */
  double accuracy;               /* of the validation part, where that was judged after the step */
  double step, epoch;            /* done */
} WeftReading;

typedef struct
{
  const char *id;    /* the file's name */
  const char *title; /* N_ (): "Gradient above" */
  const char *said;  /* N_ (): "The gradient’s norm is %s, and the limit %s." */
  gboolean has_limit;
  double limit; /* the usual one */
  int sense;    /* 1: it holds above the limit, −1: below */
  double (*measure) (const WeftReading *reading);
  gboolean is_formula; /* what is written decides, in place of measure */
  gboolean of_figures; /* known where the validation part was judged, not at each step */
} WeftCondition;

/* The title is an array of its own, so that the constant table of choices can point at it. */
#define CONDITION(id)                                                                              \
  extern const char weft_condition_title_##id[];                                                   \
  extern const WeftCondition weft_condition_##id;
#include "engine/conditions/conditions.def"
#undef CONDITION

const WeftCondition *const *weft_conditions (guint *n);
const WeftCondition *weft_condition_find (const char *id); /* nullable */
/* formula: of a row that is one; the others leave it alone. *measured and *limit are what the row's
 * said names; of a formula its two sides, else the limit is the caller's. */
gboolean weft_condition_holds (const WeftCondition *condition, const WeftReading *reading,
                               const char *formula, double *measured, double *limit);
/* What is wrong with a formula, a sentence, translated; NULL: nothing. Transfer full. */
char *weft_condition_dup_problem (const char *formula);
