/* soft_cross_entropy: mean of −Σ target · log softmax (prediction) over the last axis; prediction
 * (N, …, C) scores, target of that shape the share that each class is to have */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* prediction and target of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  weft_loss_expect_scores (b, in[0], "softmax");
  out[0] = weft_loss_compare (b, "soft_cross_entropy", record, in);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("shares"), .misfit = "target-not-numbers" },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftLayer weft_layer_soft_cross_entropy = {
  .id = "soft_cross_entropy",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Soft cross-entropy"),
  .summary = N_ ("Measures how far the network’s beliefs are from the share that each class is to "
                 "have."),
  .formula = "L = −Σ target · log softmax (x)",
  .line = N_ ("−Σ share · log p"),
  .terms = "softmax loss distribution policy distillation soft targets label smoothing 软目标 "
           "ruanmubiao rmb 交叉熵 jiaochashang jcs 分布 fenbu fb 蒸馏 zhengliu zl 策略 celue cl "
           "损失 sunshi ss",
  .pytorch = "torch.nn.CrossEntropyLoss",
  .params = weft_loss_params,
  .record_size = sizeof (WeftLoss),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "agreement",
  .build = build,
};
