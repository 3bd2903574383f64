/* reduce: one number for all along a dimension, which goes: mean, sum, largest, smallest or length
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  int mode;
  int dim;
} Reduce;

static const WeftChoice modes[] = {
  { "mean", N_ ("Mean") },    { "sum", N_ ("Sum") },     { "max", N_ ("Largest") },
  { "min", N_ ("Smallest") }, { "norm", N_ ("Length") }, { NULL },
};

static const WeftParam params[] = {
  WEFT_CHOICE (Reduce, mode, 0, modes, .label = N_ ("Of the numbers"),
               .help = N_ ("What is made of the numbers along the dimension")),
  WEFT_INT (Reduce, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis that goes, the batch counted as 0")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Reduce *reduce, WeftValue x,
       WeftValue mask) /* x (N, …, L, …) → (N, …); a mask (N, T) counts where the steps go */
{
  int dim = weft_builder_axis (b, x, reduce->dim);

  if (dim < 0)
    return WEFT_NONE;
  return weft_builder_op (b, "reduce",
                          WEFT_ATTRS ({ "mode", { reduce->mode } }, { "dim", { dim } }),
                          (WeftValue[]){ x, mask }, dim == 1 && mask.index >= 0 ? 2 : 1);
}

WEFT_BUILD_MASKED (Reduce, build)

const WeftLayer weft_layer_reduce = {
  .id = "reduce",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Reduce"),
  .summary = N_ ("Makes one number of all along a dimension, for instance the mean of all steps."),
  .formula = "y = mean<sub>j</sub> x<sub>j</sub>",
  .line = N_ ("{mode} · {in} → {out}"),
  .terms
  = "mean sum max min norm average aggregate pooling 归约 guiyue gy 平均 pingjun pj 求和 qiuhe qh",
  .pytorch = "torch.mean",
  .onnx = "ReduceMean",
  .params = params,
  .record_size = sizeof (Reduce),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
