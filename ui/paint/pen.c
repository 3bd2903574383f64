/* pen: what everything on the canvas is drawn with: a cairo_t, one text layout, light or dark */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/pen.h"

#include <math.h>

#include "engine/base/brief.h"

#define FAMILY "Cantarell, Noto Sans CJK SC, Sans"

void
weft_pen_init (WeftPen *pen, cairo_t *cr, const char *family, gboolean dark)
{
  g_autoptr (PangoAttrList) attributes = pango_attr_list_new ();
  g_autofree char *name = family != NULL ? g_strdup_printf ("%s, " FAMILY, family) : NULL;
  PangoFontDescription *font = pango_font_description_new ();

  pen->cr = cr;
  pen->dark = dark;
  pen->zoom = 1;
  cairo_save (cr);
  cairo_identity_matrix (cr); /* as show_text draws it */
  pen->layout = pango_cairo_create_layout (cr);
  cairo_restore (cr);
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

/* Text is laid out in whole px of the surface, or its letters would stand unevenly; this many of
 * them make one px of what is drawn. */
static double
get_scale (WeftPen *pen)
{
  cairo_matrix_t matrix;

  cairo_get_matrix (pen->cr, &matrix);
  return hypot (matrix.xx, matrix.yx);
}

static void
set_size (WeftPen *pen, double size, gboolean bold)
{
  PangoFontDescription *font
      = pango_font_description_copy (pango_layout_get_font_description (pen->layout));

  pango_font_description_set_absolute_size (font, size * get_scale (pen) * PANGO_SCALE);
  pango_font_description_set_weight (font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description (pen->layout, font);
  pango_font_description_free (font);
}

static double
get_width (WeftPen *pen)
{
  int width;

  pango_layout_get_pixel_size (pen->layout, &width, NULL);
  return width / get_scale (pen);
}

/* As much of the words as fits before the number at their end: "Transposed convol… 2". */
static void
cut_before_number (WeftPen *pen, const char *text, const char *number, double width)
{
  glong n = g_utf8_pointer_to_offset (text, number);
  g_autofree char *cut = NULL;

  do
    {
      g_autofree char *words = g_utf8_substring (text, 0, --n);

      g_free (cut);
      cut = g_strconcat (g_strchomp (words), "…", number, NULL);
      pango_layout_set_text (pen->layout, cut, -1);
    }
  while (n > 1 && get_width (pen) > width);
}

/* The " 2" of "Convolution 2"; NULL: it has none. */
static const char *
find_number (const char *text)
{
  const char *space = strrchr (text, ' ');

  return space != NULL && space > text && space[1] != '\0'
                 && strspn (space + 1, "0123456789") == strlen (space + 1)
             ? space
             : NULL;
}

/* Returns whether all of it fits. */
static gboolean
set_text (WeftPen *pen, const char *text, const WeftTextStyle *style)
{
  double size = MAX (style->size, style->legible / pen->zoom), step = .5 / get_scale (pen);
  double least = style->least > 0 ? size * style->least : size;
  g_autofree char *short_text = weft_brief (text, WEFT_BRIEF_LINE);
  const char *number;

  pango_layout_set_width (pen->layout, -1);
  pango_layout_set_text (pen->layout, short_text, -1);
  set_size (pen, size, style->bold);
  if (style->width <= 0)
    return TRUE;
  while (get_width (pen) > style->width && size - step >= least)
    set_size (pen, size -= step, style->bold);
  if (get_width (pen) <= style->width)
    return TRUE;
  number = style->keeps_number ? find_number (short_text) : NULL;
  if (number != NULL)
    cut_before_number (pen, short_text, number, style->width);
  pango_layout_set_ellipsize (pen->layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_width (pen->layout, (int) floor (style->width * get_scale (pen)) * PANGO_SCALE);
  return FALSE;
}

static void
get_size (WeftPen *pen, double *w, double *h)
{
  int width, height;

  pango_layout_get_pixel_size (pen->layout, &width, &height);
  *w = width / get_scale (pen);
  *h = height / get_scale (pen);
}

/* (x, y): its top left corner. */
static void
show_text (WeftPen *pen, double x, double y, WeftRole role)
{
  weft_pen_set_role (pen, role, 1);
  cairo_save (pen->cr);
  cairo_user_to_device (pen->cr, &x, &y);
  cairo_identity_matrix (pen->cr);
  cairo_move_to (pen->cr, floor (x + .5), floor (y + .5));
  pango_cairo_show_layout (pen->cr, pen->layout);
  cairo_new_path (pen->cr);
  cairo_restore (pen->cr);
}

void
weft_pen_measure (WeftPen *pen, const char *text, const WeftTextStyle *style, double *w, double *h)
{
  set_text (pen, text, style);
  get_size (pen, w, h);
}

/* --- several lines --- */

/* On a layout of its own; the pen's comes back at the end. */
static PangoLayout *
begin_paragraph (WeftPen *pen, const char *markup, const WeftParagraph *paragraph)
{
  PangoLayout *kept = pen->layout;
  double scale = get_scale (pen);

  pen->layout = pango_layout_copy (kept);
  pango_layout_set_single_paragraph_mode (pen->layout, FALSE);
  pango_layout_set_wrap (pen->layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_width (pen->layout, (int) (MAX (1, paragraph->width * scale) * PANGO_SCALE));
  pango_layout_set_height (pen->layout, (int) (MAX (1, paragraph->height * scale) * PANGO_SCALE));
  pango_layout_set_ellipsize (pen->layout, PANGO_ELLIPSIZE_END);
  set_size (pen, paragraph->size, FALSE);
  pango_layout_set_markup (pen->layout, markup, -1);
  return kept;
}

static void
end_paragraph (WeftPen *pen, PangoLayout *kept)
{
  g_object_unref (pen->layout);
  pen->layout = kept;
}

void
weft_pen_paragraph (WeftPen *pen, const char *markup, const WeftParagraph *paragraph)
{
  PangoLayout *kept = begin_paragraph (pen, markup, paragraph);

  show_text (pen, paragraph->x, paragraph->y, paragraph->role);
  end_paragraph (pen, kept);
}

double
weft_pen_measure_paragraph (WeftPen *pen, const char *markup, const WeftParagraph *paragraph)
{
  PangoLayout *kept = begin_paragraph (pen, markup, paragraph);
  double w, h;

  get_size (pen, &w, &h);
  end_paragraph (pen, kept);
  return h;
}

void
weft_pen_text (WeftPen *pen, const char *text, double x, double y, const WeftTextStyle *style)
{
  double w, h;

  weft_pen_measure (pen, text, style, &w, &h);
  show_text (pen, x - w * style->align, y, style->role);
}

void
weft_pen_line (WeftPen *pen, const char *text, double x, double y, const WeftTextStyle *style)
{
  g_autofree char *left = g_strdup (text);
  char *end;
  double w, h;

  while (!set_text (pen, left, style) && !style->keeps_number
         && (end = g_strrstr (left, " · ")) != NULL)
    *end = '\0';
  get_size (pen, &w, &h);
  show_text (pen, x - w * style->align, y - h / 2, style->role);
}

/* --- chips --- */

static const WeftTextStyle chip_style
    = { .size = 9.5, .legible = 8, .least = .84, .role = WEFT_ROLE_DIM };

/* Of 1 px at 100 %: a chip keeps its form when its words are kept legible. */
static double
get_chip_unit (WeftPen *pen)
{
  return MAX (1, chip_style.legible / pen->zoom / chip_style.size);
}

gboolean
weft_pen_measure_chip (WeftPen *pen, const char *text, double width, double *w, double *h)
{
  double unit = get_chip_unit (pen);
  WeftTextStyle style = chip_style;
  gboolean fits;

  style.width = MAX (width - 10 * unit, 1);
  fits = set_text (pen, text, &style);
  get_size (pen, w, h);
  *w += 10 * unit;
  *h += 3 * unit;
  return fits;
}

void
weft_pen_chip (WeftPen *pen, const char *text, double x, double y, double width)
{
  double unit = get_chip_unit (pen), w, h;

  weft_pen_measure_chip (pen, text, width, &w, &h);
  weft_pen_rounded (pen, x, y, w, h, h / 2);
  weft_pen_set_role (pen, WEFT_ROLE_CHIP, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_EDGE, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
  show_text (pen, x + 5 * unit, y + 1.5 * unit, chip_style.role);
}
