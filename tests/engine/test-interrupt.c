/* test-interrupt: an evaluation that is not wanted any more ends between two batches */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/judging/evaluate.h"
#include "small-net.h"

static gboolean
count_down_cb (gpointer left)
{
  return (*(int *) left)-- <= 0;
}

/* Between two batches, with nothing left of it and no error; what is not interrupted is as ever. */
static void
test_interrupted (void)
{
  g_autoptr (WeftGraph) graph = net_points ();
  g_autoptr (WeftModel) model = net_model (graph);
  g_autoptr (WeftState) state = weft_model_new_state (model, 7, NULL);
  g_autoptr (WeftEvaluation) whole = NULL, same = NULL;
  g_autoptr (GError) error = NULL;
  int left = 3, many = G_MAXINT;
  const WeftInterrupt soon = { count_down_cb, &left }, never = { count_down_cb, &many };

  g_assert_null (weft_evaluate_until (model, state, WEFT_PART_TRAIN, NULL, 0, &soon, &error));
  g_assert_no_error (error);
  g_assert_cmpint (left, ==, -1);
  whole = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, 0, &error);
  same = weft_evaluate_until (model, state, WEFT_PART_TRAIN, NULL, 0, &never, &error);
  g_assert_no_error (error);
  g_assert_cmpfloat (whole->loss, ==, same->loss);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/interrupt/evaluation", test_interrupted);
  return g_test_run ();
}
