/* flatten: all numbers of a sample in one row, (C, H, W) row by row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

static const WeftParam params[] = {
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  gint64 count = weft_shape_sample_count (weft_builder_shape (b, in[0]));

  /* x (N, …) → (N, D) */
  out[0] = weft_builder_op1 (b, "reshape", WEFT_ATTRS ({ "dims", { (double) count }, 1 }), in[0]);
}

const WeftLayer weft_layer_flatten = {
  .id = "flatten",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Flatten"),
  .summary = N_ ("Writes all numbers of a sample into one row."),
  .formula = "y<sub>(c·H+i)·W+j</sub> = x<sub>c,i,j</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "ravel view vector 展平 zhanping zp 拉平 laping lp",
  .pytorch = "torch.nn.Flatten",
  .onnx = "Flatten",
  .params = params,
  .build = build,
};
