/* adam: m ← β₁m + (1 − β₁)g, v ← β₂v + (1 − β₂)g², w ← w − lr·m̂ / (√v̂ + ε), m̂ = m/(1 − β₁ᵗ),
 * v̂ = v/(1 − β₂ᵗ); decay adds λ·w to g (Kingma & Ba, ICLR 2015; torch.optim.Adam) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

static guint
n_slots (const WeftTraining *training)
{
  return 2;
}

static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             float *restrict v, gsize n)
{
  float beta1 = u->beta1, beta2 = u->beta2, rest1 = u->rest1, rest2 = u->rest2;
  float eps = u->eps, decay = u->weight_decay;
  float rate = u->lr / u->correction1, scale = 1 / sqrtf (u->correction2);

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      m[i] = beta1 * m[i] + rest1 * d;
      v[i] = beta2 * v[i] + rest2 * (d * d);
      w[i] -= rate * (m[i] / (sqrtf (v[i]) * scale + eps));
    }
}

static void
update (const WeftUpdate *u, float *w, const float *g, float *const *slot, gsize n)
{
  g_return_if_fail (slot[0] != NULL && slot[1] != NULL);
  update_loop (u, w, g, slot[0], slot[1], n);
}

const char WEFT_OPTIMIZER_TITLE (adam)[] = N_ ("Adam");

const WeftOptimizer WEFT_OPTIMIZER_ROW (adam) = {
  .id = "adam",
  .title = WEFT_OPTIMIZER_TITLE (adam),
  .summary
  = N_ ("Gives every weight a pace of its own, from the mean and the size of its gradients."),
  .formula = "w ← w − lr·m̂ / (√v̂ + ε)",
  .params = "betas eps weight_decay",
  .n_slots = n_slots,
  .update = update,
};
