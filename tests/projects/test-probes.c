/* test-probes: graphs of several losses, trained from nothing to figures that mean something: the
 * same bits on one thread and two, and when a run is resumed in its middle */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "probe.h"

/* What is left when every test picture is answered by the mean of the training pictures. */
static double
measure_mean_picture (const WeftModel *model)
{
  const WeftField *x = weft_dataset_get_x (model->dataset);
  gint64 n = weft_shape_count (&x->shape), trained = model->split->count[WEFT_PART_TRAIN],
         tested = model->split->count[WEFT_PART_TEST];
  g_autofree double *mean = g_new0 (double, n);
  g_autofree float *picture = g_new (float, n);
  double error = 0;

  for (gint64 k = 0; k < trained; k++)
    {
      weft_field_get (x, model->split->samples[WEFT_PART_TRAIN][k], picture);
      for (gint64 i = 0; i < n; i++)
        mean[i] += (double) picture[i] / (double) trained;
    }
  for (gint64 k = 0; k < tested; k++)
    {
      weft_field_get (x, model->split->samples[WEFT_PART_TEST][k], picture);
      for (gint64 i = 0; i < n; i++)
        error += ((double) picture[i] - mean[i]) * ((double) picture[i] - mean[i]);
    }
  return error / (double) (n * tested);
}

/* One trunk, two heads: which digit it is, and its picture again; each is judged by its own kind of
 * target and keeps its own result. */
static void
test_heads (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("heads");
  g_autoptr (WeftState) state = probe_train (model, NULL, 1, 1500);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);

  probe_assert_same_ways (model, NULL, 150);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "accuracy"), >, 0.9);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "picture.loss"), <,
                     0.5 * measure_mean_picture (model));
  g_assert_cmpuint (evaluation->n_results, ==, 2);
  g_assert_nonnull (
      evaluation->results[weft_model_get_target (model, 0)->classes > 0 ? 0 : 1].confusion);
}

/* A variational autoencoder: a code that is drawn, and a loss of that code which no target judges.
 */
static void
test_vae (void)
{
  g_autoptr (WeftModel) model = probe_load_model ("vae");
  g_autoptr (WeftState) state = probe_train (model, NULL, 1, 2000);
  g_autoptr (WeftEvaluation) evaluation = probe_judge (model, state);
  double mean = measure_mean_picture (model), code;

  probe_assert_same_ways (model, NULL, 150);
  g_test_message ("the mean picture: %g", mean);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "picture.loss"), <, 0.6 * mean);
  code = probe_get_figure (model, evaluation, "code.loss");
  g_assert_cmpfloat (code, >, 1); /* it says something */
  g_assert_cmpfloat (code, <, 100);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/probes/heads", test_heads);
  g_test_add_func ("/probes/vae", test_vae);
  return g_test_run ();
}
