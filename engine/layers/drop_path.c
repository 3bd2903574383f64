/* drop_path: in training all that a sample adds on this way is set to zero with probability p, as
 * if the way were not there (Huang and others 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double p;
} DropPath;

static const WeftParam params[] = {
  WEFT_REAL (DropPath, p, 0.1, 0, 0.999, .ui_max = 0.9, .unit = WEFT_UNIT_SHARE,
             .label = N_ ("Share dropped"),
             .help = N_ ("The chance of each sample to pass without it")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const DropPath *dropout, WeftValue x) /* x (N, …) → the same */
{
  if (!weft_builder_expect_rank (b, x, 2, 8, "(N, …)"))
    return WEFT_NONE;
  return weft_builder_op1 (b, "part_dropout",
                           WEFT_ATTRS ({ "p", { dropout->p } }, { "axes", { 1 } }), x);
}

WEFT_BUILD_1 (DropPath, build)

const WeftLayer weft_layer_drop_path = {
  .id = "drop_path",
  .family = WEFT_FAMILY_NORM,
  .title = N_ ("Drop path"),
  .summary = N_ (
      "Lets whole samples pass by a branch at random while training: nets of many depths in one."),
  .formula = "y = x · m / (1 − p), m = 0 with probability p, else 1",
  .line = N_ ("p = {p}"),
  .terms = "stochastic depth droppath residual 随机深度 suijishendu sjsd 丢弃路径 diuqilujing dqlj",
  .pytorch = "torchvision.ops.StochasticDepth",
  .onnx = "Dropout",
  .params = params,
  .record_size = sizeof (DropPath),
  .build = build_row,
};
