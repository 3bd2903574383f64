/* theme: colours by role, light and dark; nothing else knows a colour */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/theme.h"

#include <adwaita.h>
#include <math.h>

typedef struct
{
  guint32 rgb[2]; /* light, dark */
  float alpha[2];
  float contrast[2]; /* alpha when high contrast is asked for; 0: as it is */
} Tone;

static const Tone roles[WEFT_N_ROLES] = {
  [WEFT_ROLE_GROUND] = { { 0xf5f5f7, 0x1e1e21 }, { 1, 1 } },
  [WEFT_ROLE_DOT] = { { 0xd7d7dd, 0x343439 }, { 1, 1 } },
  [WEFT_ROLE_CARD] = { { 0xffffff, 0x313136 }, { 1, 1 } },
  [WEFT_ROLE_EDGE] = { { 0x000000, 0xffffff }, { .13f, .10f }, { .75f, .75f } },
  [WEFT_ROLE_SHADOW] = { { 0x000000, 0x000000 }, { .10f, .35f } },
  [WEFT_ROLE_INK] = { { 0x1c1c21, 0xf5f5f7 }, { 1, 1 } },
  [WEFT_ROLE_DIM] = { { 0x000000, 0xffffff }, { .56f, .62f }, { .85f, .88f } },
  [WEFT_ROLE_FAINT] = { { 0x000000, 0xffffff }, { .34f, .36f }, { .75f, .78f } },
  [WEFT_ROLE_WIRE] = { { 0x858791, 0x8c8f99 }, { 1, 1 } },
  [WEFT_ROLE_ACCENT] = { { 0x3584e4, 0x78adfa }, { 1, 1 } },
  [WEFT_ROLE_PLOT] = { { 0xffffff, 0x27272b }, { 1, 1 } },
  [WEFT_ROLE_GRID] = { { 0x000000, 0xffffff }, { .075f, .07f }, { .25f, .25f } },
  [WEFT_ROLE_AXIS] = { { 0x000000, 0xffffff }, { .25f, .28f }, { .75f, .75f } },
  [WEFT_ROLE_CHIP] = { { 0xffffff, 0x313136 }, { .94f, .94f }, { 1, 1 } },
  [WEFT_ROLE_WELL] = { { 0x000000, 0xffffff }, { .045f, .05f } },
  [WEFT_ROLE_TRAIN] = { { 0x1c71d8, 0x62a0ea }, { 1, 1 } },
  [WEFT_ROLE_VALID] = { { 0xe66100, 0xffa348 }, { 1, 1 } },
  [WEFT_ROLE_BEST] = { { 0x187a44, 0x5fd38d }, { 1, 1 } },
  [WEFT_ROLE_LANE_2] = { { 0x9c3587, 0xf09ccb }, { 1, 1 } },
  [WEFT_ROLE_LANE_3] = { { 0x8a6d00, 0xf2d24b }, { 1, 1 } },
  [WEFT_ROLE_LANE_4] = { { 0x1a7fa8, 0x8bd7f5 }, { 1, 1 } },
  [WEFT_ROLE_LANE_5] = { { 0x6b3fa0, 0xb694ea }, { 1, 1 } },
  [WEFT_ROLE_LANE_6] = { { 0x7d4b1f, 0xd0a070 }, { 1, 1 } },
  [WEFT_ROLE_RUN_1] = { { 0x00875f, 0x3fd6a5 }, { 1, 1 } },
  [WEFT_ROLE_RUN_2] = { { 0xb5508a, 0xf09ccb }, { 1, 1 } },
  [WEFT_ROLE_RUN_3] = { { 0x8a6d00, 0xf2d24b }, { 1, 1 } },
  [WEFT_ROLE_RUN_4] = { { 0x1a7fa8, 0x8bd7f5 }, { 1, 1 } },
  [WEFT_ROLE_RUN_5] = { { 0x6b3fa0, 0xb694ea }, { 1, 1 } },
  [WEFT_ROLE_RUN_6] = { { 0x7d4b1f, 0xd0a070 }, { 1, 1 } },
  [WEFT_ROLE_NEGATIVE] = { { 0xc64600, 0xffa348 }, { 1, 1 } },
  [WEFT_ROLE_POSITIVE] = { { 0x1c71d8, 0x62a0ea }, { 1, 1 } },
  [WEFT_ROLE_BAD] = { { 0xc01c28, 0xff7b86 }, { 1, 1 } },
  [WEFT_ROLE_BUSY] = { { 0xe5a50a, 0xe5a50a }, { 1, 1 } },
};

static const guint32 families[WEFT_N_FAMILIES][2] = {
  [WEFT_FAMILY_DATA] = { 0x12858f, 0x4fc3c9 },       [WEFT_FAMILY_WEIGHTS] = { 0x1c71d8, 0x78aeed },
  [WEFT_FAMILY_ACTIVATION] = { 0xc64600, 0xff9d57 }, [WEFT_FAMILY_SHAPE] = { 0x5e5c64, 0xa9a6b3 },
  [WEFT_FAMILY_NORM] = { 0x1f8a4c, 0x5fd38d },       [WEFT_FAMILY_COMBINE] = { 0x813d9c, 0xc98be0 },
  [WEFT_FAMILY_ARITHMETIC] = { 0x7a6a00, 0xd9c54a }, [WEFT_FAMILY_LOSS] = { 0xc01c28, 0xff7b86 },
  [WEFT_FAMILY_OUTPUT] = { 0x865e3c, 0xd7ab83 },     [WEFT_FAMILY_AUGMENT] = { 0xa8386f, 0xf39ac4 },
};

