/* curve: one series of samples as a line on a chart: the raw one faint, a smooth one over it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/curve.h"

#include <math.h>

#define FAR 2.5  /* times what is usual is beyond it */
#define LOST 20  /* times all that was before: what it comes to at its end is not worth the axis */
#define ROOM 1.3 /* that an axis has above what is usual then */

double
weft_sample_get_mean (const WeftSample *sample)
{
  return sample->count > 0 ? sample->sum / (double) sample->count : NAN;
}

WeftCurve
weft_curve_new_after (const WeftSample *samples, guint n, gint64 step)
{
  WeftCurve curve = { .samples = samples, .n = n };

  for (; curve.n > 0 && curve.samples->first <= step; curve.n--)
    curve.samples++;
  return curve;
}

double
weft_curve_map_step (const WeftChart *chart, const WeftCurve *curve, double step)
{
  return weft_axis_map (&chart->x, weft_track_map (curve->along, step));
}

WeftChart
weft_curve_get_chart (const WeftCurve *curve, const WeftChart *chart)
{
  WeftChart own = *chart;

  own.y = *weft_chart_get_scale (chart, curve->scale);
  return own;
}

static double
get_middle (const WeftSample *sample)
{
  return ((double) sample->first + (double) sample->last) / 2;
}

static gboolean
is_bounded (const WeftSample *sample)
{
  return isfinite (sample->min) && isfinite (sample->max);
}

static gboolean
is_folded (const WeftCurve *curve)
{
  for (guint i = 0; i < curve->n; i++)
    if (curve->samples[i].count > 1 && curve->samples[i].min < curve->samples[i].max)
      return TRUE;
  return FALSE;
}

/* What lies between the least and the greatest of each sample. */
static void
draw_band (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  for (guint i = 0; i < curve->n; i++)
    if (is_bounded (&curve->samples[i]))
      cairo_line_to (cr, weft_curve_map_step (chart, curve, get_middle (&curve->samples[i])),
                     weft_axis_map (&chart->y, curve->samples[i].max));
  for (guint i = curve->n; i-- > 0;)
    if (is_bounded (&curve->samples[i]))
      cairo_line_to (cr, weft_curve_map_step (chart, curve, get_middle (&curve->samples[i])),
                     weft_axis_map (&chart->y, curve->samples[i].min));
  cairo_close_path (cr);
  cairo_fill (cr);
}

static void
draw_means (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  for (guint i = 0; i < curve->n; i++)
    {
      const WeftSample *sample = &curve->samples[i];

      if (is_bounded (sample))
        cairo_line_to (cr, weft_curve_map_step (chart, curve, get_middle (sample)),
                       weft_axis_map (&chart->y, weft_sample_get_mean (sample)));
    }
  cairo_stroke (cr);
}

/* --- the same, where the samples are closer than pixels: a mask, column by column of pixels --- */

typedef struct
{
  cairo_surface_t *surface; /* A8 */
  guint8 *bytes;
  int width, height, stride;
  double factor; /* of its pixels to the chart's */
} Mask;

static Mask
mask_new (cairo_t *cr, const WeftChart *chart)
{
  Mask mask = { .factor = 1 };

  cairo_surface_get_device_scale (cairo_get_target (cr), &mask.factor, &mask.factor);
  mask.width = (int) ceil (chart->width * mask.factor);
  mask.height = (int) ceil (chart->height * mask.factor);
  mask.surface = cairo_image_surface_create (CAIRO_FORMAT_A8, mask.width, mask.height);
  mask.bytes = cairo_image_surface_get_data (mask.surface);
  mask.stride = cairo_image_surface_get_stride (mask.surface);
  cairo_surface_set_device_scale (mask.surface, mask.factor, mask.factor);
  return mask;
}

/* At least a pixel high; its ends are as faint as they cover little of theirs. */
static void
mask_column (const Mask *mask, const WeftChart *chart, int column, double low, double high)
{
  double top = weft_axis_map (&chart->y, high) * mask->factor - 0.5,
         bottom = weft_axis_map (&chart->y, low) * mask->factor + 0.5;

  if (column < 0 || column >= mask->width)
    return;
  top = CLAMP (top, 0, mask->height);
  bottom = CLAMP (bottom, 0, mask->height);
  for (int row = (int) top; row < bottom; row++)
    mask->bytes[row * mask->stride + column]
        = (guint8) (255 * (MIN (row + 1, bottom) - MAX (row, top)));
}

/* The columns between two samples that lie further apart: along steps on a logarithmic axis some
 * do. */
static void
mask_gap (const Mask *mask, const WeftChart *chart, int from, const WeftSample *a, int to,
          const WeftSample *b)
{
  for (int column = MAX (from + 1, 0); column < MIN (to, mask->width); column++)
    {
      double before = (double) (column - from) / (to - from),
             after = (double) (column + 1 - from) / (to - from);
      double low = a->min + before * (b->min - a->min),
             next_low = a->min + after * (b->min - a->min);
      double high = a->max + before * (b->max - a->max),
             next_high = a->max + after * (b->max - a->max);

      mask_column (mask, chart, column, fmin (low, next_low), fmax (high, next_high));
    }
}

