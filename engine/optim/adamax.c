/* adamax: m ← β₁m + (1 − β₁)g, u ← max (β₂u, |g| + ε), w ← w − lr/(1 − β₁ᵗ) · m/u; decay adds λ·w
 * to g (Kingma & Ba, ICLR 2015; torch.optim.Adamax) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/moments.h"

/* u begins at 0 and stays there while there was no gradient; it counts as ε then. */
static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             float *restrict largest, gsize n)
{
  float beta1 = u->v[WEFT_BETA1], beta2 = u->v[WEFT_BETA2], rest1 = u->v[WEFT_REST1];
  float eps = u->v[WEFT_EPSILON], decay = u->decay, rate = u->lr / u->v[WEFT_CORRECTION1];

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i], size = fabsf (d), before = beta2 * largest[i];

      m[i] = beta1 * m[i] + rest1 * d;
      size = size > 0 ? size + eps : 0;
      largest[i] = before > size ? before : size;
      w[i] -= rate * (m[i] / (largest[i] > eps ? largest[i] : eps));
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
  return "g = g + decay * w; m = beta1 * m + rest1 * g; "
         "u = max (beta2 * u, abs (g) + sign (abs (g)) * eps); "
         "w = w - lr / corr1 * m / max (u, eps)";
}

const char WEFT_OPTIMIZER_TITLE (adamax)[] = N_ ("Adamax");

const WeftOptimizer WEFT_OPTIMIZER_ROW (adamax) = {
  .id = "adamax",
  .title = WEFT_OPTIMIZER_TITLE (adamax),
  .summary = N_ ("Adam that divides by the largest recent gradient in place of their mean size."),
  .formula = "w ← w − lr·m̂ / u, u ← max (β₂u, |g| + ε)",
  .params = weft_moments_params,
  .record_size = sizeof (WeftMoments),
  .n_slots = weft_moments_n_slots,
  .prepare = weft_moments_prepare,
  .follows_step = TRUE,
  .update = update,
  .rule = rule,
  .slot_names = "m u",
  .number_names = WEFT_MOMENTS_NAMES,
  .own = "{'lr': <0.002>}",
  .cases = "{};{'betas': <[0.8, 0.95]>, 'eps': <0.001>, 'weight_decay': <0.1>}",
  .pytorch = "torch.optim.Adamax (w, lr, betas, eps, weight_decay)",
};
