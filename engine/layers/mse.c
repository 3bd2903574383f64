/* mse: mean of (prediction − target)² over all elements */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

/* prediction and target of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_loss_compare (b, "mse", record, in);
}

const WeftLayer weft_layer_mse = {
  .id = "mse",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Mean squared error"),
  .summary = N_ ("Measures how far predictions lie from the numbers that they should be."),
  .formula = "L = mean (x − target)<sup>2</sup>",
  .line = N_ ("mean (x − target)²"),
  .terms = "l2 regression least-squares 均方误差 junfangwucha jfwc 损失 sunshi ss 回归 huigui hg",
  .pytorch = "torch.nn.MSELoss",
  .params = weft_loss_params,
  .record_size = sizeof (WeftLoss),
  .inputs = weft_loss_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "mae r2",
  .build = build,
};
