/* test-near: samples that are nearly the same, groups that stay together, and sets without them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "engine/base/memory.h"
#include "engine/base/random.h"
#include "engine/data/duplicates.h"
#include "engine/data/near.h"
#include "engine/data/subset.h"

#define N 400
#define TWINS 30 /* sample N − 1 − k is near to sample k */

static WeftDataset *
finish (WeftDataset *dataset)
{
  WeftField *y = weft_dataset_add_field (dataset, "y", WEFT_KIND_CLASS);
  GError *error = NULL;

  y->shape.type = WEFT_I64;
  y->classes = 3;
  g_assert_true (weft_dataset_allocate (dataset, y, &error));
  for (gint64 i = 0; i < dataset->count; i++)
    ((gint64 *) y->data)[i] = i % 7 == 0 ? 2 : i % 2;
  weft_dataset_finish (dataset, &error);
  g_assert_no_error (error);
  return dataset;
}

static WeftDataset *
new_set (WeftKind kind, WeftShape shape)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", kind);

  dataset->name = g_strdup ("near");
  dataset->count = N;
  x->shape = shape;
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  return dataset;
}

/* Rows of `size` normal numbers; the twins differ from others by `noise` times as much. */
static WeftDataset *
new_rows (int size, float noise)
{
  WeftDataset *dataset = new_set (WEFT_KIND_NUMBERS, WEFT_SHAPE (size));
  float *x = dataset->fields[0].data;
  const WeftRandom random = { 7, WEFT_STREAM_CHECK, 0 }, other = { 8, WEFT_STREAM_CHECK, 0 };

  weft_random_fill_normal (&random, x, (gsize) N * size, 5, 3);
  for (int k = 0; k < TWINS; k++)
    for (int j = 0; j < size; j++)
      x[(N - 1 - k) * size + j]
          = x[k * size + j] + noise * weft_random_normal (&other, (guint64) (k * size + j));
  return finish (dataset);
}

/* Blots of several sizes; the twins are lighter, of less contrast, and grained. */
static WeftDataset *
new_pictures (void)
{
  WeftDataset *dataset = new_set (WEFT_KIND_PICTURE, WEFT_SHAPE (1, 32, 32));
  float *x = dataset->fields[0].data;
  const WeftRandom random = { 9, WEFT_STREAM_CHECK, 0 };

  for (int i = 0; i < N; i++)
    for (int p = 0; p < 1024; p++)
      {
        float sum = 0;

        for (guint64 b = 0; b < 4; b++)
          {
            guint64 of = (guint64) i * 12 + b * 3;
            float u = 32 * weft_random_uniform (&random, of) - (float) (p % 32);
            float v = 32 * weft_random_uniform (&random, of + 1) - (float) (p / 32);

            sum += expf (-(u * u + v * v) / (20 + 60 * weft_random_uniform (&random, of + 2)));
          }
        x[i * 1024 + p] = sum;
      }
  for (int k = 0; k < TWINS; k++)
    for (int p = 0; p < 1024; p++)
      x[(N - 1 - k) * 1024 + p]
          = 0.3f + 0.6f * x[k * 1024 + p]
            + 0.01f * weft_random_normal (&random, (guint64) ((k + N) * 1024 + p));
  return finish (dataset);
}

