/* pen: what everything on the canvas is drawn with: a cairo_t, one text layout, light or dark */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/pen.h"

#include <math.h>

#define FAMILY "Cantarell, Noto Sans CJK SC, Sans"

void
weft_pen_init (WeftPen *pen, cairo_t *cr, const char *family, gboolean dark)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *name = family != NULL ? g_strdup_printf ("%s, " FAMILY, family) : NULL;
  PangoFontDescription *font = pango_font_description_new ();

  pen->cr = cr;
  pen->dark = dark;
  pen->layout = pango_cairo_create_layout (cr);
  pango_font_description_set_family (font, name != NULL ? name : FAMILY);
  pango_layout_set_font_description (pen->layout, font);
  pango_font_description_free (font);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_attributes (pen->layout, attributes);
  pango_layout_set_single_paragraph_mode (pen->layout, TRUE);
}

void
weft_pen_clear (WeftPen *pen)
{
  g_clear_object (&pen->layout);
}

void
weft_pen_set_color (WeftPen *pen, const GdkRGBA *color, double opacity)
{
  cairo_set_source_rgba (pen->cr, color->red, color->green, color->blue, color->alpha * opacity);
}

void
weft_pen_set_role (WeftPen *pen, WeftRole role, double opacity)
{
  GdkRGBA color = weft_theme_get (role, pen->dark);

  weft_pen_set_color (pen, &color, opacity);
}

void
weft_pen_set_family (WeftPen *pen, WeftFamily family, double opacity)
{
  GdkRGBA color = weft_theme_get_family (family, pen->dark);

  weft_pen_set_color (pen, &color, opacity);
}

void
weft_pen_rounded (WeftPen *pen, double x, double y, double w, double h, double radius)
{
  double r = MAX (0, MIN (radius, MIN (w, h) / 2));

  cairo_new_sub_path (pen->cr);
  cairo_arc (pen->cr, x + w - r, y + r, r, -G_PI / 2, 0);
  cairo_arc (pen->cr, x + w - r, y + h - r, r, 0, G_PI / 2);
  cairo_arc (pen->cr, x + r, y + h - r, r, G_PI / 2, G_PI);
  cairo_arc (pen->cr, x + r, y + r, r, G_PI, G_PI * 1.5);
  cairo_close_path (pen->cr);
}

static void
set_text (WeftPen *pen, const char *text, const WeftTextStyle *style)
{
  PangoFontDescription *font
      = pango_font_description_copy (pango_layout_get_font_description (pen->layout));

  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  pango_font_description_set_weight (font, style->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (pen->layout, font);
  pango_font_description_free (font);
  pango_layout_set_width (pen->layout, style->width > 0 ? (int) (style->width * PANGO_SCALE) : -1);
  pango_layout_set_ellipsize (pen->layout,
                              style->width > 0 ? PANGO_ELLIPSIZE_END : PANGO_ELLIPSIZE_NONE);
  pango_layout_set_text (pen->layout, text, -1);
}

void
weft_pen_measure (WeftPen *pen, const char *text, const WeftTextStyle *style, double *w, double *h)
{
  int width, height;

  set_text (pen, text, style);
  pango_layout_get_pixel_size (pen->layout, &width, &height);
  *w = width;
  *h = height;
}

void
weft_pen_text (WeftPen *pen, const char *text, double x, double y, const WeftTextStyle *style)
{
  double w, h;

  weft_pen_measure (pen, text, style, &w, &h);
  weft_pen_set_role (pen, style->role, 1);
  cairo_move_to (pen->cr, x - w * style->align, y);
  pango_cairo_show_layout (pen->cr, pen->layout);
  cairo_new_path (pen->cr);
}

double
weft_pen_chip (WeftPen *pen, const char *text, double x, double y, double align)
{
  const WeftTextStyle style = { .size = 9.5, .role = WEFT_ROLE_DIM };
  double w, h;

  weft_pen_measure (pen, text, &style, &w, &h);
  x = floor (x - (w + 10) * align + .5);
  weft_pen_rounded (pen, x, y, w + 10, h + 3, (h + 3) / 2);
  weft_pen_set_role (pen, WEFT_ROLE_CHIP, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_EDGE, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
  weft_pen_text (pen, text, x + 5, y + 1.5, &style);
  return w + 10;
}
