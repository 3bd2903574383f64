/* test-figures: metrics held against what their definitions make of the same numbers, which
 * metric_figures.py reckons out by itself; and cases that were worked by hand */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/measure.h"
#include "engine/metrics/scores.h"
#include "metric-figures.h"

#include <math.h>

#define N 60
#define CLASSES 5
#define WIDE 12
#define SEQUENCES 12
#define LONGEST 12
#define STEPS 9

static struct
{
  float scores[N][CLASSES], yes[N], number[N], number_wanted[N], is_yes[N];
  float tags[N][CLASSES]; /* yes or no each, of the labels */
  float wide[N][WIDE];
  gint64 labels[N], wide_labels[N];
  gint64 said[SEQUENCES][LONGEST], wanted[SEQUENCES][LONGEST];
  gint64 n_said[SEQUENCES], n_wanted[SEQUENCES];
  gint64 tags_said[SEQUENCES][STEPS], tags_wanted[SEQUENCES][STEPS];
} drawn;

static guint32 state = 7;

static gint64
below (guint32 n)
{
  state = (state * 1103515245u + 12345u) % (1u << 31);
  return (state >> 16) % n;
}

/* In the order in which metric_figures.py draws. */
static void
draw_sequence (int i)
{
  gint64 n = drawn.n_wanted[i] = 5 + below (8);

  for (gint64 k = 0; k < n; k++)
    drawn.wanted[i][k] = below (4);
  for (gint64 k = 0; k < n; k++)
    drawn.said[i][k] = below (4) != 0 ? drawn.wanted[i][k] : below (4);
  drawn.n_said[i] = n;
  if (below (2) == 1)
    drawn.n_said[i] = n - 1 - below (2);
}

static void
draw_tags (int i)
{
  for (int k = 0; k < STEPS; k++)
    drawn.tags_wanted[i][k] = below (5);
  for (int k = 0; k < STEPS; k++)
    drawn.tags_said[i][k] = below (4) != 0 ? drawn.tags_wanted[i][k] : below (5);
}

static void
draw_all (void)
{
  for (int i = 0; i < N; i++)
    for (int c = 0; c < CLASSES; c++)
      drawn.scores[i][c] = (float) (below (65) - 32) / 8;
  for (int i = 0; i < N; i++)
    drawn.labels[i] = below (CLASSES - 1);
  for (int i = 0; i < N; i++)
    for (int c = 0; c < CLASSES; c++)
      drawn.tags[i][c] = (drawn.labels[i] + c) % 3 == 0;
  for (int i = 0; i < N; i++)
    {
      drawn.yes[i] = (float) (below (33) - 16) / 4;
      drawn.is_yes[i] = below (3) == 0;
    }
  for (int i = 0; i < N; i++)
    {
      drawn.number[i] = (float) below (100) / 4;
      drawn.number_wanted[i] = (float) below (20) / 4;
    }
  for (int i = 0; i < SEQUENCES; i++)
    draw_sequence (i);
  for (int i = 0; i < N; i++)
    {
      for (int c = 0; c < WIDE; c++)
        drawn.wide[i][c] = (float) below (65);
      drawn.wide_labels[i] = below (WIDE);
    }
  for (int i = 0; i < SEQUENCES; i++)
    draw_tags (i);
}

static double
judge (const char *id, const float *prediction, gint64 n, gint64 width, const void *target,
       WeftKind kind)
{
  WeftJudged judged = { .prediction = WEFT_SHAPE (n, width),
                        .target = kind == WEFT_KIND_CLASS ? WEFT_SHAPE (n) : WEFT_SHAPE (n, width),
                        .target_kind = kind };
  WeftJudgedBatch batch = { .n = n, .steps = 1, .prediction = prediction, .target = target };
  g_autoptr (WeftMeasure) measure = weft_measure_begin (weft_metric_find (id), &judged, NULL);

  weft_measure_add (measure, &batch);
  return weft_measure_end (measure);
}

static double
judge_sequences (const char *id)
{
  WeftJudged judged = { .prediction = WEFT_SHAPE (1, LONGEST, 4),
                        .target = WEFT_SHAPE (1, LONGEST),
                        .target_kind = WEFT_KIND_TOKENS,
                        .has_steps = TRUE };
  g_autoptr (WeftMeasure) measure = weft_measure_begin (weft_metric_find (id), &judged, NULL);

  for (int i = 0; i < SEQUENCES; i++)
    weft_measure_add_sequence (measure, &(WeftTokens){ drawn.said[i], drawn.n_said[i] },
                               &(WeftTokens){ drawn.wanted[i], drawn.n_wanted[i] });
  return weft_measure_end (measure);
}

