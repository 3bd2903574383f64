/* optimizer: a row of the optimiser table */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/graph/training.h"

/* What one update knows. w, g and the slots are n floats of one slice of one weight. */
typedef struct
{
  float lr;
  float weight_decay, momentum, beta1, beta2, eps, alpha;
  float rest1, rest2, rest_alpha; /* 1 − β₁, 1 − β₂, 1 − α, rounded once */
  gboolean nesterov;
  gint64 step;                    /* 1 for the first update */
  float correction1, correction2; /* 1 − βᵗ */
} WeftUpdate;

typedef struct
{
  const char *id;
  const char *title;   /* N_ () */
  const char *summary; /* N_ (): a sentence */
  const char *formula;
  const char *params; /* the training keys it reads: "momentum nesterov weight_decay" */
  guint (*n_slots) (const WeftTraining *training);
  void (*update) (const WeftUpdate *update, float *w, const float *g, float *const *slot, gsize n);
} WeftOptimizer;

/* Compiled once for each kernel set, like the ops. */
const WeftOptimizer *weft_optimizer_get (int index, int level);
guint weft_optimizers_count (void);
extern const WeftChoice weft_optimizer_choices[]; /* from the same table */
void weft_update_prepare (WeftUpdate *update, const WeftTraining *training, double lr, gint64 step);