/* Cairo would tessellate a line that crosses itself a thousand times, in every frame. */
static void
draw_mask (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  Mask mask = mask_new (cr, chart);
  const WeftSample *before = NULL; /* the line comes from there */
  double low = INFINITY, high = -INFINITY;
  int column = -1;

  for (guint i = 0; i < curve->n && mask.bytes != NULL; i++)
    {
      const WeftSample *sample = &curve->samples[i];
      int at = (int) floor (weft_curve_map_step (chart, curve, get_middle (sample)) * mask.factor);

      if (!is_bounded (sample))
        continue;
      if (at != column)
        {
          mask_column (&mask, chart, column, low, high);
          if (before != NULL)
            mask_gap (&mask, chart, column, before, at, sample);
          low = before != NULL && at == column + 1 ? before->value : sample->min;
          high = before != NULL && at == column + 1 ? before->value : sample->max;
        }
      column = at;
      low = fmin (low, sample->min);
      high = fmax (high, sample->max);
      before = sample;
    }
  mask_column (&mask, chart, column, low, high);
  cairo_surface_mark_dirty (mask.surface);
  cairo_mask_surface (cr, mask.surface, 0, 0);
  cairo_surface_destroy (mask.surface);
}

/* Every sample with its range: what folding hides stays visible. */
static void
draw_raw (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  const WeftSample *last = &curve->samples[curve->n - 1];
  double width = weft_curve_map_step (chart, curve, get_middle (last))
                 - weft_curve_map_step (chart, curve, get_middle (&curve->samples[0]));

  if (curve->n > width)
    {
      draw_mask (cr, chart, curve);
      return;
    }
  if (is_folded (curve))
    draw_band (cr, chart, curve);
  draw_means (cr, chart, curve);
}

/* A running mean that forgets over `smoothing` steps, each sample weighed by its steps; of samples
 * that lie within a pixel one is enough. */
static void
draw_smooth (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  double mean = 0, weight = 0, before = 0, drawn = -INFINITY, px = 0;

  for (guint i = 0; i < curve->n; i++)
    {
      const WeftSample *sample = &curve->samples[i];
      double middle = get_middle (sample), value = weft_sample_get_mean (sample);
      double over = MAX (curve->smoothing, curve->share * middle);
      double kept = i > 0 && over > 0 ? exp ((before - middle) / over) : 0;

      if (!isfinite (value))
        continue;
      mean = (mean * weight * kept + value * (double) sample->count)
             / (weight * kept + (double) sample->count);
      weight = weight * kept + (double) sample->count;
      before = middle;
      px = weft_curve_map_step (chart, curve, middle);
      if (px < drawn + 1)
        continue;
      cairo_line_to (cr, px, weft_axis_map (&chart->y, mean));
      drawn = px;
    }
  if (px > drawn)
    cairo_line_to (cr, px, weft_axis_map (&chart->y, mean));
  cairo_stroke (cr);
}

static void
draw_dot (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  const WeftSample *sample = &curve->samples[0];

  cairo_arc (cr, weft_curve_map_step (chart, curve, get_middle (sample)),
             weft_axis_map (&chart->y, weft_sample_get_mean (sample)), 3, 0, 2 * G_PI);
  cairo_fill (cr);
}

void
weft_curve_draw (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  GdkRGBA color = weft_theme_get (curve->role, chart->is_dark);

  cairo_save (cr);
  weft_chart_clip (cr, chart);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  if (curve->dash > 0)
    ; /* its ranges would lie over those of what learns now */
  else if (curve->smoothing > 0 && curve->n > 0)
    {
      color.alpha = 0.22f;
      gdk_cairo_set_source_rgba (cr, &color);
      cairo_set_line_width (cr, 1);
      draw_raw (cr, chart, curve);
    }
  else if (is_folded (curve))
    {
      color.alpha = 0.22f;
      gdk_cairo_set_source_rgba (cr, &color);
      draw_band (cr, chart, curve);
    }
  color.alpha = 1;
  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, curve->dash > 0 ? 1.5 : 2);
  weft_dash_set (cr, curve->dash);
  draw_smooth (cr, chart, curve);
  if (curve->n == 1) /* one point is no line yet */
    draw_dot (cr, chart, curve);
  cairo_restore (cr);
}

const WeftSample *
weft_curve_find (const WeftCurve *curve, double step)
{
  guint low = 0, high = curve->n;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if ((double) curve->samples[middle].last < step)
        low = middle + 1;
      else
        high = middle;
    }
  if (curve->n == 0)
    return NULL;
  if (low == curve->n)
    low--;
  if (low > 0
      && step - (double) curve->samples[low - 1].last < (double) curve->samples[low].first - step)
    low--;
  return &curve->samples[low];
}