static const char *const tags[] = { "O", "B-a", "I-a", "B-b", "I-b", NULL };

static double
judge_spans (const char *id)
{
  WeftJudged judged = { .prediction = WEFT_SHAPE (1, STEPS, 5),
                        .target = WEFT_SHAPE (1, STEPS),
                        .target_kind = WEFT_KIND_TOKENS,
                        .has_steps = TRUE,
                        .names = (char **) tags };
  g_autoptr (WeftMeasure) measure = weft_measure_begin (weft_metric_find (id), &judged, NULL);

  for (int i = 0; i < SEQUENCES; i++)
    weft_measure_add_sequence (measure, &(WeftTokens){ drawn.tags_said[i], STEPS },
                               &(WeftTokens){ drawn.tags_wanted[i], STEPS });
  return weft_measure_end (measure);
}

/* Spans are marked by what tags are called; of other names nothing is said. */
static void
test_span_names (void)
{
  static const struct
  {
    const char *said, *wanted;
    double f1;
  } cases[] = {
    { "O B-a I-a O", "O B-a I-a O", 1 },
    { "O B-a I-a O", "O B-a I-a I-a", 0 },
    { "O I-a I-a O", "O B-a I-a O", 1 },     /* begun by what stands outside */
    { "B-a B-a", "B-a I-a", 0 },             /* two are not one */
    { "B-a I-b O", "B-a O B-b", 2.0 / 4 },   /* another type begins another */
    { "S-a B-a E-a O", "S-a B-a I-a O", 1 }, /* both ways of marking */
    { "O O", "B-a O", 0 },
  };
  static const char *const names[] = { "O", "B-a", "I-a", "B-b", "I-b", "S-a", "E-a", NULL };
  static const char *const words[] = { "B-", "the", "cat", NULL };
  WeftJudged judged = { .prediction = WEFT_SHAPE (1, 4, 7),
                        .target = WEFT_SHAPE (1, 4),
                        .target_kind = WEFT_KIND_TOKENS,
                        .has_steps = TRUE,
                        .names = (char **) names };
  const WeftMetric *metric = weft_metric_find ("span_f1");

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (GStrv) said = g_strsplit (cases[i].said, " ", -1);
      g_auto (GStrv) wanted = g_strsplit (cases[i].wanted, " ", -1);
      gint64 token[2][4], n = (gint64) g_strv_length (said);
      g_autoptr (WeftMeasure) measure = weft_measure_begin (metric, &judged, NULL);

      for (gint64 k = 0; k < 2 * n; k++)
        for (guint c = 0; names[c] != NULL; c++)
          if (g_str_equal (k < n ? said[k] : wanted[k - n], names[c]))
            token[k / n][k % n] = c;
      weft_measure_add_sequence (measure, &(WeftTokens){ token[0], n },
                                 &(WeftTokens){ token[1], n });
      g_test_message ("%s | %s", cases[i].said, cases[i].wanted);
      g_assert_cmpfloat (weft_measure_end (measure), ==, cases[i].f1);
    }
  judged.names = (char **) words;
  judged.prediction = WEFT_SHAPE (1, 4, 3);
  g_assert_false (weft_metric_fits (metric, &judged));
  judged.names = NULL;
  g_assert_false (weft_metric_fits (metric, &judged));
}

static void
test_figures (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    {
      const char *of = figures[i].of, *id = figures[i].id;
      double figure = g_str_equal (of, "labels")
                          ? judge (id, drawn.scores[0], N, CLASSES, drawn.labels, WEFT_KIND_CLASS)
                      : g_str_equal (of, "tags")
                          ? judge (id, drawn.scores[0], N, CLASSES, drawn.tags, WEFT_KIND_NUMBERS)
                      : g_str_equal (of, "wide")
                          ? judge (id, drawn.wide[0], N, WIDE, drawn.wide_labels, WEFT_KIND_CLASS)
                      : g_str_equal (of, "yes")
                          ? judge (id, drawn.yes, N, 1, drawn.is_yes, WEFT_KIND_NUMBERS)
                      : g_str_equal (of, "numbers")
                          ? judge (id, drawn.number, N, 1, drawn.number_wanted, WEFT_KIND_NUMBERS)
                      : g_str_equal (of, "spans") ? judge_spans (id)
                                                  : judge_sequences (id);

      g_test_message ("%s of %s: %.9g, by definition %.9g", id, of, figure, figures[i].figure);
      g_assert_cmpfloat_with_epsilon (figure, figures[i].figure, 1e-6);
    }
}

