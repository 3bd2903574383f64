/* excitation: a sample that is made so that a unit answers as strongly as it can (Erhan et al.
 * 2009): steps up along its gradient, of a length of their own, from almost nothing
 *
 * The unit is one of the node that is looked at, where that leads to the answer, else of the
 * answer. In a graph the recipe “input” does so at leisure, with an optimiser. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/random.h"
#include "engine/train/model/scaling.h"

#define BEGIN 0.01 /* deviation of what it begins with */

typedef struct
{
  int steps;
  double rate;
  double decay;
} Excitation;

static const WeftParam params[] = {
  WEFT_INT (Excitation, steps, 64, 1, 4096, .ui_max = 256, .label = N_ ("Steps"),
            .help = N_ ("How often the sample is moved along the gradient")),
  WEFT_REAL (Excitation, rate, 0.1, 1e-6, 1e3, .unit = WEFT_UNIT_RATE, .label = N_ ("Step length"),
             .help = N_ ("By how much a number moves in one step, on average")),
  WEFT_REAL (Excitation, decay, 0.01, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Decay"),
             .help = N_ ("Which share of each number fades in one step, so that only what matters "
                         "stays")),
  { NULL },
};

#define value_at(explaining, i)                                                                    \
  (&g_array_index ((explaining)->program->values, WeftProgramValue, i))

static int
find_asked (const WeftExplaining *explaining)
{
  int value = weft_explaining_find_node (explaining, explaining->node);

  return value >= 0 && value_at (explaining, value)->role == WEFT_VALUE_RESULT ? value
                                                                               : explaining->answer;
}

static gboolean
fits (const WeftExplaining *explaining)
{
  return explaining->n_footings > 0 && explaining->footings[0].is_input
         && explaining->footings[0].field == weft_dataset_get_x (explaining->model->dataset);
}

/* Of (C, H, W) a unit is a channel, of (T, D) a number of each step. */
static void
find_units (const WeftShape *one, gint64 *units, gint64 *stride, gint64 *times)
{
  gint64 count = weft_shape_count (one);

  *units = one->rank == 0 ? 1 : one->rank == 2 ? one->dims[1] : one->dims[0];
  *times = count / MAX (*units, 1);
  *stride = one->rank == 2 ? *units : 1;
}

/* The unit that answers the sample most, where nobody says which. */
static gint64
choose_unit (const WeftExplaining *explaining, int value, gint64 units, gint64 stride, gint64 times)
{
  const float *x = weft_explaining_get (explaining, value);
  gint64 best = 0;
  double most = -INFINITY;

  if (explaining->unit >= 0 && explaining->unit < units)
    return explaining->unit;
  for (gint64 u = 0; u < units; u++)
    {
      double sum = 0;

      for (gint64 i = 0; i < times; i++)
        sum += (double) x[stride > 1 ? i * stride + u : u * times + i];
      if (sum > most)
        {
          most = sum;
          best = u;
        }
    }
  return best;
}

static void
ask_unit (WeftPass *pass, const WeftExplaining *explaining, WeftExplanation *explanation)
{
  WeftShape one = weft_shape_of_one (&value_at (explaining, pass->asked)->shape);
  gint64 units, stride, times;

  if (pass->asked == explaining->answer)
    return;
  find_units (&one, &units, &stride, &times);
  explanation->node = value_at (explaining, pass->asked)->node;
  explanation->unit = choose_unit (explaining, pass->asked, units, stride, times);
  for (gint64 i = 0; i < times; i++)
    pass->ask[stride > 1 ? i * stride + explanation->unit : explanation->unit * times + i]
        = 1.0f / (float) times;
}

/* What pictures of bytes hold lies between 0 and 1, before it is standardised. */
static void
clamp (const WeftFeed *feed, float *x, gint64 n)
{
  if (feed->field->shape.type != WEFT_U8)
    return;
  weft_scaling_undo (&feed->scaling, x, 1);
  for (gint64 i = 0; i < n; i++)
    x[i] = CLAMP (x[i], 0.0f, 1.0f);
  weft_scaling_apply (&feed->scaling, x, 1);
}

static void
move (const Excitation *excitation, const float *gradient, float *x, gint64 n)
{
  double sum = 0, length;

  for (gint64 i = 0; i < n; i++)
    sum += (double) gradient[i] * (double) gradient[i];
  length = sqrt (sum / (double) n);
  for (gint64 i = 0; i < n; i++)
    {
      double along = length > 0 ? (double) gradient[i] / length : 0;

      x[i] = (float) ((1 - excitation->decay) * (double) x[i] + excitation->rate * along);
    }
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  const Excitation *excitation = record;
  const WeftRandom random = { explaining->state->seed, WEFT_STREAM_CHECK, 0 };
  const WeftFooting *footing = &explaining->footings[0];
  const WeftFeed *feed = weft_model_get_x (explaining->model);
  gint64 n = footing->places;
  g_auto (WeftPass) pass = { NULL };
  float *numbers;

  if (!weft_pass_init (&pass, explaining, find_asked (explaining), footing, 1, 1, error))
    return FALSE;
  ask_unit (&pass, explaining, explanation);
  weft_random_fill_normal (&random, pass.at[0], (gsize) n, 0, BEGIN);
  clamp (feed, pass.at[0], n);
  for (int step = 0; step < excitation->steps; step++)
    {
      if (!weft_pass_run (&pass))
        return FALSE;
      explanation->score = weft_pass_get_score (&pass, 0);
      if (weft_pass_get_gradient (&pass, 0) != NULL)
        move (excitation, weft_pass_get_gradient (&pass, 0), pass.at[0], n);
      clamp (feed, pass.at[0], n);
    }
  numbers = weft_explanation_begin (explanation, explaining, footing->field, error);
  for (gint64 i = 0; numbers != NULL && i < n; i++)
    numbers[i] = pass.at[0][i];
  if (numbers != NULL && n == feed->count)
    weft_scaling_undo (&feed->scaling, numbers, 1);
  return numbers != NULL;
}

const WeftExplainerRow weft_explainer_excitation = {
  .id = "excitation",
  .title = N_ ("What excites it"),
  .summary = N_ ("A sample that is made so that a unit, channel or class answers strongly."),
  .form = WEFT_EXPLAINED_MADE,
  .params = params,
  .record_size = sizeof (Excitation),
  .fits = fits,
  .needs = N_ ("Words and classes cannot be made by a gradient, only numbers can."),
  .explain = explain,
};
