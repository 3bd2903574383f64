/* thumb-units: what an open node shows of its units: circles and lines, a matrix, or pictures
 *
 * A line is as wide as its weight is great; blue and whole above zero, orange and dashed below. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/paint/thumb-units.h"

#include <math.h>

#include "ui/paint/pixels.h"
#include "ui/paint/thumb-row.h"

#define WIDEST 3.6 /* px, of the greatest weight */
#define FAINTEST .02
#define DOT 2.2

/* --- making --- */

static WeftTensor *
ref_tensor (WeftTensor *tensor)
{
  return tensor != NULL ? weft_tensor_ref (tensor) : NULL;
}

/* What each unit gives; of a sequence at its last step. NULL: it is not known. */
static float *
dup_values (const WeftUnits *units, const WeftTensor *values)
{
  gint64 n = values != NULL ? weft_shape_count (&values->shape) : 0;

  if (n < units->n || values->shape.type != WEFT_F32 || values->shape.rank > 2)
    return NULL;
  return g_memdup2 ((const float *) values->data + n - units->n, (gsize) units->n * sizeof (float));
}

WeftThumb *
weft_thumb_new_of_units (const WeftUnits *units, const WeftOpenNode *open, const WeftTensor *values)
{
  WeftThumb *thumb = weft_thumb_make (WEFT_THUMB_UNITS, 0);

  thumb->units = *units;
  thumb->rows_of = ref_tensor (open->rows);
  thumb->bias = ref_tensor (open->bias);
  thumb->matrix = ref_tensor (open->matrix);
  thumb->plane = ref_tensor (open->plane);
  thumb->values = dup_values (units, values);
  return thumb;
}

/* --- drawing --- */

static float
find_greatest (const float *x, gint64 n)
{
  float most = 1e-9f;

  for (gint64 i = 0; i < n; i++)
    if (isfinite (x[i]))
      most = fmaxf (most, fabsf (x[i]));
  return most;
}

static void
draw_line (WeftPen *pen, WeftPoint from, WeftPoint to, double share)
{
  static const double dashes[] = { 4, 3 };
  double wide = MAX (fabs (share) * WIDEST, .4);

  if (!isfinite (share) || fabs (share) < FAINTEST)
    return;
  cairo_move_to (pen->cr, from.x, from.y);
  cairo_line_to (pen->cr, to.x, to.y);
  weft_pen_set_role (pen, share < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE,
                     .35 + .6 * MIN (fabs (share), 1));
  cairo_set_line_width (pen->cr, wide);
  cairo_set_dash (pen->cr, dashes, share < 0 ? G_N_ELEMENTS (dashes) : 0, 0);
  cairo_stroke (pen->cr);
  cairo_set_dash (pen->cr, NULL, 0, 0);
}

static void
draw_lines (const WeftThumb *thumb, WeftPen *pen)
{
  const WeftUnits *units = &thumb->units;
  const float *w = weft_tensor_floats (thumb->rows_of); /* (units, inputs) */
  float most = find_greatest (w, weft_shape_count (&thumb->rows_of->shape));

  if (weft_shape_count (&thumb->rows_of->shape) != units->n * units->n_in)
    return; /* of the network as it was */
  for (guint u = 0; u < units->shown; u++)
    for (guint i = 0; i < units->shown_in; i++)
      draw_line (pen, weft_units_place_input (units, i), weft_units_place (units, u),
                 (double) (w[weft_units_get_unit (units, u) * units->n_in
                             + weft_units_get_input (units, i)]
                           / most));
}

static void
draw_inputs (const WeftUnits *units, WeftPen *pen)
{
  weft_pen_set_role (pen, WEFT_ROLE_WIRE, 1);
  for (guint i = 0; i < units->shown_in; i++)
    {
      WeftPoint at = weft_units_place_input (units, i);

      cairo_new_sub_path (pen->cr);
      cairo_arc (pen->cr, at.x, at.y, DOT, 0, 2 * G_PI);
    }
  cairo_fill (pen->cr);
}

