/* hinge: what is right with a margin costs nothing; of yes or no (0 or 1, or −1 or 1), or of
 * classes (Crammer and Singer's margin is the largest, this is the mean over all others, as
 * PyTorch's) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double margin;
  int p;
} Hinge;

static const WeftParam params[] = {
  WEFT_REAL (Hinge, margin, 1, 0, 1e6, .ui_max = 5, .label = N_ ("Margin"),
             .help = N_ ("By how much the right side has to win")),
  WEFT_INT (Hinge, p, 1, 1, 2, .label = N_ ("Power"),
            .help = N_ ("1: what is lacking counts as it is; 2: its square")),
  WEFT_LOSS_PARAMS (Hinge),
  { NULL },
};

static WeftValue
judge_classes (WeftBuilder *b, const Hinge *hinge, const WeftValue *in)
{
  WeftValue value;

  if (!weft_loss_expect_classes (b, in[0], in[1], -1))
    return WEFT_NONE;
  value = weft_builder_op (b, "multi_margin",
                           WEFT_ATTRS ({ "scale", { hinge->scale } },
                                       { "margin", { hinge->margin } }, { "p", { hinge->p } }),
                           in, in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, value, in[0], in[1], hinge->weight);
  return value;
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Hinge *hinge = record;

  if (weft_builder_shape (b, in[1])->type == WEFT_I64)
    out[0] = judge_classes (b, hinge, in);
  else
    out[0] = weft_loss_distance (
        b, &(WeftDistance){ hinge->p == 1 ? "hinge" : "squared_hinge", hinge->margin }, record, in);
}

const WeftLayer weft_layer_hinge = {
  .id = "hinge",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Hinge loss"),
  .summary = N_ ("Wants the right answer to win by a margin; more than that gains nothing."),
  .formula = "L = mean max (0, margin − x<sub>target</sub> + x<sub>other</sub>)",
  .line = N_ ("margin {margin}"),
  .terms = "hinge svm margin multimargin 合页损失 heyesunshi hyss 间隔 jiange jg 分类 fenlei fl",
  .pytorch = "torch.nn.MultiMarginLoss",
  .params = params,
  .record_size = sizeof (Hinge),
  .inputs = weft_loss_either_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "accuracy balanced_accuracy",
  .build = build,
};
