/* matrix: counts of true against predicted classes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/matrix.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"

enum
{
  AXIS = 18,   /* px left of the names, for what the rows are */
  LABELS = 14, /* px for the names, at least */
  NAMES = 78,  /* and at most */
  BELOW = 18,
  BESIDE = 58, /* right of the cells, for what the columns are */
};

static WeftTextStyle
get_label_style (const WeftMatrix *matrix)
{
  return (WeftTextStyle){ .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, matrix->is_dark) };
}

static char *
dup_name (const WeftMatrix *matrix, int i)
{
  return matrix->names != NULL ? g_strdup (matrix->names[i]) : g_strdup_printf ("%d", i);
}

/* px of the widest name. */
static double
measure_names (const WeftMatrix *matrix)
{
  const WeftTextStyle style = get_label_style (matrix);
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  double width = LABELS;

  for (int i = 0; i < matrix->n; i++)
    {
      g_autofree char *name = dup_name (matrix, i);

      width = MAX (width, weft_text_measure (cr, name, &style));
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return MIN (ceil (width), NAMES);
}

void
weft_matrix_layout (WeftMatrix *matrix, double width, double height)
{
  matrix->x = AXIS + measure_names (matrix) + 6;
  matrix->y = 2;
  matrix->size = floor (MAX (MIN (width - matrix->x - 4, height - BELOW - 2), 10));
}

double
weft_matrix_get_width (const WeftMatrix *matrix, double height)
{
  return AXIS + measure_names (matrix) + 6 + MAX (height - BELOW - 2, 10) + BESIDE;
}

/* What is read on a cell of that colour. */
static GdkRGBA
get_ink (const WeftMatrix *matrix, const GdkRGBA *color)
{
  GdkRGBA plot = weft_theme_get (WEFT_ROLE_PLOT, matrix->is_dark);
  GdkRGBA cell = weft_theme_blend (color, &plot);

  return weft_theme_get_ink_on (&cell);
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

  color.alpha = count == 0
                    ? 0
                    : (float) (is_right ? 0.15 + 0.85 * share : 0.12 + 0.88 * MIN (share * 5, 1));
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

  g_autofree char *text = weft_format_count (count);
  WeftTextStyle style = {
    .size = CLAMP (step * 0.52, 7, 12),
    .align = 0.5,
    .color = get_ink (matrix, &color),
  };

  if (weft_text_measure (cr, text, &style) > step - 1)
    style.size *= (step - 1) / weft_text_measure (cr, text, &style);
  weft_text_draw (cr, text, x + step / 2, y + step / 2 - style.size * 0.68, &style);
}

/* How many of its n letters fit into the room; at least one. */
static glong
count_fitting (cairo_t *cr, const char *name, glong n, double room, const WeftTextStyle *style)
{
  glong fits = 1, above = n + 1;

  while (fits + 1 < above)
    {
      glong middle = (fits + above) / 2;
      g_autofree char *part = g_utf8_substring (name, 0, middle);

      if (weft_text_measure (cr, part, style) <= room)
        fits = middle;
      else
        above = middle;
    }
  return fits;
}

/* As many letters as fit under a column; the rows have the names in full. */
static void
draw_below (cairo_t *cr, const WeftMatrix *matrix, const char *name, double middle, double room)
{
  WeftTextStyle style = get_label_style (matrix);
  glong n = g_utf8_strlen (name, -1);
  g_autofree char *cut
      = g_utf8_substring (name, 0, n > 0 ? count_fitting (cr, name, n, room, &style) : 0);

  style.align = 0.5;
  weft_text_draw (cr, g_strchomp (cut), middle, matrix->y + matrix->size + 2, &style);
}

static void
draw_labels (cairo_t *cr, const WeftMatrix *matrix)
{
  double step = matrix->size / matrix->n, names = matrix->x - AXIS - 6;
  int every = (int) MAX (1, ceil (11 / step));

  for (int i = 0; i < matrix->n; i += every)
    {
      g_autofree char *name = dup_name (matrix, i);
      WeftTextStyle style = get_label_style (matrix);

      style.align = 1;
      style.width = weft_text_measure (cr, name, &style) > names ? names : 0;
      weft_text_draw (cr, name, matrix->x - 6, matrix->y + (i + 0.5) * step - 7, &style);
      draw_below (cr, matrix, name, matrix->x + (i + 0.5) * step, step * every - 2);
    }
}

/* What the rows are, upright at the left; what the columns are, behind the last one. */
static void
draw_axes (cairo_t *cr, const WeftMatrix *matrix)
{
  WeftTextStyle style = get_label_style (matrix);

  weft_text_draw (cr, _ ("predicted"), matrix->x + matrix->size + 7, matrix->y + matrix->size + 2,
                  &style);
  style.align = 0.5;
  cairo_save (cr);
  cairo_translate (cr, 0, matrix->y + matrix->size / 2);
  cairo_rotate (cr, -G_PI_2);
  weft_text_draw (cr, C_ ("confusion matrix", "true"), 0, -1, &style);
  cairo_restore (cr);
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
  draw_axes (cr, matrix);
}

int
weft_matrix_find (const WeftMatrix *matrix, double px, double py)
{
  int column = (int) floor ((px - matrix->x) / matrix->size * matrix->n);
  int row = (int) floor ((py - matrix->y) / matrix->size * matrix->n);

  return column < 0 || row < 0 || column >= matrix->n || row >= matrix->n
             ? -1
             : row * matrix->n + column;
}
