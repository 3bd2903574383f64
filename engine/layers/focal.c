/* focal: cross-entropy in which what is known already counts less, by (1 − p)^γ; of yes or no, also
 * a pixel each, or of classes (Lin et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double gamma, alpha;
} Focal;

static const WeftParam params[] = {
  WEFT_REAL (Focal, gamma, 2, 0, 100, .ui_max = 5, .label = N_ ("Gamma"),
             .help = N_ ("How much less counts what is known already; at 0 all count alike")),
  WEFT_REAL (Focal, alpha, 0.25, -1, 1, .label = N_ ("Alpha"),
             .help = N_ ("Of yes or no: the share of what counts that the yes have; below 0 all "
                         "count alike")),
  WEFT_LOSS_PARAMS (Focal),
  { NULL },
};

static WeftValue
judge_classes (WeftBuilder *b, const Focal *focal, const WeftValue *in)
{
  WeftValue value;

  if (!weft_loss_expect_classes (b, in[0], in[1], -1))
    return WEFT_NONE;
  weft_loss_expect_scores (b, in[0], "softmax");
  value = weft_builder_op (
      b, "class_loss", WEFT_ATTRS ({ "scale", { focal->scale } }, { "gamma", { focal->gamma } }),
      in, in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, value, in[0], in[1], focal->weight);
  return value;
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Focal *focal = record;

  if (weft_builder_shape (b, in[1])->type == WEFT_I64)
    {
      out[0] = judge_classes (b, focal, in);
      return;
    }
  weft_loss_expect_scores (b, in[0], "sigmoid");
  out[0]
      = weft_loss_distance (b, &(WeftDistance){ "focal", focal->alpha, focal->gamma }, record, in);
}

const WeftLayer weft_layer_focal = {
  .id = "focal",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Focal loss"),
  .summary
  = N_ ("Cross-entropy that leaves what is easy alone: for classes or pixels that are rare."),
  .formula = "L = −(1 − p)<sup>γ</sup> log p",
  .line = N_ ("γ {gamma}"),
  .terms
  = "focal imbalance rare detection retinanet 焦点损失 jiaodiansunshi jdss 不平衡 bupingheng "
    "bph 分类 fenlei fl",
  .params = params,
  .record_size = sizeof (Focal),
  .inputs = weft_loss_either_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "accuracy balanced_accuracy",
  .build = build,
};
