/* gaussian: how unlikely numbers are under a bell curve around the prediction, whose width is
 * learnt, the same for all samples; prediction (N, J), target (N, J), or (N, 3, J): of numbers with
 * weights their sums of the powers 0, 1 and 2, as the y of a world of forces has them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* A target of weighted sums is of as many numbers; of another shape the op says what it expects. */
static gboolean
check_width (WeftBuilder *b, gint64 width, WeftValue target)
{
  const WeftShape *shape = weft_builder_shape (b, target);
  g_autofree char *given = NULL, *wanted = NULL;

  if (shape->rank != 3 || shape->dims[2] == width)
    return TRUE;
  given = g_strdup_printf ("%" G_GINT64_FORMAT, width);
  wanted = g_strdup_printf ("%" G_GINT64_FORMAT, shape->dims[2]);
  weft_builder_fail (b, "other-forces", given, wanted, NULL);
  return FALSE;
}

/* prediction and target → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const WeftLoss *loss = record;
  WeftValue of[3] = { in[0], WEFT_NONE, in[1] };
  gint64 width;

  if (!weft_builder_expect_rank (b, in[0], 2, 2, "(N, J)"))
    return;
  width = weft_builder_dim (b, in[0], 1);
  if (!check_width (b, width, in[1]))
    return;
  of[1] = weft_builder_weight (b, "log_deviation", WEFT_INIT_ZERO, 1, 1, &width, 1);
  out[0] = weft_builder_op (b, "gaussian", WEFT_ATTRS ({ "scale", { loss->scale } }), of, 3);
  weft_builder_loss (b, out[0], in[0], in[1], loss->weight);
}

static const WeftPort inputs[] = {
  { "prediction", N_ ("prediction") },
  { "target", N_ ("target"), .misfit = "target-not-numbers" },
  { NULL },
};

const WeftLayer weft_layer_gaussian = {
  .id = "gaussian",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Gaussian likelihood"),
  .summary
  = N_ ("Measures how unlikely numbers are under a bell curve around the prediction, whose "
        "width is learnt."),
  .formula = "L = −log N (target; x, e<sup>d</sup>)",
  .line = N_ ("−log N (target; x, width)"),
  .terms
  = "normal nll negative log-likelihood continuous policy forces variance deviation 高斯似然 "
    "gaosisiran gssr 正态 zhengtai zt 策略 celue cl 连续动作 lianxudongzuo lxdz 损失 sunshi "
    "ss 回归 huigui hg",
  .pytorch = "torch.nn.GaussianNLLLoss",
  .params = weft_loss_params,
  .learns = TRUE,
  .record_size = sizeof (WeftLoss),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "mae r2",
  .build = build,
};
