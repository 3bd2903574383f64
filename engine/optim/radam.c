/* radam: Adam that divides by the gradients' size only once enough of them have been seen: while
 * ρₜ = ρ∞ − 2t·β₂ᵗ/(1 − β₂ᵗ) ≤ 5, ρ∞ = 2/(1 − β₂) − 1, w ← w − lr·m̂, then
 * w ← w − lr·rₜ·m̂ / (√v + ε)·√(1 − β₂ᵗ); decay adds λ·w to g (Liu et al., ICLR 2020;
 * torch.optim.RAdam) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/moments.h"

#define ENOUGH 5

enum
{
  RECTIFIED = WEFT_N_MOMENTS, /* rₜ·√(1 − β₂ᵗ); 0: not yet */
};

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const WeftMoments *settings = data;
  double beta2 = settings->betas.v[1], power = pow (beta2, (double) step);
  double most = 2 / (1 - beta2) - 1, now = most - 2 * (double) step * power / (1 - power);

  weft_moments_prepare (data, step, v);
  v[RECTIFIED] = 0;
  if (now > ENOUGH)
    v[RECTIFIED] = (float) sqrt ((now - 4) * (now - 2) * most / ((most - 4) * (most - 2) * now)
                                 * (1 - power));
}

static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             float *restrict v, gsize n)
{
  float beta1 = u->v[WEFT_BETA1], beta2 = u->v[WEFT_BETA2], rest1 = u->v[WEFT_REST1],
        rest2 = u->v[WEFT_REST2], decay = u->decay;
  float rate = u->lr / u->v[WEFT_CORRECTION1], rectified = u->v[RECTIFIED];
  gboolean divides = rectified > 0;
  float eps = u->v[WEFT_EPSILON];

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      m[i] = beta1 * m[i] + rest1 * d;
      v[i] = beta2 * v[i] + rest2 * (d * d);
      w[i] -= rate * m[i] * (divides ? rectified / (sqrtf (v[i]) + eps) : 1);
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
  if (u->v[RECTIFIED] > 0)
    return "g = g + decay * w; m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; "
           "w = w - lr * m / corr1 * r / (sqrt (v) + eps)";
  return "g = g + decay * w; m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; "
         "w = w - lr * m / corr1";
}

const char WEFT_OPTIMIZER_TITLE (radam)[] = N_ ("RAdam");

const WeftOptimizer WEFT_OPTIMIZER_ROW (radam) = {
  .id = "radam",
  .title = WEFT_OPTIMIZER_TITLE (radam),
  .summary = N_ ("Adam that trusts the gradients' size only once it has seen enough of them."),
  .formula = "w ← w − lr·r·m̂ / (√v̂ + ε)",
  .params = weft_moments_params,
  .record_size = sizeof (WeftMoments),
  .n_slots = weft_moments_n_slots,
  .prepare = prepare,
  .follows_step = TRUE,
  .update = update,
  .rule = rule,
  .slot_names = "m v",
  .number_names = WEFT_MOMENTS_NAMES " r",
  .own = "{'lr': <0.001>}",
  .cases = "{};{'betas': <[0.8, 0.95]>, 'eps': <0.001>, 'weight_decay': <0.1>}",
  .pytorch = "torch.optim.RAdam (w, lr, betas, eps, weight_decay)",
};
