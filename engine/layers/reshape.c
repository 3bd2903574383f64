/* reshape: the same numbers of a sample in another shape */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  WeftDims shape;
} Reshape;

static const WeftParam params[] = {
  WEFT_DIMS (Reshape, shape, "-1", -1, 1 << 20, .length = 0, .label = N_ ("Shape"),
             .help = N_ ("The dimensions of one sample; one of them may be −1 and follows from the "
                         "others")),
  { NULL },
};

/* The dimensions with −1 filled in; FALSE when they do not hold count numbers. */
static gboolean
resolve (const WeftDims *shape, gint64 count, WeftAttr *dims)
{
  gint64 known = 1;
  int open = -1;

  for (int i = 0; i < shape->n; i++)
    {
      dims->v[i] = shape->d[i];
      if (shape->d[i] == 0 || (shape->d[i] < 0 && open >= 0))
        return FALSE;
      if (shape->d[i] < 0)
        open = i;
      else if (known > count / shape->d[i])
        return FALSE;
      else
        known *= shape->d[i];
    }
  dims->n = shape->n;
  if (open >= 0)
    dims->v[open] = (double) (count / known);
  return open >= 0 ? count % known == 0 : count == known;
}

static WeftValue
build (WeftBuilder *b, const Reshape *reshape, WeftValue x) /* x (N, …) → (N, shape) */
{
  gint64 count = weft_shape_sample_count (weft_builder_shape (b, x));
  WeftAttr attrs[2] = { { .name = "dims" } };

  if (reshape->shape.n >= WEFT_MAX_RANK || !resolve (&reshape->shape, count, &attrs[0]))
    {
      g_autofree char *numbers = g_strdup_printf ("%" G_GINT64_FORMAT, count);

      weft_builder_fail (b, "reshape", numbers, NULL);
      return WEFT_NONE;
    }
  return weft_builder_op1 (b, "reshape", attrs, x);
}

WEFT_BUILD_1 (Reshape, build)

const WeftLayer weft_layer_reshape = {
  .id = "reshape",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Reshape"),
  .summary = N_ ("Gives the numbers of a sample another shape and changes none of them."),
  .line = N_ ("{in} → {out}"),
  .terms = "view 变形 bianxing bx 重塑 chongsu cs",
  .pytorch = "torch.reshape",
  .onnx = "Reshape",
  .params = params,
  .record_size = sizeof (Reshape),
  .build = build_row,
};
