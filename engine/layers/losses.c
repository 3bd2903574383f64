/* losses: what every loss row has: its scale and its weight, and the scalar that it gives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

const WeftParam weft_loss_params[] = { WEFT_LOSS_PARAMS (WeftLoss), { NULL } };

const WeftPort weft_loss_outputs[] = { { "loss", N_ ("loss") }, { NULL } };

WeftValue
weft_loss_compare (WeftBuilder *b, const char *op, const WeftLoss *loss, const WeftValue *in)
{
  const WeftShape *prediction = weft_builder_shape (b, in[0]);
  const WeftShape *target = weft_builder_shape (b, in[1]);
  WeftValue value;

  if (!weft_shape_equal (prediction, target))
    weft_builder_fail (b, "shape-mismatch", _ ("expects a target of the prediction’s shape"), NULL);
  value = weft_builder_op (b, op, WEFT_ATTRS ({ "scale", { loss->scale } }), in,
                           in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, value, in[0], in[1], loss->weight);
  return value;
}
