/* lion: w ← (1 − lr·λ)w − lr·sign (β₁m + (1 − β₁)g), then m ← β₂m + (1 − β₂)g
 * (Chen et al., NeurIPS 2023: "Symbolic discovery of optimization algorithms", algorithm 2) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

typedef struct
{
  WeftReals betas;
  double weight_decay;
} Settings;

static const WeftParam params[] = {
  WEFT_BETAS (Settings),
  WEFT_WEIGHT_DECAY (Settings),
  { NULL },
};

enum
{
  BETA1,
  BETA2,
  REST1, /* 1 − β₁ */
  REST2,
};

static guint
n_slots (gconstpointer settings)
{
  return 1;
}

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const Settings *settings = data;

  v[BETA1] = (float) settings->betas.v[0];
  v[BETA2] = (float) settings->betas.v[1];
  v[REST1] = (float) (1 - settings->betas.v[0]);
  v[REST2] = (float) (1 - settings->betas.v[1]);
}

static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             gsize n)
{
  float beta1 = u->v[BETA1], beta2 = u->v[BETA2], rest1 = u->v[REST1], rest2 = u->v[REST2];
  float lr = u->lr, keep = 1 - u->lr * u->decay;

  for (gsize i = 0; i < n; i++)
    {
      float along = beta1 * m[i] + rest1 * g[i];

      m[i] = beta2 * m[i] + rest2 * g[i];
      w[i] = keep * w[i] - lr * (float) ((along > 0) - (along < 0));
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  update_loop (u, part->w, part->g, part->slot[0], part->n);
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  return "d = sign (beta1 * m + rest1 * g); m = beta2 * m + rest2 * g; "
         "w = w - lr * decay * w; w = w - lr * d";
}

const char WEFT_OPTIMIZER_TITLE (lion)[] = N_ ("Lion");

const WeftOptimizer WEFT_OPTIMIZER_ROW (lion) = {
  .id = "lion",
  .title = WEFT_OPTIMIZER_TITLE (lion),
  .summary = N_ ("Every weight moves by the same amount, up or down: only the sign counts. Takes a "
                 "third to a tenth of Adam's rate."),
  .formula = "w ← (1 − lr·λ)w − lr·sign (β₁m + (1 − β₁)g)",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = n_slots,
  .prepare = prepare,
  .update = update,
  .rule = rule,
  .slot_names = "m",
  .number_names = "beta1 beta2 rest1 rest2",
  .own = "{'lr': <0.0001>, 'betas': <[0.9, 0.99]>}",
  .cases = "{};{'betas': <[0.9, 0.99]>, 'weight_decay': <0.1>}",
  .pytorch = "papers.Lion (w, lr, betas, weight_decay)",
};
