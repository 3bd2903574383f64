/* adagrad: s ← s + g², w ← w − lr/(1 + (t − 1)·d) · g / (√s + ε); decay adds λ·w to g
 * (Duchi et al., JMLR 2011; torch.optim.Adagrad) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

typedef struct
{
  double lr_decay, initial_accumulator_value, eps, weight_decay;
} Settings;

static const WeftParam params[] = {
  WEFT_REAL (Settings, lr_decay, 0, 0, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Rate decay"),
             .advanced = TRUE, .help = N_ ("By how much the rate's divisor grows with every step")),
  WEFT_REAL (Settings, initial_accumulator_value, 0, 0, 100, .ui_max = 1, .label = N_ ("First sum"),
             .advanced = TRUE, .help = N_ ("What the sum of squared gradients begins with")),
  WEFT_EPS (Settings),
  WEFT_WEIGHT_DECAY (Settings),
  { NULL },
};

enum
{
  SLOWER, /* 1 / (1 + (t − 1)·d) */
  FIRST,
  EPSILON,
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

  v[SLOWER] = (float) (1 / (1 + (double) (step - 1) * settings->lr_decay));
  v[FIRST] = (float) settings->initial_accumulator_value;
  v[EPSILON] = (float) settings->eps;
}

/* The sum lies in s without what it begins with, which is no weight's own. */
static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict s,
             gsize n)
{
  float rate = u->lr * u->v[SLOWER], first = u->v[FIRST], eps = u->v[EPSILON], decay = u->decay;

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      s[i] += d * d;
      w[i] -= rate * (d / (sqrtf (s[i] + first) + eps));
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  update_loop (u, part->w, part->g, part->slot[0], part->n);
}

static gboolean
rests (const WeftUpdate *u)
{
  return u->decay == 0;
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  return "g = g + decay * w; s = s + g^2; w = w - lr * slower * g / (sqrt (s + first) + eps)";
}

const char WEFT_OPTIMIZER_TITLE (adagrad)[] = N_ ("Adagrad");

const WeftOptimizer WEFT_OPTIMIZER_ROW (adagrad) = {
  .id = "adagrad",
  .title = WEFT_OPTIMIZER_TITLE (adagrad),
  .summary = N_ ("Divides every step by the size of all the weight's gradients so far."),
  .formula = "w ← w − lr·g / (√Σg² + ε)",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = n_slots,
  .prepare = prepare,
  .follows_step = TRUE,
  .rests = rests,
  .update = update,
  .rule = rule,
  .slot_names = "s",
  .number_names = "slower first eps",
  .own = "{'eps': <1e-10>}",
  .cases = "{};{'lr_decay': <0.1>, 'weight_decay': <0.05>};"
           "{'initial_accumulator_value': <0.5>, 'eps': <0.001>}",
  .pytorch = "torch.optim.Adagrad (w, lr, lr_decay, weight_decay, initial_accumulator_value, eps)",
};
