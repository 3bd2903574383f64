/* matmul: products of matrices, those of each sample with its own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

typedef struct
{
  gboolean transpose_a, transpose_b;
} Matmul;

static const WeftParam params[] = {
  WEFT_BOOL (Matmul, transpose_a, FALSE, .label = N_ ("First turned"),
             .help = N_ ("Take the first matrix with rows and columns exchanged")),
  WEFT_BOOL (Matmul, transpose_b, FALSE, .label = N_ ("Second turned"),
             .help = N_ ("Take the second matrix with rows and columns exchanged: both inputs as "
                         "rows, as in attention")),
  { NULL },
};

/* a (N, …, I, K), b (N, …, K, J) → (N, …, I, J); what is (N, K) is one row, or one column behind */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Matmul *matmul = record;
  WeftValue both[2] = { in[0], in[1] }, y;
  gboolean is_row = weft_builder_shape (b, in[0])->rank == 2;
  gboolean is_column = weft_builder_shape (b, in[1])->rank == 2;

  if (is_row)
    both[0] = weft_unsqueeze (b, in[0], 1);
  if (is_column)
    both[1] = weft_unsqueeze (b, in[1], 2);
  y = weft_builder_op (b, "matmul",
                       WEFT_ATTRS ({ "transpose_a", { matmul->transpose_a && !is_row } },
                                   { "transpose_b", { matmul->transpose_b && !is_column } }),
                       both, 2);
  if (is_column && y.index >= 0)
    y = weft_squeeze (b, y, 2);
  if (is_row && !is_column && y.index >= 0)
    y = weft_squeeze (b, y, 1);
  out[0] = y;
}

static const WeftPort inputs[] = { { "a" }, { "b" }, { NULL } };

const WeftLayer weft_layer_matmul = {
  .id = "matmul",
  .family = WEFT_FAMILY_ARITHMETIC,
  .title = N_ ("Matrix product"),
  .summary = N_ ("Multiplies the matrices of two inputs, each sample’s with its own."),
  .formula = "y<sub>i,j</sub> = Σ<sub>k</sub> a<sub>i,k</sub> · b<sub>k,j</sub>",
  .line = N_ ("{out}"),
  .terms = "matmul bmm batched dot inner product 矩阵乘法 juzhenchengfa jzcf 点积 dianji dj",
  .pytorch = "torch.matmul",
  .onnx = "MatMul",
  .params = params,
  .record_size = sizeof (Matmul),
  .inputs = inputs,
  .build = build,
};