/* What is painted next fills the box. */
static void
draw_numbers (WeftPen *pen, const float *x, int h, int w, const WeftBox *box, gboolean is_smooth)
{
  cairo_surface_t *image = weft_pixels_signed (x, h, w, pen->dark);
  cairo_pattern_t *pattern = cairo_pattern_create_for_surface (image);
  cairo_matrix_t matrix;

  cairo_matrix_init_scale (&matrix, w / box->w, h / box->h);
  cairo_matrix_translate (&matrix, -box->x, -box->y);
  cairo_pattern_set_matrix (pattern, &matrix);
  cairo_pattern_set_filter (pattern, is_smooth ? CAIRO_FILTER_BILINEAR : CAIRO_FILTER_NEAREST);
  cairo_pattern_set_extend (pattern, CAIRO_EXTEND_PAD);
  cairo_set_source (pen->cr, pattern);
  cairo_fill (pen->cr);
  cairo_pattern_destroy (pattern);
  cairo_surface_destroy (image);
}

static void
fill_unit (const WeftThumb *thumb, WeftPen *pen, gint64 unit, const WeftBox *box, float most)
{
  const WeftTensor *plane = thumb->plane;
  float value = thumb->values != NULL ? thumb->values[unit] / most : 0;

  if (plane != NULL && unit < plane->shape.dims[0])
    {
      int side = (int) plane->shape.dims[1];

      draw_numbers (pen, (const float *) plane->data + unit * side * side, side, side, box, TRUE);
      return;
    }
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, value < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE,
                     isfinite (value) ? MIN (fabs ((double) value), 1) : 0);
  cairo_fill (pen->cr);
}

/* A tick beside the circle: its bias. */
static void
draw_bias (const WeftThumb *thumb, WeftPen *pen, guint place, const WeftBox *box)
{
  gint64 unit = weft_units_get_unit (&thumb->units, place);
  const float *bias = thumb->bias != NULL ? thumb->bias->data : NULL;
  double share, size;

  if (bias == NULL || unit >= weft_shape_count (&thumb->bias->shape) || !isfinite (bias[unit]))
    return;
  share = (double) (bias[unit] / find_greatest (bias, weft_shape_count (&thumb->bias->shape)));
  size = 1.5 + 2.5 * fabs (share);
  weft_pen_set_role (pen, share < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_POSITIVE, 1);
  cairo_rectangle (pen->cr, box->x - size / 2 - 1, box->y + box->h - size, size, size);
  cairo_fill_preserve (pen->cr);
  weft_pen_set_role (pen, WEFT_ROLE_CARD, 1);
  cairo_set_line_width (pen->cr, .7);
  cairo_stroke (pen->cr);
}

static void
draw_circles (const WeftThumb *thumb, WeftPen *pen)
{
  const WeftUnits *units = &thumb->units;
  float most = thumb->values != NULL ? find_greatest (thumb->values, units->n) : 1;

  for (guint i = 0; i < units->shown; i++)
    {
      WeftPoint at = weft_units_place (units, i);
      WeftBox box = { at.x - units->size / 2, at.y - units->size / 2, units->size, units->size };

      cairo_new_path (pen->cr);
      cairo_arc (pen->cr, at.x, at.y, units->size / 2, 0, 2 * G_PI);
      fill_unit (thumb, pen, weft_units_get_unit (units, i), &box, most);
      cairo_new_path (pen->cr);
      cairo_arc (pen->cr, at.x, at.y, units->size / 2, 0, 2 * G_PI);
      weft_pen_set_role (pen, WEFT_ROLE_DIM, .8);
      cairo_set_line_width (pen->cr, 1);
      cairo_stroke (pen->cr);
      if (units->kind == WEFT_UNITS_LINES)
        draw_bias (thumb, pen, i, &box);
    }
}

static void
draw_matrix (const WeftThumb *thumb, WeftPen *pen)
{
  WeftBox box = weft_units_get_matrix (&thumb->units);
  const WeftShape *shape = &thumb->matrix->shape;

  cairo_rectangle (pen->cr, box.x, box.y, box.w, box.h);
  draw_numbers (pen, thumb->matrix->data, (int) shape->dims[0], (int) shape->dims[1], &box, FALSE);
  cairo_rectangle (pen->cr, box.x + .5, box.y + .5, box.w - 1, box.h - 1);
  weft_pen_set_role (pen, WEFT_ROLE_EDGE, 1);
  cairo_set_line_width (pen->cr, 1);
  cairo_stroke (pen->cr);
}

