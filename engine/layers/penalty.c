/* penalty: mean of x², |x| or x over all elements of a value, or of the weights that made it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  int of, on;
} Penalty;

static const WeftChoice ofs[] = {
  { "square", N_ ("Squares") },
  { "magnitude", N_ ("Magnitudes") },
  { "value", N_ ("The numbers themselves") },
  { NULL },
};

static const WeftChoice ons[] = {
  { "output", N_ ("What comes out") },
  { "weights", N_ ("Its weights") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_CHOICE (Penalty, of, 0, ofs, .label = N_ ("Mean of"),
               .help = N_ ("Squares keep all numbers small; magnitudes make many of them 0")),
  WEFT_CHOICE (Penalty, on, 0, ons, .label = N_ ("Of the node"),
               .help = N_ ("Whether what the node gives is kept small, or what it has learnt; "
                           "biases are left alone")),
  WEFT_LOSS_PARAMS (Penalty),
  { NULL },
};

static WeftValue
measure (WeftBuilder *b, const Penalty *penalty, WeftValue x, WeftValue mask)
{
  return weft_builder_op (b, "penalty",
                          WEFT_ATTRS ({ "scale", { penalty->scale } }, { "of", { penalty->of } }),
                          (WeftValue[]){ x, mask }, mask.index >= 0 ? 2 : 1);
}

/* The sum over all weights of the node that gives x; what is one row of numbers is a bias. */
static WeftValue
measure_weights (WeftBuilder *b, const Penalty *penalty, WeftValue x)
{
  WeftValue sum = WEFT_NONE, weight;

  for (guint i = 0; (weight = weft_builder_find_weight (b, x, i)).index >= 0; i++)
    {
      WeftValue parts[2] = { sum };

      if (weft_builder_shape (b, weight)->rank < 2)
        continue;
      parts[1] = measure (b, penalty, weight, WEFT_NONE);
      sum = sum.index < 0 ? parts[1] : weft_builder_op (b, "add", NULL, parts, 2);
    }
  return sum;
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Penalty *penalty = record;

  out[0]
      = penalty->on == 0 ? measure (b, penalty, in[0], in[1]) : measure_weights (b, penalty, in[0]);
  if (penalty->on == 1 && out[0].index < 0)
    weft_builder_fail (b, "no-weights", NULL);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, penalty->weight);
}

static const WeftPort inputs[] = { { "x", .scalars = TRUE }, WEFT_MASK_PORT, { NULL } };

const WeftLayer weft_layer_penalty = {
  .id = "penalty",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Penalty"),
  .summary = N_ ("Keeps numbers small, whatever they are: activations, weights or other losses."),
  .formula = "L = mean x<sup>2</sup>",
  .line = N_ ("mean of {of}"),
  .terms
  = "l1 l2 regularization regularisation sparse decay activity minimise 正则化 zhengzehua zzh "
    "惩罚 chengfa cf 稀疏 xishu xs 损失 sunshi ss",
  .params = params,
  .record_size = sizeof (Penalty),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .build = build,
};
