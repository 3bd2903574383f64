/* test-gallery: every example is whole: words, picture, data with its licence, a graph without
 * fault */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <locale.h>
#include <math.h>
#include <string.h>

#include "engine/data/source.h"
#include "engine/metrics/metric.h"
#include "engine/plan/check.h"
#include "lazy-methods.h"
#include "lazy-pictures.h"
#include "probe.h"
#include "projects/gallery/gallery.h"
#include "projects/gallery/texts.h"
#include "projects/readers/pictures/decode-picture.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExample, weft_example_free)

#define NODE_WIDTH 132
#define NODE_HEIGHT 116
#define EPISODES 2000
#define SEEDS 5

static char *gallery;

static WeftDataset *
load (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  return weft_gallery_load_data (gallery, source, error);
}

static WeftCatalog *
new_catalog (void)
{
  WeftCatalogHost host = { .load = load };

  return weft_catalog_new (&host);
}

/* --- what the lazy method of a task reaches --- */

typedef double (*Lazy) (const WeftDataset *dataset, const WeftSplit *split, gboolean standardize);

/* As the example is judged: on the test part, or in folds. */
static double
measure_lazy (Lazy lazy, const WeftExample *example, WeftGraph *graph, WeftCatalog *catalog)
{
  const WeftNode *node = weft_graph_find_by_name (graph, "data");
  g_autoptr (WeftDataset) dataset = weft_catalog_lookup (catalog, node->params, 1, 1, NULL);
  g_autoptr (WeftSplit) split = weft_catalog_lookup_split (catalog, node->params, dataset);
  WeftDataParams data;
  double sum = 0;

  weft_data_params_load (&data, node->params);
  if (example->folds == 0)
    return lazy (dataset, split, data.standardize);
  for (int k = 0; k < example->folds; k++)
    {
      g_autoptr (WeftSplit) fold = weft_split_new_fold (dataset, k, example->folds, 0);

      sum += lazy (dataset, fold, data.standardize);
    }
  return sum / example->folds;
}

/* Actions at random bring so much. */
static double
measure_random (WeftGraph *graph, WeftCatalog *catalog)
{
  const WeftNode *node = weft_graph_find_by_name (graph, "data");
  const WeftEnvironment *world;
  g_autofree gpointer state = NULL;
  WeftDataParams data;
  double sum = 0;

  weft_data_params_load (&data, node->params);
  world = weft_environment_find (data.source);
  state = g_malloc0 (world->state_size);
  for (guint64 episode = 0; episode < EPISODES; episode++)
    {
      const WeftRandom random = { 1, WEFT_STREAM_EPISODE, episode };
      gboolean ended = FALSE;

      world->reset (state, &random);
      for (int n = 0; !ended && n < world->limit; n++)
        sum += weft_environment_wander (world, state, &random, (guint64) n, &ended);
    }
  return sum / EPISODES;
}

/* What the recipe finds of the first weights, over a few seeds. */
static double
measure_untrained (WeftGraph *graph, WeftCatalog *catalog)
{
  double sum = 0;

  for (gint64 seed = 1; seed <= SEEDS; seed++)
    {
      g_autoptr (WeftModel) model = NULL;
      g_autoptr (WeftState) state = NULL;
      g_autoptr (WeftEvaluation) evaluation = NULL;

      probe_set_seed (graph, seed);
      model = weft_model_new (graph, catalog, NULL);
      state = probe_state_new (model, NULL);
      evaluation = probe_judge (model, state);
      sum += evaluation->metrics[model->figure];
    }
  return sum / SEEDS;
}

typedef struct
{
  const char *task, *metric;
  Lazy lazy; /* NULL: measure */
  double (*measure) (WeftGraph *graph, WeftCatalog *catalog);
  double near; /* so close to what the example says */
} Task;

