/* scores: answers in the order of how sure they are of a yes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/scores.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/metrics/likelihood.h"

#define BINS (1 << 15)

typedef struct
{
  float score;
  gint32 is_yes;
} Scored;

typedef struct
{
  gint64 n;
  Scored kept[WEFT_SCORES_EXACT]; /* while there are no more */
  guint32 bins[BINS][2];          /* then: how many no, how many yes */
} Column;

typedef struct
{
  gboolean is_foreign; /* a target that is neither a class nor 0 or 1 */
  Column columns[];
} State;

/* One for each class but where there are two. */
static gint64
count_columns (const WeftAnswers *form)
{
  return form->is_labelled && form->width > 2 ? form->width : 1;
}

gsize
weft_scores_count_bytes (const WeftAnswers *form)
{
  return sizeof (State) + (gsize) count_columns (form) * sizeof (Column);
}

/* Bins are in the order of the numbers: of a float's bits those of the negative ones run backwards.
 */
static guint
find_bin (float score)
{
  guint32 bits;

  memcpy (&bits, &score, sizeof bits);
  return (bits & 0x80000000u ? ~bits : bits | 0x80000000u) >> 17;
}

static void
add_score (Column *column, float score, gboolean is_yes)
{
  if (column->n == WEFT_SCORES_EXACT)
    for (gsize i = 0; i < WEFT_SCORES_EXACT; i++)
      column->bins[find_bin (column->kept[i].score)][column->kept[i].is_yes]++;
  if (column->n < WEFT_SCORES_EXACT)
    column->kept[column->n] = (Scored){ score, is_yes };
  else
    column->bins[find_bin (score)][is_yes]++;
  column->n++;
}

static void
add_labels (State *state, const WeftAnswers *answers)
{
  gint64 classes = answers->width, sought = answers->positive > 0 ? answers->positive - 1 : 1;

  for (gint64 i = 0; i < answers->n; i++)
    {
      const float *scores = answers->prediction + i * classes;
      double whole = weft_likelihood_log_sum (scores, classes);

      if (answers->label[i] < 0 || answers->label[i] >= classes)
        state->is_foreign = TRUE;
      else if (classes == 2)
        add_score (&state->columns[0], scores[sought] - scores[1 - sought],
                   answers->label[i] == sought);
      else
        for (gint64 c = 0; c < classes; c++)
          add_score (&state->columns[c], (float) (scores[c] - whole), answers->label[i] == c);
    }
}

void
weft_scores_add (gpointer state, const WeftAnswers *answers)
{
  if (answers->is_labelled)
    {
      add_labels (state, answers);
      return;
    }
  for (gint64 i = 0; i < answers->n * answers->width; i++)
    if (answers->wanted[i] != 0.0f && answers->wanted[i] != 1.0f)
      ((State *) state)->is_foreign = TRUE;
    else
      add_score (((State *) state)->columns, answers->prediction[i], answers->wanted[i] == 1.0f);
}

static int
compare (const void *a, const void *b)
{
  float x = ((const Scored *) a)->score, y = ((const Scored *) b)->score;

  return (x < y) - (x > y);
}

/* The thresholds of those that were kept. */
static gint64
list_kept (const Column *column, WeftThreshold *thresholds)
{
  g_autofree Scored *sorted = g_memdup2 (column->kept, (gsize) column->n * sizeof *column->kept);
  gint64 n = 0;

  qsort (sorted, (gsize) column->n, sizeof *sorted, compare);
  for (gint64 i = 0; i < column->n; i++)
    {
      if (i == 0 || sorted[i].score != sorted[i - 1].score)
        thresholds[n++] = (WeftThreshold){ 0 };
      thresholds[n - 1].yes += sorted[i].is_yes;
      thresholds[n - 1].no += !sorted[i].is_yes;
    }
  return n;
}

static gint64
list_bins (const Column *column, WeftThreshold *thresholds)
{
  gint64 n = 0;

  for (int bin = BINS - 1; bin >= 0; bin--)
    if (column->bins[bin][0] + column->bins[bin][1] > 0)
      thresholds[n++] = (WeftThreshold){ column->bins[bin][1], column->bins[bin][0] };
  return n;
}

static double
judge_column (const Column *column, WeftScoresFunc judge)
{
  gboolean is_exact = column->n <= WEFT_SCORES_EXACT;
  g_autofree WeftThreshold *thresholds
      = g_new (WeftThreshold, is_exact ? MAX (1, column->n) : BINS);
  gint64 n = is_exact ? list_kept (column, thresholds) : list_bins (column, thresholds);
  double yes = 0, no = 0;

  for (gint64 i = 0; i < n; i++)
    {
      yes += (double) thresholds[i].yes;
      no += (double) thresholds[i].no;
    }
  return yes > 0 && no > 0 ? judge (thresholds, n, yes, no) : NAN;
}

double
weft_scores_end (gconstpointer data, const WeftAnswers *form, WeftScoresFunc judge)
{
  const State *state = data;
  double sum = 0;
  gint64 n = 0;

  for (gint64 c = 0; !state->is_foreign && c < count_columns (form); c++)
    {
      double figure = judge_column (&state->columns[c], judge);

      if (isnan (figure))
        continue;
      sum += figure;
      n++;
    }
  return n > 0 ? sum / (double) n : NAN;
}
