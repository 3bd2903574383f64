/* rmsprop: s ← αs + (1 − α)g², w ← w − lr·g / (√s + ε); with momentum b ← μb + g / (√s + ε),
 * w ← w − lr·b; decay adds λ·w to g (Hinton's lecture 6e; torch.optim.RMSprop) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

typedef struct
{
  double alpha, momentum, eps, weight_decay;
} Settings;

static const WeftParam params[] = {
  WEFT_REAL (Settings, alpha, 0.99, 0, 0.999999, .unit = WEFT_UNIT_SHARE, .label = N_ ("Alpha"),
             .advanced = TRUE, .help = N_ ("How slowly the mean of squared gradients forgets")),
  WEFT_MOMENTUM (Settings),
  WEFT_EPS (Settings),
  WEFT_WEIGHT_DECAY (Settings),
  { NULL },
};

enum
{
  ALPHA,
  REST, /* 1 − α */
  MOMENTUM,
  EPSILON,
};

static guint
n_slots (gconstpointer settings)
{
  return ((const Settings *) settings)->momentum > 0 ? 2 : 1;
}

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const Settings *settings = data;

  v[ALPHA] = (float) settings->alpha;
  v[REST] = (float) (1 - settings->alpha);
  v[MOMENTUM] = (float) settings->momentum;
  v[EPSILON] = (float) settings->eps;
}

static void
plain (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict s, gsize n)
{
  float lr = u->lr, alpha = u->v[ALPHA], rest = u->v[REST], eps = u->v[EPSILON], decay = u->decay;

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      s[i] = alpha * s[i] + rest * (d * d);
      w[i] -= lr * (d / (sqrtf (s[i]) + eps));
    }
}

static void
momentum (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict s,
          float *restrict b, gsize n)
{
  float lr = u->lr, alpha = u->v[ALPHA], rest = u->v[REST], eps = u->v[EPSILON], decay = u->decay;
  float mu = u->v[MOMENTUM];

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      s[i] = alpha * s[i] + rest * (d * d);
      b[i] = mu * b[i] + d / (sqrtf (s[i]) + eps);
      w[i] -= lr * b[i];
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  if (u->v[MOMENTUM] == 0 || part->slot[1] == NULL)
    plain (u, part->w, part->g, part->slot[0], part->n);
  else
    momentum (u, part->w, part->g, part->slot[0], part->slot[1], part->n);
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  if (n_slots > 1)
    return "g = g + decay * w; s = alpha * s + rest * g^2; "
           "b = momentum * b + g / (sqrt (s) + eps); w = w - lr * b";
  return "g = g + decay * w; s = alpha * s + rest * g^2; w = w - lr * g / (sqrt (s) + eps)";
}

const char WEFT_OPTIMIZER_TITLE (rmsprop)[] = N_ ("RMSprop");

const WeftOptimizer WEFT_OPTIMIZER_ROW (rmsprop) = {
  .id = "rmsprop",
  .title = WEFT_OPTIMIZER_TITLE (rmsprop),
  .summary = N_ ("Divides every step by the recent size of the weight's gradients."),
  .formula = "w ← w − lr·g / (√s + ε)",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = n_slots,
  .prepare = prepare,
  .update = update,
  .rule = rule,
  .slot_names = "s b",
  .number_names = "alpha rest momentum eps",
  .cases = "{};{'alpha': <0.9>, 'weight_decay': <0.05>};{'momentum': <0.7>, 'eps': <0.0001>}",
  .pytorch = "torch.optim.RMSprop (w, lr, alpha, eps, weight_decay, momentum)",
};
