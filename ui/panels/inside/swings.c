/* swings: coefficients that say how something swings, as a sound's loudness over its pitches: a row
 * for each, moment by moment */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/lapse.h"

#define FULL 2.5 /* deviations from its mean at which a coefficient is fully coloured */

static gboolean
fits (const WeftInsideLook *look)
{
  return weft_inside_find_sight (look, WEFT_SIGHT_SWINGS) != NULL;
}

/* x (T, K), each coefficient in its own deviations from its own mean: the first ones, which say how
 * loud all is, are many times as large as those that tell sounds apart. Transfer full. */
static float *
dup_even (const WeftTensor *tensor)
{
  gint64 steps = tensor->shape.dims[0], width = tensor->shape.dims[1];
  float *even = g_new (float, (gsize) (steps * width));

  for (gint64 k = 0; k < width; k++)
    {
      const float *x = weft_tensor_floats (tensor) + k;
      double sum = 0, squares = 0, mean, deviation;

      for (gint64 t = 0; t < steps; t++)
        sum += (double) x[t * width];
      mean = sum / (double) steps;
      for (gint64 t = 0; t < steps; t++)
        squares += ((double) x[t * width] - mean) * ((double) x[t * width] - mean);
      deviation = sqrt (squares / (double) steps);
      for (gint64 t = 0; t < steps; t++)
        even[t * width + k]
            = deviation > 0 ? (float) (((double) x[t * width] - mean) / deviation) : 0.0f;
    }
  return even;
}

/* "13 coefficients, each by its own mean · blue above, orange below" */
static char *
dup_text (const WeftInsideLook *look)
{
  const WeftTensor *tensor = weft_inside_find_sight (look, WEFT_SIGHT_SWINGS)->tensor;
  g_autofree char *count = weft_format_count (tensor->shape.dims[1]);

  return g_strdup_printf (ngettext ("%s coefficient, by its own mean · blue above, orange below",
                                    "%s coefficients, each by its own mean · blue above, orange "
                                    "below",
                                    (gulong) tensor->shape.dims[1]),
                          count);
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const WeftTensor *tensor = weft_inside_find_sight (look, WEFT_SIGHT_SWINGS)->tensor;
  gint64 width = tensor->shape.dims[1];
  g_autofree float *even = dup_even (tensor);
  g_auto (GStrv) rows = g_new0 (char *, width + 1);
  g_autofree char *title = g_strdup_printf (_ ("%s over time"), look->title),
                  *line = dup_text (look);

  for (gint64 k = 0; k < width; k++)
    rows[k] = weft_format_count (k);
  weft_inside_draw_head (cr, title, line, box);
  weft_lapse_draw (cr,
                   &(WeftLapse){ .x = even,
                                 .steps = (int) tensor->shape.dims[0],
                                 .width = (int) width,
                                 .is_upward = TRUE,
                                 .limit = FULL,
                                 .rows = rows,
                                 .is_dark = box->is_dark },
                   box->x, box->y, box->w, box->h);
}

const WeftInsideView weft_inside_view_swings = { .id = "swings",
                                                 .title = N_ ("Coefficient by coefficient"),
                                                 .fits = fits,
                                                 .draw = draw,
                                                 .dup_text = dup_text };
