/* moved: how numbers of a weight were spread at each step that was measured */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/moved.h"

#include <math.h>

#include "ui/base/format.h"
#include "ui/plots/plot-axis.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

#define TITLE 15.0
#define BELOW 14.0 /* px for the steps */
#define RARE 20    /* one column in so many may reach beyond the axis */
#define FAINTEST 0.12
#define APART 14.0 /* px from one number of the axis to the next */
#define USUAL 1e-3 /* an update beside its weight */

typedef struct
{
  double x, y, w, h;
} Box;

static const WeftPastColumn *
get_column (const WeftMovedPlot *plot, guint i)
{
  return &g_array_index (plot->columns, WeftPastColumn, i);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  float x = *(const float *) a, y = *(const float *) b;

  return (x > y) - (x < y);
}

gboolean
weft_moved_get_range (const WeftMovedPlot *plot, WeftMoved which, double *low, double *high)
{
  g_autofree float *lows = g_new (float, plot->columns->len + 1),
                   *highs = g_new (float, plot->columns->len + 1);
  guint n = 0;

  for (guint i = 0; i < plot->columns->len; i++)
    {
      const WeftMovedNumbers *numbers = &get_column (plot, i)->moving.of[which];

      if (!(numbers->low <= numbers->high))
        continue;
      lows[n] = numbers->low;
      highs[n++] = numbers->high;
    }
  if (n == 0)
    return FALSE;
  qsort (lows, n, sizeof *lows, compare);
  qsort (highs, n, sizeof *highs, compare);
  *low = (double) lows[n / RARE];
  *high = (double) highs[n - 1 - n / RARE];
  if (!(*high > *low))
    {
      double size = MAX (fabs (*low), 1e-12) / 2;

      *low -= size;
      *high += size;
    }
  return TRUE;
}

/* How full it is there, 0 … 1. */
static double
get_density (const WeftMovedNumbers *numbers, double value)
{
  double span = (double) numbers->high - (double) numbers->low, at;

  if (!(value >= (double) numbers->low && value <= (double) numbers->high))
    return 0;
  at = span > 0 ? (value - (double) numbers->low) / span * WEFT_MOVEMENT_BINS : 0;
  return numbers->bins[MIN ((int) at, WEFT_MOVEMENT_BINS - 1)] / 255.0;
}

/* The one whose step is the nearest one that is not later; `from`: where the search begins. */
static guint
find_column (const WeftMovedPlot *plot, double step, guint from)
{
  while (from + 1 < plot->columns->len && (double) get_column (plot, from + 1)->step <= step)
    from++;
  return from;
}

static void
fill_pixels (cairo_surface_t *picture, const WeftMovedPlot *plot, WeftMoved which, double low,
             double high)
{
  int w = cairo_image_surface_get_width (picture), h = cairo_image_surface_get_height (picture);
  int stride = cairo_image_surface_get_stride (picture) / 4;
  guint32 *pixels = (guint32 *) (gpointer) cairo_image_surface_get_data (picture);
  double first = (double) get_column (plot, 0)->step,
         last = (double) get_column (plot, plot->columns->len - 1)->step;
  guint column = 0;

  for (int i = 0; pixels != NULL && i < w; i++)
    {
      const WeftMovedNumbers *numbers;

      column = find_column (plot, first + (last - first) * (i + 0.5) / w, column);
      numbers = &get_column (plot, column)->moving.of[which];
      for (int j = 0; j < h; j++)
        {
          double density = get_density (numbers, high - (high - low) * (j + 0.5) / h);

          if (density > 0)
            pixels[j * stride + i] = weft_theme_map_sequential (
                FAINTEST + (1 - FAINTEST) * sqrt (density), plot->is_dark);
        }
    }
}

/* FALSE: there is no room. */
static gboolean
draw_frame (cairo_t *cr, const WeftMovedPlot *plot, const char *title, Box *box)
{
  WeftTextStyle style
      = { .size = 10.5, .width = box->w, .color = weft_theme_get (WEFT_ROLE_INK, plot->is_dark) };
  g_autofree char *first = weft_format_count (get_column (plot, 0)->step),
                  *last = weft_format_count (get_column (plot, plot->columns->len - 1)->step);

  if (box->w < 40 || box->h < 2 * (TITLE + BELOW))
    return FALSE;
  weft_text_draw (cr, title, box->x, box->y, &style);
  box->y += TITLE + 2;
  box->h -= TITLE + 2 + BELOW;
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, plot->is_dark);
  cairo_rectangle (cr, box->x, box->y, box->w, box->h);
  cairo_fill (cr);
  style.color = weft_theme_get (WEFT_ROLE_DIM, plot->is_dark);
  style.size = 9.5;
  style.width = 0;
  weft_text_draw (cr, first, box->x, box->y + box->h + 1, &style);
  style.align = 1;
  if (plot->columns->len > 1)
    weft_text_draw (cr, last, box->x + box->w, box->y + box->h + 1, &style);
  return TRUE;
}

/* Over whatever lies there: on a patch of the ground, or it could not be read. */
static void
draw_number (cairo_t *cr, const WeftMovedPlot *plot, const char *text, double x, double y)
{
  const WeftTextStyle style
      = { .size = 9.5, .color = weft_theme_get (WEFT_ROLE_INK, plot->is_dark) };
  GdkRGBA ground = weft_theme_get (WEFT_ROLE_PLOT, plot->is_dark);

  if (*text == '\0')
    return;
  ground.alpha = 0.8f;
  gdk_cairo_set_source_rgba (cr, &ground);
  weft_picture_round (cr, x - 2, y, weft_text_measure (cr, text, &style) + 4, 12.5, 3);
  cairo_fill (cr);
  weft_text_draw (cr, text, x, y, &style);
}

