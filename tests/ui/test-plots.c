/* test-plots: what axes, maps and signed pictures say, without a window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/shape.h"
#include <math.h>

#include "ui/panels/inside/inside-view.h"
#include "ui/plots/plot-axis.h"
#include "ui/plots/csv.h"
#include "ui/plots/curve.h"
#include "ui/plots/export.h"
#include "ui/plots/maps.h"
#include "ui/plots/spread.h"

static void
expect (char *text, const char *wanted)
{
  g_assert_cmpstr (text, ==, wanted);
  g_free (text);
}

/* A curve that falls from 2 to 0.1 within the first `fall` of 1,000 steps. */
static void
fill_curve (WeftSample *samples, double fall)
{
  for (gint64 i = 0; i < 1000; i++)
    {
      float value = 0.1f + 1.9f * (float) MAX (0.0, 1.0 - (double) i / fall);

      samples[i] = (WeftSample){ 0, i + 1, i + 1, 1, value, value, value, (double) value };
    }
}

/* One spike does not set the range; the fall at the beginning does, as short as it may be. */
static void
test_robust_range (void)
{
  static const double falls[] = { 500, 50, 8 };

  for (guint i = 0; i < G_N_ELEMENTS (falls); i++)
    {
      WeftSample samples[1000];
      const WeftCurve curve = { .samples = samples, .n = 1000 };
      double low, high;

      fill_curve (samples, falls[i]);
      g_assert_true (weft_curve_get_range (&curve, 0, 1000, &low, &high));
      g_assert_cmpfloat_with_epsilon (low, 0.1, 1e-6);
      g_assert_cmpfloat_with_epsilon (high, 2, 1e-6);
      samples[700].value = samples[700].max = 5000;
      samples[700].sum = 5000;
      g_assert_true (weft_curve_get_range (&curve, 0, 1000, &low, &high));
      g_assert_cmpfloat (high, >=, 1.2);
      g_assert_cmpfloat (high, <, 3);
      g_assert_true (weft_curve_get_span (&curve, &low, &high)); /* all that is said lies in it */
      g_assert_cmpfloat (high, ==, 5000);
      g_assert_true (weft_curve_get_range (&curve, 600, 650, &low, &high));
      g_assert_cmpfloat_with_epsilon (high, 0.1, 1e-6);
    }
}

/* Training that comes apart at its end, at once or step by step, leaves the axis to what was
 * before; what only grows, and what came apart at its beginning, is shown whole. */
static void
test_range_of_lost (void)
{
  static const double growths[] = { 1.15, 2, 1000 };
  WeftSample samples[1000];
  WeftCurve curve = { .samples = samples, .n = 1000 };
  double low, high;

  for (guint i = 0; i < G_N_ELEMENTS (growths); i++)
    {
      fill_curve (samples, 50);
      for (int k = 800; k < 1000; k++)
        samples[k].value = (float) (samples[k].sum = MIN (0.1 * pow (growths[i], k - 800), 1e9));
      g_assert_true (weft_curve_get_range (&curve, 0, 1000, &low, &high));
      g_assert_cmpfloat (high, >=, 2);
      g_assert_cmpfloat (high, <, 3);
    }
  for (int k = 0; k < 1000; k++)
    samples[k].sum = 1 + k;
  g_assert_true (weft_curve_get_range (&curve, 0, 1000, &low, &high));
  g_assert_cmpfloat (high, ==, 1000);
  for (int k = 0; k < 1000; k++)
    samples[k].sum = k < 100 ? 1 : 5000 + k;
  g_assert_true (weft_curve_get_range (&curve, 0, 1000, &low, &high));
  g_assert_cmpfloat (high, ==, 5999);
}

/* Where all that changes lies at the very left, logarithmic steps show more. */
static void
test_bend (void)
{
  WeftSample samples[1000];
  const WeftCurve curve = { .samples = samples, .n = 1000 };

  fill_curve (samples, 600);
  g_assert_cmpfloat (weft_curve_get_bend (&curve), >, 0.4);
  fill_curve (samples, 30);
  g_assert_cmpfloat (weft_curve_get_bend (&curve), <, 0.05);
  fill_curve (samples, 1e-9);
  for (guint i = 0; i < 1000; i++)
    samples[i].sum = 1;
  g_assert_cmpfloat (weft_curve_get_bend (&curve), ==, 1);
}

