/* test-userdata: real sets of people who never heard of Weft: each goes in without a word, and the
 * network that is made for it reaches what a first trial with another library did, minus 0.02
 *
 * The sets are not shipped: where they are not beside the source these tests are skipped. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/answering.h"
#include "probe.h"
#include "projects/readers/reader.h"
#include "projects/readers/starters/starter.h"
#include "tests/engine/net.h"

typedef struct
{
  const char *name, *path; /* below userdata */
  const char *judge;       /* the node of the loss; NULL: the first */
  const char *metric;
  double least;
  double least_f1;    /* of spans of tags, B-x I-x …; 0: it has none */
  const char *target; /* the one word that is said of it; NULL: none */
  gboolean is_long;   /* learns for minutes: where there is time */
} Set;

static char *
dup_path (const char *path)
{
  const char *where = g_getenv ("WEFT_USERDATA");

  return where ? g_build_filename (where, path, NULL)
               : g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "..", "shared",
                                   "userdata", path, NULL);
}

/* In the starter's own settings; for not longer than it may take. */
static WeftState *
train (WeftModel *model)
{
  WeftTrainerOptions options = { .threads = 1, .level = -1 };
  WeftLimits limits = { .epochs = model->training.epochs };
  g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);
  gint64 began = g_get_monotonic_time ();
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, (guint64) model->training.seed, NULL);
  weft_trainer_run (trainer, &limits);
  g_assert_true (weft_trainer_wait (trainer, -1));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  g_test_message ("trained %g s", (double) (g_get_monotonic_time () - began) / 1e6);
  return weft_trainer_dup_state (trainer);
}

static double
find_figure (const WeftModel *model, const WeftEvaluation *evaluation, const Set *set,
             const char *metric)
{
  for (guint i = 0; i < model->n_criteria; i++)
    {
      const WeftCriterion *criterion = &model->criteria[i];

      g_test_message ("%s: %s %g", model->judges[criterion->judge].name, criterion->id,
                      evaluation->metrics[i]);
      if (criterion->metric && strcmp (criterion->metric->id, metric) == 0
          && (!set->judge || g_str_equal (metric, "span_f1")
              || strcmp (model->judges[criterion->judge].name, set->judge) == 0))
        return evaluation->metrics[i];
    }
  g_error ("there is no %s", metric);
}

static void
test_set (gconstpointer data)
{
  const Set *set = data;
  g_autofree char *path = dup_path (set->path);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftModel) model = NULL;
  g_autoptr (WeftState) state = NULL;
  g_autoptr (WeftEvaluation) evaluation = NULL;
  const char *seed = g_getenv ("WEFT_PROBE_SEED");

  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    {
      g_test_skip ("the set is not here");
      return;
    }
  if (set->is_long && g_getenv ("WEFT_IN_FULL") == NULL)
    {
      g_test_skip ("./dev check learns it, CI does not");
      return;
    }
  dataset = weft_reader_read (path, set->target, &error);
  g_assert_no_error (error);
  for (guint i = 0; dataset->notes && dataset->notes[i]; i++)
    g_test_message ("%s", dataset->notes[i]);
  graph = weft_starter_new (dataset, &error);
  g_assert_no_error (error);
  if (seed)
    {
      g_autofree char *chosen = g_strdup_printf ("int64 %s", seed);

      net_train (graph, "seed", chosen);
    }
  model = probe_model_new (graph, dataset);
  state = train (model);
  evaluation = probe_judge (model, state);
  g_assert_cmpfloat (find_figure (model, evaluation, set, set->metric), >=, set->least);
  if (set->least_f1 > 0)
    g_assert_cmpfloat (find_figure (model, evaluation, set, "span_f1"), >=, set->least_f1);
}

static const Set sets[] = {
  { "speech-digits", "speech-digits", NULL, "accuracy", 0.983 - 0.02 },
  { "espeak-digits", "../data/03-speech", NULL, "accuracy", 1.0 - 0.02 },
  { "reviews", "reviews", NULL, "accuracy", 0.937 - 0.02 },
  { "requests", "requests", "loss", "accuracy", 0.977 - 0.02, 0.88 - 0.02 },
  { "sentence-pairs", "sentence-pairs", NULL, "accuracy", 0.72 - 0.02 },
  { "abstracts", "abstracts", NULL, "gain_1", 0.36 - 0.02 },
  { "nuclei", "nuclei", NULL, "iou", 0.88 - 0.02, .is_long = TRUE },
  { "blood-cells", "blood-cells", NULL, "map", 0.84 - 0.02, .is_long = TRUE },
  { "mnist10k", "mnist10k", NULL, "accuracy", 0.98 }, /* it has no first trial */
  { "faces", "faces", NULL, "rank_1", 0.97 - 0.02, .target = "identity" },
  { "faces-pairs", "faces", NULL, "verification", 0.999 - 0.02, .target = "identity" },
};

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (sets); i++)
    {
      g_autofree char *path = g_strconcat ("/userdata/", sets[i].name, NULL);

      g_test_add_data_func (path, &sets[i], test_set);
    }
  return g_test_run ();
}