/* The first two are the ends of the diverging map, so that points lie on the boundary's own
 * colours; neighbours differ in lightness as well as in hue. */
static const guint32 classes[][2] = {
  { 0xe66100, 0xffa348 }, { 0x1c71d8, 0x62a0ea }, { 0x00875f, 0x3fd6a5 }, { 0xb5508a, 0xf09ccb },
  { 0xc99700, 0xf2d24b }, { 0x2b9fd0, 0x8bd7f5 }, { 0x6b3fa0, 0xb694ea }, { 0x7d4b1f, 0xd0a070 },
  { 0x6a6870, 0xc2c0c8 }, { 0x6f8f1f, 0xb9dc5f },
};

static GdkRGBA
from_rgb (guint32 rgb, float alpha)
{
  return (GdkRGBA){ (float) (rgb >> 16 & 0xff) / 255, (float) (rgb >> 8 & 0xff) / 255,
                    (float) (rgb & 0xff) / 255, alpha };
}

static gboolean
wants_contrast (void)
{
  return adw_is_initialized ()
         && adw_style_manager_get_high_contrast (adw_style_manager_get_default ());
}

GdkRGBA
weft_theme_get (WeftRole role, gboolean is_dark)
{
  const Tone *tone = &roles[role];
  int i = is_dark ? 1 : 0;
  float alpha = tone->alpha[i];

  if (tone->contrast[i] > 0 && wants_contrast ())
    alpha = tone->contrast[i];
  return from_rgb (tone->rgb[i], alpha);
}

GdkRGBA
weft_theme_get_family (WeftFamily family, gboolean is_dark)
{
  return from_rgb (families[family][is_dark ? 1 : 0], 1);
}

GdkRGBA
weft_theme_get_class (int c, gboolean is_dark)
{
  guint n = G_N_ELEMENTS (classes);
  GdkRGBA color = from_rgb (classes[(guint) c % n][is_dark ? 1 : 0], 1);
  float keep
      = 1 - .35f * (float) MIN ((guint) c / n, 2); /* later rounds: towards the middle grey */

  color.red = color.red * keep + .5f * (1 - keep);
  color.green = color.green * keep + .5f * (1 - keep);
  color.blue = color.blue * keep + .5f * (1 - keep);
  return color;
}

gboolean
weft_theme_is_dark (void)
{
  return adw_is_initialized () && adw_style_manager_get_dark (adw_style_manager_get_default ());
}

void
weft_theme_set_source (cairo_t *cr, WeftRole role, gboolean is_dark)
{
  GdkRGBA color = weft_theme_get (role, is_dark);

  gdk_cairo_set_source_rgba (cr, &color);
}

/* --- contrast --- */

GdkRGBA
weft_theme_blend (const GdkRGBA *color, const GdkRGBA *ground)
{
  float a = color->alpha;

  return (GdkRGBA){ color->red * a + ground->red * (1 - a),
                    color->green * a + ground->green * (1 - a),
                    color->blue * a + ground->blue * (1 - a), 1 };
}

static double
get_linear (double v)
{
  return v <= 0.04045 ? v / 12.92 : pow ((v + 0.055) / 1.055, 2.4);
}

static double
get_luminance (const GdkRGBA *color)
{
  return 0.2126 * get_linear ((double) color->red) + 0.7152 * get_linear ((double) color->green)
         + 0.0722 * get_linear ((double) color->blue);
}

double
weft_theme_get_contrast (const GdkRGBA *color, const GdkRGBA *ground)
{
  GdkRGBA seen = weft_theme_blend (color, ground);
  double a = get_luminance (&seen), b = get_luminance (ground);

  return (MAX (a, b) + 0.05) / (MIN (a, b) + 0.05);
}

GdkRGBA
weft_theme_get_ink_on (const GdkRGBA *ground)
{
  const GdkRGBA black = { 0, 0, 0, 1 }, white = { 1, 1, 1, 1 };

  return weft_theme_get_contrast (&black, ground) > weft_theme_get_contrast (&white, ground)
             ? black
             : white;
}

static guint32
mix (guint32 a, guint32 b, double t)
{
  guint32 out = 0xff000000;

  for (int shift = 0; shift <= 16; shift += 8)
    {
      double from = a >> shift & 0xff, to = b >> shift & 0xff;

      out |= (guint32) (from + (to - from) * t + .5) << shift;
    }
  return out;
}

guint32
weft_theme_map_sequential (double t, gboolean is_dark)
{
  int i = is_dark ? 1 : 0;

  t = isfinite (t) ? CLAMP (t, 0, 1) : 0;
  return mix (roles[WEFT_ROLE_PLOT].rgb[i], roles[WEFT_ROLE_TRAIN].rgb[i], pow (t, .6));
}

guint32
weft_theme_map_diverging (double t, gboolean is_dark)
{
  guint32 middle = roles[WEFT_ROLE_CARD].rgb[is_dark ? 1 : 0];

  t = isfinite (t) ? CLAMP (t, -1, 1) : 0;
  return t < 0 ? mix (middle, 0xe66100, -t) : mix (middle, 0x1c71d8, t);
}
