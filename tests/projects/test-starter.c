/* test-starter: the network made for a user's own data checks without fault and fits its kind */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/graph/training.h"
#include "engine/plan/check.h"
#include "projects/readers/starters/starter.h"
#include "projects/readers/unseen.h"

static const struct
{
  const char *name;
  gint64 x[3];
  int rank;
  gboolean is_picture;
  WeftKind target;
  int classes, count;
  const char *loss, *has, *lacks; /* layers */
} kinds[] = {
  { "table", { 5 }, 1, FALSE, WEFT_KIND_CLASS, 3, 60, "cross_entropy", "dense", "conv2d" },
  { "numbers", { 5 }, 1, FALSE, WEFT_KIND_NUMBERS, 0, 60, "mse", "relu", "conv2d" },
  { "mnist", { 1, 28, 28 }, 3, TRUE, WEFT_KIND_CLASS, 10, 60, "cross_entropy", "conv2d", "mse" },
  { "faces", { 3, 64, 64 }, 3, TRUE, WEFT_KIND_CLASS, 2, 40, "cross_entropy", "batch_norm", "mse" },
  { "flat", { 1, 90, 12 }, 3, TRUE, WEFT_KIND_CLASS, 2, 40, "cross_entropy", "conv2d", "mse" },
  { "tiny", { 1, 8, 8 }, 3, TRUE, WEFT_KIND_CLASS, 10, 60, "cross_entropy", "flatten", "conv2d" },
  { "dot", { 1, 1, 1 }, 3, TRUE, WEFT_KIND_CLASS, 2, 10, "cross_entropy", "flatten", "conv2d" },
  { "masks", { 1, 32, 48 }, 3, TRUE, WEFT_KIND_MASK, 0, 20, "bce_with_logits", "conv2d", "dense" },
  { "two", { 4 }, 1, FALSE, WEFT_KIND_CLASS, 2, 2, "cross_entropy", "dense", "conv2d" },
};

static WeftDataset *
new_set (guint k)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x, *y;

  dataset->name = g_strdup ("数据 \"x\"");
  dataset->count = kinds[k].count;
  x = weft_dataset_add_field (dataset, "x",
                              kinds[k].is_picture ? WEFT_KIND_PICTURE : WEFT_KIND_NUMBERS);
  x->shape = weft_shape_new (kinds[k].x, kinds[k].rank);
  y = weft_dataset_add_field (dataset, "y", kinds[k].target);
  if (kinds[k].target == WEFT_KIND_NUMBERS)
    y->shape = WEFT_SHAPE (1);
  if (kinds[k].target == WEFT_KIND_MASK)
    y->shape = WEFT_SHAPE (1, kinds[k].x[1], kinds[k].x[2]);
  if (kinds[k].target != WEFT_KIND_NUMBERS)
    y->shape.type = kinds[k].target == WEFT_KIND_CLASS ? WEFT_I64 : WEFT_U8;
  y->classes = kinds[k].classes;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  for (int i = 0; kinds[k].target == WEFT_KIND_CLASS && i < dataset->count; i++)
    ((gint64 *) y->data)[i] = i % kinds[k].classes;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static gboolean
has_layer (WeftGraph *graph, const char *id)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (strcmp (weft_graph_get_node (graph, i)->layer->id, id) == 0)
      return TRUE;
  return FALSE;
}

static void
test_kind (gconstpointer data)
{
  guint k = GPOINTER_TO_UINT (data);
  g_autoptr (WeftDataset) dataset = new_set (k);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftGraph) graph = weft_starter_new (dataset, &error);
  g_autoptr (WeftReport) report = NULL;

  g_assert_no_error (error);
  weft_catalog_add (catalog, dataset);
  report = weft_check (graph, catalog);
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *found = g_ptr_array_index (report->diagnostics, i);
      g_autofree char *message = weft_diagnostic_dup_message (found);

      g_test_message ("%s", message);
      g_assert_cmpint (found->severity, <, WEFT_SEVERITY_ERROR);
    }
  g_assert_true (report->can_train);
  g_assert_true (has_layer (graph, kinds[k].loss));
  g_assert_true (has_layer (graph, kinds[k].has));
  g_assert_false (has_layer (graph, kinds[k].lacks));
}

/* Read from left to right, row by row, nothing on nothing else, in no more rows than a window of
 * 1280 × 720 shows with legible words. */