static gboolean
has_figure (const char *id)
{
  for (guint i = 0; i < G_N_ELEMENTS (figures); i++)
    if (g_str_equal (figures[i].id, id))
      return TRUE;
  return FALSE;
}

/* Every metric of the table is held against its definition, or by a case that is named here. */
static void
test_table (void)
{
  static const char *const elsewhere[] = {
    "map",                 /* /figures/boxes */
    "gain_1",              /* /figures/gain */
    "mean_iou",            /* /areas/mean-iou */
    "agreement",           /* /metrics/agreement */
    "win_rate",  "return", /* /self-play-steps and /games: by the rules of the game */
    NULL,
  };
  guint n;
  const WeftMetric *const *metrics = weft_metrics (&n);

  for (guint i = 0; i < n; i++)
    {
      g_test_message ("%s", metrics[i]->id);
      g_assert_true (has_figure (metrics[i]->id) != g_strv_contains (elsewhere, metrics[i]->id));
    }
}

/* All alike, all wrong, one class, no target but 0: an answer or none, and never a crash. */
static void
test_ends (void)
{
  static const float zeros[6] = { 0 }, up[6] = { 1, 1, 1, 1, 1, 1 };
  static const gint64 ones[3] = { 1, 1, 1 };

  g_assert_true (isnan (judge ("auc", zeros, 6, 1, up, WEFT_KIND_NUMBERS)));
  g_assert_true (isnan (judge ("average_precision", zeros, 3, 2, ones, WEFT_KIND_CLASS)));
  g_assert_true (isnan (judge ("mape", up, 6, 1, zeros, WEFT_KIND_NUMBERS)));
  g_assert_true (isnan (judge ("silhouette", zeros, 3, 2, ones, WEFT_KIND_CLASS)));
  g_assert_cmpfloat (judge ("knn", zeros, 3, 2, ones, WEFT_KIND_CLASS), ==, 1);
  g_assert_true (isnan (judge ("knn", zeros, 1, 2, ones, WEFT_KIND_CLASS)));
  g_assert_cmpfloat (judge ("dice", zeros, 6, 1, zeros, WEFT_KIND_NUMBERS), ==, 1);
  g_assert_cmpfloat_with_epsilon (judge ("perplexity", zeros, 3, 2, ones, WEFT_KIND_CLASS), 2,
                                  1e-9);
}

/* Of two sets that are the same it is 0, in whatever order they come and however many directions
 * have no breadth; moved by v, it is |v|². */
static void
test_sets (void)
{
  enum
  {
    D = 40 /* more than there are samples */
  };
  float a[30][D], b[30][D];

  for (int i = 0; i < 30; i++)
    for (int d = 0; d < D; d++)
      a[i][d] = b[29 - i][d] = (float) below (100) / 25;
  g_assert_cmpfloat (judge ("frechet", a[0], 30, D, b[0], WEFT_KIND_NUMBERS), <, 1e-5);
  for (int i = 0; i < 30; i++)
    b[i][3] += 2;
  g_assert_cmpfloat_with_epsilon (judge ("frechet", a[0], 30, D, b[0], WEFT_KIND_NUMBERS), 4, 1e-5);
  for (int i = 0; i < 30; i++)
    a[i][0] = b[i][0] = 1e-9f;
  g_assert_cmpfloat_with_epsilon (judge ("frechet", a[0], 30, D, b[0], WEFT_KIND_NUMBERS), 4, 1e-5);
  g_assert_true (isnan (judge ("frechet", a[0], 1, D, b[0], WEFT_KIND_NUMBERS)));
  a[7][7] = NAN;
  g_assert_true (isnan (judge ("frechet", a[0], 30, D, b[0], WEFT_KIND_NUMBERS)));
}

/* Two classes, of which the second is looked for unless something is said: as yes or no of how much
 * it is ahead. */
static void
test_two_classes (void)
{
  float pairs[N][2];
  gint64 labels[N];

  for (int i = 0; i < N; i++)
    {
      pairs[i][0] = 1;
      pairs[i][1] = 1 + drawn.yes[i];
      labels[i] = drawn.is_yes[i] > 0;
    }
  for (const char *const *id = (const char *const[]){ "auc", "average_precision", "eer", NULL };
       *id != NULL; id++)
    g_assert_cmpfloat (judge (*id, pairs[0], N, 2, labels, WEFT_KIND_CLASS), ==,
                       judge (*id, drawn.yes, N, 1, drawn.is_yes, WEFT_KIND_NUMBERS));
}

