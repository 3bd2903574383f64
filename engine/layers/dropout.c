/* dropout: in training each number is set to zero with probability p, the others grow by 1 / (1 −
 * p) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double p;
} Dropout;

static const WeftParam params[] = {
  WEFT_REAL (Dropout, p, 0.5, 0, 0.999, .ui_max = 0.9, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Share dropped"),
             .help = N_ ("The chance of each number to be left out")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Dropout *dropout, WeftValue x) /* x of any shape → the same */
{
  return weft_builder_op1 (b, "dropout", WEFT_ATTRS ({ "p", { dropout->p } }), x);
}

WEFT_BUILD_1 (Dropout, build)

const WeftLayer weft_layer_dropout = {
  .id = "dropout",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Dropout"),
  .summary = N_ ("Leaves out some numbers at random while training, so that none is relied on too "
                 "much."),
  .formula = "y = x · m / (1 − p), m = 0 with probability p, else 1",
  .line = N_ ("p = {p}"),
  .terms
  = "regularisation regularization 丢弃 diuqi dq 随机失活 suijishihuo sjsh 正则化 zhengzehua zzh",
  .pytorch = "torch.nn.Dropout",
  .onnx = "Dropout",
  .params = params,
  .record_size = sizeof (Dropout),
  .build = build_row,
};
