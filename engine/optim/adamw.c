/* adamw: Adam whose decay is apart from the gradient: w ← (1 − lr·λ)w, then Adam's step
 * (Loshchilov & Hutter, ICLR 2019; torch.optim.AdamW) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/moments.h"

static const WeftParam params[] = {
  WEFT_MOMENTS_PARAMS,
  WEFT_AMSGRAD (WeftMoments),
  { NULL },
};

static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             float *restrict v, gsize n)
{
  float beta1 = u->v[WEFT_BETA1], beta2 = u->v[WEFT_BETA2], rest1 = u->v[WEFT_REST1],
        rest2 = u->v[WEFT_REST2];
  float eps = u->v[WEFT_EPSILON], keep = 1 - u->lr * u->decay;
  float rate = u->lr / u->v[WEFT_CORRECTION1], scale = 1 / sqrtf (u->v[WEFT_CORRECTION2]);

  for (gsize i = 0; i < n; i++)
    {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
      w[i] = keep * w[i] - rate * (m[i] / (sqrtf (v[i]) * scale + eps));
    }
}

/* torch.optim's amsgrad: `most` holds the largest that v has been. */
static void
update_most (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             float *restrict v, float *restrict most, gsize n)
{
  float beta1 = u->v[WEFT_BETA1], beta2 = u->v[WEFT_BETA2], rest1 = u->v[WEFT_REST1],
        rest2 = u->v[WEFT_REST2];
  float eps = u->v[WEFT_EPSILON], keep = 1 - u->lr * u->decay;
  float rate = u->lr / u->v[WEFT_CORRECTION1], scale = 1 / sqrtf (u->v[WEFT_CORRECTION2]);

  for (gsize i = 0; i < n; i++)
    {
      m[i] = beta1 * m[i] + rest1 * g[i];
      v[i] = beta2 * v[i] + rest2 * (g[i] * g[i]);
      most[i] = v[i] > most[i] ? v[i] : most[i];
      w[i] = keep * w[i] - rate * (m[i] / (sqrtf (most[i]) * scale + eps));
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  if (part->slot[2] != NULL)
    update_most (u, part->w, part->g, part->slot[0], part->slot[1], part->slot[2], part->n);
  else
    update_loop (u, part->w, part->g, part->slot[0], part->slot[1], part->n);
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  if (n_slots > 2)
    return "m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; most = max (v, most); "
           "w = w - lr * decay * w; w = w - lr * m / corr1 / (sqrt (most / corr2) + eps)";
  return "m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; w = w - lr * decay * w; "
         "w = w - lr * m / corr1 / (sqrt (v / corr2) + eps)";
}

const char WEFT_OPTIMIZER_TITLE (adamw)[] = N_ ("AdamW");

const WeftOptimizer WEFT_OPTIMIZER_ROW (adamw) = {
  .id = "adamw",
  .title = WEFT_OPTIMIZER_TITLE (adamw),
  .summary = N_ ("Adam with a weight decay that the gradient's size does not touch."),
  .formula = "w ← (1 − lr·λ)w − lr·m̂ / (√v̂ + ε)",
  .params = params,
  .record_size = sizeof (WeftMoments),
  .n_slots = weft_moments_n_slots,
  .prepare = weft_moments_prepare,
  .follows_step = TRUE,
  .update = update,
  .rule = rule,
  .slot_names = "m v most",
  .number_names = WEFT_MOMENTS_NAMES,
  .own = "{'lr': <0.001>, 'weight_decay': <0.01>}",
  .cases = "{'weight_decay': <0.1>};{'betas': <[0.7, 0.9]>};"
           "{'amsgrad': <true>, 'betas': <[0.8, 0.5]>, 'weight_decay': <0.1>}",
  .pytorch = "torch.optim.AdamW (w, lr, betas, eps, weight_decay, amsgrad)",
};
