/* permute: the axes of a sample in another order */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  WeftDims dims;
} Permute;

static const WeftParam params[] = {
  WEFT_DIMS (Permute, dims, NULL, 1, WEFT_MAX_RANK - 1, .optional = TRUE,
             .unset = N_ ("turned round"), .label = N_ ("Order"),
             .help = N_ ("Which axis comes first, second and so on, the batch counted as 0, which "
                         "stays: 2, 1 exchanges steps and features")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Permute *permute, WeftValue x) /* x (N, A, B, …) → (N, B, A, …) */
{
  WeftAttr attrs[2] = { { .name = "dims", .n = permute->dims.n } };

  if (!weft_builder_expect_rank (b, x, 2, WEFT_MAX_RANK, "(N, …)"))
    return WEFT_NONE;
  if (permute->dims.n == 0)
    attrs[0].n = weft_builder_shape (b, x)->rank - 1;
  for (int i = 0; i < attrs[0].n; i++)
    attrs[0].v[i] = permute->dims.n == 0 ? attrs[0].n - i : permute->dims.d[i];
  return weft_builder_op1 (b, "permute", attrs, x);
}

WEFT_BUILD_1 (Permute, build)

const WeftLayer weft_layer_permute = {
  .id = "permute",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Permute"),
  .summary = N_ ("Puts the axes of a sample in another order, as a transposition does."),
  .formula = "y<sub>j,i</sub> = x<sub>i,j</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "transpose swap axes 转置 zhuanzhi zz 换轴 huanzhou hz 维度重排 weiduchongpai wdcp",
  .pytorch = "torch.permute",
  .onnx = "Transpose",
  .params = params,
  .record_size = sizeof (Permute),
  .build = build_row,
};