/* Of colours their mean: what is more than one channel has no sign that could be shown. */
static void
draw_pictures (const WeftThumb *thumb, WeftPen *pen)
{
  const WeftUnits *units = &thumb->units;
  const float *w = weft_tensor_floats (thumb->rows_of); /* (shown, C, H, W) */
  gint64 area = units->h * units->w;
  g_autofree float *mean = g_new (float, area);

  if (weft_shape_count (&thumb->rows_of->shape) < units->shown * units->n_in)
    return;
  for (guint i = 0; i < units->shown; i++)
    {
      WeftPoint at = weft_units_place (units, i);
      double size = units->size, tall = size * MIN (1, (double) units->h / (double) units->w);
      double wide = size * MIN (1, (double) units->w / (double) units->h);
      WeftBox box = { at.x - wide / 2, at.y - tall / 2, wide, tall };

      for (gint64 k = 0; k < area; k++)
        {
          mean[k] = 0;
          for (gint64 c = 0; c < units->c; c++)
            mean[k] += w[i * units->n_in + c * area + k] / (float) units->c;
        }
      cairo_rectangle (pen->cr, box.x, box.y, box.w, box.h);
      draw_numbers (pen, mean, (int) units->h, (int) units->w, &box, FALSE);
    }
}

static void
draw_caption (const WeftUnits *units, WeftPen *pen)
{
  const WeftTextStyle style
      = { .size = 9.5, .legible = 7, .align = .5, .width = units->width, .role = WEFT_ROLE_DIM };
  g_autofree char *caption = weft_units_dup_caption (units);

  if (caption != NULL)
    weft_pen_text (pen, caption, units->width / 2, units->height - 20, &style);
}

void
weft_thumb_draw_units (const WeftThumb *thumb, WeftPen *pen, double w, double h, gboolean with_text)
{
  const WeftUnits *units = &thumb->units;

  if (units->kind == WEFT_UNITS_PICTURES)
    {
      if (thumb->rows_of != NULL)
        draw_pictures (thumb, pen);
    }
  else
    {
      if (units->kind == WEFT_UNITS_LINES && thumb->rows_of != NULL)
        draw_lines (thumb, pen);
      if (units->kind == WEFT_UNITS_LINES)
        draw_inputs (units, pen);
      if (units->kind == WEFT_UNITS_MATRIX && thumb->matrix != NULL)
        draw_matrix (thumb, pen);
      draw_circles (thumb, pen);
    }
  if (with_text)
    draw_caption (units, pen);
}

void
weft_thumb_light_part (WeftPen *pen, const WeftUnits *units, const WeftUnitPart *part)
{
  for (guint u = 0; u < units->shown; u++)
    {
      WeftPoint at = weft_units_place (units, u);

      if (weft_units_get_unit (units, u) != part->unit)
        continue;
      for (guint i = 0; part->kind == WEFT_PART_WEIGHT && i < units->shown_in; i++)
        if (weft_units_get_input (units, i) == part->input)
          {
            WeftPoint from = weft_units_place_input (units, i);

            cairo_move_to (pen->cr, from.x, from.y);
            cairo_line_to (pen->cr, at.x, at.y);
          }
      if (part->kind == WEFT_PART_UNIT && units->kind == WEFT_UNITS_PICTURES)
        cairo_rectangle (pen->cr, at.x - units->size / 2, at.y - units->size / 2, units->size,
                         units->size);
      else if (part->kind == WEFT_PART_UNIT)
        cairo_arc (pen->cr, at.x, at.y, units->size / 2 + 1, 0, 2 * G_PI);
      weft_pen_set_role (pen, WEFT_ROLE_ACCENT, 1);
      cairo_set_line_width (pen->cr, 2.5);
      cairo_stroke (pen->cr);
    }
}
