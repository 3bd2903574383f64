/* nadam: Adam that looks ahead: with μₜ = β₁(1 − 0.96^(tψ)/2),
 * w ← w − lr·(μₜ₊₁·m/(1 − Πμ₁…μₜ₊₁) + (1 − μₜ)·g/(1 − Πμ₁…μₜ)) / (√v̂ + ε); decay adds λ·w to g
 * (Dozat, ICLR workshop 2016; torch.optim.NAdam) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/moments.h"

#define NOTHING 1e-20 /* of a product that is taken from 1 */

typedef struct
{
  WeftMoments moments;
  double momentum_decay;
} Settings;

static const WeftParam params[] = {
  WEFT_BETAS_AT (Settings, moments.betas),
  WEFT_REAL (Settings, momentum_decay, 0.004, 0, 1, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Momentum decay"), .advanced = TRUE,
             .help = N_ ("How soon the momentum comes to its full share")),
  WEFT_EPS_AT (Settings, moments.eps),
  WEFT_WEIGHT_DECAY_AT (Settings, moments.weight_decay),
  { NULL },
};

enum
{
  AHEAD = WEFT_N_MOMENTS, /* of m */
  NOW,                    /* of g */
};

/* μ₁…μₜ, and the last and next factor; from some hundred steps on the product is nothing. */
static double
multiply (const Settings *settings, gint64 step, double mu[2])
{
  double beta = settings->moments.betas.v[0], fall = pow (0.96, settings->momentum_decay);
  double left = 1, product = 1;

  for (gint64 t = 1; t <= step && product > NOTHING; t++)
    product *= beta * (1 - 0.5 * (left *= fall));
  mu[0] = beta * (1 - 0.5 * pow (fall, (double) step));
  mu[1] = beta * (1 - 0.5 * pow (fall, (double) (step + 1)));
  return product;
}

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const Settings *settings = data;
  double mu[2], product = multiply (settings, step, mu);

  weft_moments_prepare (&settings->moments, step, v);
  v[AHEAD] = (float) (mu[1] / (1 - product * mu[1]));
  v[NOW] = (float) ((1 - mu[0]) / (1 - product));
}

static void
update_loop (const WeftUpdate *u, float *restrict w, const float *restrict g, float *restrict m,
             float *restrict v, gsize n)
{
  float beta1 = u->v[WEFT_BETA1], beta2 = u->v[WEFT_BETA2], rest1 = u->v[WEFT_REST1],
        rest2 = u->v[WEFT_REST2], eps = u->v[WEFT_EPSILON], decay = u->decay;
  float scale = 1 / sqrtf (u->v[WEFT_CORRECTION2]), lr = u->lr;
  float ahead = u->v[AHEAD], now = u->v[NOW];

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      m[i] = beta1 * m[i] + rest1 * d;
      v[i] = beta2 * v[i] + rest2 * (d * d);
      w[i] -= lr * ((now * d + ahead * m[i]) / (sqrtf (v[i]) * scale + eps));
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
  return "g = g + decay * w; m = beta1 * m + rest1 * g; v = beta2 * v + rest2 * g^2; "
         "w = w - lr * (now * g + ahead * m) / (sqrt (v / corr2) + eps)";
}

const char WEFT_OPTIMIZER_TITLE (nadam)[] = N_ ("NAdam");

const WeftOptimizer WEFT_OPTIMIZER_ROW (nadam) = {
  .id = "nadam",
  .title = WEFT_OPTIMIZER_TITLE (nadam),
  .summary = N_ ("Adam with Nesterov's look ahead, and a momentum that grows at first."),
  .formula = "w ← w − lr·(μ′m̂ + (1 − μ)ĝ) / (√v̂ + ε)",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = weft_moments_n_slots,
  .prepare = prepare,
  .follows_step = TRUE,
  .update = update,
  .rule = rule,
  .slot_names = "m v",
  .number_names = WEFT_MOMENTS_NAMES " ahead now",
  .own = "{'lr': <0.002>}",
  .cases = "{};{'betas': <[0.8, 0.95]>, 'momentum_decay': <0.05>, 'weight_decay': <0.1>};"
           "{'momentum_decay': <1.0>, 'eps': <0.001>}",
  /* foreach: the other of PyTorch 1.13's two has one μ too many in its product */
  .pytorch = "torch.optim.NAdam (w, lr, betas, eps, weight_decay, momentum_decay, foreach=True)",
};