static void
draw_level (cairo_t *cr, const WeftMovedPlot *plot, const Box *box, double y, const char *text,
            WeftRole role)
{
  weft_theme_set_source (cr, role, plot->is_dark);
  cairo_set_line_width (cr, 1);
  cairo_move_to (cr, box->x, round (y) + 0.5);
  cairo_line_to (cr, box->x + box->w, round (y) + 0.5);
  cairo_stroke (cr);
  draw_number (cr, plot, text, box->x + 3, CLAMP (y - 13, box->y, box->y + box->h - 13));
}

void
weft_moved_draw (cairo_t *cr, const WeftMovedPlot *plot, WeftMoved which, const char *title,
                 double x, double y, double w, double h)
{
  Box box = { x, y, w, h };
  cairo_surface_t *picture;
  double low, high, ticks[WEFT_MAX_TICKS];
  WeftAxis axis;
  guint wanted;

  if (plot->columns->len == 0 || !draw_frame (cr, plot, title, &box)
      || !weft_moved_get_range (plot, which, &low, &high))
    return;
  picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, (int) box.w, (int) box.h);
  cairo_surface_flush (picture);
  fill_pixels (picture, plot, which, low, high);
  cairo_surface_mark_dirty (picture);
  weft_picture_paint (cr, picture, box.x, box.y, box.w, box.h, FALSE);
  cairo_surface_destroy (picture);
  axis = (WeftAxis){ .low = low, .high = high, .from = box.y + box.h, .to = box.y };
  wanted = (guint) CLAMP (box.h / APART / 2, 1, 3);
  for (guint i = 0, n = weft_axis_get_ticks (&axis, wanted, ticks); i < n; i++)
    {
      g_autofree char *text = weft_axis_format (ticks[i], weft_axis_get_step (&axis, wanted));

      draw_level (cr, plot, &box, weft_axis_map (&axis, ticks[i]), text, WEFT_ROLE_GRID);
    }
}

/* Powers of ten around all ratios and what is usual; FALSE: none is known. */
static gboolean
find_decades (const WeftMovedPlot *plot, WeftAxis *axis)
{
  double low = USUAL, high = USUAL;
  gboolean is_known = FALSE;

  for (guint i = 0; i < plot->columns->len; i++)
    {
      double ratio = weft_moving_get_ratio (&get_column (plot, i)->moving);

      if (!(ratio > 0) || !isfinite (ratio))
        continue;
      is_known = TRUE;
      low = MIN (low, ratio);
      high = MAX (high, ratio);
    }
  axis->is_log = TRUE;
  axis->low = MAX (pow (10, floor (log10 (low) - 0.3)), 1e-9);
  axis->high = pow (10, ceil (log10 (high) + 0.3));
  return is_known;
}

static void
draw_ratio_line (cairo_t *cr, const WeftMovedPlot *plot, const WeftAxis *axis, const Box *box)
{
  double first = (double) get_column (plot, 0)->step,
         span = (double) get_column (plot, plot->columns->len - 1)->step - first;

  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, plot->is_dark);
  for (guint i = 0; i < plot->columns->len; i++)
    {
      const WeftPastColumn *column = get_column (plot, i);
      double ratio = weft_moving_get_ratio (&column->moving),
             px = box->x + (span > 0 ? ((double) column->step - first) / span : 0.5) * box->w;

      if (!(ratio > 0) || !isfinite (ratio))
        cairo_new_sub_path (cr);
      else
        cairo_line_to (cr, px, weft_axis_map (axis, MAX (ratio, axis->low)));
      if (plot->columns->len == 1 && ratio > 0)
        cairo_arc (cr, px, weft_axis_map (axis, MAX (ratio, axis->low)), 1.5, 0, 2 * G_PI);
    }
  cairo_set_line_width (cr, 1.5);
  cairo_stroke (cr);
}

void
weft_moved_draw_ratio (cairo_t *cr, const WeftMovedPlot *plot, const char *title, double x,
                       double y, double w, double h)
{
  Box box = { x, y, w, h };
  WeftAxis axis = { 0 };

  if (plot->columns->len == 0 || !draw_frame (cr, plot, title, &box) || !find_decades (plot, &axis))
    return;
  axis.from = box.y + box.h;
  axis.to = box.y;
  for (double level = axis.low; level <= axis.high * 1.01; level *= 10)
    {
      gboolean is_usual = fabs (level / USUAL - 1) < 0.01,
               has_room = box.h / log10 (axis.high / axis.low) >= APART;
      g_autofree char *text = is_usual || has_room ? weft_format_digits (level, 1) : g_strdup ("");

      draw_level (cr, plot, &box, weft_axis_map (&axis, level), text,
                  is_usual ? WEFT_ROLE_BEST : WEFT_ROLE_GRID);
    }
  cairo_save (cr);
  cairo_rectangle (cr, box.x, box.y, box.w, box.h);
  cairo_clip (cr);
  draw_ratio_line (cr, plot, &axis, &box);
  cairo_restore (cr);
}