static void
test_places (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (WeftDataset) dataset = new_set (k);
      g_autoptr (WeftGraph) graph = weft_starter_new (dataset, NULL);

      for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
        {
          const WeftNode *node = weft_graph_get_node (graph, i);
          const WeftNode *before = i > 0 ? weft_graph_get_node (graph, i - 1) : NULL;

          g_assert_true (before == NULL || node->y >= before->y + 140
                         || (node->y == before->y && node->x == before->x + 174));
          g_assert_cmpfloat (node->x + 132 - 26, <=, 7 * 174);
          g_assert_cmpfloat (node->y + 110 - 34, <=, 400);
        }
    }
}

/* Tables have columns of all sizes; pictures have not. Numbers to predict are of any size. */
static void
test_standardize (void)
{
  for (guint k = 0; k < G_N_ELEMENTS (kinds); k++)
    {
      g_autoptr (WeftDataset) dataset = new_set (k);
      g_autoptr (WeftGraph) graph = weft_starter_new (dataset, NULL);
      const WeftNode *node = weft_graph_find_by_name (graph, "data");
      g_autoptr (GVariant) on = weft_node_get_param (node, "standardize");
      g_autoptr (GVariant) target_on = weft_node_get_param (node, "standardize_target");
      g_autoptr (GVariant) sha256 = weft_node_get_param (node, "sha256");

      g_assert_cmpint (g_variant_get_boolean (on), ==, !has_layer (graph, "conv2d"));
      g_assert_cmpint (g_variant_get_boolean (target_on), ==, has_layer (graph, "mse"));
      g_assert_cmpstr (g_variant_get_string (sha256, NULL), ==, dataset->sha256);
    }
}

/* Two pictures of each of fifteen people, of whom the last five test. */
static WeftDataset *
new_strangers (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_PICTURE);
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);

  dataset->name = g_strdup ("people");
  dataset->count = 30;
  x->shape = WEFT_SHAPE (1, 32, 32);
  y->shape.type = WEFT_I64;
  y->classes = 15;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  g_assert_true (weft_dataset_allocate (dataset, y, NULL));
  dataset->part = weft_memory_new (30, NULL);
  for (int i = 0; i < 30; i++)
    {
      ((gint64 *) y->data)[i] = i % 15;
      dataset->part[i] = i % 15 < 10 ? 0 : WEFT_PART_TEST + 1;
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* Nobody who tests can be named: codes are compared, also of strangers in what validates. */
static void
test_strangers (void)
{
  g_autoptr (WeftDataset) dataset = new_strangers ();
  g_autoptr (WeftGraph) graph = NULL;
  const double shares[] = { 0.8, 0.1, 0.1 };
  g_autoptr (WeftSplit) split = NULL;
  int part_of[15];

  g_assert_true (weft_unseen_are_tested (dataset));
  g_assert_true (weft_unseen_keep_whole (dataset, NULL));
  graph = weft_starter_new (dataset, NULL);
  g_assert_true (has_layer (graph, "triplet"));
  g_assert_false (has_layer (graph, "cross_entropy"));
  split = weft_split_new (dataset, shares, 1);
  memset (part_of, -1, sizeof part_of);
  g_assert_cmpint (split->count[WEFT_PART_VALIDATION], >=, 2);
  for (int p = 0; p < WEFT_N_PARTS; p++)
    for (gint64 k = 0; k < split->count[p]; k++)
      {
        int who = (int) (split->samples[p][k] % 15);

        g_assert_true (part_of[who] == -1 || part_of[who] == p);
        part_of[who] = p;
      }
  dataset->part[0] = dataset->part[1] = dataset->part[2] = WEFT_PART_TEST + 1;
  g_assert_false (weft_unseen_are_tested (dataset)); /* three of thirteen are known */
}

static void
test_nothing_to_predict (void)
{
  g_autoptr (WeftDataset) dataset = new_set (0);
  g_autoptr (GError) error = NULL;

  dataset->fields[1].name = "other";
  g_assert_null (weft_starter_new (dataset, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strconcat ("/starter/kind/", kinds[i].name, NULL);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_kind);
    }
  g_test_add_func ("/starter/places", test_places);
  g_test_add_func ("/starter/standardize", test_standardize);
  g_test_add_func ("/starter/strangers", test_strangers);
  g_test_add_func ("/starter/nothing-to-predict", test_nothing_to_predict);
  return g_test_run ();
}