static void
test_round_up (void)
{
  g_assert_cmpfloat_with_epsilon (weft_axis_round_up (2.302), 2.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_axis_round_up (2.4), 2.4, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_axis_round_up (0.61), 0.8, 1e-12);
  g_assert_cmpfloat_with_epsilon (weft_axis_round_up (1100), 1200, 1e-9);
  g_assert_cmpfloat (weft_axis_round_up (0), ==, 1);
}

/* The end of an axis from 0 to a round number always has a tick, whatever the number. */
static void
test_even_ticks (void)
{
  static const double ends[] = { 1, 1.2, 1.5, 2, 2.4, 2.5, 3, 4, 5, 6, 8, 10, 0.024, 30000 };

  for (guint i = 0; i < G_N_ELEMENTS (ends); i++)
    for (guint wanted = 2; wanted <= 8; wanted++)
      {
        const WeftAxis axis = { .low = 0, .high = ends[i], .from = 0, .to = 1, .is_even = TRUE };
        double ticks[WEFT_MAX_TICKS];
        guint n = weft_axis_get_ticks (&axis, wanted, ticks);

        g_assert_cmpuint (n, >=, 3);
        g_assert_cmpuint (n, <=, wanted + 4);
        g_assert_cmpfloat_with_epsilon (ticks[n - 1], ends[i], ends[i] * 1e-6);
      }
}

/* Shares have round ends near what happened, never beyond 0 and 1. */
static void
test_share_ends (void)
{
  static const double rows[][4]
      = { { .1, .95, 0, 1 }, { .94, .97, .92, .98 }, { .3, .3, .28, .32 },   { 0, 0, 0, .02 },
          { 1, 1, .98, 1 },  { .62, .93, .6, 1 },    { .851, .962, .85, 1 }, { -.1, 1.2, 0, 1 } };

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    {
      double ends[2];

      weft_axis_fit_shares (rows[i][0], rows[i][1], ends);
      g_assert_cmpfloat (ends[0], <, ends[1]);
      g_assert_cmpfloat_with_epsilon (ends[0], rows[i][2], 1e-9);
      g_assert_cmpfloat_with_epsilon (ends[1], rows[i][3], 1e-9);
    }
}

static void
test_loss_axis (void)
{
  const WeftAxis axis = { .low = 0, .high = 2.4, .from = 150, .to = 0, .is_even = TRUE };
  double ticks[WEFT_MAX_TICKS];
  guint n = weft_axis_get_ticks (&axis, 4, ticks);

  g_assert_cmpuint (n, ==, 5);
  expect (weft_axis_format (ticks[1], weft_axis_get_step (&axis, 4)), "0.6");
  expect (weft_axis_format (ticks[4], weft_axis_get_step (&axis, 4)), "2.4");
}

static void
test_labels (void)
{
  const WeftAxis share = { .low = 0, .high = 1, .from = 0, .to = 1, .is_share = TRUE };

  expect (weft_axis_format (1200, 200), "1,200");
  expect (weft_axis_format (0.25, 0.25), "0.25");
  expect (weft_axis_format (0.5, 0.25), "0.50"); /* as many decimals as its neighbours */
  expect (weft_axis_format (-0.5, 0.5), "−0.5");
  expect (weft_axis_format (1e-17, 0.5), "0.0");
  expect (weft_axis_format (500000, 500000), "500\u00a0k"); /* beside "1 M" */
  expect (weft_axis_format (1500000, 500000), "1.5\u00a0M");
  expect (weft_axis_format_tick (&share, 0.25, 0.25), "25 %");
}

static void
test_notes (void)
{
  static float x[24 * 16 * 5 * 5];
  WeftMaps maps = { .x = x, .shape = WEFT_SHAPE (24, 16, 5, 5), .is_signed = TRUE };

  expect (weft_maps_dup_note (&maps, 210, 90), "4 of 24 filters, 9 of 16 channels each");
  g_assert_null (weft_maps_dup_note (&maps, 1000, 1000));
  maps.shape = WEFT_SHAPE (64, 5, 5);
  expect (weft_maps_dup_note (&maps, 110, 66), "12 of 64");
  maps.shape = WEFT_SHAPE (256, 20);
  expect (weft_maps_dup_note (&maps, 200, 100), "50 of 256 rows, 20 of 20 columns");
  maps.shape = WEFT_SHAPE (10);
  g_assert_null (weft_maps_dup_note (&maps, 200, 140));
}

