/* test-judging: what is drawn of decisions, sureness and residuals, and into which groups samples
 * are put, without a window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "ui/context/context.h"
#include "ui/context/decision.h"
#include "ui/panels/results/partition.h"
#include "ui/plots/operating.h"
#include "ui/plots/reliability.h"
#include "ui/plots/residuals.h"
#include "ui/plots/side-by-side.h"

enum
{
  WIDTH = 400,
  HEIGHT = 200,
  COUNT = 12,
};

/* How many pixels of the surface have about that colour, from px `left` to px `right`. */
static guint
count_pixels (cairo_surface_t *surface, const GdkRGBA *color, double left, double right)
{
  const guint8 *data;
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  guint n = 0;

  cairo_surface_flush (surface);
  data = cairo_image_surface_get_data (surface);
  for (gsize y = 0; y < HEIGHT; y++)
    for (gsize x = (gsize) left; x < (gsize) right; x++)
      {
        const guint8 *pixel = data + y * stride + 4 * x;
        float rgb[] = { color->red, color->green, color->blue };
        gboolean is_same = TRUE;

        for (int i = 0; i < 3; i++)
          is_same = is_same && fabsf ((float) pixel[2 - i] / 255 - rgb[i]) < 0.02f;
        n += is_same;
      }
  return n;
}

static cairo_surface_t *
new_ground (cairo_t **cr)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, WIDTH, HEIGHT);

  *cr = cairo_create (surface);
  weft_theme_set_source (*cr, WEFT_ROLE_PLOT, FALSE);
  cairo_paint (*cr);
  return surface;
}

/* --- thresholds --- */

static const WeftRated rated[]
    = { { 2, TRUE }, { 1, TRUE }, { 0.5, FALSE }, { 0.2, TRUE }, { -1, FALSE }, { -2, FALSE } };

/* Each point stands where its shares are on the axes, and is found where it stands. */
static void
test_operating (void)
{
  g_autoptr (WeftOperating) operating = weft_operating_new (rated, G_N_ELEMENTS (rated));
  WeftOperatingPlot plot = { .operating = operating, .hovered = WEFT_NO_POINT };
  double at[2];

  weft_operating_plot_layout (&plot, WIDTH, HEIGHT);
  g_assert_cmpfloat (plot.roc.x.to, <, plot.pr.x.from);
  for (guint i = 0; i < operating->n; i++)
    {
      const WeftDecided *decided = &operating->points[i].decided;

      g_assert_true (weft_operating_plot_place (&plot, FALSE, i, at));
      g_assert_cmpfloat_with_epsilon (weft_axis_unmap (&plot.roc.x, at[0]),
                                      (double) decided->alarms / 3, 1e-9);
      g_assert_cmpfloat_with_epsilon (weft_axis_unmap (&plot.roc.y, at[1]),
                                      (double) decided->hits / 3, 1e-9);
      g_assert_cmpuint (weft_operating_plot_find (&plot, at[0], at[1]), ==, i);
      if (i == 0) /* nothing is called yes: there is no precision */
        g_assert_false (weft_operating_plot_place (&plot, TRUE, i, at));
      else
        {
          g_assert_true (weft_operating_plot_place (&plot, TRUE, i, at));
          g_assert_cmpuint (weft_operating_plot_find (&plot, at[0], at[1]), ==, i);
        }
    }
}

