/* test-userdata: real sets of people who never heard of Weft: each goes in without a word, and the
 * network that is made for it reaches what a first trial with another library did, minus 0.02
 *
 * The sets are not shipped: where they are not beside the source these tests are skipped. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answering.h"
#include "probe.h"
#include "projects/readers/reader.h"
#include "projects/readers/starter.h"
#include "tests/engine/net.h"

typedef struct
{
  const char *name, *path; /* below userdata */
  const char *judge;       /* the node of the loss; NULL: the first */
  const char *metric;
  double least;
  double least_f1; /* of spans of tags, B-x I-x …; 0: it has none */
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
find_figure (const WeftModel *model, const WeftEvaluation *evaluation, const Set *set)
{
  for (guint i = 0; i < model->n_criteria; i++)
    {
      const WeftCriterion *criterion = &model->criteria[i];

      g_test_message ("%s: %s %g", model->judges[criterion->judge].name, criterion->id,
                      evaluation->metrics[i]);
      if (criterion->metric && strcmp (criterion->metric->id, set->metric) == 0
          && (!set->judge || strcmp (model->judges[criterion->judge].name, set->judge) == 0))
        return evaluation->metrics[i];
    }
  g_error ("there is no %s", set->metric);
}

/* --- spans --- */

typedef struct
{
  const WeftModel *model;
  const WeftField *tags;
  guint said, wanted, shared; /* spans */
} Spans;

/* The end of the span that begins at i; i: none does. */
static gint64
end_of_span (const WeftField *tags, const gint64 *tag, gint64 i, gint64 n)
{
  const char *begins = tags->class_names[tag[i]];
  gint64 end = i + 1;

  if (!g_str_has_prefix (begins, "B-"))
    return i;
  while (end < n && g_str_has_prefix (tags->class_names[tag[end]], "I-")
         && strcmp (tags->class_names[tag[end]] + 2, begins + 2) == 0)
    end++;
  return end;
}

static void
count_spans_cb (guint32 sample, const WeftShape *shape, const float *answer, gpointer user)
{
  Spans *spans = user;
  WeftShape own;
  const gint64 *wanted = weft_field_get_sample (spans->tags, sample, &own);
  gint64 n = own.dims[0], width = shape->dims[shape->rank - 1];
  g_autofree gint64 *said = g_new (gint64, n);

  for (gint64 i = 0; i < n; i++)
    said[i] = weft_metric_argmax (answer + i * width, width);
  for (gint64 i = 0; i < n; i++)
    {
      gint64 end = end_of_span (spans->tags, said, i, n);
      gint64 right = end_of_span (spans->tags, wanted, i, n);

      spans->said += end > i;
      spans->wanted += right > i;
      spans->shared += end > i && end == right && said[i] == wanted[i];
    }
}

/* 2 p r / (p + r) of whole spans (Tjong Kim Sang and De Meulder 2003). */
static double
find_span_f1 (WeftModel *model, WeftState *state)
{
  const WeftField *tags = weft_dataset_find_field (model->dataset, "tags");
  Spans spans = { model, tags, 0, 0, 0 };
  g_autoptr (GError) error = NULL;
  guint judge = 0;

  while (weft_model_get_target (model, judge) != tags)
    judge++;
  weft_model_answer (model, state, judge, model->split->samples[WEFT_PART_TEST],
                     model->split->count[WEFT_PART_TEST], count_spans_cb, &spans, &error);
  g_assert_no_error (error);
  return 2.0 * spans.shared / (spans.said + spans.wanted);
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
  dataset = weft_reader_read (path, NULL, &error);
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
  g_assert_cmpfloat (find_figure (model, evaluation, set), >=, set->least);
  if (set->least_f1 > 0)
    {
      double f1 = find_span_f1 (model, state);

      g_test_message ("spans: F1 %g", f1);
      g_assert_cmpfloat (f1, >=, set->least_f1);
    }
}

static const Set sets[] = {
  { "speech-digits", "speech-digits", NULL, "accuracy", 0.983 - 0.02 },
  { "espeak-digits", "../data/03-speech", NULL, "accuracy", 1.0 - 0.02 },
  { "reviews", "reviews", NULL, "accuracy", 0.937 - 0.02 },
  { "requests", "requests", "loss", "accuracy", 0.977 - 0.02, 0.88 - 0.02 },
  { "sentence-pairs", "sentence-pairs", NULL, "accuracy", 0.72 - 0.02 },
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
