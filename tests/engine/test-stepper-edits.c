/* test-stepper-edits: what is written in the middle of a step is followed through to the update,
 * and made again on every way there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "small-stepper.h"

static float *
find_by_hand (WeftExec *exec, const WeftStepPlace *place)
{
  const WeftProgramValue *value = weft_program_value (exec->plan->program, place->value);

  if (place->kind == WEFT_STEP_SLOT)
    return weft_state_find_value (exec->state, value)->slot[place->slot];
  return (float *) (place->kind == WEFT_STEP_VALUE ? weft_exec_get_value (exec, place->value)
                                                   : weft_exec_get_gradient (exec, place->value));
}

static guint
to_position (const WeftStepper *stepper, WeftStepCursor cursor)
{
  guint position = cursor.index;

  for (guint part = 0; part < cursor.part; part++)
    position += weft_stepper_get_n_stops (stepper, (WeftStepPart) part);
  return position;
}

static void
write_by_hand (WeftExec *exec, const WeftStepper *stepper, guint position)
{
  guint n;
  const WeftStepEdit *edits = weft_stepper_get_edits (stepper, &n);

  for (guint i = 0; i < n; i++)
    if (to_position (stepper, edits[i].cursor) == position)
      find_by_hand (exec, &edits[i].place)[edits[i].offset] = edits[i].number;
}

/* The executor's phases one after the other, the stepper's edits between them, and the whole update
 * at once; the state's hash. */
static char *
run_by_hand (const Rig *rig, const WeftStepper *stepper)
{
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftExec) exec = bind (rig->plan, state, NULL);
  guint steps = rig->plan->steps->len;

  weft_exec_set_random (exec, SEED, 1);
  for (guint i = 0; i < steps; i++)
    {
      write_by_hand (exec, stepper, i);
      for (guint k = 0; k < exec->phases->len; k++)
        if (g_array_index (exec->phases, WeftExecPhase, k).step == i)
          weft_exec_run_phases (exec, k, k + 1);
    }
  write_by_hand (exec, stepper, steps);
  if (isfinite (weft_exec_get_loss (exec)))
    weft_exec_update (exec, rig->optimizer, &rig->update);
  fill_batch (1); /* where an input was written */
  return weft_state_dup_hash (state);
}

/* The first output of the op at the cursor. */
static WeftStepPlace
find_output (const WeftStepper *stepper)
{
  WeftStepStop stop;

  g_assert_true (weft_stepper_get_stop (stepper, weft_stepper_get_cursor (stepper), &stop));
  return (WeftStepPlace){ WEFT_STEP_VALUE, stop.application->out[0], 0 };
}

/* At the cursor: an input, then at each third stop what it has made, or its gradient. */
static void
write_on_the_way (WeftStepper *stepper, const Rig *rig)
{
  guint forward = weft_stepper_get_n_stops (stepper, WEFT_STEP_FORWARD);
  guint steps = forward + weft_stepper_get_n_stops (stepper, WEFT_STEP_BACKWARD);

  write_number (stepper,
                (WeftStepPlace){ WEFT_STEP_VALUE, weft_program_find_input (rig->program, "x"), 0 },
                3, 0.5f);
  for (guint i = 0; i < steps; i++)
    {
      WeftStepPlace place = find_output (stepper);

      place.kind = i < forward ? WEFT_STEP_VALUE : WEFT_STEP_GRADIENT;
      if (i >= forward)
        write_number (stepper, place, 0, 0.01f * (float) i);
      weft_stepper_forward (stepper);
      if (i < forward && i % 3 == 1)
        write_number (stepper, place, 0, 0.25f);
    }
}

/* Goes with the edits to the end, there and back; gives the state's hash. */
static char *
follow (WeftStepper *stepper, WeftState *state, const Rig *rig)
{
  g_autoptr (GBytes) middle = look (stepper, rig->program), again = NULL;
  WeftStepCursor cursor = weft_stepper_get_cursor (stepper);
  g_autofree char *first = NULL;
  char *second;

  weft_stepper_seek (stepper, end);
  first = weft_state_dup_hash (state);
  weft_stepper_seek (stepper, beginning);
  weft_stepper_seek (stepper, cursor);
  again = look (stepper, rig->program);
  assert_same (middle, again);
  weft_stepper_seek (stepper, end);
  second = weft_state_dup_hash (state);
  g_assert_cmpstr (first, ==, second);
  return second;
}

