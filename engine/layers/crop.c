/* crop: the middle of a sample, along its last axes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  WeftDims size;
} Crop;

static const WeftParam params[] = {
  WEFT_DIMS (Crop, size, NULL, 1, 1 << 20, .length = 0, .optional = TRUE,
             .unset = N_ ("as the other input"), .label = N_ ("Size"),
             .help = N_ ("How much is left along the last axes: one number for each, the last axis "
                         "last")),
  { NULL },
};

/* How much is to be left along the last axes: as is set, else as `like` has behind its channels;
 * where neither says anything, all. */
static WeftDims
find_size (WeftBuilder *b, const Crop *crop, WeftValue like)
{
  const WeftShape *shape = weft_builder_shape (b, like);
  WeftDims size = crop->size;

  if (size.n > 0 || like.index < 0)
    return size;
  size.n = CLAMP (shape->rank - 2, 0, 3);
  for (int i = 0; i < size.n; i++)
    size.d[i] = (int) shape->dims[shape->rank - size.n + i];
  return size;
}

/* x (N, …, H, W) → (N, …, h, w) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  WeftDims size = find_size (b, record, in[1]);
  int rank = weft_builder_shape (b, in[0])->rank;
  WeftAttr attrs[2] = { { .name = "pads", .n = 2 * size.n } };

  if (size.n == 0)
    attrs[0].n = 2;
  if (size.n > 3 || size.n >= rank)
    {
      weft_builder_fail (b, "shape-mismatch", _ ("expects the sizes of one to three last axes"),
                         NULL);
      return;
    }
  for (int i = 0; i < size.n; i++) /* the last axis first */
    {
      gint64 less = weft_builder_dim (b, in[0], rank - 1 - i) - size.d[size.n - 1 - i];

      if (less < 0)
        {
          weft_builder_fail (b, "shape-mismatch", _ ("expects a sample that is no smaller"), NULL);
          return;
        }
      attrs[0].v[2 * i] = (double) -(less / 2);
      attrs[0].v[2 * i + 1] = (double) -(less - less / 2);
    }
  out[0] = weft_builder_op1 (b, "pad", attrs, in[0]);
}

static const WeftPort inputs[] = { { "x" }, { "like", .optional = TRUE }, { NULL } };

const WeftLayer weft_layer_crop = {
  .id = "crop",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Crop"),
  .summary = N_ ("Keeps the middle of a sample, as large as is said or as another input is."),
  .formula = "y<sub>i,j</sub> = x<sub>i + top, j + left</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "center crop trim cut unet 裁剪 caijian cj 中心裁剪 zhongxincaijian zxcj",
  .pytorch = "torchvision.transforms.CenterCrop",
  .params = params,
  .record_size = sizeof (Crop),
  .inputs = inputs,
  .build = build,
};
