/* sgd: v ← μ·v + g, w ← w − lr·v; Nesterov steps along g + μ·v; decay adds λ·w to g
 * (torch.optim.SGD) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

static guint
n_slots (const WeftTraining *training)
{
  return training->momentum > 0 ? 1 : 0;
}

static void
plain (const WeftUpdate *u, float *restrict w, const float *restrict g, gsize n)
{
  float lr = u->lr, decay = u->weight_decay;

  if (decay == 0)
    for (gsize i = 0; i < n; i++)
      w[i] -= lr * g[i];
  else
    for (gsize i = 0; i < n; i++)
      w[i] -= lr * (g[i] + decay * w[i]);
}

static void
momentum (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict v,
          gsize n)
{
  float lr = u->lr, decay = u->weight_decay, mu = u->momentum;

  for (gsize i = 0; i < n; i++)
    {
      v[i] = mu * v[i] + (g[i] + decay * w[i]);
      w[i] -= lr * v[i];
    }
}

static void
nesterov (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict v,
          gsize n)
{
  float lr = u->lr, decay = u->weight_decay, mu = u->momentum;

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      v[i] = mu * v[i] + d;
      w[i] -= lr * (d + mu * v[i]);
    }
}

static void
update (const WeftUpdate *u, float *w, const float *g, float *const *slot, gsize n)
{
  if (u->momentum == 0 || slot[0] == NULL)
    plain (u, w, g, n);
  else if (u->nesterov)
    nesterov (u, w, g, slot[0], n);
  else
    momentum (u, w, g, slot[0], n);
}

const char WEFT_OPTIMIZER_TITLE (sgd)[] = N_ ("SGD");

const WeftOptimizer WEFT_OPTIMIZER_ROW (sgd) = {
  .id = "sgd",
  .title = WEFT_OPTIMIZER_TITLE (sgd),
  .summary = N_ ("Moves every weight against its gradient, with momentum if you like."),
  .formula = "v ← μv + g, w ← w − lr·v",
  .params = "momentum nesterov weight_decay",
  .n_slots = n_slots,
  .update = update,
};
