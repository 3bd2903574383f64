/* adadelta: s ← ρs + (1 − ρ)g², δ = √(a + ε) / √(s + ε) · g, a ← ρa + (1 − ρ)δ², w ← w − lr·δ;
 * decay adds λ·w to g (Zeiler 2012; torch.optim.Adadelta) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

typedef struct
{
  double rho, eps, weight_decay;
} Settings;

static const WeftParam params[] = {
  WEFT_REAL (Settings, rho, 0.9, 0, 0.999999, .unit = WEFT_UNIT_SHARE, .label = N_ ("Rho"),
             .advanced = TRUE,
             .help = N_ ("How slowly the means of squared gradients and steps forget")),
  WEFT_EPS (Settings),
  WEFT_WEIGHT_DECAY (Settings),
  { NULL },
};

enum
{
  RHO,
  REST, /* 1 − ρ */
  EPSILON,
};

static guint
n_slots (gconstpointer settings)
{
  return 2;
}

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const Settings *settings = data;

  v[RHO] = (float) settings->rho;
  v[REST] = (float) (1 - settings->rho);
  v[EPSILON] = (float) settings->eps;
}

static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict s,
             float *restrict a, gsize n)
{
  float lr = u->lr, rho = u->v[RHO], rest = u->v[REST], eps = u->v[EPSILON], decay = u->decay;

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i], step;

      s[i] = rho * s[i] + rest * (d * d);
      step = sqrtf (a[i] + eps) / sqrtf (s[i] + eps) * d;
      a[i] = rho * a[i] + rest * (step * step);
      w[i] -= lr * step;
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  update_loop (u, part->w, part->g, part->slot[0], part->slot[1], part->n);
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  return "g = g + decay * w; s = rho * s + rest * g^2; d = sqrt (a + eps) / sqrt (s + eps) * g; "
         "a = rho * a + rest * d^2; w = w - lr * d";
}

const char WEFT_OPTIMIZER_TITLE (adadelta)[] = N_ ("Adadelta");

const WeftOptimizer WEFT_OPTIMIZER_ROW (adadelta) = {
  .id = "adadelta",
  .title = WEFT_OPTIMIZER_TITLE (adadelta),
  .summary
  = N_ ("Steps as long as the weight's recent ones, so that it hardly needs a rate: try 1."),
  .formula = "w ← w − lr·√(a + ε)/√(s + ε)·g",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = n_slots,
  .prepare = prepare,
  .update = update,
  .rule = rule,
  .slot_names = "s a",
  .number_names = "rho rest eps",
  .own = "{'lr': <1.0>, 'eps': <1e-6>}",
  .cases = "{};{'rho': <0.8>, 'eps': <1e-06>, 'weight_decay': <0.05>}",
  .pytorch = "torch.optim.Adadelta (w, lr, rho, eps, weight_decay)",
};
