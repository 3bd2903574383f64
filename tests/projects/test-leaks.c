/* test-leaks: of no shipped set is what validates or tests the same as what trains, or nearly so */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "engine/data/duplicates.h"
#include "engine/data/near-kinds.h"
#include "engine/data/source.h"
#include "projects/gallery/texts.h"
#include "probe.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExample, weft_example_free)

/* Of what validates and tests: as two people wear one shirt, or write one 1. */
#define ALLOWED 0.01
/* What is short is near to another that shares most of its letters and is not the same: Adam and
 * Adams, “has the same seed the same result” and “is the result with the same seed the same”. Each
 * stands once. */
#define ALLOWED_SHORT 0.05

static double
get_allowed (const char *id)
{
  const char *const set_of_short[] = { "spellings", "questions", "prompts", NULL };

  return g_strv_contains (set_of_short, id) ? ALLOWED_SHORT : ALLOWED;
}

/* Of those that validate and test: the same, in every field, as one that trains. */
static gint64
count_copies_across (const WeftDataset *dataset, const WeftSplit *split)
{
  g_autofree guint8 *trains = g_new0 (guint8, dataset->count);
  gint64 n_copies, n = 0;
  const guint32 *copies = weft_copies_find (dataset, &n_copies);

  if (copies == NULL)
    return 0;
  for (gint64 k = 0; k < split->count[WEFT_PART_TRAIN]; k++)
    trains[copies[split->samples[WEFT_PART_TRAIN][k]]] = 1;
  for (WeftPart part = WEFT_PART_VALIDATION; part < WEFT_N_PARTS; part++)
    for (gint64 k = 0; k < split->count[part]; k++)
      n += trains[copies[split->samples[part][k]]];
  return n;
}

static void
assert_apart (const WeftDataset *dataset, const guint32 *near, const WeftSplit *split,
              const char *whose)
{
  gint64 asked = split->count[WEFT_PART_VALIDATION] + split->count[WEFT_PART_TEST];
  gint64 copied = count_copies_across (dataset, split);
  gint64 across = near != NULL ? weft_near_count_across (dataset, near, split) : 0;

  g_test_message ("%s as %s has it: %d near and %d the same of %d", dataset->name, whose,
                  (int) across, (int) copied, (int) asked);
  g_assert_cmpint (asked, >, 0);
  g_assert_cmpint (copied, ==, 0);
  g_assert_cmpfloat ((double) across, <=, get_allowed (dataset->name) * (double) asked);
}

/* As the example parts it, and in its folds where it is judged in these. */
static void
test_example (const WeftExample *example, WeftDataset *dataset, const guint32 *near)
{
  g_autoptr (WeftGraph) graph = weft_gallery_load_graph (example, NULL);
  WeftCatalogHost host = { .load = probe_load_shipped_cb };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  const WeftNode *node = weft_graph_find_by_name (graph, "data");
  g_autoptr (WeftSplit) split = weft_catalog_lookup_split (catalog, node->params, dataset);

  assert_apart (dataset, near, split, example->id);
  for (int k = 0; k < example->folds; k++)
    {
      g_autoptr (WeftSplit) fold = weft_split_new_fold (dataset, k, example->folds, 0);

      assert_apart (dataset, near, fold, example->id);
    }
}

/* --- what is not compared: parted in another way --- */

/* The numbers of points that weft_near_find takes at most are far more than any set has here. */
static gboolean
is_compared (const WeftDataset *dataset)
{
  const WeftField *x = weft_dataset_get_x (dataset);
  const WeftNearKind *kind = weft_kind_get_row (x->kind)->near;
  g_autofree guint32 *first = g_new (guint32, dataset->count);

  for (gint64 i = 0; i < dataset->count; i++)
    first[i] = (guint32) i;
  if (kind == NULL)
    return FALSE;
  return kind->search != NULL
             ? kind->search (dataset, first)
             : kind->measure (x) > 0 && dataset->count * kind->measure (x) < 8 << 20;
}

static char **
load_lines (const char *set, const char *name)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autofree char *path = g_build_filename (gallery, "data", set, name, NULL);
  g_autofree char *text = NULL;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  return g_strsplit (g_strstrip (text), "\n", 0);
}

