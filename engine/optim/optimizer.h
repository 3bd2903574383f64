/* optimizer: a row of the optimiser table
 *
 * A row knows its own settings and nothing else does: its parameters' rows make the training table,
 * the inspector and the text form. To add one: engine/optim/ID.c and a row in optimizers.def.
 *
 * Weights are updated in chunks. A row with `measure` is run in two passes, and no chunk of its
 * crosses from one tensor into another: first every chunk is measured, then every chunk updated,
 * with the sums of its whole tensor at hand. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"

#define WEFT_UPDATE_NUMBERS 12
#define WEFT_UPDATE_SUMS 2

/* What one update knows. */
typedef struct
{
  float lr;
  float decay;                  /* the setting weight_decay, which all rows have */
  float clip_norm, clip_value;  /* of the lane's whole gradient, then of each number; 0: none */
  gint64 step;                  /* 1 for the first update */
  float v[WEFT_UPDATE_NUMBERS]; /* what the row's prepare made of its settings, rounded once */
} WeftUpdate;

/* n floats of one slice of one weight. */
typedef struct
{
  float *w;
  const float *g;
  float *const *slot; /* as many as n_slots says; NULL beyond */
  gsize n;
  const double *sums;  /* WEFT_UPDATE_SUMS of the whole tensor, where the row measures */
  gsize rows, columns; /* of the whole tensor, where the row measures: a matrix, what has more
                          axes as (first, all others); 0: it has one axis */
} WeftUpdatePart;

typedef struct
{
  const char *id;
  const char *title;   /* N_ () */
  const char *summary; /* N_ (): a sentence */
  const char *formula;
  const WeftParam *params; /* a name that several rows have is one row, from row.h */
  gsize record_size;
  guint (*n_slots) (gconstpointer settings);
  void (*prepare) (gconstpointer settings, gint64 step, float *v); /* nullable */
  gboolean follows_step;                                           /* v changes with the step */
  /* Whether a weight stays, and so do its slots, where its gradient is 0; nullable: never. */
  gboolean (*rests) (const WeftUpdate *update);
  /* Adds what it finds to sums; may move the slots, but not w. Nullable. */
  void (*measure) (const WeftUpdate *update, const WeftUpdatePart *part, double *sums);
  /* Works on a whole matrix between the two passes, over its slots, with so many floats to write
   * on, in so many operations: who stops a run waits for them. All three or none. */
  gsize (*count_workspace) (gsize rows, gsize columns);
  double (*count_flops) (gconstpointer settings, gsize rows, gsize columns);
  void (*turn) (const WeftUpdate *update, const WeftUpdatePart *whole, float *workspace);
  void (*update) (const WeftUpdate *update, const WeftUpdatePart *part);
  /* The same for one number, for who works it out by hand: assignments parted by ";", over w, g,
   * lr, decay, the slots and v by these names, in their order, rows and columns. One with `decay`
   * in it counts only where that is not 0. whole: what was found of the tensor, without its
   * numbers.
   */
  const char *(*rule) (const WeftUpdate *update, const WeftUpdatePart *whole, guint n_slots);
  const char *slot_names;   /* "m v" */
  const char *number_names; /* "beta1 beta2" */
  const char *sum_names;    /* of what it measures; nullable */
  const char *turned_name;  /* of what `turn` leaves in the second slot; nullable */
  /* What it has in place of the table's defaults once it is chosen: GVariant text of "lr" and of
   * settings of its own; nullable. PyTorch's defaults, or the paper's. */
  const char *own;
  /* The settings that tests try, GVariant text parted by ";", and PyTorch's word for the row, or
   * that of tests/engine/papers.py: an expression over the weights w, lr and the settings' names.
   */
  const char *cases;
  const char *pytorch;
} WeftOptimizer;

/* Compiled once for each kernel set, like the ops. */
const WeftOptimizer *weft_optimizer_get (int index, int level);
guint weft_optimizers_count (void);
extern const WeftChoice weft_optimizer_choices[]; /* from the same table */
/* The row's record, from a set of values (nullable); transfer full. */
gpointer weft_optimizer_load (const WeftOptimizer *row, GVariant *values);
void weft_update_prepare (WeftUpdate *update, const WeftOptimizer *row, gconstpointer settings,
                          double lr, gint64 step);
