/* convolutions: filters that slide along one axis, two or three, out of the ops that there are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/convolutions.h"

const WeftChoice weft_padding_mode_choices[] = {
  { "zeros", N_ ("Zeros") },
  { "reflect", N_ ("Mirrored") },
  { "replicate", N_ ("The edge again") },
  { "circular", N_ ("The other side") },
  { NULL },
};

const char *
weft_conv_get_form (int axes)
{
  static const char *const forms[] = { "(N, C, L)", "(N, C, H, W)", "(N, C, D, H, W)" };

  return forms[axes - 1];
}

/* dims with one of length 1 put in, or taken out, in front of the last. */
static WeftValue
reshape_last (WeftBuilder *b, WeftValue x, gboolean lifts)
{
  const WeftShape *shape = weft_builder_shape (b, x);
  WeftAttr attrs[2] = { { .name = "dims" } };

  if (x.index < 0)
    return WEFT_NONE;
  for (int i = 1; i < shape->rank; i++)
    {
      if (lifts && i == shape->rank - 1)
        attrs[0].v[attrs[0].n++] = 1;
      if (lifts || i != shape->rank - 2)
        attrs[0].v[attrs[0].n++] = (double) shape->dims[i];
    }
  return weft_builder_op1 (b, "reshape", attrs, x);
}

WeftValue
weft_block_lift (WeftBuilder *b, WeftValue x)
{
  return reshape_last (b, x, TRUE);
}

WeftValue
weft_block_lower (WeftBuilder *b, WeftValue x)
{
  return reshape_last (b, x, FALSE);
}

gboolean
weft_block_expect_room (WeftBuilder *b, WeftValue x, int axes, const gint64 *extent,
                        const gint64 *padding)
{
  static const char *const sentences[] = {
    N_ ("expects a length of at least %s"),
    N_ ("expects pictures of at least %s"),
    N_ ("expects volumes of at least %s"),
  };
  g_autoptr (GString) needed = g_string_new (NULL);
  g_autofree char *sentence = NULL;
  gboolean fits = TRUE;

  for (int i = 0; i < axes; i++)
    {
      gint64 least = MAX (1, extent[i] - padding[i]);

      g_string_append_printf (needed, "%s%" G_GINT64_FORMAT, i > 0 ? "×" : "", least);
      fits = fits && weft_builder_dim (b, x, 2 + i) >= least;
    }
  if (fits)
    return TRUE;
  sentence = g_strdup_printf (_ (sentences[axes - 1]), needed->str);
  weft_builder_fail (b, "shape-mismatch", sentence, NULL);
  return FALSE;
}

static gboolean
expect_groups (WeftBuilder *b, WeftValue x, const WeftConvForm *form)
{
  gint64 channels = weft_builder_dim (b, x, 1);
  g_autofree char *groups = g_strdup_printf ("%d", form->groups);
  g_autofree char *in = g_strdup_printf ("%" G_GINT64_FORMAT, channels);
  g_autofree char *out = g_strdup_printf ("%d", form->out_channels);

  if (channels % form->groups == 0 && form->out_channels % form->groups == 0)
    return TRUE;
  weft_builder_fail (b, "groups", groups, in, out, NULL);
  return FALSE;
}

/* --- the attributes of ops --- */

/* One, two or three numbers: of the two axes of a picture the first is 1 (0) where x is none. */
static WeftAttr
say (const char *name, const WeftConvForm *form, const int *numbers, int first)
{
  WeftAttr attr = { .name = name, .n = MAX (form->axes, 2) };

  if (form->axes == 1)
    attr.v[0] = first;
  for (int i = 0; i < form->axes; i++)
    attr.v[i + (form->axes == 1)] = numbers[i];
  return attr;
}

/* In front and behind. "same" as in PyTorch: what an even kernel needs more stands behind. */
static void
find_padding (const WeftConvForm *form, int *begin, int *end)
{
  for (int i = 0; i < form->axes; i++)
    {
      int total = form->dilation[i] * (form->kernel[i] - 1);

      begin[i] = form->same ? total / 2 : form->padding[i];
      end[i] = form->same ? total - begin[i] : form->padding[i];
    }
}

static gboolean
check (WeftBuilder *b, const WeftConvForm *form, const int *begin, const int *end, WeftValue x)
{
  gint64 extent[WEFT_CONV_AXES], both[WEFT_CONV_AXES];
  gboolean strides = FALSE;

  if (!weft_builder_expect_rank (b, x, 2 + form->axes, 2 + form->axes,
                                 weft_conv_get_form (form->axes)))
    return FALSE;
  for (int i = 0; i < form->axes; i++)
    {
      strides = strides || form->stride[i] != 1;
      extent[i] = (gint64) form->dilation[i] * (form->kernel[i] - 1) + 1;
      both[i] = (gint64) begin[i] + end[i];
    }
  if (form->same && strides)
    {
      weft_builder_fail (b, "same-stride", NULL);
      return FALSE;
    }
  return expect_groups (b, x, form) && weft_block_expect_room (b, x, form->axes, extent, both);
}

