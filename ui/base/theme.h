/* theme: colours by role, light and dark; nothing else knows a colour */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>
#include "engine/graph/layer.h"

typedef enum
{
  WEFT_ROLE_GROUND,
  WEFT_ROLE_DOT,
  WEFT_ROLE_CARD,
  WEFT_ROLE_EDGE,
  WEFT_ROLE_SHADOW,
  WEFT_ROLE_INK,
  WEFT_ROLE_DIM,
  WEFT_ROLE_FAINT,
  WEFT_ROLE_WIRE,
  WEFT_ROLE_ACCENT,
  WEFT_ROLE_PLOT,
  WEFT_ROLE_GRID,
  WEFT_ROLE_AXIS,
  WEFT_ROLE_CHIP,
  WEFT_ROLE_WELL,
  WEFT_ROLE_TRAIN,
  WEFT_ROLE_VALID,
  WEFT_ROLE_BEST,
  WEFT_ROLE_LANE_2, /* what a recipe trains besides its first */
  WEFT_ROLE_LANE_3,
  WEFT_ROLE_LANE_4,
  WEFT_ROLE_LANE_5,
  WEFT_ROLE_LANE_6,
  WEFT_ROLE_RUN_1, /* earlier runs */
  WEFT_ROLE_RUN_2,
  WEFT_ROLE_RUN_3,
  WEFT_ROLE_RUN_4,
  WEFT_ROLE_RUN_5,
  WEFT_ROLE_RUN_6,
  WEFT_ROLE_NEGATIVE,
  WEFT_ROLE_POSITIVE,
  WEFT_ROLE_BAD,
  WEFT_ROLE_BUSY,
  WEFT_N_ROLES,
} WeftRole;

/* is_dark follows AdwStyleManager when the application has one; tests and exports pass it. */
GdkRGBA weft_theme_get (WeftRole role, gboolean is_dark);
GdkRGBA weft_theme_get_family (WeftFamily family, gboolean is_dark);
/* A distinct colour for class c in points and legends (colour-blind safe). */
GdkRGBA weft_theme_get_class (int c, gboolean is_dark);
gboolean weft_theme_is_dark (void);
/* How far two colours are apart in lightness, 1 … 21 (WCAG 2.1, 1.4.3); color may be translucent.
 */
double weft_theme_get_contrast (const GdkRGBA *color, const GdkRGBA *ground);
/* Black or white, whichever is read better on an opaque ground: a contrast of 4.5 at least. */
GdkRGBA weft_theme_get_ink_on (const GdkRGBA *ground);
/* color over an opaque ground. */
GdkRGBA weft_theme_blend (const GdkRGBA *color, const GdkRGBA *ground);
void weft_theme_set_source (cairo_t *cr, WeftRole role, gboolean is_dark);
/* 0…1 → from the ground to blue; −1…1 → orange to blue through the card's colour; as ARGB32. */
guint32 weft_theme_map_sequential (double t, gboolean is_dark);
guint32 weft_theme_map_diverging (double t, gboolean is_dark);
