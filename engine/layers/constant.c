/* constant: one number, as often as a sample of that shape has it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  double value;
  WeftDims shape;
} Constant;

static const WeftParam params[] = {
  WEFT_REAL (Constant, value, 1, -G_MAXFLOAT, G_MAXFLOAT, .label = N_ ("Value"),
             .help = N_ ("The number that every place holds")),
  WEFT_DIMS (Constant, shape, "1", 1, 1 << 20, .label = N_ ("Shape"),
             .help = N_ ("The dimensions of one sample")),
  { NULL },
};

/* x (N, …) → (N, shape) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Constant *constant = record;
  WeftAttr attrs[3]
      = { { .name = "dims", .n = constant->shape.n }, { "value", { constant->value } } };

  for (int i = 0; i < constant->shape.n; i++)
    attrs[0].v[i] = constant->shape.d[i];
  out[0] = weft_builder_op1 (b, "constant", attrs, in[0]);
}

const WeftLayer weft_layer_constant = {
  .id = "constant",
  .family = WEFT_FAMILY_ARITHMETIC,
  .title = N_ ("Constant"),
  .summary = N_ ("Gives one fixed number, for as many samples as come in."),
  .formula = "y = c",
  .line = N_ ("{value} · {out}"),
  .terms = "fill full ones zeros fixed 常数 changshu cs 全一 quanyi 全零 quanling",
  .pytorch = "torch.full",
  .onnx = "ConstantOfShape",
  .params = params,
  .record_size = sizeof (Constant),
  .build = build,
};