/* What is chosen stands on both curves, in the accent's colour, and nowhere else. */
static void
test_handle (void)
{
  g_autoptr (WeftOperating) operating = weft_operating_new (rated, G_N_ELEMENTS (rated));
  WeftOperatingPlot plot = { .operating = operating, .hovered = WEFT_NO_POINT, .cheapest = 2 };
  GdkRGBA accent = weft_theme_get (WEFT_ROLE_ACCENT, FALSE),
          best = weft_theme_get (WEFT_ROLE_BEST, FALSE);
  cairo_t *cr;
  cairo_surface_t *surface = new_ground (&cr);

  plot.chosen = 3;
  weft_operating_plot_layout (&plot, WIDTH, HEIGHT);
  weft_operating_plot_draw (cr, &plot);
  g_assert_cmpuint (count_pixels (surface, &accent, 0, WIDTH / 2), >, 40);
  g_assert_cmpuint (count_pixels (surface, &accent, WIDTH / 2, WIDTH), >, 40);
  g_assert_cmpuint (count_pixels (surface, &best, 0, WIDTH / 2), >, 15);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  surface = new_ground (&cr);
  plot.chosen = plot.cheapest = WEFT_NO_POINT;
  weft_operating_plot_draw (cr, &plot);
  g_assert_cmpuint (count_pixels (surface, &accent, 0, WIDTH), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

static void
test_share_of_threshold (void)
{
  for (double share = 0; share <= 1; share += 0.125)
    {
      const WeftDecision decision = { .threshold = weft_decision_of_share (share) };

      g_assert_cmpfloat_with_epsilon (weft_decision_get_share (&decision), share, 1e-12);
    }
  g_assert_cmpfloat (weft_decision_of_share (0.5), ==, 0);
}

/* --- sureness --- */

static void
test_reliability (void)
{
  WeftReliability plot = { .classes = 2, .hovered = -1 };
  GdkRGBA color = weft_theme_get (WEFT_ROLE_TRAIN, FALSE);
  cairo_t *cr;
  cairo_surface_t *surface = new_ground (&cr);
  double middle;

  plot.calibration.bins[12] = (WeftCalibrationBin){ 10, 8, 8.3 };
  weft_reliability_layout (&plot, WIDTH, HEIGHT);
  middle = weft_axis_map (&plot.chart.x, 12.5 / WEFT_CALIBRATION_BINS);
  g_assert_cmpint (weft_reliability_find (&plot, middle), ==, 12);
  g_assert_cmpint (
      weft_reliability_find (&plot, weft_axis_map (&plot.chart.x, 13.5 / WEFT_CALIBRATION_BINS)),
      ==, -1); /* an empty one */
  weft_reliability_draw (cr, &plot);
  g_assert_cmpuint (count_pixels (surface, &color, middle - 10, middle + 10), >, 500);
  g_assert_cmpuint (count_pixels (surface, &color, plot.chart.x.from, middle - 30), ==, 0);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* --- residuals --- */

static void
test_residuals (void)
{
  static const double truth[] = { 1, 2, 3, 4 }, predicted[] = { 0, 2, 4, 2 };
  WeftResiduals residuals = { .truth = truth, .predicted = predicted, .n = 4 };
  double x, y;
  guint sum = 0;

  weft_residuals_measure (&residuals); /* 1, 0, −1, 2 */
  g_assert_cmpfloat_with_epsilon (residuals.mean, 0.5, 1e-12);
  g_assert_cmpfloat_with_epsilon (residuals.deviation, sqrt (1.25), 1e-12);
  g_assert_cmpfloat (residuals.reach, ==, 2);
  for (guint i = 0; i < WEFT_RESIDUAL_BINS; i++)
    sum += residuals.bins[i];
  g_assert_cmpuint (sum, ==, 4);
  g_assert_cmpuint (residuals.bins[WEFT_RESIDUAL_BINS / 2], ==, 1); /* 0 is in the middle */
  g_assert_cmpuint (residuals.bins[WEFT_RESIDUAL_BINS - 1], ==, 1);
  weft_residuals_layout (&residuals, WIDTH, HEIGHT);
  x = weft_axis_map (&residuals.chart.x, 4);
  y = weft_axis_map (&residuals.chart.y, -1);
  g_assert_cmpuint (weft_residuals_find (&residuals, x + 3, y - 3), ==, 2);
  g_assert_cmpuint (weft_residuals_find (&residuals, x, y + 100), ==, 4);
}

/* All are exactly right, or there are none. */
static void
test_no_residuals (void)
{
  static const double same[] = { 3, 3 };
  WeftResiduals residuals = { .truth = same, .predicted = same, .n = 2, .hovered = 2 };
  cairo_t *cr;
  cairo_surface_t *surface = new_ground (&cr);

  for (guint n = 0; n <= 2; n += 2)
    {
      residuals.n = n;
      weft_residuals_measure (&residuals);
      weft_residuals_layout (&residuals, WIDTH, HEIGHT);
      weft_residuals_draw (cr, &residuals);
      g_assert_cmpuint (residuals.bins[WEFT_RESIDUAL_BINS / 2], ==, n);
    }
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* --- groups --- */

/* Of each sample its age, i, and one of two words, in turn; the third has neither. */
static WeftDataset *
new_set (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS),
            *town = weft_dataset_add_field (dataset, "town", WEFT_KIND_CLASS),
            *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);

  dataset->name = g_strdup ("people");
  dataset->count = COUNT;
  x->shape = WEFT_SHAPE (3);
  x->feature_names = g_strdupv ((char *[]){ "age", "sex = f", "sex = m", NULL });
  town->shape.type = y->shape.type = WEFT_I64;
  town->classes = 3;
  town->class_names = g_strdupv ((char *[]){ "Bern", "Ulm", "Wien", NULL });
  y->classes = 2;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, town, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  for (int i = 0; i < COUNT; i++)
    {
      ((float *) x->data)[3 * i] = (float) i;
      ((float *) x->data)[3 * i + 1] = i != 2 && i % 2 == 0;
      ((float *) x->data)[3 * i + 2] = i != 2 && i % 2 == 1;
      ((gint64 *) town->data)[i] = i % 3;
      ((gint64 *) y->data)[i] = i % 2;
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static void
test_partitions (void)
{
  g_autoptr (WeftDataset) dataset = new_set ();
  WeftSplit *split = weft_split_new (dataset, (const double[]){ 1, 0, 0 }, 1);
  g_autoptr (GPtrArray) all
      = weft_partitions_new (dataset, split, weft_dataset_find_field (dataset, "y"));
  const WeftPartition *sex, *town, *age;

  g_assert_cmpuint (all->len, ==, 3); /* without what is to be predicted; words first */
  sex = all->pdata[0];
  town = all->pdata[1];
  age = all->pdata[2];
  g_assert_cmpstr (sex->title, ==, "sex");
  g_assert_cmpstr (sex->names[1], ==, "m");
  g_assert_cmpstr (town->title, ==, "town");
  g_assert_cmpstr (town->names[2], ==, "Wien");
  g_assert_cmpstr (age->title, ==, "age");
  g_assert_cmpuint (age->n, ==, 3);
  g_assert_cmpstr (age->names[0], ==, "≤ 4");
  g_assert_cmpstr (age->names[1], ==, "> 4 … 8");
  g_assert_cmpstr (age->names[2], ==, "> 8");
  for (int i = 0; i < COUNT; i++)
    {
      g_assert_cmpint (weft_partition_find (sex, i), ==, i == 2 ? -1 : i % 2);
      g_assert_cmpint (weft_partition_find (town, i), ==, i % 3);
      g_assert_cmpint (weft_partition_find (age, i), ==, i <= 4 ? 0 : i <= 8 ? 1 : 2);
    }
  weft_split_unref (split);
}

/* A full share has a bar as long as its place, a half one half of that, nothing of nothing none. */
static void
test_side_by_side (void)
{
  static const char *const names[] = { "a", "b", "c" }, *const columns[] = { "found" };
  static const gint64 counts[] = { 8, 8, 0 };
  static const WeftShare shares[] = { { 8, 8 }, { 8, 4 }, { 0, 0 } };
  WeftSideBySide plot = { names, counts, columns, shares, 1, 1, 1, FALSE };
  GdkRGBA color = weft_theme_get (WEFT_ROLE_TRAIN, FALSE);
  guint seen[3];

  for (guint i = 0; i < 3; i++)
    {
      cairo_t *cr;
      cairo_surface_t *surface = new_ground (&cr);

      plot.shares = &shares[i];
      plot.counts = &counts[i];
      weft_side_by_side_draw (cr, &plot, 0, WIDTH);
      seen[i] = count_pixels (surface, &color, 0, WIDTH);
      cairo_destroy (cr);
      cairo_surface_destroy (surface);
    }
  g_assert_cmpuint (seen[0], >, 500);
  g_assert_cmpuint (seen[1], >, seen[0] * 2 / 5);
  g_assert_cmpuint (seen[1], <, seen[0] * 3 / 5);
  g_assert_cmpuint (seen[2], ==, 0);
}

/* Of several losses the one is looked at first that the metric in the settings judges; who chooses
 * another one keeps it. */
static void
test_first_judge (void)
{
  WeftHost host = { 0 };
  g_autoptr (WeftGraph) graph = weft_graph_new ();
  g_autoptr (WeftHistory) history = weft_history_new (graph);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftLive) live = weft_live_new ();
  WeftProject project = { .graph = graph, .history = history, .catalog = catalog };
  g_autoptr (WeftContext) context = weft_context_new (&host, NULL, &project, live);
  WeftJudge judges[] = { { .is_answer = TRUE }, { .is_answer = TRUE } };
  WeftModel model = { .n_judges = 2, .judges = judges, .figure = -1, .n_criteria = 1 };

  model.training.metrics = "";
  model.criteria[0] = (WeftCriterion){ NULL, 1, "hit_rate_10" };
  weft_context_limit_judge (context, &model);
  g_assert_cmpuint (weft_context_get_judge (context), ==, 0);
  model.training.metrics = "hit_rate_10, ndcg_10";
  weft_context_limit_judge (context, &model);
  g_assert_cmpuint (weft_context_get_judge (context), ==, 1);
  weft_context_set_judge (context, 0);
  weft_context_limit_judge (context, &model);
  g_assert_cmpuint (weft_context_get_judge (context), ==, 0);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/judging/operating", test_operating);
  g_test_add_func ("/judging/handle", test_handle);
  g_test_add_func ("/judging/share-of-threshold", test_share_of_threshold);
  g_test_add_func ("/judging/reliability", test_reliability);
  g_test_add_func ("/judging/residuals", test_residuals);
  g_test_add_func ("/judging/no-residuals", test_no_residuals);
  g_test_add_func ("/judging/partitions", test_partitions);
  g_test_add_func ("/judging/side-by-side", test_side_by_side);
  g_test_add_func ("/judging/first-judge", test_first_judge);
  return g_test_run ();
}