/* Voice by voice: the set's files say who speaks, in the order of the samples. */
static GHashTable *
collect_voices (const WeftDataset *dataset, const char *name, gint64 first, WeftPart part)
{
  g_auto (GStrv) lines = load_lines (dataset->name, name);
  GHashTable *voices = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);

  for (guint i = 1; lines[i] != NULL; i++)
    {
      g_auto (GStrv) cells = g_strsplit (lines[i], "\t", 0);

      g_assert_cmpuint (g_strv_length (cells), ==, 6);
      g_hash_table_add (voices, g_strdup (cells[3]));
      g_assert_cmpint (dataset->part[first + i - 1] == WEFT_PART_TEST + 1, ==,
                       part == WEFT_PART_TEST);
    }
  return voices;
}

static void
assert_voices_apart (const WeftDataset *dataset)
{
  g_autoptr (GHashTable) train
      = collect_voices (dataset, "espeak-digits-train.tsv", 0, WEFT_PART_TRAIN);
  g_autoptr (GHashTable) test
      = collect_voices (dataset, "espeak-digits-test.tsv", 480, WEFT_PART_TEST);
  GHashTableIter iter;
  gpointer voice;

  g_assert_cmpint (dataset->count, ==, 600);
  g_assert_cmpuint (g_hash_table_size (train), ==, 48);
  g_assert_cmpuint (g_hash_table_size (test), ==, 12);
  g_hash_table_iter_init (&iter, test);
  while (g_hash_table_iter_next (&iter, &voice, NULL))
    g_assert_false (g_hash_table_contains (train, voice));
}

/* Hour by hour, so that the future tests; windows that would lie in two parts are left out. */
static void
assert_times_apart (const WeftDataset *dataset)
{
  gint64 count[WEFT_N_PARTS] = { 0 };

  for (gint64 i = 0; i < dataset->count; i++)
    {
      g_assert_cmpint (dataset->part[i], >=, i > 0 ? dataset->part[i - 1] : 1);
      count[dataset->part[i] - 1]++;
    }
  for (WeftPart part = 0; part < WEFT_N_PARTS; part++)
    g_assert_cmpint (count[part], >, 0);
}

static const struct
{
  const char *id;
  void (*assert_apart) (const WeftDataset *dataset);
} uncompared[] = {
  { "spoken-digits", assert_voices_apart },
  { "tides", assert_times_apart },
};

static void
assert_looked_at (const WeftDataset *dataset, const guint32 *near)
{
  if (near != NULL || is_compared (dataset))
    return;
  for (gsize i = 0; i < G_N_ELEMENTS (uncompared); i++)
    if (g_str_equal (uncompared[i].id, dataset->name))
      {
        uncompared[i].assert_apart (dataset);
        return;
      }
  g_error ("%s: its samples are not compared, and nothing else is said to part them",
           dataset->name);
}

static void
test_set (gconstpointer id)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = weft_gallery_load_data (gallery, id, &error);
  g_autoptr (GPtrArray) examples = weft_gallery_list (gallery, &error);
  g_autofree guint32 *near = NULL;
  guint n_examples = 0;
  gint64 n;

  g_assert_no_error (error);
  near = weft_near_find (dataset, &n);
  assert_looked_at (dataset, near);
  for (guint i = 0; i < examples->len; i++)
    {
      const WeftExample *example = g_ptr_array_index (examples, i);

      if (!g_str_equal (example->data, id))
        continue;
      test_example (example, dataset, near);
      n_examples++;
    }
  g_assert_cmpuint (n_examples, >, 0);
}

/* What an example learns from is a set that is looked at here, or made by a source as it is wanted,
 * of random numbers or by acting in a world. */
static void
test_every_example (void)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (GPtrArray) examples = weft_gallery_list (gallery, NULL);
  guint n, n_looked_at = 0;
  const WeftDataText *const *sets = weft_gallery_data_texts (&n);

  for (guint i = 0; i < examples->len; i++)
    {
      const WeftExample *example = g_ptr_array_index (examples, i);
      gboolean is_looked_at = FALSE;

      for (guint k = 0; k < n; k++)
        is_looked_at |= g_str_equal (sets[k]->id, example->data);
      n_looked_at += is_looked_at;
      if (!is_looked_at && weft_source_find (example->data) == NULL)
        g_error ("%s: nobody looks whether its parts share samples", example->id);
    }
  g_assert_cmpuint (n_looked_at, >, n);
}

int
main (int argc, char **argv)
{
  guint n;
  const WeftDataText *const *sets = weft_gallery_data_texts (&n);

  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/leaks/every-example", test_every_example);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat ("/leaks/", sets[i]->id, NULL);

      g_test_add_data_func (path, sets[i]->id, test_set);
    }
  return g_test_run ();
}
