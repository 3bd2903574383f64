/* test-stepping: a step of a run op by op, and numbers typed over in it; had again like any other
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "small-replay.h"

/* The first weight of the model's program, or what the optimiser keeps of it. */
static WeftStepPlace
find_weight (WeftModel *model, WeftStepKind kind)
{
  WeftProgram *program
      = weft_model_get_program (model, weft_model_bind (model, weft_model_get_batch (model)), NULL);

  for (guint i = 0; i < program->values->len; i++)
    if (g_array_index (program->values, WeftProgramValue, i).role == WEFT_VALUE_WEIGHT)
      return (WeftStepPlace){ kind, (int) i, 0 };
  g_assert_not_reached ();
}

static float
get_number (WeftTrainer *trainer, WeftStepPlace place, gsize offset)
{
  g_autoptr (WeftTensor) tensor = weft_trainer_dup_tensor (trainer, place);

  g_assert_nonnull (tensor);
  return weft_tensor_floats (tensor)[offset];
}

static void
get_status (WeftTrainer *trainer, WeftStatus *status)
{
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, status);
}

/* Op by op is what a step is, back and forth; the last op makes it. */
static void
test_step_by_op (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (Run) run = run_new (model, 1), plain = run_new (model, 2);
  g_autofree char *hash = NULL, *expected = NULL, *before = NULL, *inside = NULL;
  WeftStatus status;
  guint n = 0;

  go (run, 10);
  before = dup_hash (run->trainer);
  for (int i = 0; i < 5; i++)
    weft_trainer_step (run->trainer, WEFT_STEP_OP);
  weft_trainer_step (run->trainer, WEFT_STEP_BACK);
  get_status (run->trainer, &status);
  g_assert_true (status.is_inside);
  g_assert_cmpuint (status.at.index, ==, 4);
  g_assert_cmpint (status.step, ==, 10);
  inside = dup_hash (run->trainer); /* a state is one between steps */
  g_assert_cmpstr (inside, ==, before);
  do
    {
      weft_trainer_step (run->trainer, WEFT_STEP_OP);
      get_status (run->trainer, &status);
    }
  while (status.is_inside && ++n < 1000);
  g_assert_cmpint (status.step, ==, 11);
  g_assert_cmpint (status.state, ==, WEFT_TRAINER_PAUSED);
  go (plain, 11);
  hash = dup_hash (run->trainer);
  expected = dup_hash (plain->trainer);
  g_assert_cmpstr (hash, ==, expected);
  weft_trainer_step (run->trainer, WEFT_STEP_OP); /* and in the middle of one it goes on */
  go (run, 9);
  go (plain, 9);
  g_clear_pointer (&hash, g_free);
  g_clear_pointer (&expected, g_free);
  hash = dup_hash (run->trainer);
  expected = dup_hash (plain->trainer);
  g_assert_cmpstr (hash, ==, expected);
  check_all_ways (run);
}

/* Numbers typed over, between steps and within one. */
static void
test_typed_over (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftStepPlace weight = find_weight (model, WEFT_STEP_VALUE);
  WeftStepPlace gradient = find_weight (model, WEFT_STEP_GRADIENT);
  WeftStepPlace slot = find_weight (model, WEFT_STEP_SLOT);
  g_autoptr (Run) run = run_new (model, 1), plain = run_new (model, 2);
  g_autoptr (GError) error = NULL;
  g_autofree char *hash = NULL, *other = NULL, *before = NULL, *inside = NULL;

  go (run, 10);
  before = dup_hash (run->trainer);
  g_assert_true (weft_trainer_write (run->trainer, weight, 3, 0.75f, &error));
  g_assert_no_error (error);
  inside = dup_hash (run->trainer); /* as it was, and what was written is there still */
  g_assert_cmpstr (inside, ==, before);
  g_assert_cmpfloat (get_number (run->trainer, weight, 3), ==, 0.75f);
  go (run, 1); /* that step is made with it */
  go (run, 4);
  g_assert_false (weft_trainer_write (run->trainer, gradient, 0, 1, &error)); /* not yet there */
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  for (int i = 0; i < 6; i++)
    weft_trainer_step (run->trainer, WEFT_STEP_OP);
  g_assert_true (weft_trainer_write (run->trainer, slot, 1, -0.5f, NULL));
  g_assert_true (weft_trainer_write (run->trainer, weight, 0, 0.1f, NULL));
  g_assert_true (weft_trainer_write (run->trainer, weight, 0, 0.2f, NULL)); /* the last counts */
  go (run, 3);
  weft_trainer_set_rate (run->trainer, 0.02);
  go (run, 2);
  go (plain, 20);
  hash = dup_hash (run->trainer);
  other = dup_hash (plain->trainer);
  g_assert_cmpstr (hash, !=, other);
  check_all_ways (run);
}

/* What changes something else takes the step back, and what was written in it. */
static void
test_taken_back (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  WeftStepPlace weight = find_weight (model, WEFT_STEP_VALUE);
  g_autoptr (Run) run = run_new (model, 1);
  g_autofree char *before = NULL, *after = NULL;
  WeftStatus status;

  go (run, 10);
  before = dup_hash (run->trainer);
  g_assert_true (weft_trainer_write (run->trainer, weight, 3, 0.75f, NULL));
  weft_trainer_step (run->trainer, WEFT_STEP_OP);
  weft_trainer_set_rate (run->trainer, 0.02);
  get_status (run->trainer, &status);
  g_assert_false (status.is_inside);
  after = dup_hash (run->trainer);
  g_assert_cmpstr (before, ==, after);
  g_assert_true (weft_trainer_write (run->trainer, weight, 3, INFINITY, NULL));
  weft_trainer_step (run->trainer, WEFT_STEP_BATCH);
  assert_phase (run->trainer, WEFT_TRAINER_FAILED);
  g_clear_pointer (&after, g_free);
  after = dup_hash (run->trainer);
  g_assert_cmpstr (before, ==, after);
  go (run, 5);
  check_all_ways (run);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/stepping/by-op", test_step_by_op);
  g_test_add_func ("/stepping/typed-over", test_typed_over);
  g_test_add_func ("/stepping/taken-back", test_taken_back);
  return g_test_run ();
}