/* One large weight among many small ones does not leave these without colour. */
static void
test_limit (void)
{
  float x[100];

  for (int i = 0; i < 100; i++)
    x[i] = i % 2 ? 0.1f : -0.1f;
  g_assert_cmpfloat_with_epsilon (weft_picture_choose_limit (x, 100), 0.1, 1e-6);
  x[7] = 10;
  g_assert_cmpfloat (weft_picture_choose_limit (x, 100), <, 3);
  x[7] = 0;
  g_assert_cmpfloat (weft_picture_choose_limit (x + 7, 1), >, 0);
}

/* What was measured up to a step is no part of the curve after it, nor what reaches over it. */
static void
test_curve_after (void)
{
  g_autoptr (GArray) samples = g_array_new (FALSE, FALSE, sizeof (WeftSample));

  for (gint64 i = 0; i < 10; i++)
    {
      WeftSample sample = { .first = 4 * i + 1, .last = 4 * i + 4, .count = 4 };

      g_array_append_val (samples, sample);
    }
  const WeftSample *first = (const WeftSample *) (gpointer) samples->data;

  g_assert_cmpuint (weft_curve_new_after (first, 10, -1).n, ==, 10);
  g_assert_cmpuint (weft_curve_new_after (first, 10, 8).n, ==, 8);
  g_assert_cmpint (weft_curve_new_after (first, 10, 8).samples->first, ==, 9);
  g_assert_cmpint (weft_curve_new_after (first, 10, 6).samples->first, ==, 9);
  g_assert_cmpuint (weft_curve_new_after (first, 10, 40).n, ==, 0);
}

/* Epochs and seconds of a step, and back; straight between what is known, and on beyond it. */
static void
test_track (void)
{
  const WeftSample known[] = { weft_sample_new (0, 100, 10), weft_sample_new (0, 200, 40) };
  const WeftTrack track = { .samples = known, .n = 2, .unit = 1 };
  const WeftTrack ended = { .samples = known, .n = 2, .end = { 300, 41 }, .unit = 1 };
  const WeftTrack minutes = { .end = { 600, 120 }, .unit = 60 };

  g_assert_cmpfloat (weft_track_map (NULL, 7), ==, 7);
  g_assert_cmpfloat (weft_track_map (&track, 0), ==, 0);
  g_assert_cmpfloat (weft_track_map (&track, 50), ==, 5);
  g_assert_cmpfloat (weft_track_map (&track, 150), ==, 25);
  g_assert_cmpfloat (weft_track_map (&track, 300), ==, 70);
  g_assert_cmpfloat (weft_track_map (&ended, 300), ==, 41);
  g_assert_cmpfloat (weft_track_map (&minutes, 300), ==, 1);
  for (double step = 0; step < 400; step += 13)
    {
      double there = weft_track_map (&ended, step);

      g_assert_cmpfloat_with_epsilon (weft_track_unmap (&ended, there), step, 1e-9);
    }
  g_assert_cmpfloat (weft_track_unmap (&(WeftTrack){ .unit = 1 }, 5), ==, 0); /* nothing known */
}

