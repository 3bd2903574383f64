/* histogram: how often numbers of which size occur */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/base/format.h"
#include "ui/plots/maps.h"
#include "ui/plots/plot-text.h"

enum
{
  BINS = 40,
  BELOW = 15, /* px for the range */
};

typedef struct
{
  double low, high;
  guint bins[BINS], most;
} Histogram;

static gboolean
count (Histogram *histogram, const float *x, gsize n)
{
  *histogram = (Histogram){ .low = INFINITY, .high = -INFINITY, .most = 1 };
  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        histogram->low = MIN (histogram->low, (double) x[i]);
        histogram->high = MAX (histogram->high, (double) x[i]);
      }
  if (!(histogram->low <= histogram->high))
    return FALSE;
  for (gsize i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        double share
            = ((double) x[i] - histogram->low) / (histogram->high - histogram->low + 1e-12);
        guint bin = (guint) CLAMP (share * BINS, 0, BINS - 1);

        histogram->bins[bin]++;
        histogram->most = MAX (histogram->most, histogram->bins[bin]);
      }
  return TRUE;
}

void
weft_histogram_draw (cairo_t *cr, const float *x, gsize n, double left, double top, double w,
                     double h, gboolean is_dark)
{
  WeftTextStyle style = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  Histogram histogram;
  double step = w / BINS, bottom = top + h - BELOW;

  if (!count (&histogram, x, n))
    return;
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, is_dark);
  for (int i = 0; i < BINS; i++)
    {
      double bar = (double) histogram.bins[i] / histogram.most * (h - BELOW);

      cairo_rectangle (cr, left + i * step, bottom - bar, step - 1, bar);
    }
  cairo_fill (cr);
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, is_dark);
  cairo_rectangle (cr, left, bottom, w, 1);
  cairo_fill (cr);

  g_autofree char *first = weft_format_digits (histogram.low, 3);
  g_autofree char *last = weft_format_digits (histogram.high, 3);

  weft_text_draw (cr, first, left, bottom + 2, &style);
  style.align = 1;
  weft_text_draw (cr, last, left + w, bottom + 2, &style);
}
