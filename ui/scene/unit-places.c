/* unit-places: what an open node shows of its units, and where; no GTK and no Cairo in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/unit-places.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"

#define MOST_CIRCLES 32
#define SOME 16  /* of what is more */
#define TOP 50.0 /* under the node's words */
#define BOTTOM 10.0
#define CAPTION 15.0
#define WIDTH 184.0
#define LEFT 18.0  /* of the middle of an input's dot */
#define RIGHT 12.0 /* beside the circles */
#define GAP 4.0
#define MATRIX_HEIGHT 132.0
#define TILE 38.0
#define COLUMNS 4

static void
plan_lines (WeftUnits *units)
{
  double pitch = units->n <= 8 ? 21 : units->n <= 16 ? 19 : 15, body;

  units->kind = WEFT_UNITS_LINES;
  units->shown = (guint) units->n;
  units->shown_in = units->n_in <= MOST_CIRCLES ? (guint) units->n_in : SOME;
  units->size = pitch - 3;
  body = MAX (MAX (pitch * units->shown, 11.0 * units->shown_in), 44);
  units->height = TOP + body + BOTTOM + (units->shown_in < units->n_in ? CAPTION : 0);
}

static void
plan_matrix (WeftUnits *units)
{
  units->kind = WEFT_UNITS_MATRIX;
  units->shown = SOME;
  units->size = 7;
  units->height = TOP + MATRIX_HEIGHT + BOTTOM + CAPTION;
}

static void
plan_pictures (WeftUnits *units)
{
  guint rows;

  units->kind = WEFT_UNITS_PICTURES;
  units->shown = (guint) MIN (units->n, SOME);
  units->size = TILE;
  rows = (units->shown + COLUMNS - 1) / COLUMNS;
  units->height
      = TOP + rows * (TILE + GAP) - GAP + BOTTOM + (units->shown < units->n ? CAPTION : 0);
}

/* Colours or one channel, and more than a point or two. */
static gboolean
is_picture (const WeftShape *view)
{
  return view->rank == 4 && (view->dims[1] == 1 || view->dims[1] == 3) && view->dims[2] > 2
         && view->dims[3] > 2;
}

WeftUnits
weft_units_plan (const WeftShape *view)
{
  WeftUnits units = { .width = WIDTH };

  if (view->rank < 2 || view->dims[0] < 1)
    return (WeftUnits){ 0 };
  units.n = view->dims[0];
  units.n_in = weft_shape_count (view) / units.n;
  if (is_picture (view))
    {
      units.c = view->dims[1];
      units.h = view->dims[2];
      units.w = view->dims[3];
      plan_pictures (&units);
    }
  else if (units.n <= MOST_CIRCLES)
    plan_lines (&units);
  else
    plan_matrix (&units);
  return units;
}

gint64
weft_units_get_unit (const WeftUnits *units, guint i)
{
  return units->kind == WEFT_UNITS_MATRIX ? i * units->n / units->shown : i;
}

gint64
weft_units_get_input (const WeftUnits *units, guint i)
{
  return units->shown_in < units->n_in ? (2 * (gint64) i + 1) * units->n_in / (2 * units->shown_in)
                                       : i;
}

static double
get_body (const WeftUnits *units)
{
  gboolean has_caption
      = units->kind == WEFT_UNITS_LINES ? units->shown_in < units->n_in : units->shown < units->n;

  return units->height - TOP - BOTTOM - (has_caption ? CAPTION : 0);
}

WeftPoint
weft_units_place (const WeftUnits *units, guint i)
{
  if (units->kind == WEFT_UNITS_PICTURES)
    {
      double left = (units->width - COLUMNS * (TILE + GAP) + GAP) / 2;

      return (WeftPoint){ left + i % COLUMNS * (TILE + GAP) + TILE / 2,
                          TOP + i / COLUMNS * (TILE + GAP) + TILE / 2 };
    }
  return (WeftPoint){ units->width - RIGHT - units->size / 2,
                      TOP + (i + .5) * get_body (units) / units->shown };
}

WeftPoint
weft_units_place_input (const WeftUnits *units, guint i)
{
  return (WeftPoint){ LEFT, TOP + (i + .5) * get_body (units) / MAX (units->shown_in, 1) };
}

WeftBox
weft_units_get_matrix (const WeftUnits *units)
{
  return (WeftBox){ LEFT - 6, TOP, units->width - LEFT - RIGHT - units->size, MATRIX_HEIGHT };
}

char *
weft_units_dup_caption (const WeftUnits *units)
{
  gboolean of_inputs = units->kind == WEFT_UNITS_LINES;
  guint shown = of_inputs ? units->shown_in : units->shown;
  gint64 n = of_inputs ? units->n_in : units->n;
  g_autofree char *few = NULL, *all = NULL;

  if (units->kind == WEFT_UNITS_NONE || shown >= n)
    return NULL;
  few = weft_format_count (shown);
  all = weft_format_count (n);
  /* Translators: of the inputs or units of a layer those that there is room for: "16 of 784" */
  return g_strdup_printf (of_inputs ? _ ("%s of %s inputs") : _ ("%s of %s units"), few, all);
}

/* --- what lies where --- */

static double
distance_to_line (WeftPoint a, WeftPoint b, WeftPoint p)
{
  double dx = b.x - a.x, dy = b.y - a.y;
  double t = CLAMP (((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0, 1);

  return hypot (p.x - a.x - t * dx, p.y - a.y - t * dy);
}

static WeftUnitPart
pick_line (const WeftUnits *units, WeftPoint p, double reach)
{
  WeftUnitPart part = { WEFT_PART_NONE, 0, 0 };

  for (guint u = 0; u < units->shown; u++)
    for (guint i = 0; i < units->shown_in; i++)
      {
        double away
            = distance_to_line (weft_units_place_input (units, i), weft_units_place (units, u), p);

        if (away > reach)
          continue;
        reach = away;
        part = (WeftUnitPart){ WEFT_PART_WEIGHT, weft_units_get_unit (units, u),
                               weft_units_get_input (units, i) };
      }
  return part;
}

WeftUnitPart
weft_units_pick (const WeftUnits *units, WeftPoint p, double reach)
{
  for (guint u = 0; u < units->shown; u++)
    if (weft_point_distance (weft_units_place (units, u), p) <= units->size / 2 + 1)
      return (WeftUnitPart){ WEFT_PART_UNIT, weft_units_get_unit (units, u), -1 };
  return units->kind == WEFT_UNITS_LINES ? pick_line (units, p, reach)
                                         : (WeftUnitPart){ WEFT_PART_NONE, 0, 0 };
}

gboolean
weft_units_equal (const WeftUnits *a, const WeftUnits *b)
{
  return a->kind == b->kind && a->n == b->n && a->n_in == b->n_in && a->c == b->c && a->h == b->h
         && a->w == b->w;
}
