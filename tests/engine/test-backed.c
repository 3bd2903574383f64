/* test-backed: what lies on the disk holds what was written, and little of the machine's memory */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/dataset.h"
#include "engine/train/model/gather.h"

#define MB ((gsize) 1 << 20)
#define SAMPLE 1024 /* floats */
#define COUNT 20000 /* 80 MB of them */
#define GATHERED 3000

/* Of the process, of what lies in files: bytes. */
static gsize
measure_held (void)
{
  g_autofree char *text = NULL;
  const char *at;

  g_assert_true (g_file_get_contents ("/proc/self/status", &text, NULL, NULL));
  at = strstr (text, "RssFile:");
  g_assert_nonnull (at);
  return (gsize) g_ascii_strtoull (at + strlen ("RssFile:"), NULL, 10) * 1024;
}

/* Its disk may have no room: then there is nothing to be seen here. */
static WeftBacked *
new_block (gsize bytes)
{
  g_autoptr (GError) error = NULL;
  WeftBacked *backed = weft_backed_new (bytes, &error);

  if (backed == NULL)
    {
      g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
      g_test_skip (error->message);
    }
  return backed;
}

/* From one end to the other, then anywhere. */
static void
test_held (void)
{
  gsize bytes = 300 * MB, before = measure_held (), most = 0;
  const WeftRandom random = { 1, 2, 3 };
  WeftBacked *backed = new_block (bytes);
  char *memory;

  if (backed == NULL)
    return;
  memory = weft_backed_get_memory (backed);
  for (gsize at = 0; at < bytes; at += MB)
    {
      weft_backed_touch (backed, memory + at, MB);
      g_assert_cmpint (memory[at + 17], ==, 0);
      memset (memory + at, (int) (at / MB % 251), MB);
      most = MAX (most, measure_held ());
    }
  for (guint64 i = 0; i < 20000; i++)
    {
      gsize at = (gsize) weft_random_below (&random, i, bytes);

      weft_backed_touch (backed, memory + at, 1);
      g_assert_cmpint ((guint8) memory[at], ==, at / MB % 251);
      most = i % 500 == 0 ? MAX (most, measure_held ()) : most;
    }
  g_assert_cmpuint (most - before, <=, WEFT_BACKED_HELD + 8 * MB);
  weft_backed_free (backed);
}

static void
test_no_room (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (weft_backed_new ((gsize) 1 << 50, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY);
  g_assert_nonnull (strstr (error->message, "disk"));
}

static WeftDataset *
make (gboolean is_large)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  const WeftRandom random = { 4, 5, 6 };

  dataset->name = g_strdup ("made");
  dataset->count = COUNT;
  x->shape = WEFT_SHAPE (SAMPLE);
  g_assert_true (is_large ? weft_dataset_allocate_large (dataset, x, NULL)
                          : weft_dataset_allocate (dataset, x, NULL));
  for (gint64 i = 0; i < COUNT; i++)
    {
      float *numbers = (float *) x->data + i * SAMPLE;

      weft_field_touch (x, i, 1);
      for (int k = 0; k < SAMPLE; k++)
        numbers[k] = (float) ((i % 199) * k);
      numbers[0] = weft_random_uniform (&random, (guint64) i % 15000); /* some are the same */
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* What a network gets of the samples that train, the first of them. */
static float *
gather (const WeftDataset *dataset, const WeftSplit *split)
{
  float *rows = g_new (float, GATHERED *SAMPLE);
  WeftFeed feed;

  g_assert_true (weft_feed_init (&feed, &dataset->fields[0], dataset, split, FALSE, NULL));
  weft_feed_expect (&feed, split->samples[WEFT_PART_TRAIN], GATHERED);
  weft_feed_gather (&feed, split->samples[WEFT_PART_TRAIN], GATHERED, 0, rows);
  weft_feed_clear (&feed);
  return rows;
}

/* A set is the same wherever it lies: fingerprint, split, batches, scaling. */
static void
test_same (void)
{
  const double shares[] = { 0.8, 0.1, 0.1 };
  g_autoptr (WeftDataset) large = make (TRUE), small = make (FALSE);
  g_autoptr (WeftSplit) a = weft_split_new (large, shares, 7),
                        b = weft_split_new (small, shares, 7);
  g_autofree float *of_large = gather (large, a), *of_small = gather (small, b);
  WeftScaling scaling = { 0 }, other = { 0 };
  const WeftGaps none = { 0 };

  if (large->fields[0].backed == NULL)
    {
      weft_dataset_unref (g_steal_pointer (&large));
      g_test_skip ("no disk has room");
      return;
    }
  g_assert_null (small->fields[0].backed);
  g_assert_cmpstr (large->sha256, ==, small->sha256);
  for (int p = 0; p < WEFT_N_PARTS; p++)
    g_assert_cmpmem (a->samples[p], (gsize) a->count[p] * sizeof (guint32), b->samples[p],
                     (gsize) b->count[p] * sizeof (guint32));
  g_assert_cmpmem (of_large, GATHERED * SAMPLE * sizeof (float), of_small,
                   GATHERED * SAMPLE * sizeof (float));
  g_assert_true (weft_scaling_fit (&scaling, &large->fields[0], a, &none, NULL));
  g_assert_true (weft_scaling_fit (&other, &small->fields[0], b, &none, NULL));
  for (int k = 0; k < SAMPLE; k++)
    g_assert_cmpfloat_with_epsilon (scaling.mean[k], other.mean[k], 1e-6 * (1 + other.mean[k]));
  weft_scaling_clear (&scaling);
  weft_scaling_clear (&other);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/backed/held", test_held);
  g_test_add_func ("/backed/no-room", test_no_room);
  g_test_add_func ("/backed/same", test_same);
  return g_test_run ();
}