/* Names that have no room beside the title stand in rows, each whole and within the plot. */
static void
test_legend (void)
{
  static const char *const names[]
      = { "run 1", "run 2", "run 3", "run 4", "training", "validation" };
  WeftLegendEntry entries[G_N_ELEMENTS (names)];
  WeftLegendPlace places[G_N_ELEMENTS (names)];
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);
  static const double widths[] = { 1600, 640, 320, 200 };
  double head = 0;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    entries[i] = (WeftLegendEntry){ names[i], WEFT_ROLE_TRAIN, FALSE, i };
  for (guint w = 0; w < G_N_ELEMENTS (widths); w++)
    {
      WeftChart chart = { .width = widths[w], .height = 300 };
      const WeftTextStyle style = { .size = 11 };
      double before = head;

      weft_chart_layout (&chart);
      head = weft_chart_place_legend (cr, &chart, entries, G_N_ELEMENTS (names), widths[w] * 0.6,
                                      places);
      g_assert_cmpfloat (head, >=, before); /* the narrower, the more rows */
      g_assert_true (w > 0 || head == 0);
      for (guint i = 0; i < G_N_ELEMENTS (names); i++)
        {
          g_assert_cmpfloat (places[i].x, >=, head > 0 ? chart.x.from : widths[w] * 0.6);
          g_assert_cmpfloat (places[i].x + places[i].width, <=, chart.x.to + 0.5);
          g_assert_cmpfloat (places[i].width, >=, weft_text_measure (cr, names[i], &style));
          g_assert_cmpfloat (places[i].y, <, MAX (head, 1) + 26);
          g_assert_true (i == 0 || places[i].y > places[i - 1].y
                         || places[i].x >= places[i - 1].x + places[i - 1].width - 1e-9);
        }
    }
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* Along the longest way first; near numbers give near places, and none gives none. */
static void
test_spread (void)
{
  enum
  {
    N = 40,
    WIDTH = 7,
  };
  float x[N * WIDTH], xy[2 * N], again[2 * N];
  double share;

  for (int i = 0; i < N; i++)
    for (int k = 0; k < WIDTH; k++) /* a long way along one direction, a short one along another */
      x[i * WIDTH + k]
          = (float) (3 + (i - 19.5) * (k + 1) * 0.2 + sin (i * 1.3) * (k % 2 ? -1 : 1));
  share = weft_spread_fit (x, N, WIDTH, 2, xy);
  g_assert_cmpfloat (share, >, 0.999);
  g_assert_cmpfloat (share, <=, 1.0001);
  for (int i = 1; i < N; i++)
    g_assert_cmpfloat ((xy[2 * i] - xy[2 * i - 2]) * (xy[2] - xy[0]), >, 0); /* in their order */
  for (int i = 0; i < N * WIDTH; i++)
    x[i] += 1e-4f * (float) (i % 3);
  weft_spread_fit (x, N, WIDTH, 2, again);
  for (int i = 0; i < 2 * N; i++)
    g_assert_cmpfloat_with_epsilon (xy[i], again[i], 0.01);

  x[5] = NAN;
  g_assert_cmpfloat (weft_spread_fit (x, N, WIDTH, 2, xy), ==, 0);
  g_assert_cmpfloat (xy[8], ==, 0);
  g_assert_cmpfloat (weft_spread_fit (x + WIDTH, 1, WIDTH, 2, xy), ==, 0);
  g_assert_cmpfloat_with_epsilon (weft_spread_fit (x + WIDTH, N - 1, 1, 2, xy), 1, 0.001);
}

/* How far down and to the right a text is drawn, in px. */
static void
measure_ink (const char *text, const WeftTextStyle *style, int *right, int *bottom)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 300, 300);
  cairo_t *cr = cairo_create (surface);
  const guint8 *pixels;

  weft_text_draw (cr, text, 0, 0, style);
  cairo_destroy (cr);
  cairo_surface_flush (surface);
  pixels = cairo_image_surface_get_data (surface);
  *right = *bottom = 0;
  for (int y = 0; y < 300; y++)
    for (int x = 0; x < 300; x++)
      if (pixels[y * cairo_image_surface_get_stride (surface) + x] > 0)
        {
          *right = MAX (*right, x);
          *bottom = y;
        }
  cairo_surface_destroy (surface);
}