/* Of steps the likeliest tokens that the mask leaves are one sequence. */
static void
test_steps (void)
{
  static const float scores[2 * 4 * 2]
      = { 1, 0, 0, 1, 1, 0, 0, 1, /* 0 1 0 1 */ 1, 0, 1, 0, 0, 1, 0, 1 /* 0 0 1 1 */ };
  static const gint64 wanted[2 * 4] = { 0, 1, 1, 0, 0, 1, 1, 1 };
  static const float mask[2 * 4] = { 1, 1, 0, 0, 1, 1, 1, 1 };
  WeftJudged judged = { .prediction = WEFT_SHAPE (2, 4, 2),
                        .target = WEFT_SHAPE (2, 4),
                        .target_kind = WEFT_KIND_TOKENS,
                        .has_steps = TRUE };
  WeftJudgedBatch batch = {
    .n = 2, .steps = 4, .prediction = scores, .target = wanted, .mask = mask, .mask_rank = 2
  };
  g_autoptr (WeftMeasure) exact = weft_measure_begin (weft_metric_find ("exact"), &judged, NULL);
  g_autoptr (WeftMeasure) wer = weft_measure_begin (weft_metric_find ("wer"), &judged, NULL);

  weft_measure_add (exact, &batch);
  weft_measure_add (wer, &batch);
  g_assert_cmpfloat (weft_measure_end (exact), ==, 0.5);
  g_assert_cmpfloat (weft_measure_end (wer), ==, 1.0 / 6);
  judged.has_steps = FALSE;
  g_assert_false (weft_metric_fits (weft_metric_find ("wer"), &judged));
}

/* "the cat is on the mat" beside "the cat sat on the mat": 5 of 6 words, runs of two 3 of 5, of
 * three 1 of 4, of four none; kitten to sitting takes 3. */
static void
test_by_hand (void)
{
  static const gint64 cat[6] = { 1, 2, 3, 4, 1, 5 }, sat[6] = { 1, 2, 6, 4, 1, 5 };
  static const gint64 kitten[6] = { 'k', 'i', 't', 't', 'e', 'n' },
                      sitting[7] = { 's', 'i', 't', 't', 'i', 'n', 'g' };
  static const struct
  {
    const char *id;
    WeftTokens said, wanted;
    double figure;
  } cases[] = {
    { "bleu", { cat, 6 }, { sat, 6 }, 0 },
    { "bleu", { sat, 6 }, { sat, 6 }, 1 },
    { "rouge_1", { cat, 6 }, { sat, 6 }, 5.0 / 6 },
    { "rouge_l", { cat, 6 }, { sat, 6 }, 5.0 / 6 },
    { "wer", { cat, 6 }, { sat, 6 }, 1.0 / 6 },
    { "edit_distance", { kitten, 6 }, { sitting, 7 }, 3 },
    { "rouge_l", { kitten, 6 }, { sitting, 7 }, 8.0 / 13 },
    { "edit_distance", { kitten, 0 }, { sitting, 7 }, 7 },
  };
  WeftJudged judged = { .prediction = WEFT_SHAPE (1, 7, 128),
                        .target = WEFT_SHAPE (1, 7),
                        .target_kind = WEFT_KIND_TOKENS,
                        .has_steps = TRUE };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (WeftMeasure) measure
          = weft_measure_begin (weft_metric_find (cases[i].id), &judged, NULL);

      g_test_message ("%s", cases[i].id);
      weft_measure_add_sequence (measure, &cases[i].said, &cases[i].wanted);
      g_assert_cmpfloat_with_epsilon (weft_measure_end (measure), cases[i].figure, 1e-12);
    }
}

/* Three objects of one class in two pictures of 2 × 2 cells, whose boxes fill a cell. What is
 * found, the surest first: one of the first picture rightly, one where none is, that of the second:
 * its precision is 1 at a recall of 1/3 and 2/3 at one of 2/3. */
