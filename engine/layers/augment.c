/* augment: what layers share that change samples of the data at random while the network learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/augment.h"

const WeftPort weft_picture_inputs[] = {
  { "x", N_ ("picture") },
  { "mask", N_ ("mask"), .optional = TRUE, .kinds = WEFT_KIND_BIT (WEFT_KIND_MASK),
    .misfit = "mask-not-picture" },
  { NULL },
};

const WeftPort weft_picture_outputs[] = {
  { "y", N_ ("picture") },
  { "mask", N_ ("mask"), .optional = TRUE },
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

void
weft_augment_picture (WeftBuilder *b, const char *op, const WeftAttr *attrs,
                      const WeftAttr *mask_attrs, const WeftValue *in, WeftValue *out)
{
  if (!weft_builder_expect_rank (b, in[0], 4, 4, "(N, C, H, W)"))
    return;
  if (weft_builder_is_wanted (b, 1))
    weft_builder_expect_input (b, 1);
  out[0] = weft_augment (b, op, attrs, in[0]);
  if (in[1].index >= 0)
    out[1] = weft_augment (b, op, mask_attrs, in[1]);
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
