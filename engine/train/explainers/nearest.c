/* nearest: the training samples whose code in a layer is the most like that of the sample
 *
 * What a layer's code is, code.h says. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/train/explainers/code.h"

#define MOST (1 << 16)

typedef struct
{
  int k;
  int distance;
  int most;
} Nearest;

enum
{
  EUCLIDEAN,
  COSINE,
};

static const WeftChoice distances[] = {
  { "euclidean", N_ ("Euclidean") },
  { "cosine", N_ ("Cosine") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_INT (Nearest, k, 8, 1, 256, .ui_max = 32, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Neighbours"), .help = N_ ("How many samples are shown")),
  WEFT_CHOICE (Nearest, distance, EUCLIDEAN, distances, .label = N_ ("Distance"),
               .help = N_ ("How far two codes are said to be from each other")),
  WEFT_INT (Nearest, most, 4096, 1, MOST, .unit = WEFT_UNIT_COUNT, .label = N_ ("Samples"),
            .help = N_ ("How many training samples are looked at, of more every so many")),
  { NULL },
};

static gboolean
fits (const WeftExplaining *explaining)
{
  return explaining->model->split->count[WEFT_PART_TRAIN] > 0;
}

static double
measure (const Nearest *nearest, const float *a, const float *b, gint64 n)
{
  double apart = 0, both = 0, of_a = 0, of_b = 0;

  for (gint64 i = 0; i < n; i++)
    {
      double x = (double) a[i], y = (double) b[i];

      apart += (x - y) * (x - y);
      both += x * y;
      of_a += x * x;
      of_b += y * y;
    }
  if (nearest->distance == COSINE)
    return 1 - both / MAX (sqrt (of_a * of_b), 1e-12);
  return sqrt (apart);
}

/* Keeps the list sorted; of equals the earlier sample comes first. */
static void
insert (WeftExplanation *explanation, guint k, guint32 sample, double distance)
{
  guint at = explanation->n_samples;

  while (at > 0 && explanation->distances[at - 1] > distance)
    at--;
  if (at >= k)
    return;
  explanation->n_samples = MIN (explanation->n_samples + 1, k);
  for (guint i = explanation->n_samples - 1; i > at; i--)
    {
      explanation->samples[i] = explanation->samples[i - 1];
      explanation->distances[i] = explanation->distances[i - 1];
    }
  explanation->samples[at] = sample;
  explanation->distances[at] = distance;
}

/* What all are compared with, and by what. */
typedef struct
{
  const Nearest *nearest;
  guint32 sample;
  const float *code;
  WeftExplanation *explanation;
} Search;

static void
compare_cb (guint32 sample, const float *code, gint64 width, gpointer user)
{
  const Search *search = user;

  if (sample != search->sample)
    insert (search->explanation, (guint) search->nearest->k, sample,
            measure (search->nearest, search->code, code, width));
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  const Nearest *nearest = record;
  const WeftSplit *split = explaining->model->split;
  gint64 all = split->count[WEFT_PART_TRAIN], n = MIN (all, nearest->most);
  g_autofree float *code = weft_code_dup (explaining);
  g_autofree guint32 *samples = g_new (guint32, MAX (n, 1));
  Search search = { nearest, explaining->sample, code, explanation };

  for (gint64 i = 0; i < n; i++)
    samples[i] = split->samples[WEFT_PART_TRAIN][i * all / n];
  explanation->node = weft_code_get_node (explaining);
  explanation->samples = g_new0 (guint32, nearest->k + 1);
  explanation->distances = g_new0 (double, nearest->k + 1);
  return weft_code_each (explaining, samples, n, compare_cb, &search, error);
}

const WeftExplainerRow weft_explainer_nearest = {
  .id = "nearest",
  .title = N_ ("Nearest samples"),
  .summary = N_ ("The training samples that look the most alike to a layer."),
  .form = WEFT_EXPLAINED_SAMPLES,
  .params = params,
  .record_size = sizeof (Nearest),
  .fits = fits,
  .needs = N_ ("There is no training part to look for samples in."),
  .explain = explain,
};
