/* reduce: one number for all along some axes, which go: mean, sum, largest, smallest, length,
 * variance, product or log Σ eˣ */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"
#include "engine/layers/shapes.h"

typedef struct
{
  int mode;
  WeftDims dim;
  gboolean keepdim, unbiased;
} Reduce;

static const WeftChoice modes[] = {
  { "mean", N_ ("Mean") },
  { "sum", N_ ("Sum") },
  { "max", N_ ("Largest") },
  { "min", N_ ("Smallest") },
  { "norm", N_ ("Length") },
  { "var", N_ ("Variance") },
  { "prod", N_ ("Product") },
  { "logsumexp", N_ ("Log of summed exponentials") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_CHOICE (Reduce, mode, 0, modes, .label = N_ ("Of the numbers"),
               .help = N_ ("What is made of the numbers along the dimension")),
  WEFT_DIMS (Reduce, dim, "1", -7, 7, .label = N_ ("Dimension"),
             .help = N_ ("The axis that goes, or several, the batch counted as 0")),
  WEFT_BOOL (Reduce, keepdim, FALSE, .label = N_ ("Keep dimension"), .advanced = TRUE,
             .help = N_ ("The axis stays and is 1 long")),
  WEFT_BOOL (Reduce, unbiased, TRUE, .label = N_ ("Unbiased"), .advanced = TRUE,
             .help = N_ ("Divide by one fewer than there are"), .when_param = "mode",
             .when_values = "var"),
  { NULL },
};

/* Which axes go, as bits; 0 and a diagnostic where one is none. */
static guint
find_axes (WeftBuilder *b, const Reduce *reduce, WeftValue x)
{
  guint axes = 0;

  for (int i = 0; i < reduce->dim.n; i++)
    {
      int axis = weft_builder_axis (b, x, reduce->dim.d[i]);

      if (axis < 0)
        return 0;
      axes |= 1u << axis;
    }
  return axes;
}

/* The axes that go behind the others, and made one: x (N, …) → (N, …, L). */
static WeftValue
join_axes (WeftBuilder *b, WeftValue x, guint axes)
{
  WeftShape shape = *weft_builder_shape (b, x), joined = shape;
  WeftAttr order[2] = { { .name = "dims" } };

  joined.rank = 1;
  for (int i = 1; i < shape.rank; i++)
    if (!(axes >> i & 1))
      {
        order[0].v[order[0].n++] = i;
        joined.dims[joined.rank++] = shape.dims[i];
      }
  joined.dims[joined.rank] = 1;
  for (int i = 1; i < shape.rank; i++)
    if (axes >> i & 1)
      {
        order[0].v[order[0].n++] = i;
        joined.dims[joined.rank] *= shape.dims[i];
      }
  joined.rank++;
  return weft_reshape (b, weft_builder_op1 (b, "permute", order, x), &joined);
}

static WeftValue
build (WeftBuilder *b, const Reduce *reduce, WeftValue x,
       WeftValue mask) /* x (N, …, L, …) → (N, …); a mask (N, T) counts where the steps go */
{
  WeftShape shape = *weft_builder_shape (b, x);
  guint axes = find_axes (b, reduce, x);
  int dim = axes == 0 ? -1 : g_bit_nth_lsf (axes, -1);
  gboolean is_one = axes == 1u << MAX (dim, 0);
  WeftValue y = x;

  if (dim < 0)
    return WEFT_NONE;
  if (!is_one)
    {
      y = join_axes (b, x, axes);
      dim = weft_builder_shape (b, y)->rank - 1;
    }
  y = weft_builder_op (b, "reduce",
                       WEFT_ATTRS ({ "mode", { reduce->mode } }, { "dim", { dim } },
                                   { "unbiased", { reduce->unbiased } }),
                       (WeftValue[]){ y, mask }, is_one && dim == 1 && mask.index >= 0 ? 2 : 1);
  for (int i = 1; i < shape.rank; i++)
    if (axes >> i & 1)
      shape.dims[i] = 1;
  return reduce->keepdim && y.index >= 0 ? weft_reshape (b, y, &shape) : y;
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
