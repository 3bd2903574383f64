/* test-probes: graphs of several losses, trained from nothing to figures that mean something: the
 * same bits on one thread and two, and when a run is resumed in its middle */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "digits-canvas.h"
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

/* One trunk, two heads: which digit it is, and where on a canvas twice its size; each is judged by
 * its own kind of target and keeps its own result. */
static void
test_heads (void)
{
  g_autofree char *gallery = probe_dup_gallery ();
  g_autoptr (WeftDataset) dataset = canvas_new (gallery, NULL);
  g_autoptr (WeftGraph) graph = probe_load_graph ("heads");
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  guint digit, place;

  canvas_use (graph, dataset);
  model = probe_model_new (graph, dataset);
  digit = weft_model_get_target (model, 0)->kind == WEFT_KIND_CLASS ? 0 : 1;
  place = 1 - digit;
  g_assert_cmpstr (weft_model_get_target (model, digit)->name, ==, "y");
  g_assert_cmpstr (weft_model_get_target (model, place)->name, ==, "place");
  state = probe_train (model, NULL, 1, 940);
  evaluation = probe_judge (model, state);
  probe_assert_same_ways (model, NULL, 100);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "accuracy"), >, 0.92);
  g_assert_cmpfloat (probe_get_figure (model, evaluation, "mae"), <, 0.05); /* a pixel of 20 */
  g_assert_cmpuint (evaluation->n_results, ==, 2);
  g_assert_nonnull (evaluation->results[digit].confusion);
  g_assert_null (evaluation->results[place].confusion);
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
