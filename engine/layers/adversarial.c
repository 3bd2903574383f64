/* adversarial: what scores of made and real samples cost, for a contest; prediction (N, …), target
 * (N, 1) whether a sample is real */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  int kind;
} Adversarial;

/* In the op's order. */
static const WeftChoice kinds[] = {
  { "standard", N_ ("Standard") },
  { "least_squares", N_ ("Least squares") },
  { "hinge", N_ ("Hinge") },
  { "wasserstein", N_ ("Wasserstein") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_CHOICE (Adversarial, kind, 0, kinds, .label = N_ ("Kind"),
               .help = N_ ("How scores are judged; those of Wasserstein have no bound")),
  WEFT_LOSS_PARAMS (Adversarial),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Adversarial *own = record;

  weft_loss_expect_scores (b, in[0], "sigmoid");
  out[0] = weft_builder_op (
      b, "adversarial", WEFT_ATTRS ({ "scale", { own->scale } }, { "of", { own->kind } }), in, 2);
  weft_builder_loss (b, out[0], in[0], in[1], own->weight);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("scores") },
  { "target", N_ ("whether they are real"), .misfit = "target-not-numbers" },
  { NULL },
};

const WeftLayer weft_layer_adversarial = {
  .id = "adversarial",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Adversarial loss"),
  .summary
  = N_ ("Wants a discriminator to score real samples high and made ones low, and a generator "
        "the opposite."),
  .formula = "L = log (1 + e<sup>−x</sup>), and others",
  .line = N_ ("{kind}"),
  .terms = "gan wgan lsgan hinge wasserstein critic least-squares 对抗损失 duikangsunshi dkss "
           "生成对抗网络 shengchengduikangwangluo scdkwl",
  .params = params,
  .record_size = sizeof (Adversarial),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "",
  .build = build,
};