/* Texts of 12 to 40 of 300 words; the twins have another word at one place. */
static WeftDataset *
new_texts (void)
{
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x = weft_dataset_add_field (dataset, "x", WEFT_KIND_TOKENS);
  const WeftRandom random = { 11, WEFT_STREAM_CHECK, 0 };
  gint64 *tokens;

  dataset->name = g_strdup ("texts");
  dataset->count = N;
  x->shape = WEFT_SHAPE (40);
  x->shape.type = WEFT_I64;
  x->ragged = 0;
  x->classes = 300;
  x->offsets = weft_memory_new ((N + 1) * sizeof *x->offsets, NULL);
  for (int i = 0; i < N; i++)
    {
      int of = i >= N - TWINS ? N - 1 - i : i;

      x->offsets[i + 1]
          = x->offsets[i] + (of == 50 ? 40 : 24 + (gint64) weft_random_below (&random, of, 17));
    }
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  tokens = x->data;
  for (int i = 0; i < N; i++)
    for (gint64 t = 0; t < x->offsets[i + 1] - x->offsets[i]; t++)
      {
        int of = i >= N - TWINS ? N - 1 - i : i;

        tokens[x->offsets[i] + t]
            = (gint64) (2 + weft_random_below (&random, (guint64) (1000 + of * 40) + t, 298));
      }
  for (int k = 0; k < TWINS; k++)
    tokens[x->offsets[N - 1 - k] + 1] = 1;
  return finish (dataset);
}

static void
assert_twins (WeftDataset *dataset)
{
  gint64 n;
  g_autofree guint32 *near = weft_near_find (dataset, &n);

  g_assert_nonnull (near);
  g_assert_cmpint (n, ==, TWINS);
  for (int i = 0; i < N; i++)
    g_assert_cmpint (near[i], ==, i >= N - TWINS ? N - 1 - i : i);
  weft_dataset_unref (dataset);
}

static void
test_near (void)
{
  assert_twins (new_rows (6, 0.001f));
  assert_twins (new_rows (40, 0.01f));
  assert_twins (new_pictures ());
  assert_twins (new_texts ());
}

/* Nothing is made of chance or of few numbers; what differs in its class alone is near. */
static void
test_none (void)
{
  g_autoptr (WeftDataset) apart = new_rows (6, 3), flat = new_rows (2, 0.001f);
  g_autoptr (WeftDataset) same = new_rows (6, 0);
  g_autofree guint32 *near = NULL;
  gint64 n = 1, copies;

  g_assert_null (weft_near_find (apart, &n));
  g_assert_cmpint (n, ==, 0);
  g_assert_null (weft_near_find (flat, &n));
  near = weft_near_find (same, &n);
  weft_copies_find (same, &copies);
  g_assert_cmpint (copies, <, TWINS);
  g_assert_cmpint (n, ==, TWINS - copies);
}

