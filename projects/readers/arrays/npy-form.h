/* npy-form: what arrays mean: pictures, masks, tokens, classes or plain numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/kind.h"
#include "projects/readers/arrays/npy-set.h"
#include "projects/readers/tables/columns.h"

/* What all numbers of an array of every part have in common. */
typedef struct
{
  gboolean is_whole;
  guint n_values; /* different ones, up to WEFT_NPY_VALUES + 1 */
  double least, most;
} WeftNpySurvey;

#define WEFT_NPY_VALUES 1000

typedef struct
{
  WeftKind kind;
  WeftShape shape; /* of a sample in the data set */
  gint64 channels; /* of pictures whose channels come last, else 1 */
  double scale;
  double least; /* of masks: what stands for 0 */
  int classes;  /* of pixels and tokens, else 0 */
} WeftNpyForm;

gboolean weft_npy_survey (WeftNpySurvey *survey, const WeftNpySet *set, gboolean of_y,
                          GError **error);
gboolean weft_npy_form_x (WeftNpyForm *form, const WeftNpySet *set, GError **error);
/* x: its form, which may become another one beside y. */
gboolean weft_npy_form_y (WeftNpyForm *form, WeftNpyForm *x, const WeftNpySet *set, WeftTask task,
                          GError **error);
/* Where a number of the array stands in a sample of the data set. */
static inline gint64
weft_npy_form_place (const WeftNpyForm *form, gint64 place, gint64 n)
{
  return form->channels == 1
             ? place
             : place % form->channels * (n / form->channels) + place / form->channels;
}