/* The list alone, given to another stepper, gives the same step; without it the step is plain. */
static void
check_list (WeftStepper *stepper, const Rig *rig, const char *wanted)
{
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftState) plain_state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftStepper) other = step_on (rig, state, NULL);
  g_autoptr (WeftExec) plain = bind (rig->plan, plain_state, NULL);
  g_autoptr (GError) error = NULL;
  g_autofree char *given = NULL, *without = NULL, *at_once = NULL;
  guint n;
  const WeftStepEdit *edits = weft_stepper_get_edits (stepper, &n);

  g_assert_true (weft_stepper_set_edits (other, edits, n, &error));
  g_assert_no_error (error);
  weft_stepper_seek (other, end);
  given = weft_state_dup_hash (state);
  g_assert_cmpstr (given, ==, wanted);
  g_assert_true (weft_stepper_set_edits (other, NULL, 0, &error));
  without = weft_state_dup_hash (state);
  weft_exec_step (plain, rig->optimizer, &rig->update, SEED, 1);
  at_once = weft_state_dup_hash (plain_state);
  g_assert_cmpstr (without, ==, at_once);
  g_assert_cmpstr (without, !=, wanted);
}

static void
test_edits (gconstpointer data)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      g_autoptr (Rig) rig
          = rig_new (nets[GPOINTER_TO_INT (data)].make, (int) i, weft_kernel_best_level ());
      g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
      g_autoptr (WeftStepper) stepper = step_on (rig, state, NULL);
      g_autofree char *stepped = NULL, *by_hand = NULL;

      write_on_the_way (stepper, rig);
      stepped = follow (stepper, state, rig);
      by_hand = run_by_hand (rig, stepper);
      g_assert_cmpstr (stepped, ==, by_hand);
      check_list (stepper, rig, stepped);
    }
}

/* Of a picture net: a weight between forward and backward, its gradient and a slot before the
 * update; what was written before the update of one weight is left of the others. */
static void
test_edit_weight (void)
{
  g_autoptr (Rig) rig = rig_default (make_picture);
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftStepper) stepper = step_on (rig, state, NULL);
  WeftStepPlace weight = weight_of (rig, 20, "weight"), gradient = weight, slot = weight;
  g_autofree char *stepped = NULL, *by_hand = NULL;

  gradient.kind = WEFT_STEP_GRADIENT;
  slot.kind = WEFT_STEP_SLOT;
  slot.slot = 1;
  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_BACKWARD, 0 });
  write_number (stepper, weight, 5, 2.0f);
  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_UPDATE, 0 });
  write_number (stepper, gradient, 6, -3.0f);
  write_number (stepper, slot, 7, 4.0f);
  stepped = follow (stepper, state, rig);
  by_hand = run_by_hand (rig, stepper);
  g_assert_cmpstr (stepped, ==, by_hand);
  g_assert_cmpfloat_with_epsilon (weft_state_find (state, 20, "weight")->value[5], 2, 0.02);
  g_assert_cmpfloat (weft_state_find (state, 20, "weight")->slot[1][7], >, 3.9);
}

/* Running statistics are values like any other. */
static void
test_edit_buffer (void)
{
  g_autoptr (Rig) rig = rig_default (make_residual);
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftStepper) stepper = step_on (rig, state, NULL);
  WeftStepPlace mean = weight_of (rig, 11, "running_mean");
  g_autofree char *stepped = NULL, *by_hand = NULL;

  write_number (stepper, mean, 2, 100.0f);
  stepped = follow (stepper, state, rig);
  by_hand = run_by_hand (rig, stepper);
  g_assert_cmpstr (stepped, ==, by_hand);
  g_assert_cmpfloat_with_epsilon (weft_state_find (state, 11, "running_mean")->value[2], 90, 1);
}

