/* test-curve: how a series looks, pixel by pixel: folded samples are a band with their mean in it
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/plots/curve.h"

#define WIDTH 400
#define HEIGHT 240
#define MOST 2000
#define FAINT 20 /* of 255 */
#define SOLID 200

typedef struct
{
  cairo_surface_t *surface;
  WeftChart chart;
} Page;

static Page
page_new (gboolean is_logarithmic)
{
  Page page = { .chart = { .x = { .low = 1, .high = 1000, .is_log = is_logarithmic },
                           .y = { .low = 0, .high = 1 },
                           .width = WIDTH,
                           .height = HEIGHT } };

  page.surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);
  weft_chart_layout (&page.chart);
  return page;
}

static void
page_draw (const Page *page, const WeftCurve *curve)
{
  cairo_t *cr = cairo_create (page->surface);

  cairo_set_operator (cr, CAIRO_OPERATOR_CLEAR);
  cairo_paint (cr);
  cairo_set_operator (cr, CAIRO_OPERATOR_OVER);
  weft_curve_draw (cr, &page->chart, curve);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_flush (page->surface);
}

/* How much is drawn at a step and a value, of 255. */
static int
page_get (const Page *page, double step, double value)
{
  int x = (int) weft_axis_map (&page->chart.x, step),
      y = (int) weft_axis_map (&page->chart.y, value);
  const guint32 *row
      = (const guint32 *) (gpointer) (cairo_image_surface_get_data (page->surface)
                                      + y * cairo_image_surface_get_stride (page->surface));

  return (int) (row[x] >> 24);
}

/* Of each pixel column between two steps. */
static void
assert_between (const Page *page, double from, double to, double value, int least, int most)
{
  int first = (int) weft_axis_map (&page->chart.x, from),
      last = (int) weft_axis_map (&page->chart.x, to);

  for (int x = first; x <= last; x++)
    {
      double step = weft_axis_unmap (&page->chart.x, x + 0.5);

      g_assert_cmpint (page_get (page, step, value), >=, least);
      g_assert_cmpint (page_get (page, step, value), <=, most);
    }
}

/* `n` samples of steps 1 to 1,000, each of values from 0.2 to 0.9 with a mean of 0.4. */
static WeftCurve
fill (WeftSample *samples, guint n, double smoothing)
{
  for (guint i = 0; i < n; i++)
    samples[i] = (WeftSample){ .first = 1 + 1000 * i / n,
                               .last = MAX (1000 * (i + 1) / n, 1 + 1000 * i / n),
                               .count = 10,
                               .min = 0.2f,
                               .max = 0.9f,
                               .value = 0.3f,
                               .sum = 4 };
  return (WeftCurve){ .samples = samples, .n = n, .role = WEFT_ROLE_TRAIN, .smoothing = smoothing };
}

/* Few samples or more than pixels, smooth or not. */
static void
test_folded (void)
{
  static const guint counts[] = { 12, 300, MOST };
  static const double smoothings[] = { 0, 20 };
  Page page = page_new (FALSE);
  WeftSample samples[MOST];

  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    for (guint k = 0; k < G_N_ELEMENTS (smoothings); k++)
      {
        WeftCurve curve = fill (samples, counts[i], smoothings[k]);

        page_draw (&page, &curve);
        assert_between (&page, 100, 900, 0.4, SOLID, 255);
        assert_between (&page, 100, 900, 0.25, FAINT, SOLID / 2);
        assert_between (&page, 100, 900, 0.85, FAINT, SOLID / 2);
        assert_between (&page, 100, 900, 0.97, 0, 0);
        assert_between (&page, 100, 900, 0.1, 0, 0);
      }
  cairo_surface_destroy (page.surface);
}

/* Along logarithmic steps the first of many samples lie far apart: the band goes on between them.
 */
static void
test_logarithmic (void)
{
  Page page = page_new (TRUE);
  WeftSample samples[MOST];
  WeftCurve curve = fill (samples, MOST, 20);

  page_draw (&page, &curve);
  assert_between (&page, 1.5, 900, 0.4, SOLID, 255);
  assert_between (&page, 1.5, 900, 0.25, FAINT, SOLID / 2);
  assert_between (&page, 1.5, 900, 0.85, FAINT, SOLID / 2);
  cairo_surface_destroy (page.surface);
}

/* Samples that are no numbers leave the others where they are. */
static void
test_lost (void)
{
  static const double smoothings[] = { 0, 20 };
  Page page = page_new (FALSE);
  WeftSample samples[12];

  for (guint k = 0; k < G_N_ELEMENTS (smoothings); k++)
    {
      WeftCurve curve = fill (samples, G_N_ELEMENTS (samples), smoothings[k]);

      samples[5].min = INFINITY;
      samples[5].max = -INFINITY;
      samples[5].sum = NAN;
      page_draw (&page, &curve);
      assert_between (&page, 100, 900, 0.85, FAINT, SOLID / 2);
      assert_between (&page, 100, 900, 0.97, 0, 0);
    }
  cairo_surface_destroy (page.surface);
}

/* A figure that was looked at once is not known elsewhere; a line that is measured now and again is
 * known between, and until it is measured next. */
static void
test_read (void)
{
  WeftSample once = { .first = 180, .last = 180, .count = 1 };
  WeftSample often[3]
      = { { .first = 1, .last = 1 }, { .first = 8, .last = 8 }, { .first = 16, .last = 16 } };
  WeftCurve curve = { .samples = &once, .n = 1 };

  g_assert_null (weft_curve_read (&curve, 78, 2));
  g_assert_null (weft_curve_read (&curve, 183, 2));
  g_assert_true (weft_curve_read (&curve, 179, 2) == &once);
  curve = (WeftCurve){ .samples = often, .n = 3 };
  g_assert_true (weft_curve_read (&curve, 11, 0) == &often[1]);
  g_assert_true (weft_curve_read (&curve, 23, 0) == &often[2]);
  g_assert_null (weft_curve_read (&curve, 25, 0));
  curve.n = 0;
  g_assert_null (weft_curve_read (&curve, 25, 10));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/curve/folded", test_folded);
  g_test_add_func ("/curve/logarithmic", test_logarithmic);
  g_test_add_func ("/curve/lost", test_lost);
  g_test_add_func ("/curve/read", test_read);
  return g_test_run ();
}
