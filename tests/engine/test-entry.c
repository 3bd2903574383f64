/* test-entry: plans of a part: given what a node gives, or learning the weights of some nodes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/run/exec.h"
#include "net.h"

#define BATCH 8
#define WIDTH 64

typedef struct
{
  WeftGraph *graph;
  WeftProgram *program;
  WeftState *state;
  float x[BATCH * WIDTH];
  gint64 y[BATCH];
} Rig;

static void
rig_init (Rig *rig)
{
  const WeftRandom random = { 5, WEFT_STREAM_CHECK, 0 };

  rig->graph = net_classifier (WIDTH, 10);
  rig->program = weft_program_build (rig->graph, NULL, WEFT_BINDING (BATCH, 0), NULL);
  rig->state = weft_state_new (&(WeftStateForm){ .program = rig->program }, 3, NULL);
  weft_random_fill_normal (&random, rig->x, G_N_ELEMENTS (rig->x), 0, 1);
  for (int i = 0; i < BATCH; i++)
    rig->y[i] = i % 10;
}

static void
rig_clear (Rig *rig)
{
  weft_state_free (rig->state);
  weft_program_unref (rig->program);
  g_object_unref (rig->graph);
}

static WeftExec *
run (Rig *rig, const WeftPlanOptions *options, const void *const *inputs)
{
  g_autoptr (GError) error = NULL;
  WeftPlan *plan = weft_plan_compile (rig->program, options, &error);
  WeftExec *exec;

  g_assert_no_error (error);
  exec = weft_exec_new (plan, rig->state, NULL, &error);
  weft_plan_unref (plan);
  g_assert_no_error (error);
  weft_exec_set_inputs (exec, inputs);
  weft_exec_run (exec, 1, 0);
  return exec;
}

static int
find_weight (const Rig *rig, const char *node)
{
  for (guint i = 0; i < rig->program->values->len; i++)
    {
      const WeftProgramValue *value = &g_array_index (rig->program->values, WeftProgramValue, i);

      if (value->role == WEFT_VALUE_WEIGHT && value->node == net_id (rig->graph, node)
          && g_str_equal (value->name, "weight"))
        return (int) i;
    }
  g_assert_not_reached ();
}

static void
assert_same_gradient (const Rig *rig, const WeftExec *a, const WeftExec *b, const char *node)
{
  int weight = find_weight (rig, node);
  gsize bytes
      = weft_shape_bytes (&g_array_index (rig->program->values, WeftProgramValue, weight).shape);

  g_assert_nonnull (weft_exec_get_gradient (a, weight));
  g_assert_cmpmem (weft_exec_get_gradient (a, weight), bytes, weft_exec_get_gradient (b, weight),
                   bytes);
}

/* Some of the weights learn, by the gradients that they have beside all others. */
static void
test_wrt (void)
{
  static const char *const names[] = { "dense1", "dense2" };
  Rig rig;
  const void *inputs[] = { rig.x, rig.y };
  g_autoptr (WeftExec) whole = NULL;

  rig_init (&rig);
  whole = run (&rig, &(WeftPlanOptions){ .mode = WEFT_MODE_TRAIN }, inputs);
  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GArray) wrt = g_array_new (FALSE, FALSE, sizeof (gint64));
      gint64 node = net_id (rig.graph, names[i]);
      g_autoptr (WeftExec) part = NULL;

      g_array_append_val (wrt, node);
      part = run (&rig, &(WeftPlanOptions){ .mode = WEFT_MODE_TRAIN, .wrt = wrt }, inputs);
      g_assert_cmpfloat (weft_exec_get_loss (part), ==, weft_exec_get_loss (whole));
      assert_same_gradient (&rig, whole, part, names[i]);
      g_assert_null (weft_exec_get_gradient (part, find_weight (&rig, names[1 - i])));
    }
  g_clear_pointer (&whole, weft_exec_free);
  rig_clear (&rig);
}

