/* bce_with_logits: mean of log (1 + exp x) − x·target over all elements; targets 0 or 1 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* prediction and target of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  if (weft_builder_is_result_of (b, in[0], "sigmoid"))
    weft_builder_fail (b, "sigmoid-before-loss", NULL);
  out[0] = weft_loss_compare (b, "bce_with_logits", record, in);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("target"), .misfit = "target-not-numbers" },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftLayer weft_layer_bce_with_logits = {
  .id = "bce_with_logits",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Binary cross-entropy"),
  .summary = N_ ("Measures how wrong yes-or-no answers are; it takes scores, before any sigmoid."),
  .formula = "L = log (1 + e<sup>x</sup>) − x · target",
  .line = N_ ("yes or no"),
  .terms = "bce logistic sigmoid binary 二元交叉熵 eryuanjiaochashang eyjcs 损失 sunshi ss 二分类 "
           "erfenlei efl",
  .pytorch = "torch.nn.BCEWithLogitsLoss",
  .params = weft_loss_params,
  .record_size = sizeof (WeftLoss),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "accuracy iou",
  .build = build,
};