/* A gradient that is not finite keeps from the update what it keeps from it at once. */
static void
test_not_finite (void)
{
  for (guint i = 0; i < weft_optimizers_count (); i++)
    {
      g_autoptr (Rig) rig = rig_new (make_residual, (int) i, weft_kernel_best_level ());
      g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
      g_autoptr (WeftStepper) stepper = step_on (rig, state, NULL);
      WeftStepPlace gradient = weight_of (rig, 11, "weight");
      g_autofree char *stepped = NULL, *by_hand = NULL;

      gradient.kind = WEFT_STEP_GRADIENT;
      weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_UPDATE, 0 });
      write_number (stepper, gradient, 1, INFINITY);
      stepped = follow (stepper, state, rig);
      by_hand = run_by_hand (rig, stepper);
      g_assert_cmpstr (stepped, ==, by_hand);
      g_assert_true (isfinite (weft_state_find (state, 11, "weight")->value[1]));
    }
}

/* Nor is there any update after a loss that is not finite. */
static void
test_loss_not_finite (void)
{
  g_autoptr (Rig) rig = rig_default (make_picture);
  g_autoptr (WeftState) state = weft_state_dup (rig->state, NULL);
  g_autoptr (WeftStepper) stepper = step_on (rig, state, NULL);
  g_autofree char *before = weft_state_dup_hash (state), *stepped = NULL, *by_hand = NULL;

  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_BACKWARD, 0 });
  write_number (stepper, (WeftStepPlace){ WEFT_STEP_VALUE, rig->program->total, 0 }, 0, INFINITY);
  stepped = follow (stepper, state, rig);
  by_hand = run_by_hand (rig, stepper);
  g_assert_cmpstr (stepped, ==, by_hand);
  g_assert_cmpstr (stepped, ==, before);
}

/* The place behind the last stop forward is that before the first one backward. */
static void
check_names_of_place (WeftStepper *stepper, const Rig *rig, const WeftStepEdit *edit)
{
  g_autoptr (WeftStepper) other = step_on (rig, rig->state, NULL);
  g_autoptr (GError) error = NULL;
  WeftStepEdit same[2] = { *edit, *edit };
  guint n;

  same[0].cursor.index = weft_stepper_get_n_stops (stepper, WEFT_STEP_FORWARD);
  same[1].cursor = (WeftStepCursor){ WEFT_STEP_BACKWARD, 0 };
  same[1].number = 6;
  g_assert_true (weft_stepper_set_edits (other, same, 2, &error));
  edit = weft_stepper_get_edits (other, &n);
  g_assert_cmpuint (n, ==, 1);
  g_assert_cmpint (edit->cursor.part, ==, WEFT_STEP_BACKWARD);
  g_assert_cmpfloat (edit->number, ==, 6);
}

/* Two writings of one number at one place are one edit; those of other places keep their order. */
static void
test_list (void)
{
  g_autoptr (Rig) rig = rig_default (make_mlp);
  g_autoptr (WeftStepper) stepper = step_on (rig, rig->state, NULL);
  WeftStepPlace weight = weight_of (rig, 4, "weight");
  const WeftStepEdit *edits;
  guint n;

  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_BACKWARD, 1 });
  write_number (stepper, weight, 0, 1);
  write_number (stepper, weight, 1, 2);
  weft_stepper_seek (stepper, beginning);
  write_number (stepper, weight, 0, 3);
  write_number (stepper, weight, 0, 4);
  edits = weft_stepper_get_edits (stepper, &n);
  g_assert_cmpuint (n, ==, 3);
  g_assert_cmpfloat (edits[0].number, ==, 4);
  g_assert_cmpint (edits[0].cursor.part, ==, WEFT_STEP_FORWARD);
  g_assert_cmpfloat (edits[1].number, ==, 1);
  g_assert_cmpfloat (edits[2].number, ==, 2);
  check_names_of_place (stepper, rig, edits);
  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_BACKWARD, 0 });
  g_assert_cmpfloat (((const float *) weft_stepper_get (stepper, weight, NULL))[0], ==, 4);
  weft_stepper_forward (stepper);
  g_assert_cmpfloat (((const float *) weft_stepper_get (stepper, weight, NULL))[0], ==, 1);
}