static WeftDataset *
new_groups (void)
{
  WeftDataset *dataset = new_rows (4, 1);

  dataset->group = weft_memory_new (N * sizeof *dataset->group, NULL);
  for (int i = 0; i < N; i++) /* of 1 to 19 samples */
    dataset->group[i] = (guint32) (i % 20 == 0 ? i : i < 200 ? i % 20 : i);
  for (int i = 0; i < 20; i++)
    dataset->group[i] = (guint32) i;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* Every sample is somewhere, and no group in two parts. */
static void
assert_whole (const WeftDataset *dataset, const WeftSplit *split)
{
  g_autofree int *of = g_new0 (int, N);
  gint64 n = 0;

  for (int part = 0; part < WEFT_N_PARTS; part++)
    for (gint64 k = 0; k < split->count[part]; k++, n++)
      {
        guint32 group = dataset->group[split->samples[part][k]];

        g_assert_true (of[group] == 0 || of[group] == part + 1);
        of[group] = part + 1;
      }
  g_assert_cmpint (n, ==, N);
}

static void
test_groups (void)
{
  g_autoptr (WeftDataset) dataset = new_groups ();
  static const double shares[][3] = { { 0.6, 0.2, 0.2 }, { 0.8, 0.1, 0.1 }, { 0.5, 0, 0.5 } };
  gint64 first = 0;

  for (guint64 seed = 0; seed < 6; seed++)
    {
      const double *share = shares[seed % 3];
      g_autoptr (WeftSplit) split = weft_split_new (dataset, share, seed);

      assert_whole (dataset, split);
      for (int part = 0; part < WEFT_N_PARTS; part++)
        g_assert_cmpfloat (fabs ((double) split->count[part] - share[part] * N), <=, 12);
      first += seed > 2 && split->samples[0][0] == 0;
    }
  g_assert_cmpint (first, <, 3); /* the seed draws */
}

/* Each group is tested on once. */
static void
test_folds (void)
{
  g_autoptr (WeftDataset) dataset = new_groups ();
  g_autofree int *tested = g_new0 (int, N);

  for (int fold = 0; fold < 5; fold++)
    {
      g_autoptr (WeftSplit) split = weft_split_new_fold (dataset, fold, 5, 3);

      assert_whole (dataset, split);
      g_assert_cmpfloat (fabs ((double) split->count[WEFT_PART_TEST] - N / 5.0), <=, 12);
      for (gint64 k = 0; k < split->count[WEFT_PART_TEST]; k++)
        tested[split->samples[WEFT_PART_TEST][k]]++;
    }
  for (int i = 0; i < N; i++)
    g_assert_cmpint (tested[i], ==, 1);
}

static gboolean
read_bytes (gpointer user, gpointer to, gsize n, GError **error)
{
  char **at = user;

  memcpy (to, *at, n);
  *at += n;
  return TRUE;
}

/* Groups, parts and cures are stored, and make another set of the same numbers. */
static void
test_stored (void)
{
  g_autoptr (WeftDataset) dataset = new_groups (), plain = new_rows (4, 1), back = NULL;
  g_autoptr (GVariant) header = NULL;
  g_autofree char *bytes = NULL, *at = NULL;
  gsize length;
  WeftDataStream stream = { .read = read_bytes };

  g_assert_cmpstr (dataset->sha256, !=, plain->sha256);
  dataset->notes = g_strsplit ("a b", " ", 0);
  dataset->cures = g_strsplit ("a copies drop", " ", 0);
  dataset->part = weft_memory_new (N, NULL);
  dataset->part[3] = WEFT_PART_TEST + 1;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  header = weft_dataset_serialize_header (dataset);
  length = weft_dataset_get_length (dataset);
  bytes = g_malloc (length);
  weft_dataset_copy_bytes (dataset, 0, length, bytes);
  stream.length = length;
  stream.user = &(char *){ bytes };
  back = weft_dataset_deserialize (header, &stream, NULL);
  g_assert_nonnull (back);
  g_assert_cmpmem (back->group, N * sizeof *back->group, dataset->group, N * sizeof *back->group);
  g_assert_cmpmem (back->part, N, dataset->part, N);
  g_assert_cmpstr (back->cures[1], ==, "copies");
}

static void
test_subset (void)
{
  g_autoptr (WeftDataset) dataset = new_texts ();
  g_autofree guint8 *kept = g_new0 (guint8, N);
  g_autoptr (WeftDataset) subset = NULL;
  gint64 out = 0;

  dataset->group = weft_memory_new (N * sizeof *dataset->group, NULL);
  for (int i = 0; i < N; i++)
    {
      kept[i] = i % 3 != 0;
      dataset->group[i] = (guint32) (i / 9 * 9);
    }
  subset = weft_dataset_new_subset (dataset, kept, NULL);
  g_assert_nonnull (subset);
  for (int i = 0; i < N; i++)
    {
      g_autofree char *one = NULL, *two = NULL;

      if (!kept[i])
        continue;
      one = weft_field_dup_text (&dataset->fields[0], i, 99);
      two = weft_field_dup_text (&subset->fields[0], out, 99);
      g_assert_cmpstr (one, ==, two);
      g_assert_cmpint (weft_field_get_class (&subset->fields[1], out), ==,
                       weft_field_get_class (&dataset->fields[1], i));
      g_assert_cmpint (subset->group[out], ==, out / 6 * 6);
      out++;
    }
  g_assert_cmpint (subset->count, ==, out);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/near/twins", test_near);
  g_test_add_func ("/near/none", test_none);
  g_test_add_func ("/near/groups", test_groups);
  g_test_add_func ("/near/folds", test_folds);
  g_test_add_func ("/near/stored", test_stored);
  g_test_add_func ("/near/subset", test_subset);
  return g_test_run ();
}
