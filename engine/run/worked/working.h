/* working: what the rows of the table of worked ops are made of; for engine/run/worked alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/run/worked.h"

/* Longer ones are shown by their parts' sums. */
#define WEFT_WORKED_MOST 1024

typedef struct
{
  const WeftStepSight *sight;
  guint port;
  gsize offset; /* of the number that is asked for */
  gint64 index[WEFT_MAX_RANK];
  const WeftShape *shape; /* of the tensor that it is in */
  WeftWorkedNumber chosen;
  char *name; /* of it: "y[0, 3]" */
  WeftWorked *worked;
} WeftWorking;

typedef struct
{
  const char *formula; /* forward; NULL: the op's own summary */
  void (*forward) (WeftWorking *w);
  void (*backward) (WeftWorking *w); /* of input `port`; nullable */
} WeftWorkedRow;

#define WORKED(op, row) extern const WeftWorkedRow weft_worked_##row;
#include "engine/run/worked.def"
#undef WORKED
extern const WeftWorkedRow weft_worked_unit;

const WeftWorkedRow *weft_worked_find (const char *op); /* nullable */

/* --- what goes in --- */

static inline const float *
weft_working_floats (const WeftTensor *tensor)
{
  return tensor != NULL && tensor->shape.type == WEFT_F32 ? weft_tensor_floats (tensor) : NULL;
}

WeftWorkedNumber weft_working_in (const WeftWorking *w, guint i, gsize offset);
WeftWorkedNumber weft_working_out (const WeftWorking *w, guint o, gsize offset);
WeftWorkedNumber weft_working_d_in (const WeftWorking *w, guint i, gsize offset);
WeftWorkedNumber weft_working_d_out (const WeftWorking *w, guint o, gsize offset);
/* That is nowhere in the step: a constant, or what was worked out on the way. */
WeftWorkedNumber weft_working_number (double number);
const WeftShape *weft_working_shape (const WeftWorking *w, guint i); /* of an input; nullable */
const WeftShape *weft_working_y_shape (const WeftWorking *w);        /* of the first output */

/* Of an input (N, …). */
static inline gsize
weft_working_count_samples (const WeftWorking *w, guint i)
{
  return (gsize) weft_working_shape (w, i)->dims[0];
}

static inline gsize
weft_working_sample_size (const WeftWorking *w, guint i)
{
  return (gsize) weft_shape_count (weft_working_shape (w, i)) / weft_working_count_samples (w, i);
}

/* By name, of the op's record; `or`: it has none. */
double weft_working_attr (const WeftWorking *w, const char *name, int which, double or);

/* --- what comes out --- */

/* Empty, for so many columns: rows follow from how many are put in. title: taken. */
WeftWorkedGrid *weft_working_grid (WeftWorking *w, char *title, gint64 columns);
void weft_working_put (WeftWorkedGrid *grid, WeftWorkedNumber number);
gint64 weft_working_columns (gint64 n); /* for n numbers that have no form of their own */
/* Σ over two grids of the same form, and of one. */
double weft_working_dot (const WeftWorkedGrid *a, const WeftWorkedGrid *b);
double weft_working_sum (const WeftWorkedGrid *a);
/* name: taken. The operands follow the pattern's "#": weft_working_line (w, …, 2, a, b) */
WeftWorkedLine *weft_working_line (WeftWorking *w, char *name, const char *symbols,
                                   const char *pattern, WeftWorkedNumber result, guint n, ...);
/* The last line: the number that was asked for. */
void weft_working_end (WeftWorking *w, const char *symbols, const char *pattern, guint n, ...);
/* The sum of the losses of rows, and by the scale and so many of them what it all comes to. */
void weft_working_end_mean (WeftWorking *w, const WeftWorkedGrid *losses, const char *symbols,
                            WeftWorkedNumber n);
char *weft_working_index (const char *name, const gint64 *index, int rank); /* "y[0, 3]" */
/* A line of scalar arithmetic, "m = beta1 * m + rest1 * d"; the names' numbers in `names`, an array
 * of WeftWorkedName, which the line's own name joins or renews. FALSE: the rule is no formula. */
typedef struct
{
  const char *name;  /* as rules have it */
  const char *shown; /* as people see it; NULL: as it is */
  WeftWorkedNumber number;
} WeftWorkedName;

gboolean weft_working_rule (WeftWorking *w, GArray *names, const char *rule);
/* The last line by a rule without a left side. */
void weft_working_end_rule (WeftWorking *w, GArray *names, const char *rule);
/* WEFT_NAME (names, "x", "xₜ", number) */
#define WEFT_NAME(names, name_, shown_, number_)                                                   \
  weft_working_set_name (names, &(WeftWorkedName){ name_, shown_, number_ })
void weft_working_set_name (GArray *names, const WeftWorkedName *name);
GArray *weft_working_names_new (void);
/* rules.c */
void weft_working_update (WeftWorking *w); /* of the optimiser */
