/* pools: windows along one axis, two or three, out of the ops for pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/pools.h"

static gboolean
check (WeftBuilder *b, const WeftPoolForm *form, WeftValue x)
{
  gint64 extent[WEFT_CONV_AXES], both[WEFT_CONV_AXES];

  if (!weft_builder_expect_rank (b, x, 2 + form->axes, 2 + form->axes,
                                 weft_conv_get_form (form->axes)))
    return FALSE;
  for (int i = 0; i < form->axes; i++)
    {
      extent[i] = (gint64) form->dilation[i] * (form->kernel[i] - 1) + 1;
      both[i] = 2 * (gint64) form->padding[i];
      if (both[i] <= form->kernel[i])
        continue;
      weft_builder_fail (b, "large-padding", NULL);
      return FALSE;
    }
  return weft_block_expect_room (b, x, form->axes, extent, both);
}

/* Pools the last two axes of x (N, C, H, W) as axes h and w of the form say; −1: not at all. */
static WeftValue
pool (WeftBuilder *b, WeftValue x, const char *op, const WeftPoolForm *form, int h, int w)
{
  const int axes[2] = { h, w };
  WeftAttr attrs[] = { { "kernel", { 1, 1 } },
                       { "stride", { 1, 1 } },
                       { "padding", { 0, 0 } },
                       { "dilation", { 1, 1 } },
                       { "ceil_mode", { form->ceil_mode } },
                       { "count_include_pad", { form->count_include_pad } },
                       { NULL } };

  for (int i = 0; i < 2; i++)
    {
      int axis = axes[i];

      if (axis < 0)
        continue;
      attrs[0].v[i] = form->kernel[axis];
      attrs[1].v[i] = form->stride[axis] > 0 ? form->stride[axis] : form->kernel[axis];
      attrs[2].v[i] = form->padding[axis];
      attrs[3].v[i] = form->dilation[axis];
    }
  return weft_builder_op1 (b, op, attrs, x);
}

static WeftValue
reshape (WeftBuilder *b, WeftValue x, int n, const gint64 *dims)
{
  WeftAttr attrs[2] = { { .name = "dims", .n = n } };

  for (int i = 0; i < n; i++)
    attrs[0].v[i] = (double) dims[i];
  return weft_builder_op1 (b, "reshape", attrs, x);
}

static WeftValue
pool_volume (WeftBuilder *b, WeftValue x, const char *op, const WeftPoolForm *form)
{
  gint64 c = weft_builder_dim (b, x, 1), d = weft_builder_dim (b, x, 2);
  WeftValue y = reshape (
      b, x, 3, (gint64[]){ c * d, weft_builder_dim (b, x, 3), weft_builder_dim (b, x, 4) });
  gint64 height, width;

  y = pool (b, y, op, form, 1, 2);
  height = weft_builder_dim (b, y, 2);
  width = weft_builder_dim (b, y, 3);
  y = pool (b, reshape (b, y, 3, (gint64[]){ c, d, height * width }), op, form, 0, -1);
  return reshape (b, y, 4, (gint64[]){ c, weft_builder_dim (b, y, 2), height, width });
}

WeftValue
weft_block_pool (WeftBuilder *b, WeftValue x, const char *op, const WeftPoolForm *form)
{
  if (!check (b, form, x))
    return WEFT_NONE;
  if (form->axes == 1)
    return weft_block_lower (b, pool (b, weft_block_lift (b, x), op, form, -1, 0));
  return form->axes == 2 ? pool (b, x, op, form, 0, 1) : pool_volume (b, x, op, form);
}

WeftValue
weft_block_adaptive_pool (WeftBuilder *b, WeftValue x, int axes, const int *size, gboolean largest)
{
  double height = axes == 2 ? size[0] : 1;
  WeftValue y = x;

  if (!weft_builder_expect_rank (b, x, 2 + axes, 2 + axes, weft_conv_get_form (axes)))
    return WEFT_NONE;
  if (axes == 1)
    y = weft_block_lift (b, x);
  y = weft_builder_op1 (
      b, "adaptive_pool2d",
      WEFT_ATTRS ({ "size", { height, size[axes - 1] } }, { "largest", { largest } }), y);
  return axes == 1 ? weft_block_lower (b, y) : y;
}

WeftValue
weft_block_flatten_places (WeftBuilder *b, WeftValue x)
{
  const WeftShape *shape = weft_builder_shape (b, x);

  if (!weft_builder_expect_rank (b, x, 3, 5, "(N, C, …)"))
    return WEFT_NONE;
  if (shape->rank == 4)
    return x;
  return shape->rank == 3 ? weft_block_lift (b, x)
                          : reshape (b, x, 3,
                                     (gint64[]){ shape->dims[1], shape->dims[2] * shape->dims[3],
                                                 shape->dims[4] });
}
