/* matrix: counts of true against predicted classes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>

enum
{
  LABELS = 28,  /* px left of the cells, at least */
  NAMES = 66,   /* px when the classes have names */
  BELOW = 18,
};

/* Names that are words need room; digits do not. */
static gboolean
has_words (const WeftMatrix *matrix)
{
  for (int i = 0; matrix->names != NULL && i < matrix->n; i++)
    if (g_utf8_strlen (matrix->names[i], -1) > 2)
      return TRUE;
  return FALSE;
}

void
weft_matrix_layout (WeftMatrix *matrix, double width, double height)
{
  double left = has_words (matrix) ? NAMES : LABELS;

  matrix->size = floor (MAX (MIN (width - left - 4, height - BELOW - 2), 10));
  matrix->x = left;
  matrix->y = 2;
}

static void
draw_cell (cairo_t *cr, const WeftMatrix *matrix, int row, int column, gint64 row_total)
{
  gint64 count = matrix->counts[row * matrix->n + column];
  double step = matrix->size / matrix->n;
  double x = matrix->x + column * step, y = matrix->y + row * step;
  double share = row_total > 0 ? (double) count / (double) row_total : 0;
  gboolean is_right = row == column;
  GdkRGBA color = weft_theme_get (is_right ? WEFT_ROLE_TRAIN : WEFT_ROLE_VALID, matrix->is_dark);

  color.alpha = count == 0 ? 0 : (float) (is_right ? 0.15 + 0.85 * share : 0.12 + 0.88 * MIN (share * 5, 1));
  weft_theme_set_source (cr, WEFT_ROLE_WELL, matrix->is_dark);
  cairo_rectangle (cr, x + 0.5, y + 0.5, step - 1, step - 1);
  cairo_fill_preserve (cr);
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_fill (cr);
  if (matrix->chosen == row * matrix->n + column)
    {
      weft_theme_set_source (cr, WEFT_ROLE_INK, matrix->is_dark);
      cairo_set_line_width (cr, 1.5);
      cairo_rectangle (cr, x + 0.5, y + 0.5, step - 1, step - 1);
      cairo_stroke (cr);
    }
  if (count == 0 || step < 9)
    return;

  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, count);
  WeftTextStyle style = { .size = CLAMP (step * 0.52, 7, 12),
                          .align = 0.5,
                          .color = weft_theme_get (WEFT_ROLE_INK, matrix->is_dark) };

  if (color.alpha > 0.55f)
    style.color = matrix->is_dark ? (GdkRGBA){ 0.08f, 0.08f, 0.1f, 1 } : (GdkRGBA){ 1, 1, 1, 1 };
  if (weft_text_measure (cr, text, &style) > step - 1)
    style.size *= (step - 1) / weft_text_measure (cr, text, &style);
  weft_text_draw (cr, text, x + step / 2, y + step / 2 - style.size * 0.68, &style);
}

static void
draw_labels (cairo_t *cr, const WeftMatrix *matrix)
{
  double step = matrix->size / matrix->n;
  int every = (int) MAX (1, ceil (11 / step));
  WeftTextStyle style = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, matrix->is_dark) };

  for (int i = 0; i < matrix->n; i += every)
    {
      g_autofree char *number = g_strdup_printf ("%d", i);
      const char *name = matrix->names != NULL ? matrix->names[i] : number;
      double y = matrix->y + (i + 0.5) * step - 7;
      double width = weft_text_measure (cr, name, &style);

      style.align = 1;
      style.width = width > NAMES - 10 ? NAMES - 10 : 0;
      weft_text_draw (cr, name, matrix->x - 6 + (style.width > 0 ? 4 : 0), y, &style);
      style.align = 0.5;
      style.width = width > step - 2 && has_words (matrix) ? MAX (step - 2, 8) : 0;
      weft_text_draw (cr, name, matrix->x + (i + 0.5) * step, matrix->y + matrix->size + 2, &style);
      style.width = 0;
    }
}

void
weft_matrix_draw (cairo_t *cr, const WeftMatrix *matrix)
{
  for (int row = 0; row < matrix->n; row++)
    {
      gint64 total = 0;

      for (int column = 0; column < matrix->n; column++)
        total += matrix->counts[row * matrix->n + column];
      for (int column = 0; column < matrix->n; column++)
        draw_cell (cr, matrix, row, column, total);
    }
  draw_labels (cr, matrix);
}

int
weft_matrix_find (const WeftMatrix *matrix, double px, double py)
{
  int column = (int) floor ((px - matrix->x) / matrix->size * matrix->n);
  int row = (int) floor ((py - matrix->y) / matrix->size * matrix->n);

  return column < 0 || row < 0 || column >= matrix->n || row >= matrix->n ? -1
                                                                          : row * matrix->n + column;
}
