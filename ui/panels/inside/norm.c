/* norm: what a normalising layer does to each channel: its learnt scale and shift, the running mean
 * and deviation by which it answers, and what the sample has there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/panels/inside/inside-view.h"
#include "ui/plots/channel-strip.h"

#define GAP 8.0
#define OFF 0.02 /* a scale so small beside the largest switches its channel off */
#define MOST_STRIPS 4

static const WeftTensor *
find_weight (const WeftInsideLook *look, const char *name)
{
  const GPtrArray *weights = look->snapshot->weights;

  for (guint i = 0; weights != NULL && i < weights->len; i++)
    {
      const WeftNamedTensor *named = weights->pdata[i];

      if (named->node == look->node->id && g_strcmp0 (named->name, name) == 0)
        return named->tensor;
    }
  return NULL;
}

static gboolean
fits (const WeftInsideLook *look)
{
  return look->node->layer->family == WEFT_FAMILY_NORM && find_weight (look, "weight") != NULL;
}

/* Mean and deviation of what the sample brings to each channel, (n) each: along the first axis, or
 * along the last one of steps. FALSE: neither is of n. */
static gboolean
measure_sample (const WeftInsideLook *look, gsize n, float *mean, float *deviation)
{
  const WeftTensor *x = look->snapshot->entering;
  gboolean is_first = x != NULL && (gsize) x->shape.dims[0] == n;
  gsize all = x != NULL ? (gsize) weft_shape_count (&x->shape) : 0, places;

  if (x == NULL || look->snapshot->watch.weights_of != look->node->id || x->shape.rank < 2
      || (!is_first && (gsize) x->shape.dims[x->shape.rank - 1] != n))
    return FALSE;
  places = all / n;
  for (gsize c = 0; c < n; c++)
    {
      double sum = 0, squares = 0;

      for (gsize i = 0; i < places; i++)
        {
          double value = (double) weft_tensor_floats (x)[is_first ? c * places + i : i * n + c];

          sum += value;
          squares += value * value;
        }
      mean[c] = (float) (sum / (double) places);
      deviation[c]
          = (float) sqrt (MAX (squares / (double) places - (double) mean[c] * (double) mean[c], 0));
    }
  return TRUE;
}

static guint
count_off (const WeftTensor *scale)
{
  gsize n = (gsize) weft_shape_count (&scale->shape);
  const float *x = weft_tensor_floats (scale);
  float most = 0;
  guint off = 0;

  for (gsize i = 0; i < n; i++)
    most = fmaxf (most, fabsf (x[i]));
  for (gsize i = 0; i < n; i++)
    off += fabsf (x[i]) < OFF * most;
  return off;
}

static char *
dup_text (const WeftInsideLook *look)
{
  const WeftTensor *scale = find_weight (look, "weight");
  const WeftStrip strip
      = { .x = weft_tensor_floats (scale), .n = (gsize) weft_shape_count (&scale->shape) };
  guint off = count_off (scale);
  g_autofree char *count = weft_format_count ((gint64) strip.n), *dead = weft_format_count (off);
  double low, high;

  if (!weft_strip_get_range (&strip, &low, &high))
    return g_strdup_printf (ngettext ("%s channel", "%s channels", strip.n), count);

  g_autofree char *least = weft_format_digits (low, 3), *most = weft_format_digits (high, 3);

  if (off > 0)
    return g_strdup_printf (_ ("%s channels · scales from %s to %s · %s switched off"), count,
                            least, most, dead);
  return g_strdup_printf (_ ("%s channels · scales from %s to %s"), count, least, most);
}

/* Roots of the variances; transfer full. */
static float *
dup_deviations (const WeftTensor *variances)
{
  gsize n = (gsize) weft_shape_count (&variances->shape);
  float *x = g_new (float, n);

  for (gsize i = 0; i < n; i++)
    x[i] = sqrtf (weft_tensor_floats (variances)[i]);
  return x;
}

static void
draw_strips (cairo_t *cr, WeftStrip *strips, guint n, gsize channels, const WeftInsideBox *box)
{
  double h = MIN ((box->h - GAP * (n - 1)) / n, 90);

  for (guint i = 0; i < n; i++)
    {
      strips[i].n = channels;
      strips[i].is_dark = box->is_dark;
      weft_strip_draw (cr, &strips[i], box->x, box->y + i * (h + GAP), box->w, h);
    }
}

static void
draw (const WeftInsideLook *look, cairo_t *cr, const WeftInsideBox *box)
{
  const WeftTensor *scale = find_weight (look, "weight"), *shift = find_weight (look, "bias"),
                   *mean = find_weight (look, "running_mean"),
                   *variance = find_weight (look, "running_var");
  gsize n = (gsize) weft_shape_count (&scale->shape);
  g_autofree float *means = g_new (float, n), *deviations = g_new (float, n), *running = NULL;
  gboolean is_known = measure_sample (look, n, means, deviations);
  g_autofree char *title = g_strdup_printf (_ ("Channels of %s"), look->title);
  g_autofree char *line = dup_text (look);
  WeftStrip strips[MOST_STRIPS] = { { .title = _ ("Scale γ"), .x = weft_tensor_floats (scale) } };
  guint count = 1;

  if (shift != NULL)
    strips[count++] = (WeftStrip){ .title = _ ("Shift β"), .x = weft_tensor_floats (shift) };
  if (mean != NULL)
    strips[count++] = (WeftStrip){ .title = is_known ? _ ("Running mean; points: of this sample")
                                                     : _ ("Running mean"),
                                   .x = weft_tensor_floats (mean),
                                   .points = is_known ? means : NULL };
  if (variance != NULL)
    strips[count++]
        = (WeftStrip){ .title = is_known ? _ ("Running deviation; points: of this sample")
                                         : _ ("Running deviation"),
                       .x = running = dup_deviations (variance),
                       .points = is_known ? deviations : NULL };
  weft_inside_draw_head (cr, title, line, box);
  draw_strips (cr, strips, count, n, box);
}

const WeftInsideView weft_inside_view_norm = {
  .id = "norm", .title = N_ ("Channel by channel"), .fits = fits, .draw = draw, .dup_text = dup_text
};
