/* figure-picture: a network as a paper shows it, drawn as a file holds it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/pictures/figure-picture.h"

#include <math.h>
#include <pango/pangocairo.h>

#include "app/pictures/graph-picture.h"
#include "projects/formats/figure/figure.h"
#include "ui/base/theme.h"

#define PT 2.834645669 /* of a mm */
#define LINE 0.25      /* mm */
#define HEAD 1.4       /* of an arrow, mm */

static void
set_tint (cairo_t *cr, WeftFamily family, double tint)
{
  GdkRGBA color = weft_theme_get_family (family, FALSE);

  cairo_set_source_rgb (cr, 1 - tint * (1 - (double) color.red),
                        1 - tint * (1 - (double) color.green),
                        1 - tint * (1 - (double) color.blue));
}

static void
draw_face (cairo_t *cr, WeftFamily family, double tint, const double *xy, guint n)
{
  cairo_new_path (cr); /* words leave a point behind */
  for (guint i = 0; i < n; i++)
    cairo_line_to (cr, xy[2 * i], xy[2 * i + 1]);
  cairo_close_path (cr);
  set_tint (cr, family, tint);
  cairo_fill_preserve (cr);
  set_tint (cr, family, 1);
  cairo_stroke (cr);
}

static void
draw_words (cairo_t *cr, const WeftFigureBlock *block)
{
  g_autoptr (PangoLayout) layout = pango_cairo_create_layout (cr);
  g_autoptr (PangoFontDescription) font = pango_font_description_from_string ("Cantarell, Sans");
  double middle = block->x + (block->width + block->depth) / 2;
  double y = block->y + block->height + 1;

  pango_font_description_set_absolute_size (font, WEFT_FIGURE_TEXT * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  cairo_set_source_rgb (cr, 0.1, 0.1, 0.1);
  for (guint i = 0; i < block->words->len; i++, y += WEFT_FIGURE_LINE)
    {
      PangoRectangle size;

      pango_layout_set_text (layout, block->words->pdata[i], -1);
      pango_layout_get_extents (layout, NULL, &size);
      cairo_move_to (cr, middle - (double) size.width / PANGO_SCALE / 2, y);
      pango_cairo_show_layout (cr, layout);
    }
}

static void
draw_block (cairo_t *cr, const WeftFigureBlock *block)
{
  double x = block->x, y = block->y, right = x + block->width, low = y + block->height;
  double d = block->depth;

  if (d > 0)
    {
      draw_face (cr, block->family, 0.18,
                 (double[]){ x, y, x + d, y - d, right + d, y - d, right, y }, 4);
      draw_face (cr, block->family, 0.42,
                 (double[]){ right, y, right + d, y - d, right + d, low - d, right, low }, 4);
    }
  draw_face (cr, block->family, 0.28, (double[]){ x, y, right, y, right, low, x, low }, 4);
  draw_words (cr, block);
}

static void
draw_arrow (cairo_t *cr, const WeftFigureArrow *arrow)
{
  double x = arrow->x[arrow->n - 1], y = arrow->y[arrow->n - 1];
  double angle = atan2 (y - arrow->y[arrow->n - 2], x - arrow->x[arrow->n - 2]);

  cairo_set_source_rgb (cr, 0.25, 0.25, 0.25);
  for (guint i = 0; i < arrow->n; i++)
    cairo_line_to (cr, arrow->x[i], arrow->y[i]);
  cairo_stroke (cr);
  cairo_move_to (cr, x, y);
  cairo_line_to (cr, x - HEAD * cos (angle - 0.4), y - HEAD * sin (angle - 0.4));
  cairo_line_to (cr, x - HEAD * cos (angle + 0.4), y - HEAD * sin (angle + 0.4));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw (cairo_t *cr, gpointer user)
{
  const WeftFigure *figure = user;

  cairo_set_source_rgb (cr, 1, 1, 1);
  cairo_paint (cr);
  cairo_scale (cr, PT, PT);
  cairo_translate (cr, -figure->left, -figure->top);
  cairo_set_line_width (cr, LINE);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  for (guint i = 0; i < figure->arrows->len; i++)
    draw_arrow (cr, &g_array_index (figure->arrows, WeftFigureArrow, i));
  for (guint i = 0; i < figure->blocks->len; i++)
    draw_block (cr, figure->blocks->pdata[i]);
}

GByteArray *
weft_figure_draw (WeftGraph *graph, WeftReport *report, const char *format, GError **error)
{
  g_autoptr (WeftFigure) figure = weft_figure_new (graph, report);

  return weft_picture_make (format, figure->width * PT, figure->height * PT, draw, figure, error);
}
