/* bce_with_logits: mean of log (1 + exp x) − x·target over all elements; targets 0 or 1, of which
 * the ones may count more or less */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double pos_weight;
} Binary;

static const WeftParam params[] = {
  WEFT_REAL (Binary, pos_weight, 1, 0, 1e6, .ui_max = 20, .label = N_ ("Weight of yes"),
             .help = N_ ("How many times as much a yes counts as a no; above 1 where yes is rare")),
  WEFT_LOSS_PARAMS (Binary),
  { NULL },
};

/* prediction and target of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Binary *binary = record;

  if (weft_builder_is_result_of (b, in[0], "sigmoid"))
    weft_builder_fail (b, "sigmoid-before-loss", NULL);
  out[0] = binary->pos_weight == 1
               ? weft_loss_compare (b, "bce_with_logits", record, in)
               : weft_loss_distance (b, &(WeftDistance){ "bce", binary->pos_weight }, record, in);
}

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
  .params = params,
  .record_size = sizeof (Binary),
  .inputs = weft_loss_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "accuracy iou",
  .build = build,
};
