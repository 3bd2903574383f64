/* augment: what layers share that change samples of the data at random while the network learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

#define MOST_ATTRS 16
#define MASK_PORT                                                                                  \
  {                                                                                                \
    "mask", N_ ("mask"),                                                                           \
        .optional = TRUE,                                                                          \
        .kinds = WEFT_KIND_BIT (WEFT_KIND_MASK) | WEFT_KIND_BIT (WEFT_KIND_AREAS),                 \
        .misfit = "mask-not-picture"                                                               \
  }

const WeftPort weft_mask_inputs[] = {
  { "x", N_ ("picture") },
  MASK_PORT,
  { NULL },
};

const WeftPort weft_mask_outputs[] = {
  { "y", N_ ("picture") },
  { "mask", N_ ("mask"), .optional = TRUE },
  { NULL },
};

const WeftPort weft_picture_inputs[] = {
  { "x", N_ ("picture") },
  MASK_PORT,
  { "boxes", N_ ("boxes"), .optional = TRUE, .kinds = WEFT_KIND_BIT (WEFT_KIND_BOXES),
    .misfit = "needs-boxes" },
  { NULL },
};

const WeftPort weft_picture_outputs[] = {
  { "y", N_ ("picture") },
  { "mask", N_ ("mask"), .optional = TRUE },
  { "boxes", N_ ("boxes"), .optional = TRUE },
  { NULL },
};

const WeftPort weft_pair_inputs[] = {
  { "x" },
  { "labels", N_ ("labels"), .optional = TRUE,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_CLASS) | WEFT_KIND_BIT (WEFT_KIND_NUMBERS)
             | WEFT_KIND_BIT (WEFT_KIND_MASK) },
  { NULL },
};

const WeftPort weft_pair_outputs[] = {
  { "y" },
  { "labels", N_ ("shares"), .optional = TRUE },
  { NULL },
};

WeftValue
weft_augment (WeftBuilder *b, const char *op, const WeftAttr *attrs, WeftValue x)
{
  WeftValue y = weft_builder_op (b, op, attrs, (WeftValue[]){ x, weft_builder_draw (b) }, 2);

  weft_builder_mean (b, y, x);
  return y;
}

/* What moves boxes as that op moves their picture; NULL: nothing does. */
static const char *
find_boxes_op (const char *op)
{
  static const char *const along[][2] = {
    { "warp", "warp_boxes" },
    { "random_crop", "crop_boxes" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (along); i++)
    if (g_str_equal (op, along[i][0]))
      return along[i][1];
  return NULL;
}

/* In pixels: what boxes are shares of. */
static WeftValue
augment_boxes (WeftBuilder *b, const char *op, const WeftAttr *attrs, WeftValue picture,
               WeftValue boxes)
{
  WeftAttr all[MOST_ATTRS];
  guint n = 0;

  for (; attrs[n].name != NULL; n++)
    all[n] = attrs[n];
  all[n++] = (WeftAttr){ "height", { (double) weft_builder_dim (b, picture, 2) } };
  all[n++] = (WeftAttr){ "width", { (double) weft_builder_dim (b, picture, 3) } };
  all[n] = (WeftAttr){ NULL };
  return weft_augment (b, op, all, boxes);
}

void
weft_augment_picture (WeftBuilder *b, const char *op, const WeftAttr *attrs,
                      const WeftAttr *mask_attrs, const WeftValue *in, WeftValue *out)
{
  const char *boxes = find_boxes_op (op);

  if (!weft_builder_expect_rank (b, in[0], 4, 4, "(N, C, H, W)"))
    return;
  for (int i = 1; i < (boxes != NULL ? 3 : 2); i++)
    if (weft_builder_is_wanted (b, i))
      weft_builder_expect_input (b, i);
  out[0] = weft_augment (b, op, attrs, in[0]);
  if (in[1].index >= 0)
    out[1] = weft_augment (b, op, mask_attrs, in[1]);
  if (boxes != NULL && in[2].index >= 0)
    out[2] = augment_boxes (b, boxes, mask_attrs, in[0], in[2]);
}

WeftValue
weft_augment_steps (WeftBuilder *b, const char *op, const WeftAttr *attrs, WeftValue x,
                    WeftValue mask)
{
  WeftValue y = weft_builder_op (b, op, attrs, (WeftValue[]){ x, weft_builder_draw (b), mask }, 3);

  weft_builder_mean (b, y, x);
  return y;
}

/* Of classes the shares that they have; of numbers and masks what lies between. */
static WeftValue
mix_labels (WeftBuilder *b, WeftAttr *attrs, WeftAttr *classes, WeftValue labels)
{
  if (weft_builder_shape (b, labels)->type != WEFT_I64)
    return weft_augment (b, "mix", attrs, labels);
  classes->v[0] = weft_builder_classes (b, labels);
  return weft_builder_op (b, "mix_labels", attrs, (WeftValue[]){ labels, weft_builder_draw (b) },
                          2);
}

void
weft_augment_pairs (WeftBuilder *b, double p, double alpha, gboolean cut, const WeftValue *in,
                    WeftValue *out)
{
  WeftAttr attrs[] = {
    { "p", { p } },
    { "alpha", { alpha } },
    { "cut", { cut } },
    { "height", { cut ? (double) weft_builder_dim (b, in[0], 2) : 1 } },
    { "width", { cut ? (double) weft_builder_dim (b, in[0], 3) : 1 } },
    { "classes", { 2 } },
    { NULL },
  };

  if (cut && !weft_builder_expect_rank (b, in[0], 4, 4, "(N, C, H, W)"))
    return;
  if (weft_builder_is_wanted (b, 1))
    weft_builder_expect_input (b, 1);
  out[0] = weft_augment (b, "mix", attrs, in[0]);
  if (in[1].index >= 0)
    out[1] = mix_labels (b, attrs, &attrs[5], in[1]);
}
