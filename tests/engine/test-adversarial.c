/* test-adversarial: two lanes learn against each other: a generator finds all clouds of a ring */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "engine/run/exec.h"
#include "small-trainer.h"

#define MODES 8
#define SAMPLES 2048
#define WIDTH 0.12 /* of a cloud, on a ring of radius 1 */
#define STEPS 8000

static WeftDataset *
load_cb (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  const WeftRandom random = { 1, WEFT_STREAM_SOURCE, 0 };
  WeftDataset *dataset = weft_dataset_new ();
  WeftField *x;

  dataset->name = g_strdup ("ring");
  dataset->count = SAMPLES;
  x = weft_dataset_add_field (dataset, "x", WEFT_KIND_NUMBERS);
  x->shape = WEFT_SHAPE (2);
  g_assert_true (weft_dataset_allocate (dataset, x, NULL));
  for (guint64 i = 0; i < SAMPLES; i++)
    {
      double angle = 2 * G_PI * (double) (i % MODES) / MODES;
      float *point = (float *) x->data + 2 * i;

      point[0] = (float) (cos (angle) + WIDTH * (double) weft_random_normal (&random, 2 * i));
      point[1] = (float) (sin (angle) + WIDTH * (double) weft_random_normal (&random, 2 * i + 1));
    }
  g_assert_true (weft_dataset_finish (dataset, NULL));
  return dataset;
}

static gint64
add_chain (WeftGraph *graph, gint64 from, const char *prefix, int outputs, const char *activation)
{
  const char *const wide = "{'units': <int64 64>}";
  g_autofree char *last = g_strdup_printf ("{'units': <int64 %d>}", outputs);

  for (int i = 0; i < 5; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%d", prefix, i + 1);
      gint64 next = net_add (graph, i % 2 == 0 ? "dense" : activation, name,
                             i % 2 != 0 ? NULL
                             : i == 4   ? last
                                        : wide);

      net_wire (graph, from, 0, next, 0);
      from = next;
    }
  return from;
}

static void
train_settings (WeftGraph *graph)
{
  net_train (graph, "recipe", g_variant_new_string ("adversarial"));
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.0005));
  net_train (graph, "betas", g_variant_new_parsed ("[0.5, 0.9]"));
  net_train (graph, "discriminator_betas", g_variant_new_parsed ("[0.5, 0.9]"));
  net_train (graph, "discriminator_lr", g_variant_new_double (0.002));
  net_train (graph, "smoothing", g_variant_new_double (0.1));
  net_train (graph, "batch_size", g_variant_new_int64 (128));
}

static WeftGraph *
gan_new (void)
{
  WeftGraph *graph = weft_graph_new ();
  gint64 data = net_add (graph, "data", "data", "{'source': <'file'>, 'name': <'ring'>}"),
         noise = net_add (graph, "noise", "noise1", "{'size': <int64 8>}"),
         contest = net_add (graph, "contest", "contest1", NULL),
         loss = net_add (graph, "bce_with_logits", "loss", NULL);

  net_wire (graph, data, 0, noise, 0);
  net_wire (graph, data, 0, contest, 0);
  net_wire (graph, add_chain (graph, noise, "make", 2, "relu"), 0, contest, 1);
  net_wire (graph, add_chain (graph, contest, "judge", 1, "leaky_relu"), 0, loss, 0);
  net_wire (graph, contest, 1, loss, 1);
  train_settings (graph);
  return graph;
}

static WeftModel *
new_model (WeftGraph *graph)
{
  WeftCatalogHost host = { .load = load_cb };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (graph, catalog, &error);

  g_assert_no_error (error);
  return model;
}

static WeftState *
learn (WeftModel *model, WeftState *from, guint threads, gint64 steps)
{
  /* The plain kernels: the same numbers on any processor. */
  WeftTrainerOptions options = { .threads = threads, .level = 0 };
  WeftTrainer *trainer = weft_trainer_new (&options);
  WeftLimits limits = { .steps = steps };
  WeftState *state;

  weft_trainer_load (trainer, model, from, 3, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, 240));
  assert_phase (trainer, WEFT_TRAINER_FINISHED);
  state = weft_trainer_dup_state (trainer);
  weft_trainer_free (trainer);
  return state;
}

/* What share of made points lies in some cloud, and how few lie in the emptiest. */
static void
count_modes (WeftModel *model, WeftState *state, double *share, double *least)
{
  gint64 contest = weft_graph_find_by_name (model->graph, "contest1")->id;
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = 0, .keep = contest };
  WeftPlan *plan = weft_model_get_plan (model, weft_model_bind (model, SAMPLES), &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, NULL, NULL);
  g_autofree float *x = g_new0 (float, 2 * SAMPLES);
  const float *made;
  int count[MODES] = { 0 }, inside = 0;

  weft_exec_set_inputs (exec, (const void *[]){ x });
  weft_exec_run (exec, 5, 0);
  made = weft_exec_get_value (exec,
                              weft_program_find_output (weft_exec_get_program (exec), contest, 0));
  g_assert_nonnull (made);
  for (int i = 0; i < SAMPLES; i++)
    for (int m = 0; m < MODES; m++)
      {
        double angle = 2 * G_PI * m / MODES, dx = (double) made[2 * i] - cos (angle),
               dy = (double) made[2 * i + 1] - sin (angle);
        gboolean is_there = sqrt (dx * dx + dy * dy) < 3 * WIDTH;

        count[m] += is_there;
        inside += is_there;
      }
  *share = (double) inside / SAMPLES;
  *least = 1;
  for (int m = 0; m < MODES; m++)
    {
      g_test_message ("cloud %d: %d", m, count[m]);
      *least = MIN (*least, (double) count[m] / SAMPLES);
    }
}

static void
test_ring (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) state = learn (model, NULL, 1, STEPS);
  double share, least;

  count_modes (model, state, &share, &least);
  g_test_message ("%.3f in clouds, %.3f in the emptiest", share, least);
  g_assert_cmpfloat (share, >, 0.8);
  g_assert_cmpfloat (least, >, 0.05);
}

static void
test_threads (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) one = learn (model, NULL, 1, 300), two = learn (model, NULL, 2, 300);
  g_autofree char *of_one = weft_state_dup_hash (one), *of_two = weft_state_dup_hash (two);

  g_assert_cmpstr (of_one, ==, of_two);
}

/* In the middle of an epoch, through the bytes of a file. */
static void
test_resume (void)
{
  g_autoptr (WeftGraph) graph = gan_new ();
  g_autoptr (WeftModel) model = new_model (graph);
  g_autoptr (WeftState) whole = learn (model, NULL, 1, 60), half = learn (model, NULL, 2, 25),
                        rest = NULL;
  g_autoptr (GBytes) bytes = weft_state_serialize (half);
  g_autofree char *of_whole = weft_state_dup_hash (whole), *of_rest = NULL;

  rest = learn (model, weft_state_deserialize (bytes, NULL), 1, 35);
  of_rest = weft_state_dup_hash (rest);
  g_assert_cmpint (rest->step, ==, 60);
  g_assert_cmpstr (of_rest, ==, of_whole);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/adversarial/resume", test_resume);
  g_test_add_func ("/adversarial/threads", test_threads);
  g_test_add_func ("/adversarial/ring", test_ring);
  return g_test_run ();
}
