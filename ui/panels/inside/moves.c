/* moves: how the steps moved a node's weights, over time: weights, gradients and updates as they
 * were spread, and how large the updates were beside the weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/moved.h"
#include "ui/plots/plot-text.h"

#define GAP 10.0
#define NARROWEST 96.0 /* px of a picture */
#define LOWEST 76.0
#define N_PICTURES (WEFT_N_MOVED + 1)

static const char *const titles[N_PICTURES] = {
  [WEFT_MOVED_WEIGHTS] = N_ ("Values"),
  [WEFT_MOVED_GRADIENTS] = N_ ("Gradients"),
  [WEFT_MOVED_UPDATES] = N_ ("Updates"),
  [WEFT_N_MOVED] = N_ ("Update ÷ weight"),
};

static const GArray *
find_columns (const WeftInsideLook *look, guint i)
{
  return weft_past_get (weft_live_get_past (weft_context_get_live (look->context)), look->node->id,
                        i);
}

static gboolean
fits (const WeftInsideLook *look)
{
  return weft_inside_find_table (look) != NULL || find_columns (look, 0) != NULL;
}

static const WeftPastColumn *
get_newest (const GArray *columns)
{
  return &g_array_index (columns, WeftPastColumn, columns->len - 1);
}

/* "a step changes them by 0.12 % of their size (0.1 % is usual)"; nullable. */
static char *
dup_ratio (const WeftMoving *moving)
{
  double ratio = weft_moving_get_ratio (moving);
  g_autofree char *percent = weft_format_digits (100 * ratio, 2);

  if (isnan (ratio))
    return NULL;
  return g_strdup_printf (_ ("a step changes them by %s %% of their size, 0.1 %% is usual"),
                          percent);
}

/* Of how many they were measured comes last: the end is cut where there is no room. */
static char *
dup_line (const WeftPastColumn *newest)
{
  g_autofree char *step = weft_format_count (newest->step);
  g_autofree char *ratio = dup_ratio (&newest->moving);
  g_autofree char *n = weft_format_count (newest->moving.n),
                  *measured = weft_format_count (newest->moving.measured);
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, _ ("step %s"), step);
  if (ratio != NULL)
    g_string_append_printf (line, " · %s", ratio);
  if (newest->moving.measured < newest->moving.n)
    {
      g_string_append (line, " · ");
      g_string_append_printf (line, _ ("%s of %s numbers"), measured, n);
    }
  return g_string_free (line, FALSE);
}

static char *
dup_text (const WeftInsideLook *look)
{
  const GArray *columns = find_columns (look, 0);

  return columns != NULL
             ? dup_line (get_newest (columns))
             : g_strdup (_ ("Nothing yet: steps are measured while this panel is in sight."));
}

static void
draw_weight (cairo_t *cr, const GArray *columns, gboolean has_others, guint per_row,
             const WeftInsideBox *box)
{
  const WeftMovedPlot plot = { columns, box->is_dark };
  const char *name = weft_inside_get_weight_title (get_newest (columns)->moving.name);
  guint rows = N_PICTURES / per_row;
  double w = (box->w - GAP * (per_row - 1)) / per_row, h = (box->h - GAP * (rows - 1)) / rows;

  for (guint i = 0; i < N_PICTURES; i++)
    {
      double x = box->x + i % per_row * (w + GAP), y = box->y + (double) (i / per_row) * (h + GAP);
      g_autofree char *title = has_others && i == 0
                                   ? g_strdup_printf ("%s · %s", _ (titles[i]), name)
                                   : g_strdup (_ (titles[i]));

      if (i < WEFT_N_MOVED)
        weft_moved_draw (cr, &plot, (WeftMoved) i, title, x, y, w, h);
      else
        weft_moved_draw_ratio (cr, &plot, title, x, y, w, h);
    }
}

/* As many of the node's weights below one another as have room. */
static guint
count_shown (const WeftInsideLook *look, double h, guint rows)
{
  guint n = 0;

  while (find_columns (look, n) != NULL && (n + 1) * rows * (LOWEST + GAP) <= h + GAP)
    n++;
  return MAX (n, 1);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  g_autofree char *title = g_strdup_printf (_ ("How %s moves"), look->title);
  g_autofree char *line = dup_text (look);
  guint per_row = box->w >= N_PICTURES * (NARROWEST + GAP) ? N_PICTURES : N_PICTURES / 2;
  guint shown = count_shown (look, box->h, N_PICTURES / per_row);
  double h = (box->h - GAP * (shown - 1)) / shown;

  weft_inside_draw_head (cr, title, line, box);
  for (guint i = 0; i < shown && find_columns (look, i) != NULL; i++)
    draw_weight (cr, find_columns (look, i), find_columns (look, 1) != NULL, per_row,
                 &(WeftInsideBox){ box->x, box->y + i * (h + GAP), box->w, h, box->is_dark });
}

const WeftInsideView weft_inside_view_moves = {
  .id = "moves", .title = N_ ("Over the steps"), .fits = fits, .draw = draw, .dup_text = dup_text
};
