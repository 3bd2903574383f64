/* adamw: Adam whose decay is apart from the gradient: w ← (1 − lr·λ)w, then Adam's step
 * (Loshchilov & Hutter, ICLR 2019; torch.optim.AdamW) */
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
  float eps = u->eps, keep = 1 - u->lr * u->weight_decay;
  float rate = u->lr / u->correction1, scale = 1 / sqrtf (u->correction2);

  for (gsize i = 0; i < n; i++)
    {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
      w[i] = keep * w[i] - rate * (m[i] / (sqrtf (v[i]) * scale + eps));
    }
}

static void
update (const WeftUpdate *u, float *w, const float *g, float *const *slot, gsize n)
{
  g_return_if_fail (slot[0] != NULL && slot[1] != NULL);
  update_loop (u, w, g, slot[0], slot[1], n);
}

const char WEFT_OPTIMIZER_TITLE (adamw)[] = N_ ("AdamW");

const WeftOptimizer WEFT_OPTIMIZER_ROW (adamw) = {
  .id = "adamw",
  .title = WEFT_OPTIMIZER_TITLE (adamw),
  .summary = N_ ("Adam with a weight decay that the gradient's size does not touch."),
  .formula = "w ← (1 − lr·λ)w − lr·m̂ / (√v̂ + ε)",
  .params = "betas eps weight_decay",
  .n_slots = n_slots,
  .update = update,
};
