/* test-stepper: a step taken op by op, there and back, is the step that is made at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "op-levels.h"
#include "small-stepper.h"

/* Of the plain run of the same plan: what the ops give, before the update. */
static void
assert_as_plain (const WeftStepper *stepper, const Rig *rig, const WeftExec *plain, guint *seen)
{
  for (int i = 0; i < (int) rig->program->values->len; i++)
    {
      const WeftProgramValue *value = weft_program_value (rig->program, i);
      gsize bytes = weft_shape_bytes (&value->shape);
      const void *x = weft_stepper_get (stepper, (WeftStepPlace){ WEFT_STEP_VALUE, i, 0 }, NULL);
      const void *g = weft_stepper_get (stepper, (WeftStepPlace){ WEFT_STEP_GRADIENT, i, 0 }, NULL);

      if (x != NULL && (value->role == WEFT_VALUE_RESULT || value->role == WEFT_VALUE_INPUT))
        g_assert_cmpmem (x, bytes, weft_exec_get_value (plain, i), bytes);
      if (g != NULL)
        g_assert_cmpmem (g, bytes, weft_exec_get_gradient (plain, i), bytes);
      *seen += (x != NULL) + (g != NULL);
    }
}

/* --- ways --- */

/* Forward to the end; what is to be seen at each place, as in the plain run, and ever more of it.
 */
static GPtrArray *
go_forward (WeftStepper *stepper, const Rig *rig)
{
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftExec) plain = bind (rig->plan, state, NULL);
  GPtrArray *looks = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  guint seen = 0, last = 0;

  weft_exec_run (plain, SEED, 1);
  do
    {
      last = seen;
      seen = 0;
      g_ptr_array_add (looks, look (stepper, rig->program));
      assert_as_plain (stepper, rig, plain, &seen);
      g_assert_cmpuint (seen, >=, last);
    }
  while (weft_stepper_forward (stepper));
  g_assert_cmpuint (looks->len, ==, count_stops (stepper) + 1);
  g_assert_cmpuint (seen, >, rig->program->values->len);
  g_assert_cmpfloat (weft_exec_get_loss (weft_stepper_get_exec (stepper)), ==,
                     weft_exec_get_loss (plain));
  return looks;
}

static void
go_back (WeftStepper *stepper, const Rig *rig, GPtrArray *looks)
{
  for (guint i = looks->len - 1; i > 0; i--)
    {
      g_autoptr (GBytes) again = NULL;

      g_assert_true (weft_stepper_back (stepper));
      again = look (stepper, rig->program);
      assert_same (looks->pdata[i - 1], again);
    }
  g_assert_false (weft_stepper_back (stepper));
}

static void
walk (const Rig *rig)
{
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftStepper) stepper = step_on (rig, state, NULL);
  g_autofree char *before = weft_state_dup_hash (state), *back = NULL;
  g_autofree char *after = NULL, *again = NULL;
  g_autoptr (GPtrArray) looks = go_forward (stepper, rig);

  after = weft_state_dup_hash (state);
  go_back (stepper, rig, looks);
  back = weft_state_dup_hash (state);
  g_assert_cmpstr (before, ==, back);
  weft_stepper_seek (stepper, end);
  again = weft_state_dup_hash (state);
  g_assert_cmpstr (after, ==, again);
  g_assert_false (weft_stepper_forward (stepper));
}

/* Every kernel set, and on the best one every optimiser. */
static void
test_ways (gconstpointer data)
{
  WeftProgram *(*make) (void) = nets[GPOINTER_TO_INT (data)].make;
  int best = weft_kernel_best_level ();

  for (int n = 0; n < get_levels (); n++)
    for (guint i = 0; i < (levels[n] == best ? weft_optimizers_count () : 1); i++)
      {
        g_autoptr (Rig) rig = rig_new (make, (int) i, levels[n]);

        walk (rig);
      }
}

/* Five steps, each of a lean plan at once, or op by op; the state's hash. */
static char *
train (const Rig *rig, gboolean by_op, WeftPool *pool)
{
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  WeftPlanOptions lean = { WEFT_MODE_TRAIN, rig->level, FALSE, FALSE };
  g_autoptr (WeftPlan) plan = weft_plan_compile (rig->program, &lean, NULL);
  g_autoptr (WeftExec) exec = bind (plan, state, pool);
  WeftUpdate update;

  for (int step = 1; step <= 5; step++)
    {
      WeftStepSetup setup = { rig->plan,      state,   pool, small_batch (rig->program),
                              rig->optimizer, &update, SEED, step };

      fill_batch (step);
      weft_update_prepare (&update, rig->optimizer, rig->settings, 0.01, step);
      if (by_op)
        {
          g_autoptr (WeftStepper) stepper = weft_stepper_new (&setup, NULL);

          while (weft_stepper_forward (stepper))
            ;
        }
      else
        weft_exec_step (exec, rig->optimizer, &update, SEED, step);
    }
  return weft_state_dup_hash (state);
}