static const Task tasks[] = {
  { "classification", "accuracy", lazy_nearest_accuracy, NULL, 0.0051 },
  { "classification", "auc", lazy_nearest_auc, NULL, 0.0051 },
  { "sentiment", "accuracy", lazy_commonest_accuracy, NULL, 0.0051 },
  { "sentiment", "auc", lazy_chance_auc, NULL, 0.0001 },
  { "recommendation", "hit_rate_10", lazy_popular_hits, NULL, 0.0051 },
  { "language", "nats", lazy_pair_nats, NULL, 0.0051 },
  { "translation", "exact", lazy_alike_exact, NULL, 0.0051 },
  { "regression", "mae", lazy_line_mae, NULL, 0.51 },
  { "forecast", "mae", lazy_lag_mae, NULL, 0.0051 },
  { "hearing", "accuracy", lazy_commonest_accuracy, NULL, 0.0051 },
  { "speech", "mae", lazy_frame_mae, NULL, 0.0051 },
  { "generation", "known.accuracy", lazy_commonest_accuracy, NULL, 0.0051 },
  { "map", "knn", lazy_plane_neighbours, NULL, 0.0151 },
  { "map", "mse", lazy_mean_picture, NULL, 0.0005 },
  { "segmentation", "mean_iou", lazy_all_ground, NULL, 0.0051 },
  { "detection", "map", lazy_no_boxes, NULL, 0.0001 },
  { "verification", "verification", lazy_pixels_alike, NULL, 0.0051 },
  { "summary", "gain_1", lazy_first_gain, NULL, 0.0051 },
  { "dialogue", "accuracy", lazy_commonest_accuracy, NULL, 0.0051 },
  { "control", "return", NULL, measure_random, 1 },
  { "game", "win_rate", NULL, measure_untrained, 0.05 },
};

static const Task *
find_task (const WeftExample *example, const char *metric)
{
  for (gsize i = 0; i < G_N_ELEMENTS (tasks); i++)
    if (g_str_equal (tasks[i].task, example->task) && g_str_equal (tasks[i].metric, metric))
      return &tasks[i];
  return NULL;
}

/* It is one of the gallery's, and says what it teaches. */
static void
check_chapter (const char *category)
{
  guint n, k = 0;
  const WeftChapter *chapters = weft_gallery_list_chapters (&n);

  while (k < n && !g_str_equal (chapters[k].id, category))
    k++;
  g_assert_cmpuint (k, <, n);
  g_assert_true (g_str_has_suffix (chapters[k].teaches, "."));
}

static void
test_words (const WeftExample *example)
{
  g_assert_cmpstr (example->title, !=, "");
  g_assert_cmpstr (example->tagline, !=, "");
  g_assert_cmpint (g_utf8_strlen (example->tagline, -1), <=, 48); /* one line of a card */
  g_assert_cmpint (g_utf8_strlen (example->summary, -1), >, 60);
  g_assert_cmpint (g_utf8_strlen (example->limits, -1), >, 60);
  check_chapter (example->category);
  g_assert_cmpint (example->seconds, >, 0);
  g_assert_cmpint (example->goals->len, >, 0);
  for (guint i = 0; i < example->goals->len; i++) /* the window calls it by its title */
    g_assert_nonnull (weft_metric_find (weft_goal_get_metric (example->goals->pdata[i])));
}

static void
test_picture (const WeftExample *example)
{
  const char *const pictures[] = { example->picture, example->picture_dark };

  for (gsize i = 0; i < G_N_ELEMENTS (pictures); i++)
    {
      g_autoptr (GError) error = NULL;
      int width, height;

      g_assert_true (weft_picture_read_size (pictures[i], &width, &height, &error));
      g_assert_cmpint (width, ==, 572);
      g_assert_cmpint (height, ==, 208);
    }
}

/* Nodes are seen beside those of their own group. */
static gboolean
overlap (const WeftNode *a, const WeftNode *b)
{
  return a->parent == b->parent && fabs (a->x - b->x) < NODE_WIDTH + 42 - 1
         && fabs (a->y - b->y) < NODE_HEIGHT;
}

static void
test_layout (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    for (guint j = 0; j < i; j++)
      g_assert_false (overlap (weft_graph_get_node (graph, i), weft_graph_get_node (graph, j)));
}

/* In a window of 1280 × 720 all of it is seen at 80 % at least, wires round the rows included. */
static void
test_first_look (WeftGraph *graph)
{
  double width = 0, height = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->parent != 0)
        continue;
      width = MAX (width, node->x - 26 + NODE_WIDTH);
      height = MAX (height, node->y - 34 + 110);
    }
  g_assert_cmpfloat ((width + 96) * .8 + 16, <=, 971);
  g_assert_cmpfloat ((height + 20) * .8 + 16, <=, 361);
}

