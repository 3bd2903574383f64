/* lamb: Adam's direction, taken at a pace that fits each weight tensor's size:
 * r = m̂ / (√v̂ + ε) + λ·w, w ← w − lr · (min (‖w‖, 10) / ‖r‖) · r, the ratio 1 where either is 0
 * (You et al., ICLR 2020) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/moments.h"

#define LONGEST 10.0 /* of ‖w‖ in the ratio: else weights that grow would grow ever faster */

static inline float
get_step (const WeftUpdate *u, float w, float m, float s)
{
  return m / u->v[WEFT_CORRECTION1] / (sqrtf (s / u->v[WEFT_CORRECTION2]) + u->v[WEFT_EPSILON])
         + u->decay * w;
}

/* Moves the moments; sums: ‖w‖², ‖r‖². */
static void
measure (const WeftUpdate *u, const WeftUpdatePart *part, double *sums)
{
  float *m = part->slot[0], *s = part->slot[1];

  for (gsize i = 0; i < part->n; i++)
    {
      float g = part->g[i], r;

      m[i] = u->v[WEFT_BETA1] * m[i] + u->v[WEFT_REST1] * g;
      s[i] = u->v[WEFT_BETA2] * s[i] + u->v[WEFT_REST2] * (g * g);
      r = get_step (u, part->w[i], m[i], s[i]);
      sums[0] += (double) part->w[i] * part->w[i];
      sums[1] += (double) r * r;
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  double w = MIN (sqrt (part->sums[0]), LONGEST), r = sqrt (part->sums[1]);
  double ratio = w > 0 && r > 0 ? w / r : 1;
  float rate = u->lr * (float) ratio;

  for (gsize i = 0; i < part->n; i++)
    part->w[i] -= rate * get_step (u, part->w[i], part->slot[0][i], part->slot[1][i]);
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  if (whole->sums[0] > 0 && whole->sums[1] > 0)
    return "m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; "
           "r = m / corr1 / (sqrt (v / corr2) + eps); r = r + decay * w; "
           "w = w - lr * min (sqrt (ww), 10) / sqrt (rr) * r";
  return "m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; "
         "r = m / corr1 / (sqrt (v / corr2) + eps); r = r + decay * w; w = w - lr * r";
}

const char WEFT_OPTIMIZER_TITLE (lamb)[] = N_ ("LAMB");

const WeftOptimizer WEFT_OPTIMIZER_ROW (lamb) = {
  .id = "lamb",
  .title = WEFT_OPTIMIZER_TITLE (lamb),
  .summary = N_ ("Adam whose steps fit the size of each layer's weights, for large batches."),
  .formula = "w ← w − lr·(‖w‖/‖r‖)·r, r = m̂ / (√v̂ + ε) + λw",
  .params = weft_moments_params,
  .record_size = sizeof (WeftMoments),
  .n_slots = weft_moments_n_slots,
  .prepare = weft_moments_prepare,
  .follows_step = TRUE,
  .measure = measure,
  .update = update,
  .rule = rule,
  .slot_names = "m v",
  .number_names = WEFT_MOMENTS_NAMES,
  .sum_names = "ww rr",
  .own = "{'lr': <0.001>, 'eps': <1e-6>}",
  .cases = "{};{'betas': <[0.8, 0.95]>, 'weight_decay': <0.1>}",
  .pytorch = "papers.Lamb (w, lr, betas, eps, weight_decay)",
};