/* The law: the bits of steps that are made at once, by every optimiser, on any number of threads.
 */
static void
test_same_bits (gconstpointer data)
{
  g_autoptr (WeftPool) pool = weft_pool_new (2, FALSE);

  for (int n = 0; n < get_levels (); n++)
    for (guint i = 0; i < weft_optimizers_count (); i++)
      {
        g_autoptr (Rig) rig = rig_new (nets[GPOINTER_TO_INT (data)].make, (int) i, levels[n]);
        g_autofree char *at_once = train (rig, FALSE, NULL), *by_op = train (rig, TRUE, NULL);
        g_autofree char *threads = train (rig, TRUE, pool);

        g_assert_cmpstr (at_once, ==, by_op);
        g_assert_cmpstr (at_once, ==, threads);
      }
}

/* --- what is said of the stops --- */

static void
test_stops (void)
{
  static const char *const wanted[] = { "0 conv2d10 conv2d",
                                        "0 relu11 relu",
                                        "0 max_pool2d12 max_pool2d",
                                        "0 conv2d20 conv2d",
                                        "0 relu21 relu",
                                        "0 max_pool2d22 max_pool2d",
                                        "0 linear40 linear",
                                        "0 mse41 mse",
                                        "1 mse41 mse",
                                        "1 linear40 linear",
                                        "1 max_pool2d22 max_pool2d",
                                        "1 relu21 relu",
                                        "1 conv2d20 conv2d",
                                        "1 max_pool2d12 max_pool2d",
                                        "1 relu11 relu",
                                        "1 conv2d10 conv2d",
                                        "2 conv2d10 adam weight",
                                        "2 conv2d10 adam bias",
                                        "2 conv2d20 adam weight",
                                        "2 conv2d20 adam bias",
                                        "2 linear40 adam weight",
                                        "2 linear40 adam bias" };
  g_autoptr (Rig) rig = rig_default (make_picture);
  g_autoptr (WeftStepper) stepper = step_on (rig, rig->state, NULL);
  WeftStepStop stop;

  for (guint i = 0; i < G_N_ELEMENTS (wanted); i++)
    {
      WeftStepCursor cursor = weft_stepper_get_cursor (stepper);
      g_autofree char *told = NULL;

      g_assert_true (weft_stepper_get_stop (stepper, cursor, &stop));
      g_assert_cmpint (stop.part, ==, cursor.part);
      told = g_strdup_printf (
          "%d %s %s%s%s", stop.part, stop.node_name, stop.op, stop.value >= 0 ? " " : "",
          stop.value >= 0 ? weft_program_value (rig->program, stop.value)->name : "");
      g_assert_cmpstr (told, ==, wanted[i]);
      weft_stepper_forward (stepper);
    }
  g_assert_false (weft_stepper_get_stop (stepper, weft_stepper_get_cursor (stepper), &stop));
}

/* Sums of gradients say whose share comes in, and to whose gradient. */
static void
test_sums (void)
{
  g_autoptr (Rig) rig = rig_default (make_shared);
  g_autoptr (WeftStepper) stepper = step_on (rig, rig->state, NULL);
  guint sums = 0;
  WeftStepStop stop;

  for (guint i = 0; i < weft_stepper_get_n_stops (stepper, WEFT_STEP_BACKWARD); i++)
    {
      g_assert_true (
          weft_stepper_get_stop (stepper, (WeftStepCursor){ WEFT_STEP_BACKWARD, i }, &stop));
      if (!g_str_equal (stop.op, "sum"))
        continue;
      sums += stop.value == weight_of (rig, 2, "weight").value;
      g_assert_cmpint (stop.node, ==, stop.application->node);
    }
  g_assert_cmpuint (sums, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  add_for_nets ("ways", test_ways);
  add_for_nets ("same-bits", test_same_bits);
  g_test_add_func ("/stepper/stops", test_stops);
  g_test_add_func ("/stepper/sums", test_sums);
  return g_test_run ();
}