static void
test_graph (WeftGraph *graph, WeftCatalog *catalog)
{
  WeftReport *report = weft_check (graph, catalog);

  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      g_autofree char *message
          = weft_diagnostic_dup_message (g_ptr_array_index (report->diagnostics, i));

      g_error ("%s", message);
    }
  g_assert_true (report->is_whole);
  g_assert_true (report->can_train);
  weft_report_unref (report);
}

static void
test_goal (const WeftExample *example, const WeftGoal *goal, WeftGraph *graph, WeftCatalog *catalog)
{
  const Task *task = find_task (example, goal->metric);
  gboolean is_higher = g_str_equal (goal->better, "higher");
  double baseline;

  g_assert_nonnull (task);
  baseline = task->lazy ? measure_lazy (task->lazy, example, graph, catalog)
                        : task->measure (graph, catalog);
  g_test_message ("%s: %s, baseline %.4f", example->id, goal->metric, baseline);
  g_assert_true (is_higher || g_str_equal (goal->better, "lower"));
  g_assert_cmpstr (goal->baseline_name, !=, "");
  g_assert_cmpfloat (fabs (goal->baseline - baseline), <, task->near);
  g_assert_cmpfloat (is_higher ? goal->target : goal->baseline, >,
                     is_higher ? goal->baseline : goal->target);
}

static void
test_goals (const WeftExample *example, WeftGraph *graph, WeftCatalog *catalog)
{
  const WeftNode *node = weft_graph_find_by_name (graph, "data");
  WeftDataParams data;

  weft_data_params_load (&data, node->params);
  g_assert_cmpstr (data.source, ==, example->data);
  for (guint i = 0; i < example->goals->len; i++)
    test_goal (example, g_ptr_array_index (example->goals, i), graph, catalog);
}

/* What a node is called by hand stands where translators find it, and nothing else does. */
static void
test_titles (const char *id, WeftGraph *graph)
{
  static const char *const none[] = { NULL };
  g_autoptr (GHashTable) used = g_hash_table_new (g_str_hash, g_str_equal);
  const char *const *titles = none;
  guint n;
  const WeftExampleText *const *texts = weft_gallery_texts (&n);

  for (guint i = 0; i < n; i++)
    if (g_str_equal (texts[i]->id, id) && texts[i]->titles != NULL)
      titles = texts[i]->titles;
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const char *title = weft_graph_get_node (graph, i)->title;

      if (title == NULL)
        continue;
      g_hash_table_add (used, (gpointer) title);
      if (!g_strv_contains (titles, title))
        g_error ("%s: words.c does not list the title “%s”", id, title);
    }
  g_assert_cmpuint (g_hash_table_size (used), ==, g_strv_length ((char **) titles));
}

static void
test_example (gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftExample) example = weft_gallery_find (gallery, data, &error);
  g_autoptr (WeftCatalog) catalog = new_catalog ();
  g_autoptr (WeftGraph) graph = NULL;

  g_assert_no_error (error);
  test_words (example);
  test_picture (example);
  graph = weft_gallery_load_graph (example, &error);
  g_assert_no_error (error);
  test_titles (data, graph);
  test_layout (graph);
  test_first_look (graph);
  test_graph (graph, catalog);
  test_goals (example, graph, catalog);
}

static void
test_data (gconstpointer id)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = weft_gallery_load_data (gallery, id, &error);
  g_autofree char *about = weft_gallery_dup_about (gallery, id);
  g_autofree char *path = g_build_filename (gallery, "data", id, "LICENCE", NULL);
  g_autofree char *licence = NULL;

  g_assert_no_error (error);
  g_assert_cmpstr (dataset->name, ==, id);
  g_assert_cmpstr (dataset->about, ==, about);
  g_assert_nonnull (strstr (about, "https://"));
  g_assert_true (g_file_get_contents (path, &licence, NULL, NULL));
  g_assert_cmpint (strlen (licence), >, 500);
  g_assert_true (g_utf8_validate (licence, -1, NULL));
  for (int c = 0; c < weft_dataset_count_classes (dataset); c++)
    g_assert_nonnull (weft_dataset_get_y (dataset)->class_names[c]);
}

