/* slice: some of an axis, from here to there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int dim, start, end, step;
} Slice;

static const WeftParam params[] = {
  WEFT_INT (Slice, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis of which some is taken, the batch counted as 0")),
  WEFT_INT (Slice, start, 0, -(1 << 20), 1 << 20, .ui_max = 100, .label = N_ ("From"),
            .help = N_ ("The first that is taken, counted from 0; below zero from the end")),
  WEFT_INT (Slice, end, 0, -(1 << 20), 1 << 20, .ui_max = 100, .label = N_ ("To"), .optional = TRUE,
            .unset = N_ ("to the end"),
            .help = N_ ("The first that is no longer taken; below zero from the end")),
  WEFT_INT (Slice, step, 1, 1, 1 << 20, .ui_max = 10, .label = N_ ("Step"),
            .help = N_ ("Every how many one is taken")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Slice *slice, WeftValue x) /* x (N, …, L, …) → (N, …, K, …) */
{
  int dim = weft_builder_axis (b, x, slice->dim);
  gint64 length = weft_builder_dim (b, x, dim);
  gint64 start = slice->start < 0 ? slice->start + length : slice->start;
  gint64 end = slice->end <= 0 ? slice->end + length : MIN (slice->end, length);

  if (dim < 0)
    return WEFT_NONE;
  start = MAX (start, 0);
  if (start >= end)
    {
      weft_builder_fail (b, "shape-mismatch", _ ("expects an axis that has what is taken"), NULL);
      return WEFT_NONE;
    }
  return weft_builder_op1 (
      b, "slice",
      WEFT_ATTRS ({ "dim", { dim } }, { "start", { (double) start } },
                  { "length", { (double) ((end - start + slice->step - 1) / slice->step) } },
                  { "step", { slice->step } }),
      x);
}

WEFT_BUILD_1 (Slice, build)

const WeftLayer weft_layer_slice = {
  .id = "slice",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Slice"),
  .summary = N_ ("Takes some of an axis, for instance the last step or every second row."),
  .formula = "y<sub>j</sub> = x<sub>start + j · step</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "narrow select range subset index 切片 qiepian qp 截取 jiequ jq",
  .pytorch = "torch.narrow",
  .onnx = "Slice",
  .params = params,
  .record_size = sizeof (Slice),
  .build = build_row,
};