/* --- weights --- */

static WeftValue
add_weight (WeftBuilder *b, const WeftConvForm *form, const char *prefix, gint64 first,
            gint64 second, gint64 fan_in, gint64 fan_out)
{
  g_autofree char *name = g_strconcat (prefix, "weight", NULL);
  gint64 dims[2 + WEFT_CONV_AXES] = { first, second };
  WeftValue w;

  for (int i = 0; i < form->axes; i++)
    dims[2 + i] = form->kernel[i];
  w = weft_block_weight (b, form->norm, name, form->init, fan_in, fan_out, dims, 2 + form->axes);
  return form->axes == 1 ? weft_block_lift (b, w) : w;
}

static WeftValue
add_bias (WeftBuilder *b, const WeftConvForm *form, const char *prefix, gint64 fan_in)
{
  g_autofree char *name = g_strconcat (prefix, "bias", NULL);

  return weft_builder_weight (b, name,
                              form->init == WEFT_INIT_PYTORCH ? WEFT_INIT_PYTORCH : WEFT_INIT_ZERO,
                              fan_in, form->out_channels, (gint64[]){ form->out_channels }, 1);
}

static gint64
count_taps (const WeftConvForm *form)
{
  gint64 taps = 1;

  for (int i = 0; i < form->axes; i++)
    taps *= form->kernel[i];
  return taps;
}

/* --- the two --- */

/* x with what the padding shows where that is no zeros; then begin and end are none. */
static WeftValue
pad (WeftBuilder *b, const WeftConvForm *form, int *begin, int *end, WeftValue x)
{
  WeftAttr pads = { .name = "pads" };
  gboolean is_any = FALSE;

  for (int i = form->axes; form->padding_mode > 0 && i-- > 0;)
    {
      pads.v[pads.n++] = begin[i];
      pads.v[pads.n++] = end[i];
      is_any = is_any || begin[i] > 0 || end[i] > 0;
      begin[i] = end[i] = 0;
    }
  if (!is_any)
    return x;
  return weft_builder_op1 (b, "pad", WEFT_ATTRS (pads, { "mode", { form->padding_mode } }), x);
}

WeftValue
weft_block_convolution (WeftBuilder *b, WeftValue x, const char *name, const WeftConvForm *form)
{
  int begin[WEFT_CONV_AXES], end[WEFT_CONV_AXES];
  gint64 channels = weft_builder_dim (b, x, 1) / form->groups, taps = count_taps (form);
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE }, y;

  find_padding (form, begin, end);
  if (!check (b, form, begin, end, x))
    return WEFT_NONE;
  in[0] = pad (b, form, begin, end, x);
  if (form->axes == 1)
    in[0] = weft_block_lift (b, in[0]);
  in[1] = add_weight (b, form, name, form->out_channels, channels, channels * taps,
                      form->out_channels / form->groups * taps);
  if (form->bias)
    in[2] = add_bias (b, form, name, channels * taps);
  y = weft_builder_op (
      b, form->axes == 3 ? "conv3d" : "conv2d",
      WEFT_ATTRS (say ("kernel", form, form->kernel, 1), say ("stride", form, form->stride, 1),
                  say ("padding", form, begin, 0), say ("padding_end", form, end, 0),
                  say ("dilation", form, form->dilation, 1), { "groups", { form->groups } }),
      in, form->bias ? 3 : 2);
  return form->axes == 1 ? weft_block_lower (b, y) : y;
}

WeftValue
weft_block_conv_transpose (WeftBuilder *b, WeftValue x, const WeftConvForm *form)
{
  gint64 channels = weft_builder_dim (b, x, 1), taps = count_taps (form);
  gint64 filters = form->out_channels / form->groups;
  WeftValue in[3] = { x, WEFT_NONE, WEFT_NONE }, y;

  if (!weft_builder_expect_rank (b, x, 2 + form->axes, 2 + form->axes,
                                 weft_conv_get_form (form->axes))
      || !expect_groups (b, x, form))
    return WEFT_NONE;
  if (form->axes == 1)
    in[0] = weft_block_lift (b, x);
  in[1]
      = add_weight (b, form, "", channels, filters, filters * taps, channels / form->groups * taps);
  if (form->bias)
    in[2] = add_bias (b, form, "", filters * taps);
  y = weft_builder_op (
      b, "conv_transpose2d",
      WEFT_ATTRS (say ("kernel", form, form->kernel, 1), say ("stride", form, form->stride, 1),
                  say ("padding", form, form->padding, 0),
                  say ("output_padding", form, form->output_padding, 0),
                  say ("dilation", form, form->dilation, 1), { "groups", { form->groups } }),
      in, form->bias ? 3 : 2);
  return form->axes == 1 ? weft_block_lower (b, y) : y;
}
