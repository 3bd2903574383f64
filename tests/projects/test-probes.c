/* test-probes: graphs of several losses, trained from nothing to figures that mean something: the
 * same bits on one thread and two, and when a run is resumed in its middle */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <locale.h>

#include "engine/train/figures.h"
#include "engine/train/judges.h"
#include "engine/train/trainer.h"
#include "projects/formats/graph-json.h"
#include "projects/gallery/gallery.h"

static char *gallery, *probes;

static WeftDataset *
load_cb (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  return weft_gallery_load_data (gallery, source, error);
}

static WeftModel *
new_model (const char *probe)
{
  WeftCatalogHost host = { .load = load_cb };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autofree char *name = g_strconcat (probe, ".json", NULL);
  g_autofree char *path = g_build_filename (probes, name, NULL), *text = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (GError) error = NULL;
  WeftModel *model;

  g_file_get_contents (path, &text, NULL, &error);
  g_assert_no_error (error);
  graph = weft_graph_from_json (text, -1, &error);
  g_assert_no_error (error);
  model = weft_model_new (graph, catalog, &error);
  g_assert_no_error (error);
  return model;
}

/* Goes on from state (taken; nullable) for so many steps. */
static WeftState *
train (WeftModel *model, WeftState *state, guint threads, gint64 steps)
{
  WeftTrainerOptions options = { .threads = threads, .level = -1 };
  WeftLimits limits = { .steps = steps, .outlasts_schedule = TRUE };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);

  weft_trainer_load (trainer, model, state, 1, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, -1));
  return weft_trainer_dup_state (trainer);
}

/* The trained state, once all ways to it have led to the same bits. */
static WeftState *
train_both (WeftModel *model, gint64 steps)
{
  WeftState *one = train (model, NULL, 1, steps), *two = train (model, NULL, 2, steps / 2);
  g_autofree char *hash = weft_state_dup_hash (one), *resumed = NULL;
  g_autoptr (GBytes) bytes = weft_state_serialize (two);

  weft_state_free (two);
  two = train (model, weft_state_deserialize (bytes, NULL), 2, steps - steps / 2);
  resumed = weft_state_dup_hash (two);
  g_assert_cmpstr (hash, ==, resumed);
  weft_state_free (two);
  return one;
}

static WeftEvaluation *
test_it (WeftModel *model, WeftState *state)
{
  g_autoptr (GError) error = NULL;
  WeftEvaluation *evaluation = weft_evaluate (model, state, WEFT_PART_TEST, NULL, -1, &error);

  g_assert_no_error (error);
  for (guint i = 0; i < model->n_criteria; i++)
    g_test_message ("%s %g", model->criteria[i].id, evaluation->metrics[i]);
  return evaluation;
}

static double
get_figure (const WeftModel *model, const WeftEvaluation *evaluation, const char *id)
{
  int criterion = weft_model_find_criterion (model, id);

  g_assert_cmpint (criterion, >=, 0);
  return evaluation->metrics[criterion];
}

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
  g_autoptr (WeftModel) model = new_model ("heads");
  g_autoptr (WeftState) state = train_both (model, 1500);
  g_autoptr (WeftEvaluation) evaluation = test_it (model, state);

  g_assert_cmpfloat (get_figure (model, evaluation, "accuracy"), >, 0.9);
  g_assert_cmpfloat (get_figure (model, evaluation, "picture.loss"), <,
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
  g_autoptr (WeftModel) model = new_model ("vae");
  g_autoptr (WeftState) state = train_both (model, 2000);
  g_autoptr (WeftEvaluation) evaluation = test_it (model, state);
  double mean = measure_mean_picture (model);

  g_test_message ("the mean picture: %g", mean);
  g_assert_cmpfloat (get_figure (model, evaluation, "picture.loss"), <, 0.6 * mean);
  g_assert_cmpfloat (get_figure (model, evaluation, "code.loss"), >, 1); /* it says something */
  g_assert_cmpfloat (get_figure (model, evaluation, "code.loss"), <, 100);
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "C.UTF-8");
  g_test_init (&argc, &argv, NULL);
  gallery
      = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "projects", "gallery", NULL);
  probes = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "projects", "probes", NULL);
  g_test_add_func ("/probes/heads", test_heads);
  g_test_add_func ("/probes/vae", test_vae);
  return g_test_run ();
}