const WeftSample *
weft_curve_read (const WeftCurve *curve, double step, double slack)
{
  const WeftSample *sample = weft_curve_find (curve, step), *s = curve->samples;
  guint n = curve->n;
  double before, after;

  if (sample == NULL)
    return NULL;
  before = n > 1 ? (double) (s[1].first - s[0].first) : 0;
  after = n > 1 ? (double) (s[n - 1].last - s[n - 2].last) : 0;
  return (double) s[0].first - step <= MAX (before, slack)
                 && step - (double) s[n - 1].last <= MAX (after, slack)
             ? sample
             : NULL;
}

#define NEIGHBOURS 3 /* on either side */

/* The middle one of a sample's mean and its neighbours'; a few that stick out have no say in it. */
static double
get_median (const WeftCurve *curve, guint i)
{
  double sorted[2 * NEIGHBOURS + 1];
  guint first = i > NEIGHBOURS ? i - NEIGHBOURS : 0, n = 0;
  guint last = MIN (i + NEIGHBOURS, curve->n - 1);

  for (guint k = first; k <= last; k++)
    {
      double mean = weft_sample_get_mean (&curve->samples[k]);
      guint at = n;

      if (!isfinite (mean))
        continue;
      for (; at > 0 && sorted[at - 1] > mean; at--)
        sorted[at] = sorted[at - 1];
      sorted[at] = mean;
      n++;
    }
  return n > 0 ? sorted[n / 2] : NAN;
}

/* Of a curve that left in its second half for good, as where training comes apart: the most that
 * was usual before. INFINITY: it did not. medians: of each sample, NaN where it is not shown. */
static double
find_before_lost (const double *medians, guint n, double low, double high)
{
  double least = INFINITY, before = -INFINITY; /* of what follows; of what was before */
  guint left = n;
  g_autofree double *most = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      most[i] = before;
      before = fmax (before, medians[i]);
    }
  for (guint i = n; i-- > n / 2;)
    {
      least = fmin (least, medians[i]);
      if (least > most[i] && isfinite (most[i]))
        left = i;
    }
  if (left == n || most[left] <= low || high - low <= LOST * (most[left] - low))
    return INFINITY;
  return most[left];
}

gboolean
weft_curve_get_range (const WeftCurve *curve, double from, double to, double *low, double *high)
{
  g_autofree double *medians = g_new (double, curve->n);
  double usual = -INFINITY, before;

  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < curve->n; i++)
    {
      double mean = weft_sample_get_mean (&curve->samples[i]);

      medians[i] = NAN;
      if (!isfinite (mean) || (double) curve->samples[i].last < from
          || (double) curve->samples[i].first > to)
        continue;
      *low = MIN (*low, mean);
      *high = MAX (*high, mean);
      medians[i] = get_median (curve, i);
      usual = MAX (usual, medians[i]);
    }
  before = find_before_lost (medians, curve->n, *low, *high);
  if (isfinite (before))
    *high = *low + (before - *low) * ROOM;
  else if (curve->n > 2 * NEIGHBOURS && *high - *low > FAR * (usual - *low) && usual > *low)
    *high = *low + (usual - *low) * ROOM;
  return *low <= *high;
}

gboolean
weft_curve_get_span (const WeftCurve *curve, double *low, double *high)
{
  *low = INFINITY;
  *high = -INFINITY;
  for (guint i = 0; i < curve->n; i++)
    {
      const WeftSample *sample = &curve->samples[i];

      if (!isfinite (sample->min) || !isfinite (sample->max))
        continue;
      *low = MIN (*low, (double) sample->min);
      *high = MAX (*high, (double) sample->max);
    }
  return *low <= *high;
}

double
weft_curve_get_bend (const WeftCurve *curve)
{
  double first, low = INFINITY, high = -INFINITY;

  for (guint i = 0; i < curve->n; i++)
    {
      double median = get_median (curve, i);

      low = fmin (low, median);
      high = fmax (high, median);
    }
  if (curve->n < 2 || !(high > low))
    return 1;
  first = get_median (curve, 0);
  for (guint i = 0; i < curve->n; i++)
    if (fabs (get_median (curve, i) - first) >= 0.9 * MAX (high - first, first - low))
      return (double) curve->samples[i].first / (double) curve->samples[curve->n - 1].last;
  return 1;
}

void
weft_curve_draw_outliers (cairo_t *cr, const WeftChart *chart, const WeftCurve *curve)
{
  double drawn = -INFINITY;

  weft_theme_set_source (cr, curve->role, chart->is_dark);
  for (guint i = 0; i < curve->n; i++)
    {
      double px = weft_curve_map_step (chart, curve, get_middle (&curve->samples[i]));

      if (!(weft_sample_get_mean (&curve->samples[i]) > chart->y.high) || px < drawn + 8
          || px < chart->x.from || px > chart->x.to)
        continue;
      cairo_move_to (cr, px, chart->y.to + 1);
      cairo_line_to (cr, px - 4, chart->y.to + 7);
      cairo_line_to (cr, px + 4, chart->y.to + 7);
      cairo_close_path (cr);
      cairo_fill (cr);
      drawn = px;
    }
}