/* A text fills a box line by line, in Chinese, too, and never reaches out of it. */
static void
test_text_box (void)
{
  static const char *const texts[] = { "The rooms were clean and quiet and the people friendly",
                                       "房间干净又安静，店员热情周到，下次一定再来" };
  WeftTextStyle style = { .size = 14, .width = 90, .color = { 0, 0, 0, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      int right, one, all, some;

      style.height = 0;
      measure_ink (texts[i], &style, &right, &one);
      g_assert_cmpint (one, <, 28);
      style.height = 250;
      measure_ink (texts[i], &style, &right, &all);
      g_assert_cmpint (right, <=, 90);
      g_assert_cmpint (all, >, 2 * one);
      style.height = 45;
      measure_ink (texts[i], &style, &right, &some);
      g_assert_cmpint (some, <=, 45);
      g_assert_cmpint (some, >, one);
    }
}

static void
draw_cross (cairo_t *cr, double width, double height, gpointer user)
{
  const WeftTextStyle style = { .size = 11, .color = { 0, 0, 0, 1 } };

  cairo_move_to (cr, 0, 0);
  cairo_line_to (cr, width, height);
  cairo_stroke (cr);
  weft_text_draw (cr, "loss", 10, 10, &style);
}

/* Each format is what its name says, a picture twice as fine as the plot. */
static void
test_export (void)
{
  static const struct
  {
    const char *id, *magic;
  } formats[] = { { "svg", "<?xml" }, { "pdf", "%PDF" }, { "png", "\x89PNG" } };
  const WeftPlot plot = { 300, 120, draw_cross, NULL, FALSE };
  cairo_surface_t *picture = weft_plot_to_picture (&plot);

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GByteArray) bytes
          = weft_plot_export (&plot, weft_plot_find_format (formats[i].id), &error);

      g_assert_no_error (error);
      g_assert_cmpuint (bytes->len, >, 200);
      g_assert_cmpmem (bytes->data, 4, formats[i].magic, 4);
    }
  g_assert_cmpint (cairo_image_surface_get_width (picture), ==, 600);
  g_assert_cmpint (cairo_image_surface_get_height (picture), ==, 240);
  cairo_surface_destroy (picture);
}

/* Curves that have samples at other steps each; names with commas and quotes. */
static void
test_csv (void)
{
  const WeftSample often[] = { { 0, 1, 1, 1, 2, 2, 2, 2 }, { 0, 2, 3, 2, 1, 2, 1, 3 } };
  const WeftSample seldom[] = { { 0, 3, 3, 1, 0.5f, 0.5f, 0.5f, 0.5 } };
  const WeftCurve list[] = { { .samples = often, .n = 2 }, { .samples = seldom, .n = 1 } };
  const WeftLegendEntry names[] = { { .name = "training" }, { .name = "of \"A\", B" } };

  expect (weft_curves_to_csv (list, names, 2),
          "step,training,\"of \"\"A\"\", B\"\n1,2,\n3,1.5,0.5\n");
  expect (weft_curves_to_csv (list, names, 0), "step\n");
}

/* No title of columns beside each other runs into the next one, nor under the choices. */
static void
test_columns (void)
{
  const WeftInsideBox box = { .x = 180, .y = 42, .w = 440, .h = 100, .title = 310 };
  double end = box.x;

  for (guint i = 0; i < 2; i++)
    {
      WeftInsideBox column = weft_inside_get_column (&box, i, 2);

      g_assert_cmpfloat (column.x, >=, end);
      end = column.x + column.w;
      g_assert_cmpfloat (end, <=, box.x + box.w);
      g_assert_cmpfloat (column.title, >, 0);
      g_assert_cmpfloat (column.x + column.title, <=, MIN (end, box.x + box.title));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/plots/curve-after", test_curve_after);
  g_test_add_func ("/plots/track", test_track);
  g_test_add_func ("/plots/legend", test_legend);
  g_test_add_func ("/plots/round-up", test_round_up);
  g_test_add_func ("/plots/even-ticks", test_even_ticks);
  g_test_add_func ("/plots/share-ends", test_share_ends);
  g_test_add_func ("/plots/loss-axis", test_loss_axis);
  g_test_add_func ("/plots/labels", test_labels);
  g_test_add_func ("/plots/robust-range", test_robust_range);
  g_test_add_func ("/plots/range-of-lost", test_range_of_lost);
  g_test_add_func ("/plots/bend", test_bend);
  g_test_add_func ("/plots/notes", test_notes);
  g_test_add_func ("/plots/limit", test_limit);
  g_test_add_func ("/plots/spread", test_spread);
  g_test_add_func ("/plots/text-box", test_text_box);
  g_test_add_func ("/plots/export", test_export);
  g_test_add_func ("/plots/csv", test_csv);
  g_test_add_func ("/plots/columns", test_columns);
  return g_test_run ();
}