static void
test_boxes (void)
{
  static const float objects[2][2][5]
      = { { { 0, 0.25f, 0.25f, 0.5f, 0.5f }, { 0, 0.75f, 0.75f, 0.5f, 0.5f } },
          { { 0, 0.75f, 0.25f, 0.5f, 0.5f } } };
  static const float there[2][4] = { { 2, 1, -9, -9 }, { -9, 0, -9, -9 } };
  float cells[2][6][4] = { { { 0 } } };
  WeftJudged judged = { .prediction = WEFT_SHAPE (2, 6, 2, 2), .target = WEFT_SHAPE (2, 2, 5) };
  WeftJudgedBatch batch
      = { .n = 2, .steps = 1, .prediction = cells[0][0], .target = objects, .n_target = 10 };
  g_autoptr (WeftMeasure) measure = NULL;

  for (int n = 0; n < 2; n++)
    for (int cell = 0; cell < 4; cell++)
      cells[n][4][cell] = there[n][cell];
  g_assert_true (weft_metric_fits (weft_metric_find ("map"), &judged));
  measure = weft_measure_begin (weft_metric_find ("map"), &judged, NULL);
  weft_measure_add (measure, &batch);
  g_assert_cmpfloat_with_epsilon (weft_measure_end (measure), 5.0 / 9, 1e-12);
  judged.target = WEFT_SHAPE (2, 2, 4);
  g_assert_false (weft_metric_fits (weft_metric_find ("map"), &judged));
}

/* Of each sample the target of its highest step counts; of steps that are not there none does. */
static void
test_gain (void)
{
  static const float said[2][3] = { { 0.1f, 0.7f, 0.9f }, { 0.2f, 0.2f, 5 } };
  static const float is[2][3] = { { 0.25f, 0.5f, 0.75f }, { 0.125f, 1, 8 } };
  static const float mask[2][3] = { { 1, 1, 1 }, { 1, 1, 0 } };
  const WeftMetric *gain = weft_metric_find ("gain_1");
  WeftJudged judged
      = { .prediction = WEFT_SHAPE (2, 3, 1), .target = WEFT_SHAPE (2, 3, 1), .has_steps = TRUE };
  WeftJudgedBatch batch = { .n = 2,
                            .steps = 3,
                            .prediction = said[0],
                            .target = is,
                            .mask = mask[0],
                            .mask_rank = 2,
                            .n_target = 3 };
  g_autoptr (WeftMeasure) measure = NULL;

  g_assert_true (weft_metric_fits (gain, &judged));
  measure = weft_measure_begin (gain, &judged, NULL);
  weft_measure_add (measure, &batch);
  g_assert_cmpfloat_with_epsilon (weft_measure_end (measure), (0.75 + 0.125) / 2, 1e-12);
  judged.prediction = judged.target = WEFT_SHAPE (2, 3, 2);
  g_assert_false (weft_metric_fits (gain, &judged));
  judged.prediction = judged.target = WEFT_SHAPE (2, 3);
  judged.has_steps = FALSE;
  g_assert_false (weft_metric_fits (gain, &judged));
}

/* Beyond what is kept they are counted in bins: a yes is drawn from [0, 2), a no from [−1, 1): it
 * is below with a probability of 7/8; and the figure of one more than is exact hardly differs. */
static void
test_many (void)
{
  enum
  {
    MANY = 4 * WEFT_SCORES_EXACT
  };
  g_autofree float *x = g_new (float, MANY), *t = g_new (float, MANY);
  double exact;

  for (int i = 0; i < MANY; i++)
    {
      t[i] = (float) (i % 2);
      x[i] = (float) below (32768) / 16384 - (float) (i % 2 == 0);
    }
  exact = judge ("auc", x, WEFT_SCORES_EXACT, 1, t, WEFT_KIND_NUMBERS);
  g_assert_cmpfloat_with_epsilon (judge ("auc", x, MANY, 1, t, WEFT_KIND_NUMBERS), 0.875, 5e-3);
  g_assert_cmpfloat_with_epsilon (judge ("auc", x, WEFT_SCORES_EXACT + 1, 1, t, WEFT_KIND_NUMBERS),
                                  exact, 1e-3);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  draw_all ();
  g_test_add_func ("/figures/definitions", test_figures);
  g_test_add_func ("/figures/span-names", test_span_names);
  g_test_add_func ("/figures/table", test_table);
  g_test_add_func ("/figures/ends", test_ends);
  g_test_add_func ("/figures/sets", test_sets);
  g_test_add_func ("/figures/two-classes", test_two_classes);
  g_test_add_func ("/figures/steps", test_steps);
  g_test_add_func ("/figures/by-hand", test_by_hand);
  g_test_add_func ("/figures/boxes", test_boxes);
  g_test_add_func ("/figures/gain", test_gain);
  g_test_add_func ("/figures/many", test_many);
  return g_test_run ();
}
