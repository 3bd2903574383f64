/* dropout2d: in training each channel of a sample is set to zero with probability p, the others
 * grow by 1 / (1 − p) (Tompson and others 2015) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double p;
} Dropout2d;

static const WeftParam params[] = {
  WEFT_REAL (Dropout2d, p, 0.5, 0, 0.999, .ui_max = 0.9, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Share dropped"),
             .help = N_ ("The chance of each channel to be left out")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Dropout2d *dropout, WeftValue x) /* x (N, C, …) → the same */
{
  if (!weft_builder_expect_rank (b, x, 3, 8, "(N, C, …)"))
    return WEFT_NONE;
  return weft_builder_op1 (b, "part_dropout",
                           WEFT_ATTRS ({ "p", { dropout->p } }, { "axes", { 2 } }), x);
}

WEFT_BUILD_1 (Dropout2d, build)

const WeftLayer weft_layer_dropout2d = {
  .id = "dropout2d",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Spatial dropout"),
  .summary = N_ ("Leaves out whole channels at random while training, since pixels side by side "
                 "tell much the same."),
  .formula = "y = x · m / (1 − p), m = 0 with probability p, else 1",
  .line = N_ ("p = {p}"),
  .terms = "channel regularisation regularization 空间丢弃 kongjiandiuqi kjdq 丢弃 diuqi dq",
  .pytorch = "torch.nn.Dropout2d",
  .onnx = "Dropout",
  .params = params,
  .record_size = sizeof (Dropout2d),
  .build = build_row,
};
