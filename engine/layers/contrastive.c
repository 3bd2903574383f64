/* contrastive: pairs of codes (N, D) that belong together are to lie close, others a margin apart;
 * target (N): a number above 0, or any class but the first, says that they do */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double margin;
} Contrastive;

static const WeftParam params[] = {
  WEFT_REAL (Contrastive, margin, 1, 0, 1e6, .ui_max = 5, .label = N_ ("Margin"),
             .help = N_ ("How far apart is enough for what does not belong together")),
  WEFT_LOSS_PARAMS (Contrastive),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Contrastive *contrastive = record;

  out[0] = weft_loss_pairs (b, 0, contrastive->margin, record, in);
}

const WeftLayer weft_layer_contrastive = {
  .id = "contrastive",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Contrastive loss"),
  .summary = N_ ("Draws pairs together that belong together, and pushes others a margin apart."),
  .formula = "L = d<sup>2</sup>, or max (0, margin − d)<sup>2</sup>",
  .line = N_ ("margin {margin}"),
  .terms = "contrastive siamese pairs metric learning 对比损失 duibisunshi dbss 孪生 luansheng ls "
           "度量学习 duliangxuexi dlxx",
  .params = params,
  .record_size = sizeof (Contrastive),
  .inputs = weft_loss_pair_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "",
  .build = build,
};
