/* plot-text: text on a plot, one line of it or a box full, placed by a fraction of its width */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/plot-text.h"

#include "engine/base/brief.h"

static PangoLayout *
make_layout (cairo_t *cr, const char *text, const WeftTextStyle *style)
{
  PangoLayout *layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font
      = pango_font_description_from_string ("Cantarell, Noto Sans CJK SC, sans-serif");
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *short_text
      = weft_brief (text, style->height > 0 ? WEFT_BRIEF_PAGE : WEFT_BRIEF_LINE);

  pango_font_description_set_absolute_size (font, style->size * PANGO_SCALE);
  if (style->is_bold)
    pango_font_description_set_weight (font, PANGO_WEIGHT_BOLD);
  pango_attr_list_insert (attributes, pango_attr_font_features_new ("tnum=1"));
  pango_layout_set_font_description (layout, font);
  pango_layout_set_attributes (layout, attributes);
  pango_layout_set_text (layout, short_text, -1);
  if (style->width > 0)
    {
      pango_layout_set_width (layout, (int) (style->width * PANGO_SCALE));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  if (style->height > 0)
    {
      pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
      pango_layout_set_height (layout, (int) (style->height * PANGO_SCALE));
    }
  return layout;
}

double
weft_text_draw (cairo_t *cr, const char *text, double x, double y, const WeftTextStyle *style)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, text, style);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  x -= width * style->align;
  if (style->right > 0)
    x = MIN (x, style->right - width);
  gdk_cairo_set_source_rgba (cr, &style->color);
  cairo_move_to (cr, x, y);
  pango_cairo_show_layout (cr, layout);
  cairo_new_path (cr);
  return width;
}

double
weft_text_measure (cairo_t *cr, const char *text, const WeftTextStyle *style)
{
  g_autoptr (PangoLayout) layout = make_layout (cr, text, style);
  int width;

  pango_layout_get_pixel_size (layout, &width, NULL);
  return width;
}

void
weft_text_draw_line (cairo_t *cr, const char *text, double x, double y, double width, WeftRole role)
{
  const WeftTextStyle style
      = { .size = 12, .width = width, .color = weft_theme_get (role, weft_theme_is_dark ()) };

  weft_text_draw (cr, text, x, y, &style);
}