/* In the middle of a net: what is behind it runs, what leads to it does not, and what only that
 * reads is not needed. Learnt from may be only what is shown, which the labels are not. */
static void
test_entry (void)
{
  Rig rig;
  const void *inputs[] = { rig.x, NULL, NULL };
  g_autoptr (WeftExec) whole = NULL, part = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree float *given = NULL;
  WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN };
  int relu, last;

  rig_init (&rig);
  whole = run (&rig, &(WeftPlanOptions){ .mode = WEFT_MODE_INFER, .keep_all = TRUE }, inputs);
  relu = weft_program_find_output (rig.program, net_id (rig.graph, "relu1"), 0);
  last = weft_program_find_output (rig.program, net_id (rig.graph, "dense2"), 0);
  given = g_memdup2 (weft_exec_get_value (whole, relu), BATCH * 8 * sizeof *given);
  inputs[0] = NULL;
  inputs[2] = given;
  options.entry = net_id (rig.graph, "relu1");
  part = run (&rig, &(WeftPlanOptions){ .mode = WEFT_MODE_INFER, .entry = options.entry }, inputs);
  g_assert_cmpmem (weft_exec_get_value (part, last), BATCH * 10 * sizeof (float),
                   weft_exec_get_value (whole, last), BATCH * 10 * sizeof (float));
  g_assert_null (weft_plan_compile (rig.program, &options, &error));
  g_assert_error (error, WEFT_ERROR, WEFT_ERROR_INVALID);
  g_assert_nonnull (strstr (error->message, "loss reads the data"));
  g_clear_pointer (&whole, weft_exec_free);
  g_clear_pointer (&part, weft_exec_free);
  rig_clear (&rig);
}

/* Of a value in place of the total: given the gradient that it has in training, all before it have
 * the same ones, to the bit; what is behind it does not run, and nobody writes in what is given. */
static void
test_asked (void)
{
  Rig rig;
  const void *inputs[] = { rig.x, rig.y, NULL };
  g_autoptr (WeftExec) whole = NULL, part = NULL;
  g_autofree float *given = NULL, *kept = NULL;
  int last, x;

  rig_init (&rig);
  last = weft_program_find_output (rig.program, net_id (rig.graph, "dense2"), 0);
  x = weft_program_find_input (rig.program, "x");
  whole = run (
      &rig, &(WeftPlanOptions){ .mode = WEFT_MODE_TRAIN, .keep_all = TRUE, .input_gradient = TRUE },
      inputs);
  given = g_memdup2 (weft_exec_get_gradient (whole, last), BATCH * 10 * sizeof *given);
  kept = g_memdup2 (given, BATCH * 10 * sizeof *given);
  inputs[1] = NULL;
  inputs[2] = given;
  part = run (
      &rig,
      &(WeftPlanOptions){ .mode = WEFT_MODE_TRAIN, .asked = last + 1, .input_gradient = TRUE },
      inputs);
  g_assert_cmpmem (weft_exec_get_value (part, last), BATCH * 10 * sizeof (float),
                   weft_exec_get_value (whole, last), BATCH * 10 * sizeof (float));
  g_assert_cmpmem (weft_exec_get_gradient (part, x), BATCH * WIDTH * sizeof (float),
                   weft_exec_get_gradient (whole, x), BATCH * WIDTH * sizeof (float));
  assert_same_gradient (&rig, whole, part, "dense1");
  g_assert_cmpmem (given, BATCH * 10 * sizeof *given, kept, BATCH * 10 * sizeof *kept);
  g_clear_pointer (&whole, weft_exec_free);
  g_clear_pointer (&part, weft_exec_free);
  rig_clear (&rig);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/entry/wrt", test_wrt);
  g_test_add_func ("/entry/given", test_entry);
  g_test_add_func ("/entry/asked", test_asked);
  return g_test_run ();
}
