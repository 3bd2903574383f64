/* rmsprop: s ← αs + (1 − α)g², w ← w − lr·g / (√s + ε); with momentum b ← μb + g / (√s + ε),
 * w ← w − lr·b; decay adds λ·w to g (Hinton's lecture 6e; torch.optim.RMSprop) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

static guint
n_slots (const WeftTraining *training)
{
  return training->momentum > 0 ? 2 : 1;
}

static void
plain (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict s, gsize n)
{
  float lr = u->lr, alpha = u->alpha, rest = u->rest_alpha, eps = u->eps, decay = u->weight_decay;

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
  float lr = u->lr, alpha = u->alpha, rest = u->rest_alpha, eps = u->eps, decay = u->weight_decay;
  float mu = u->momentum;

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      s[i] = alpha * s[i] + rest * (d * d);
      b[i] = mu * b[i] + d / (sqrtf (s[i]) + eps);
      w[i] -= lr * b[i];
    }
}

static void
update (const WeftUpdate *u, float *w, const float *g, float *const *slot, gsize n)
{
  g_return_if_fail (slot[0] != NULL);
  if (u->momentum == 0 || slot[1] == NULL)
    plain (u, w, g, slot[0], n);
  else
    momentum (u, w, g, slot[0], slot[1], n);
}

const char WEFT_OPTIMIZER_TITLE (rmsprop)[] = N_ ("RMSprop");

const WeftOptimizer WEFT_OPTIMIZER_ROW (rmsprop) = {
  .id = "rmsprop",
  .title = WEFT_OPTIMIZER_TITLE (rmsprop),
  .summary = N_ ("Divides every step by the recent size of the weight's gradients."),
  .formula = "w ← w − lr·g / (√s + ε)",
  .params = "alpha momentum eps weight_decay",
  .n_slots = n_slots,
  .update = update,
};
