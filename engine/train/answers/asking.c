/* asking: what is asked of an answer, by how what is said of a field is read */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/asking.h"

#include "engine/data/kind-row.h"
#include "engine/metrics/metric.h"
#include "engine/train/model/judges.h"

#define FEW 64 /* numbers: of more each is as good as another, and all are asked about */

static void
ask_all (WeftExplaining *explaining, gint64 n)
{
  for (gint64 i = 0; i < n; i++)
    explaining->ask[i] = 1;
}

/* The score of a class; of two that share one number it is for the second, and against the first.
 */
static void
ask_choice (WeftExplaining *explaining, const float *answer, gint64 n)
{
  gboolean is_one = n == 1;
  gint64 said = is_one ? answer[0] > 0 : weft_metric_argmax (answer, n);

  if (explaining->unit < 0 || explaining->unit >= MAX (n, 2))
    explaining->unit = said;
  if (is_one)
    explaining->ask[0] = explaining->unit > 0 ? 1 : -1;
  else
    explaining->ask[explaining->unit] = 1;
}

/* Of each step that is real the word that is said there, or one word; `none` says nothing. */
static void
ask_steps (WeftExplaining *explaining, const float *answer, gint64 n, gint64 none)
{
  gint64 words = explaining->shape.dims[explaining->shape.rank - 1], steps = n / words, asked = 0;
  const WeftField *field = weft_model_get_target (explaining->model, explaining->judge);
  gint64 real
      = field != NULL && field->ragged >= 0 && none < 0
            ? weft_lengths_of (explaining->model->dataset, explaining->sample, (guint) field->t)
            : steps;

  for (gint64 t = 0; t < MIN (steps, real); t++)
    {
      gint64 word = explaining->unit >= 0 && explaining->unit < words
                        ? explaining->unit
                        : weft_metric_argmax (answer + t * words, words);

      if (word == none)
        continue;
      explaining->ask[t * words + word] = 1;
      asked++;
    }
  if (asked == 0)
    ask_all (explaining, n);
}

static void
ask_words (WeftExplaining *explaining, const float *answer, gint64 n)
{
  ask_steps (explaining, answer, n, -1);
}

/* The places that are said to belong; of none, all. */
static void
ask_marks (WeftExplaining *explaining, const float *answer, gint64 n)
{
  gint64 marked = 0;

  for (gint64 i = 0; i < n; i++)
    if (answer[i] > 0)
      {
        explaining->ask[i] = 1;
        marked++;
      }
  if (marked == 0)
    ask_all (explaining, n);
}

/* (C, places): the class of a place. */
static gint64
find_class (const float *answer, gint64 classes, gint64 places, gint64 place)
{
  gint64 best = 0;

  for (gint64 c = 1; c < classes; c++)
    if (answer[c * places + place] > answer[best * places + place])
      best = c;
  return best;
}

/* The class that most places have, of those but the first, which is the ground, where it can be. */
static gint64
find_largest (const float *answer, gint64 classes, gint64 places)
{
  g_autofree gint64 *count = g_new0 (gint64, classes);
  gint64 best = 0;

  for (gint64 i = 0; i < places; i++)
    count[find_class (answer, classes, places, i)]++;
  for (gint64 c = 1; c < classes; c++)
    if (count[c] > 0 && (best == 0 || count[c] > count[best]))
      best = c;
  return best;
}

static void
ask_areas (WeftExplaining *explaining, const float *answer, gint64 n)
{
  gint64 classes = explaining->shape.dims[0], places = n / classes, asked = 0;

  if (explaining->unit < 0 || explaining->unit >= classes)
    explaining->unit = find_largest (answer, classes, places);
  for (gint64 i = 0; i < places; i++)
    if (find_class (answer, classes, places, i) == explaining->unit)
      {
        explaining->ask[explaining->unit * places + i] = 1;
        asked++;
      }
  for (gint64 i = 0; asked == 0 && i < places; i++)
    explaining->ask[explaining->unit * places + i] = 1;
}

static void
ask_numbers (WeftExplaining *explaining, const float *answer, gint64 n)
{
  if (explaining->unit < 0 && n <= FEW)
    explaining->unit = 0;
  if (explaining->unit >= 0 && explaining->unit < n)
    explaining->ask[explaining->unit] = 1;
  else
    ask_all (explaining, n);
}

void
weft_explaining_choose (WeftExplaining *explaining)
{
  static void (*const by_answer[]) (WeftExplaining *, const float *, gint64) = {
    [WEFT_ANSWER_NUMBERS] = ask_numbers, [WEFT_ANSWER_CHOICE] = ask_choice,
    [WEFT_ANSWER_MARKS] = ask_marks,     [WEFT_ANSWER_WORDS] = ask_words,
    [WEFT_ANSWER_AREAS] = ask_areas,     [WEFT_ANSWER_BOXES] = ask_marks,
    [WEFT_ANSWER_FRAMES] = ask_numbers,
  };
  const WeftModel *model = explaining->model;
  const WeftField *target = explaining->judge < model->n_judges
                                ? weft_model_get_target (model, explaining->judge)
                                : NULL;
  int blank
      = explaining->judge < model->n_judges ? model->judges[explaining->judge].judged.blank : 0;
  gint64 n = weft_explaining_count (explaining, explaining->answer);
  const float *answer = weft_explaining_get (explaining, explaining->answer);

  if (blank > 0)
    ask_steps (explaining, answer, n, blank - 1);
  else if (target == NULL)
    ask_numbers (explaining, answer, n);
  else
    by_answer[weft_kind_get_row (target->kind)->answer](explaining, answer, n);
}
