/* bars: a class, as a bar each that says how sure the network is of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  LOWEST = 15, /* px of a row */
  HIGHEST = 24,
  SHARE = 52, /* wide */
  GAP = 8,
  MOST_TOLD = 3,
};

typedef struct
{
  gint64 class;
  double share;
} Bar;

static int
compare_bars (gconstpointer a, gconstpointer b)
{
  double x = ((const Bar *) a)->share, y = ((const Bar *) b)->share;

  return (x < y) - (x > y);
}

/* Of two classes one number says it of the second. */
static Bar *
list_bars (const WeftGiven *given, gint64 *n)
{
  const WeftTensor *shares = given->said->scores->pdata[0];
  const float *share = weft_tensor_floats (shares);
  gint64 count = weft_shape_count (&shares->shape);
  Bar *bars;

  *n = MAX (count, 2);
  bars = g_new (Bar, *n);
  for (gint64 i = 0; i < *n; i++)
    bars[i] = (Bar){ i, count > 1 ? (double) share[i]
                        : i > 0   ? (double) share[0]
                                  : 1 - (double) share[0] };
  return bars;
}

static char *
dup_name (const WeftGiven *given, gint64 class)
{
  char *name = weft_dataset_dup_class_name (given->model->dataset, given->target, class);

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, class);
}

static double
measure_names (cairo_t *cr, const WeftGiven *given, const Bar *bars, gint64 n, double most)
{
  const WeftTextStyle style = { .size = 11.5, .is_bold = TRUE };
  double widest = 0;

  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *name = dup_name (given, bars[i].class);

      widest = MAX (widest, weft_text_measure (cr, name, &style));
    }
  return MIN (widest + 4, most);
}

/* The true class, where it is known, has a mark; an answer that is not to be relied on is pale. */
static void
draw_bar (cairo_t *cr, const WeftGiven *given, const Bar *bar, gboolean is_best, double top,
          double row, double names, double width, gboolean is_dark)
{
  gboolean is_true
      = given->truth >= 0 && weft_field_get_class (given->target, given->truth) == bar->class;
  g_autofree char *name = dup_name (given, bar->class);
  g_autofree char *share = weft_format_share (bar->share);
  double left = names + GAP, room = MAX (width - left - SHARE - GAP, 10);
  WeftRole role = given->is_doubtful ? WEFT_ROLE_FAINT : WEFT_ROLE_TRAIN;
  const WeftTextStyle of_name = { .size = 11.5,
                                  .align = 1,
                                  .width = names,
                                  .is_bold = is_best && !given->is_doubtful,
                                  .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };
  const WeftTextStyle of_share = { .size = 11.5,
                                   .align = 1,
                                   .is_bold = is_best && !given->is_doubtful,
                                   .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  double text = top + (row - 16) / 2;

  weft_text_draw (cr, name, names, text, &of_name);
  weft_theme_set_source (cr, WEFT_ROLE_WELL, is_dark);
  weft_picture_round (cr, left, top + 3, room, row - 6, 3);
  cairo_fill (cr);
  weft_theme_set_source (cr, role, is_dark);
  weft_picture_round (cr, left, top + 3, MAX (bar->share * room, 1), row - 6, 3);
  cairo_fill (cr);
  if (is_true)
    {
      weft_theme_set_source (cr, WEFT_ROLE_BEST, is_dark);
      weft_picture_round (cr, left + 0.5, top + 3.5, room - 1, row - 7, 3);
      cairo_set_line_width (cr, 1.5);
      cairo_stroke (cr);
    }
  weft_text_draw (cr, share, width, text, &of_share);
}

/* In the order of the classes while all have room, else the likeliest. */
static void
draw (cairo_t *cr, const WeftGiven *given, double width, double height, gboolean is_dark)
{
  gint64 n, room = MAX ((gint64) (height / LOWEST), 1);
  g_autofree Bar *bars = list_bars (given, &n);
  double row = CLAMP (height / (double) MIN (n, room), LOWEST, HIGHEST), names, best = 0;

  if (n > room)
    qsort (bars, (gsize) n, sizeof *bars, compare_bars);
  n = MIN (n, room);
  for (gint64 i = 0; i < n; i++)
    best = MAX (best, bars[i].share);
  names = measure_names (cr, given, bars, n, width * 0.4);
  for (gint64 i = 0; i < n; i++)
    draw_bar (cr, given, &bars[i], bars[i].share >= best, (double) i * row, row, names, width,
              is_dark);
}

static char *
dup_words (const WeftGiven *given)
{
  GString *words = g_string_new (NULL);
  gint64 n;
  g_autofree Bar *bars = list_bars (given, &n);

  qsort (bars, (gsize) n, sizeof *bars, compare_bars);
  for (gint64 i = 0; i < MIN (n, MOST_TOLD); i++)
    {
      g_autofree char *name = dup_name (given, bars[i].class);
      g_autofree char *share = weft_format_share (bars[i].share);

      g_string_append_printf (words, "%s%s %s", i > 0 ? " · " : "", name, share);
    }
  return g_string_free (words, FALSE);
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_CHOICE;
}

const WeftAnswerView weft_answer_view_bars
    = { .id = "bars", .fits = fits, .draw = draw, .dup_words = dup_words };
