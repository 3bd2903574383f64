/* bce_with_logits: mean of log (1 + exp x) − x·target over all elements; targets 0 or 1, of which
 * the ones may count more or less; or a score a sample and the labels of two classes, of which it
 * stands for the second */
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

static gboolean
is_one_of_two (WeftBuilder *b, const WeftValue *in)
{
  const WeftShape *prediction = weft_builder_shape (b, in[0]);
  int classes = weft_builder_classes (b, in[1]);

  return prediction->rank == 2 && prediction->dims[1] == 1
         && weft_builder_shape (b, in[1])->rank == 1 && (classes == 0 || classes == 2);
}

/* prediction (N, 1), target (N) of class 0 or 1 → a scalar. The score x is that of the second class
 * beside a 0 for the first: −log softmax ((0, x))[target] = log (1 + exp x) − x·target, so that it
 * is judged as a choice of two. With a weight of yes the mean is a weighted one. */
static WeftValue
judge_classes (WeftBuilder *b, const Binary *binary, const WeftValue *in)
{
  WeftValue both[2], judged[3] = { WEFT_NONE, in[1], in[2] }, value;
  guint n = in[2].index >= 0 ? 3 : 2;

  if (!is_one_of_two (b, in))
    {
      weft_builder_fail (b, "target-not-numbers", NULL);
      return WEFT_NONE;
    }
  both[0]
      = weft_builder_op1 (b, "scale", WEFT_ATTRS ({ "factor", { 0 } }, { "shift", { 0 } }), in[0]);
  both[1] = in[0];
  judged[0] = weft_builder_op (b, "concat", WEFT_ATTRS ({ "dim", { 1 } }), both, 2);
  value = binary->pos_weight == 1
              ? weft_builder_op (b, "cross_entropy", WEFT_ATTRS ({ "scale", { binary->scale } }),
                                 judged, n)
              : weft_builder_op (
                  b, "class_loss",
                  WEFT_ATTRS ({ "scale", { binary->scale } }, { "dim", { -1 } },
                              { "ignore_index", { -100 } },
                              { .name = "class_weight", .n = 2, .v = { 1, binary->pos_weight } }),
                  judged, n);
  weft_builder_loss (b, value, judged[0], in[1], binary->weight);
  return value;
}

/* prediction and target of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Binary *binary = record;

  weft_loss_expect_scores (b, in[0], "sigmoid");
  if (weft_builder_shape (b, in[1])->type == WEFT_I64)
    {
      out[0] = judge_classes (b, binary, in);
      return;
    }
  out[0] = binary->pos_weight == 1
               ? weft_loss_compare (b, "bce_with_logits", record, in)
               : weft_loss_distance (b, &(WeftDistance){ "bce", binary->pos_weight }, record, in);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("target"),
    .kinds = ~(guint) WEFT_KINDS_OF_LABELS | WEFT_KIND_BIT (WEFT_KIND_CLASS),
    .misfit = "target-not-numbers" },
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
  .params = params,
  .record_size = sizeof (Binary),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "accuracy iou",
  .build = build,
};
