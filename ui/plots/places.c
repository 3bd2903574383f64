/* places: named things laid out in the plane */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/places.h"

#include <math.h>

#include "ui/plots/plot-text.h"
#include "ui/base/theme.h"

#define MARGIN 14.0
#define HEIGHT 12.0 /* of a name */
#define LIT 4.5
#define BESIDE 6.0 /* px from a point to its name */

typedef struct
{
  double x, y, w, h;
} Box;

typedef struct
{
  cairo_t *cr;
  const WeftPlaces *places;
  Box box;
  double scale, middle_x, middle_y; /* px a unit; of the numbers */
  GArray *taken;                    /* Box: names that stand */
} Drawing;

static gboolean
is_lit (const WeftPlaces *places, gsize i)
{
  return places->is_lit != NULL && places->is_lit[i];
}

static void
lay_out (Drawing *drawing)
{
  const WeftPlaces *places = drawing->places;
  float low[2] = { INFINITY, INFINITY }, high[2] = { -INFINITY, -INFINITY };
  double wide, tall;

  for (gsize i = 0; i < 2 * places->n; i++)
    {
      low[i % 2] = MIN (low[i % 2], places->xy[i]);
      high[i % 2] = MAX (high[i % 2], places->xy[i]);
    }
  wide = MAX ((double) (high[0] - low[0]), 1e-9);
  tall = MAX ((double) (high[1] - low[1]), 1e-9);
  drawing->scale = MIN ((drawing->box.w - 2 * MARGIN) / wide, (drawing->box.h - 2 * MARGIN) / tall);
  drawing->middle_x = (double) (low[0] + high[0]) / 2;
  drawing->middle_y = (double) (low[1] + high[1]) / 2;
}

static void
find_place (const Drawing *drawing, gsize i, double *x, double *y)
{
  const float *at = drawing->places->xy + 2 * i;

  *x = drawing->box.x + drawing->box.w / 2 + ((double) at[0] - drawing->middle_x) * drawing->scale;
  *y = drawing->box.y + drawing->box.h / 2 - ((double) at[1] - drawing->middle_y) * drawing->scale;
}

static void
draw_point (const Drawing *drawing, gsize i)
{
  const WeftPlaces *places = drawing->places;
  gboolean lit = is_lit (places, i);
  GdkRGBA color = places->classes != NULL
                      ? weft_theme_get_class (places->classes[i], places->is_dark)
                      : weft_theme_get (lit ? WEFT_ROLE_VALID : WEFT_ROLE_TRAIN, places->is_dark);
  double x, y;

  if (!lit && places->classes == NULL)
    color.alpha *= 0.6f;
  find_place (drawing, i, &x, &y);
  if (places->drawn != NULL)
    {
      places->drawn[2 * i] = (float) x;
      places->drawn[2 * i + 1] = (float) y;
    }
  gdk_cairo_set_source_rgba (drawing->cr, &color);
  cairo_arc (drawing->cr, x, y, lit ? 4 : 2.4, 0, 2 * G_PI);
  cairo_fill (drawing->cr);
  if (!lit)
    return;
  weft_theme_set_source (drawing->cr, WEFT_ROLE_INK, places->is_dark);
  cairo_arc (drawing->cr, x, y, LIT, 0, 2 * G_PI);
  cairo_set_line_width (drawing->cr, 1);
  cairo_stroke (drawing->cr);
}

static gboolean
meets (const Box *a, const Box *b)
{
  return a->x < b->x + b->w && b->x < a->x + a->w && a->y < b->y + b->h && b->y < a->y + a->h;
}

static gboolean
has_room (const Drawing *drawing, const Box *wanted)
{
  if (wanted->x < drawing->box.x || wanted->x + wanted->w > drawing->box.x + drawing->box.w
      || wanted->y < drawing->box.y || wanted->y + wanted->h > drawing->box.y + drawing->box.h)
    return FALSE;
  for (guint i = 0; i < drawing->taken->len; i++)
    if (meets (wanted, &g_array_index (drawing->taken, Box, i)))
      return FALSE;
  return TRUE;
}

/* Names keep off what is lit. */
static void
keep_off (Drawing *drawing, gsize i)
{
  Box box = { .w = 2 * LIT, .h = 2 * LIT };

  find_place (drawing, i, &box.x, &box.y);
  box.x -= LIT;
  box.y -= LIT;
  g_array_append_val (drawing->taken, box);
}

static void
draw_name (Drawing *drawing, gsize i)
{
  const WeftPlaces *places = drawing->places;
  gboolean lit = is_lit (places, i);
  const WeftTextStyle style
      = { .size = 10,
          .is_bold = lit,
          .color = weft_theme_get (lit ? WEFT_ROLE_INK : WEFT_ROLE_DIM, places->is_dark) };
  Box wanted = { .h = HEIGHT };
  double x, y;

  find_place (drawing, i, &x, &y);
  wanted.w = weft_text_measure (drawing->cr, places->names[i], &style);
  wanted.x = x + BESIDE;
  wanted.y = y - HEIGHT / 2;
  if (!has_room (drawing, &wanted))
    wanted.x = x - BESIDE - wanted.w; /* or on its other side */
  if (!has_room (drawing, &wanted))
    return;
  g_array_append_val (drawing->taken, wanted);
  weft_text_draw (drawing->cr, places->names[i], wanted.x, wanted.y - 1, &style);
}

void
weft_places_draw (cairo_t *cr, const WeftPlaces *places, double x, double y, double w, double h)
{
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (Box));
  Drawing drawing = { .cr = cr, .places = places, .box = { x, y, w, h }, .taken = taken };

  if (places->n == 0 || w < 3 * MARGIN || h < 3 * MARGIN)
    return;
  weft_theme_set_source (cr, WEFT_ROLE_PLOT, places->is_dark);
  cairo_rectangle (cr, x, y, w, h);
  cairo_fill (cr);
  lay_out (&drawing);
  for (int lit = 0; lit < 2; lit++)
    for (gsize i = 0; i < places->n; i++)
      if (is_lit (places, i) == lit)
        draw_point (&drawing, i);
  for (gsize i = 0; i < places->n; i++)
    if (is_lit (places, i))
      keep_off (&drawing, i);
  for (int lit = 1; places->names != NULL && lit >= 0; lit--)
    for (gsize i = 0; i < places->n; i++)
      if (is_lit (places, i) == lit && places->names[i] != NULL)
        draw_name (&drawing, i);
}
