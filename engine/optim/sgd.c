/* sgd: v ← μ·v + g, w ← w − lr·v; Nesterov steps along g + μ·v; decay adds λ·w to g
 * (torch.optim.SGD) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/optim/row.h"

typedef struct
{
  double momentum;
  gboolean nesterov;
  double weight_decay;
} Settings;

static const WeftParam params[] = {
  WEFT_MOMENTUM (Settings),
  WEFT_BOOL (Settings, nesterov, FALSE, .label = N_ ("Nesterov"),
             .help = N_ ("Takes the gradient where momentum is about to lead")),
  WEFT_WEIGHT_DECAY (Settings),
  { NULL },
};

enum
{
  MOMENTUM,
  NESTEROV,
};

static guint
n_slots (gconstpointer settings)
{
  return ((const Settings *) settings)->momentum > 0 ? 1 : 0;
}

static void
prepare (gconstpointer data, gint64 step, float *v)
{
  const Settings *settings = data;

  v[MOMENTUM] = (float) settings->momentum;
  v[NESTEROV] = (float) settings->nesterov;
}

static void
plain (const WeftUpdate *u, float *restrict w, const float *restrict g, gsize n)
{
  float lr = u->lr, decay = u->decay;

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
  float lr = u->lr, decay = u->decay, mu = u->v[MOMENTUM];

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
  float lr = u->lr, decay = u->decay, mu = u->v[MOMENTUM];

  for (gsize i = 0; i < n; i++)
    {
      float d = g[i] + decay * w[i];

      v[i] = mu * v[i] + d;
      w[i] -= lr * (d + mu * v[i]);
    }
}

static void
update (const WeftUpdate *u, const WeftUpdatePart *part)
{
  if (u->v[MOMENTUM] == 0 || part->slot[0] == NULL)
    plain (u, part->w, part->g, part->n);
  else if (u->v[NESTEROV] != 0)
    nesterov (u, part->w, part->g, part->slot[0], part->n);
  else
    momentum (u, part->w, part->g, part->slot[0], part->n);
}

static gboolean
rests (const WeftUpdate *u)
{
  return u->v[MOMENTUM] == 0 && u->decay == 0;
}

static const char *
rule (const WeftUpdate *u, const WeftUpdatePart *whole, guint n_slots)
{
  if (n_slots == 0)
    return "g = g + decay * w; w = w - lr * g";
  if (u->v[NESTEROV] != 0)
    return "g = g + decay * w; v = momentum * v + g; w = w - lr * (g + momentum * v)";
  return "g = g + decay * w; v = momentum * v + g; w = w - lr * v";
}

const char WEFT_OPTIMIZER_TITLE (sgd)[] = N_ ("SGD");

const WeftOptimizer WEFT_OPTIMIZER_ROW (sgd) = {
  .id = "sgd",
  .title = WEFT_OPTIMIZER_TITLE (sgd),
  .summary = N_ ("Moves every weight against its gradient, with momentum if you like."),
  .formula = "v ← μv + g, w ← w − lr·v",
  .params = params,
  .record_size = sizeof (Settings),
  .n_slots = n_slots,
  .prepare = prepare,
  .rests = rests,
  .update = update,
  .rule = rule,
  .slot_names = "v",
  .number_names = "momentum nesterov",
  .cases = "{};{'weight_decay': <0.05>};{'momentum': <0.9>};"
           "{'momentum': <0.9>, 'weight_decay': <0.05>};"
           "{'momentum': <0.8>, 'nesterov': <true>, 'weight_decay': <0.02>}",
  .pytorch = "torch.optim.SGD (w, lr, momentum, 0, weight_decay, nesterov)",
};
