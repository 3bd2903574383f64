/* test-likeness: what lies further from the training samples than every unseen one is unlike them,
 * in whatever units its columns are */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/likeness.h"

#include "engine/data/like.h"
#include "small-ragged.h"

static WeftDataset *
new_point (const WeftModel *model, float x, float y)
{
  WeftDataset *asked = weft_dataset_new ();
  WeftField *field = weft_like_add_field (asked, weft_dataset_get_x (model->dataset));

  asked->name = g_strdup ("asked");
  asked->count = 1;
  field->shape = WEFT_SHAPE (2);
  g_assert_true (weft_dataset_allocate (asked, field, NULL));
  ((float *) field->data)[0] = x;
  ((float *) field->data)[1] = y;
  g_assert_true (weft_like_finish (asked, model->dataset, NULL));
  return asked;
}

static void
test_points (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftLikeness) likeness = weft_likeness_new (model);
  g_autoptr (WeftDataset) far = new_point (model, 40, -30);
  const WeftSplit *split = model->split;
  gint64 n = split->count[WEFT_PART_TEST] + split->count[WEFT_PART_VALIDATION];

  g_assert_cmpint (weft_likeness_get_unseen (likeness), ==, MIN (n, 200));
  g_assert_cmpfloat (weft_likeness_measure (likeness, far, 0), ==, 0);
  g_assert_cmpfloat (
      weft_likeness_measure (likeness, model->dataset, split->samples[WEFT_PART_TRAIN][0]), ==, 1);
  for (gint64 i = 0; i < split->count[WEFT_PART_TEST]; i++)
    g_assert_cmpfloat (
        weft_likeness_measure (likeness, model->dataset, split->samples[WEFT_PART_TEST][i]), >, 0);
}

/* Of samples without a fixed number of numbers nothing is said. */
static void
test_steps (void)
{
  static const char *const steps[]
      = { "lstm {'hidden_size': <int64 2>}", "dense {'units': <int64 2>}", NULL };
  g_autoptr (WeftModel) model = ragged_model (steps);

  g_assert_null (weft_likeness_new (model));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/likeness/points", test_points);
  g_test_add_func ("/likeness/steps", test_steps);
  return g_test_run ();
}