/* What the sets' texts promise. */
static void
test_digits (void)
{
  g_autoptr (WeftDataset) dataset = weft_gallery_load_data (gallery, "digits", NULL);
  const double shares[] = { 0.8, 0.1, 0.1 };
  g_autoptr (WeftSplit) split = weft_split_new (dataset, shares, 0);
  int of_class[10] = { 0 };

  g_assert_cmpint (dataset->count, ==, 5000);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[0], ==, 1);
  g_assert_cmpint (weft_dataset_get_x (dataset)->shape.dims[1], ==, 20);
  g_assert_cmpint (split->count[WEFT_PART_TEST], ==, 1000);
  for (gint64 i = 0; i < 1000; i++)
    {
      guint32 sample = split->samples[WEFT_PART_TEST][i];

      g_assert_cmpint (sample % 500, >=, 400);
      of_class[weft_field_get_class (weft_dataset_get_y (dataset), sample)]++;
    }
  for (int c = 0; c < 10; c++)
    g_assert_cmpint (of_class[c], ==, 100);
}

static void
test_fashion (void)
{
  g_autoptr (WeftDataset) dataset = weft_gallery_load_data (gallery, "fashion", NULL);

  g_assert_cmpint (dataset->count, ==, 16000);
  g_assert_cmpint (weft_dataset_count_classes (dataset), ==, 10);
  g_assert_cmpstr (weft_dataset_get_y (dataset)->class_names[9], ==, "Ankle boot");
  g_assert_cmpint (dataset->part[14999], ==, 0);
  g_assert_cmpint (dataset->part[15000], ==, WEFT_PART_TEST + 1);
}

/* The cultivars by their names: so many wines of each as the source says. */
static void
test_wine (void)
{
  static const int counts[] = { 59, 71, 48 };
  static const char *const names[] = { "Barolo", "Grignolino", "Barbera" };
  g_autoptr (WeftDataset) dataset = weft_gallery_load_data (gallery, "wine", NULL);
  const WeftField *y = weft_dataset_get_y (dataset);
  int seen[3] = { 0 };

  g_assert_cmpint (y->classes, ==, 3);
  for (gint64 i = 0; i < dataset->count; i++)
    seen[weft_field_get_class (y, i)]++;
  for (int c = 0; c < 3; c++)
    {
      g_assert_cmpint (seen[c], ==, counts[c]);
      g_assert_cmpstr (y->class_names[c], ==, names[c]);
    }
}

static void
test_unknown (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_gallery_find (gallery, "nope", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
  g_clear_error (&error);
  g_assert_null (weft_gallery_load_data (gallery, "../wine", &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND);
}

static gint64
measure_folder (const char *path)
{
  g_autoptr (GDir) folder = g_dir_open (path, 0, NULL);
  gint64 bytes = 0;

  g_assert_nonnull (folder);
  for (const char *name; (name = g_dir_read_name (folder)) != NULL;)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);
      GStatBuf about;

      g_assert_cmpint (g_stat (inner, &about), ==, 0);
      bytes += S_ISDIR (about.st_mode) ? measure_folder (inner) : about.st_size;
    }
  return bytes;
}

/* What everybody gets who gets the program. */
static void
test_size (void)
{
  g_autofree char *data = g_build_filename (gallery, "data", NULL);
  gint64 bytes = measure_folder (data);

  g_test_message ("%" G_GINT64_FORMAT " bytes of data", bytes);
  g_assert_cmpint (bytes, >, 1000000);
  g_assert_cmpint (bytes, <, 20000000);
}

int
main (int argc, char *argv[])
{
  guint n;
  const WeftExampleText *const *examples = weft_gallery_texts (&n);
  const WeftDataText *const *sets;
  int status;

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  gallery
      = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "projects", "gallery", NULL);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/gallery/example/", examples[i]->id, NULL);

      g_test_add_data_func (path, examples[i]->id, test_example);
    }
  sets = weft_gallery_data_texts (&n);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/gallery/data/", sets[i]->id, NULL);

      g_test_add_data_func (path, sets[i]->id, test_data);
    }
  g_test_add_func ("/gallery/digits", test_digits);
  g_test_add_func ("/gallery/fashion", test_fashion);
  g_test_add_func ("/gallery/wine", test_wine);
  g_test_add_func ("/gallery/unknown", test_unknown);
  g_test_add_func ("/gallery/size", test_size);
  status = g_test_run ();
  g_free (gallery);
  return status;
}