/* The inputs of an add have the same gradient, and each its own memory. */
static void
test_gradient_alone (void)
{
  g_autoptr (Rig) rig = rig_default (make_fan);
  g_autoptr (WeftStepper) stepper = step_on (rig, rig->state, NULL);
  const WeftProgramOp *add = NULL;
  WeftStepPlace a, b;

  for (guint i = 0; i < rig->program->ops->len; i++)
    if (weft_program_op (rig->program, i)->node == 5)
      add = weft_program_op (rig->program, i);
  a = (WeftStepPlace){ WEFT_STEP_GRADIENT, add->in[1], 0 };
  b = (WeftStepPlace){ WEFT_STEP_GRADIENT, add->in[3], 0 };
  weft_stepper_seek (stepper, (WeftStepCursor){ WEFT_STEP_UPDATE, 0 });
  g_assert_cmpfloat (((const float *) weft_stepper_get (stepper, a, NULL))[0], ==,
                     ((const float *) weft_stepper_get (stepper, b, NULL))[0]);
  write_number (stepper, a, 0, 9);
  g_assert_cmpfloat (((const float *) weft_stepper_get (stepper, b, NULL))[0], !=, 9);
}

static void
refuse (WeftStepper *stepper, WeftStepPlace place, gsize offset)
{
  g_autoptr (GError) error = NULL;
  guint n;

  g_assert_false (weft_stepper_write (stepper, place, offset, 1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  weft_stepper_get_edits (stepper, &n);
  g_assert_cmpuint (n, ==, 0);
}

static void
test_refusals (void)
{
  g_autoptr (Rig) rig = rig_default (make_residual);
  g_autoptr (WeftStepper) stepper = step_on (rig, rig->state, NULL);
  WeftStepPlace x = { WEFT_STEP_VALUE, weft_program_find_input (rig->program, "x"), 0 };
  WeftStepPlace loss = { WEFT_STEP_VALUE, rig->program->total, 0 };
  WeftStepEdit edit = { { WEFT_STEP_UPDATE, 0 }, loss, 0, 1 };
  g_autoptr (GError) error = NULL;

  refuse (stepper,
          (WeftStepPlace){ WEFT_STEP_VALUE, weft_program_find_input (rig->program, "y"), 0 },
          0); /* classes */
  refuse (stepper, (WeftStepPlace){ WEFT_STEP_VALUE, 100000, 0 }, 0);
  refuse (stepper, (WeftStepPlace){ WEFT_STEP_VALUE, -1, 0 }, 0);
  refuse (stepper, x, 32 * 20);
  refuse (stepper,
          (WeftStepPlace){ WEFT_STEP_SLOT, weft_program_find_input (rig->program, "x"), 0 }, 0);
  refuse (stepper, (WeftStepPlace){ WEFT_STEP_SLOT, weight_of (rig, 40, "weight").value, 2 }, 0);
  refuse (stepper, loss, 0); /* not computed yet */
  g_assert_null (weft_stepper_get (stepper, loss, NULL));
  g_assert_true (weft_stepper_set_edits (stepper, &edit, 1, &error)); /* but later it is */
  edit.cursor.part = WEFT_STEP_FORWARD;
  g_assert_false (weft_stepper_set_edits (stepper, &edit, 1, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  weft_float_prepare_thread ();
  add_for_nets ("edits", test_edits);
  g_test_add_func ("/stepper/edit-weight", test_edit_weight);
  g_test_add_func ("/stepper/edit-buffer", test_edit_buffer);
  g_test_add_func ("/stepper/not-finite", test_not_finite);
  g_test_add_func ("/stepper/loss-not-finite", test_loss_not_finite);
  g_test_add_func ("/stepper/list", test_list);
  g_test_add_func ("/stepper/gradient-alone", test_gradient_alone);
  g_test_add_func ("/stepper/refusals", test_refusals);
  return g_test_run ();
}
