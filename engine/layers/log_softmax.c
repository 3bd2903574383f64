/* log_softmax: logarithms of shares that add up to one along an axis */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int dim;
} LogSoftmax;

static const WeftParam params[] = {
  WEFT_INT (LogSoftmax, dim, -1, -7, 7, .label = N_ ("Dimension"), .advanced = TRUE,
            .help = N_ ("The axis whose numbers add up to one, the batch counted as 0; −1: the "
                        "last")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const LogSoftmax *layer, WeftValue x) /* x of any shape → the same */
{
  int dim = weft_builder_axis (b, x, layer->dim);

  return dim < 0 ? WEFT_NONE
                 : weft_builder_op1 (b, "log_softmax", WEFT_ATTRS ({ "dim", { dim } }), x);
}

WEFT_BUILD_1 (LogSoftmax, build)

const WeftLayer weft_layer_log_softmax = {
  .id = "log_softmax",
  .family = WEFT_FAMILY_ACTIVATION,
  .title = N_ ("Log-softmax"),
  .summary
  = N_ ("The logarithms of the shares that softmax gives, exact also where they are small."),
  .formula = "y<sub>i</sub> = x<sub>i</sub> − ln Σ<sub>j</sub> e<sup>x<sub>j</sub></sup>",
  .line = N_ ("log shares of {out}"),
  .terms = "log probabilities 激活 jihuo jh 对数概率 duishugailv dsgl",
  .pytorch = "torch.nn.LogSoftmax",
  .onnx = "LogSoftmax",
  .params = params,
  .record_size = sizeof (LogSoftmax),
  .build = build_row,
};
