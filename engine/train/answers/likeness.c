/* likeness: whether a sample is like those that a network learnt from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/likeness.h"

#include <math.h>

#include "engine/base/kind.h"

#define MOST_LEARNT 1000
#define MOST_UNSEEN 200
#define LEAST_UNSEEN 20
#define MOST_NUMBERS 1024 /* of a sample: of more every so many */

struct _WeftLikeness
{
  const char *field;   /* interned */
  gint64 all, n, step; /* numbers of a sample; how many of them are looked at, each so many */
  gint64 learnt, unseen;
  float *scale; /* (n): what each is multiplied by */
  float *x;     /* (learnt, n) */
  double *away; /* (unseen): how far each is from the nearest of those */
};

static void
read_sample (const WeftLikeness *likeness, const WeftField *field, gint64 sample, float *whole,
             float *to)
{
  weft_field_get (field, sample, whole);
  for (gint64 i = 0; i < likeness->n; i++)
    to[i] = whole[i * likeness->step] * likeness->scale[i];
}

static double
find_nearest (const WeftLikeness *likeness, const float *x)
{
  float least = INFINITY;

  for (gint64 k = 0; k < likeness->learnt; k++)
    {
      const float *other = likeness->x + k * likeness->n;
      float sum = 0;

      for (gint64 i = 0; i < likeness->n && sum < least; i++)
        sum += (x[i] - other[i]) * (x[i] - other[i]);
      least = MIN (least, sum);
    }
  return sqrt ((double) least);
}

/* Of a row each column by its own deviation; of anything else all numbers alike. */
static void
fit_scale (WeftLikeness *likeness, const WeftField *field)
{
  for (gint64 i = 0; i < likeness->n; i++)
    {
      double sum = 0, squares = 0, m = (double) likeness->learnt, deviation;

      for (gint64 k = 0; k < likeness->learnt; k++)
        {
          double v = (double) likeness->x[k * likeness->n + i];

          sum += v;
          squares += v * v;
        }
      deviation = sqrt (MAX (squares / m - sum / m * sum / m, 0));
      likeness->scale[i] = field->shape.rank <= 1 && deviation > 1e-9 ? (float) (1 / deviation) : 1;
      for (gint64 k = 0; k < likeness->learnt; k++)
        likeness->x[k * likeness->n + i] *= likeness->scale[i];
    }
}

static void
measure_unseen (WeftLikeness *likeness, const WeftModel *model, const WeftField *field,
                float *whole)
{
  const WeftSplit *split = model->split;
  gint64 test = split->count[WEFT_PART_TEST], all = test + split->count[WEFT_PART_VALIDATION];
  g_autofree float *x = g_new (float, likeness->n);

  for (gint64 i = 0; i < likeness->unseen; i++)
    {
      gint64 at = i * all / likeness->unseen;
      guint32 sample = at < test ? split->samples[WEFT_PART_TEST][at]
                                 : split->samples[WEFT_PART_VALIDATION][at - test];

      read_sample (likeness, field, sample, whole, x);
      likeness->away[i] = find_nearest (likeness, x);
    }
}

WeftLikeness *
weft_likeness_new (const WeftModel *model)
{
  const WeftField *field = weft_dataset_get_x (model->dataset);
  const WeftSplit *split = model->split;
  gint64 all = split->count[WEFT_PART_TRAIN],
         unseen = split->count[WEFT_PART_TEST] + split->count[WEFT_PART_VALIDATION];
  WeftLikeness *likeness;
  g_autofree float *whole = NULL;

  if (field->ragged >= 0 || weft_kind_get_type (field->kind) != WEFT_F32 || all == 0
      || unseen < LEAST_UNSEEN)
    return NULL;
  likeness = g_new0 (WeftLikeness, 1);
  likeness->field = field->name;
  likeness->all = weft_shape_count (&field->shape);
  likeness->step = MAX ((likeness->all + MOST_NUMBERS - 1) / MOST_NUMBERS, 1);
  likeness->n = (likeness->all + likeness->step - 1) / likeness->step;
  likeness->learnt = MIN (all, MOST_LEARNT);
  likeness->unseen = MIN (unseen, MOST_UNSEEN);
  likeness->scale = g_new (float, likeness->n);
  likeness->x = g_new (float, likeness->learnt * likeness->n);
  likeness->away = g_new (double, likeness->unseen);
  whole = g_new (float, likeness->all);
  for (gint64 i = 0; i < likeness->n; i++)
    likeness->scale[i] = 1;
  for (gint64 k = 0; k < likeness->learnt; k++)
    read_sample (likeness, field, split->samples[WEFT_PART_TRAIN][k * all / likeness->learnt],
                 whole, likeness->x + k * likeness->n);
  fit_scale (likeness, field);
  measure_unseen (likeness, model, field, whole);
  return likeness;
}

void
weft_likeness_free (WeftLikeness *likeness)
{
  g_free (likeness->scale);
  g_free (likeness->x);
  g_free (likeness->away);
  g_free (likeness);
}

double
weft_likeness_measure (const WeftLikeness *likeness, const WeftDataset *asked, gint64 sample)
{
  const WeftField *field = weft_dataset_find_field (asked, likeness->field);
  g_autofree float *whole = g_new (float, likeness->all), *x = g_new (float, likeness->n);
  gint64 further = 0;
  double away;

  read_sample (likeness, field, sample, whole, x);
  away = find_nearest (likeness, x);
  for (gint64 i = 0; i < likeness->unseen; i++)
    further += likeness->away[i] >= away;
  return (double) further / (double) likeness->unseen;
}

gint64
weft_likeness_get_unseen (const WeftLikeness *likeness)
{
  return likeness->unseen;
}
