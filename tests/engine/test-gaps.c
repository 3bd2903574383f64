/* test-gaps: what stands where a table held nothing is learnt from what trains, however that is
 * dealt out */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/model/gaps.h"
#include "engine/train/model/scaling.h"
#include "tests/engine/small-stream.h"

#include <locale.h>
#include <string.h>

/* Six samples of two columns: 0 to 5, and 10, –, 30, –, 50, 60. */
static WeftDataset *
make_set (void)
{
  static const float x[] = { 0, 10, 1, -1, 2, 30, 3, -1, 4, 50, 5, 60 };
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *field;

  dataset->name = g_strdup ("gaps");
  dataset->count = 6;
  field = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  field->shape = WEFT_SHAPE (2);
  g_assert_true (weft_dataset_allocate (dataset, field, NULL));
  memcpy (field->data, x, sizeof x);
  field->gaps = g_new0 (guint8, weft_field_get_gaps_size (field, dataset->count));
  field->gaps[0] = 1 << 3 | 1 << 7;
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

/* A split that trains on those three samples. */
static WeftSplit
split_of (guint32 *samples)
{
  return (WeftSplit){ .samples = { samples }, .count = { 3 } };
}

static void
test_middle (void)
{
  static const struct
  {
    guint32 samples[3];
    float fill;
  } trains[] = { { { 0, 1, 2 }, 20 }, { { 0, 4, 5 }, 50 }, { { 3, 5, 1 }, 60 } };
  g_autoptr (WeftDataset) dataset = make_set ();
  const WeftField *field = weft_dataset_get_x (dataset);

  for (guint i = 0; i < G_N_ELEMENTS (trains); i++)
    {
      WeftSplit split = split_of ((guint32 *) trains[i].samples);
      WeftScaling scaling = { 0 };
      WeftGaps gaps = { 0 };
      float x[2];

      g_assert_true (weft_gaps_fit (&gaps, field, dataset->count, &split, NULL));
      weft_gaps_get (&gaps, field, 1, x);
      g_assert_cmpfloat (x[0], ==, 1);
      g_assert_cmpfloat (x[1], ==, trains[i].fill);
      weft_gaps_get (&gaps, field, 2, x);
      g_assert_cmpfloat (x[1], ==, 30);
      g_assert_true (weft_scaling_fit (&scaling, field, &split, &gaps, NULL));
      g_assert_cmpfloat_with_epsilon (scaling.mean[1], i == 0 ? 20 : i == 1 ? 40 : 60, 1e-4);
      weft_scaling_clear (&scaling);
      weft_gaps_clear (&gaps);
    }
}

static void
test_stored (void)
{
  g_autoptr (WeftDataset) dataset = make_set (), again = NULL, plain = NULL;
  g_autoptr (GVariant) header = weft_dataset_serialize_header (dataset), odd = NULL;
  g_autoptr (GBytes) x = g_bytes_new (dataset->fields[0].data, 12 * sizeof (float));
  g_autoptr (GError) error = NULL;
  g_autoptr (GVariant) fields = NULL, first = NULL;
  g_auto (GVariantDict) dict = { 0 }, field = { 0 };

  again = load (header, x, &error);
  g_assert_no_error (error);
  g_assert_cmpmem (again->fields[0].gaps, 2, dataset->fields[0].gaps, 2);
  fields = g_variant_lookup_value (header, "fields", NULL);
  first = g_variant_get_child_value (fields, 0);
  g_variant_dict_init (&field, first);
  g_variant_dict_insert_value (&field, "gaps", g_variant_new_bytestring ("long enough"));
  g_variant_dict_init (&dict, header);
  g_variant_dict_insert_value (
      &dict, "fields",
      g_variant_new_array (NULL, (GVariant *[]){ g_variant_dict_end (&field) }, 1));
  odd = g_variant_ref_sink (g_variant_dict_end (&dict));
  plain = load (odd, x, &error);
  g_assert_null (plain);
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/gaps/middle", test_middle);
  g_test_add_func ("/gaps/stored", test_stored);
  return g_test_run ();
}
