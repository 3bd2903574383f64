/* gates: what a layer that reads step by step keeps and lets through, over time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/lapse.h"

#define GAP 10.0
#define TITLE 15.0
#define NARROWEST 78.0 /* px of a strip */

static gboolean
fits (const WeftInsideLook *look)
{
  return weft_inside_find_sight (look, WEFT_SIGHT_TIME) != NULL;
}

/* "Forget gate", of several layers in the node "Forget gate 2" */
static char *
dup_title (const WeftNodeSight *sight, gboolean has_others)
{
  return has_others ? g_strdup_printf ("%s %u", _ (sight->title), sight->number + 1)
                    : g_strdup (_ (sight->title));
}

/* Gates and what tanh gives lie within ±1; what adds up, as a cell does, shows its own range. */
static double
choose_limit (const WeftTensor *tensor)
{
  double most = 1;

  for (gint64 i = 0; i < weft_shape_count (&tensor->shape); i++)
    if (isfinite (weft_tensor_floats (tensor)[i]))
      most = MAX (most, fabs ((double) weft_tensor_floats (tensor)[i]));
  return most;
}

static void
draw_sight (cairo_t *cr, const WeftNodeSight *sight, char *const *words, gboolean has_others,
            const WeftInsideBox *cell)
{
  const WeftTextStyle style
      = { .size = 10.5, .width = cell->w, .color = weft_theme_get (WEFT_ROLE_INK, cell->is_dark) };
  g_autofree char *title = dup_title (sight, has_others);
  const WeftLapse strip = { .x = weft_tensor_floats (sight->tensor),
                            .steps = (int) sight->tensor->shape.dims[0],
                            .width = (int) sight->tensor->shape.dims[1],
                            .limit = choose_limit (sight->tensor),
                            .words = words,
                            .is_dark = cell->is_dark };

  weft_text_draw (cr, title, cell->x, cell->y, &style);
  weft_lapse_draw (cr, &strip, cell->x, cell->y + TITLE, cell->w, cell->h - TITLE);
}

static GPtrArray *
list_sights (const WeftInsideLook *look, gboolean *has_others)
{
  GPtrArray *list = g_ptr_array_new ();

  *has_others = FALSE;
  for (guint i = 0; i < look->snapshot->sights->len; i++)
    {
      const WeftNodeSight *sight = look->snapshot->sights->pdata[i];

      if (sight->kind != WEFT_SIGHT_TIME || sight->tensor->shape.rank != 2)
        continue;
      *has_others |= sight->number > 0;
      g_ptr_array_add (list, (gpointer) sight);
    }
  return list;
}

/* In as many rows as make the strips about three times as wide as they are high. */
static guint
choose_columns (guint n, const WeftInsideBox *box)
{
  guint columns = (guint) MAX (1, ceil (sqrt (n * box->w / box->h / 3)));

  return MIN (MIN (columns, n), (guint) MAX (1, (box->w + GAP) / (NARROWEST + GAP)));
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  gboolean has_others;
  g_autoptr (GPtrArray) sights = list_sights (look, &has_others);
  const WeftNodeSight *first = sights->pdata[0];
  g_auto (GStrv) words = weft_inside_dup_words (look, 0, first->tensor->shape.dims[0]);
  g_autofree char *title = g_strdup_printf (_ ("%s over time"), look->title);
  g_autofree char *steps = weft_format_count (first->tensor->shape.dims[0]);
  g_autofree char *units = weft_format_count (first->tensor->shape.dims[1]);
  g_autofree char *line = g_strdup_printf (
      _ ("%s steps from left to right · %s units · blue +, orange −"), steps, units);
  guint columns = choose_columns (sights->len, box), rows = (sights->len + columns - 1) / columns;
  double w = (box->w - GAP * (columns - 1)) / columns, h = (box->h - GAP * (rows - 1)) / rows;

  weft_inside_draw_head (cr, title, line, box);
  for (guint i = 0; i < sights->len; i++)
    draw_sight (cr, sights->pdata[i], words, has_others,
                &(WeftInsideBox){ box->x + i % columns * (w + GAP),
                                  box->y + (double) (i / columns) * (h + GAP), w, h,
                                  box->is_dark });
}

const WeftInsideView weft_inside_view_gates
    = { .id = "gates", .title = N_ ("Over time"), .fits = fits, .draw = draw };
