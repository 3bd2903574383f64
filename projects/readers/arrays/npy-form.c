/* npy-form: what arrays mean: pictures, masks, tokens, classes or plain numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/npy-form.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/error.h"
#include "engine/base/sentence.h"
#include "projects/readers/tables/column.h"

/* --- the numbers --- */

typedef struct
{
  WeftNpySurvey *survey;
  GHashTable *seen;
  gint64 column; /* the one that is looked at; −1: all */
} Looking;

static gboolean
look (gpointer user, gint64 sample, gint64 place, double number, GError **error)
{
  Looking *looking = user;
  WeftNpySurvey *survey = looking->survey;

  if ((looking->column >= 0 && place != looking->column) || !isfinite (number))
    return TRUE;
  survey->is_whole = survey->is_whole && number == floor (number) && fabs (number) < 1e9;
  survey->least = MIN (survey->least, number);
  survey->most = MAX (survey->most, number);
  if (survey->n_values <= WEFT_NPY_VALUES && !g_hash_table_contains (looking->seen, &number))
    {
      g_hash_table_add (looking->seen, g_memdup2 (&number, sizeof number));
      survey->n_values++;
    }
  return TRUE;
}

gboolean
weft_npy_survey (WeftNpySurvey *survey, const WeftNpySet *set, gboolean of_y, GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new_full (g_double_hash, g_double_equal, g_free, NULL);
  Looking looking = { survey, seen, -1 };

  *survey = (WeftNpySurvey){ .is_whole = TRUE, .least = INFINITY, .most = -INFINITY };
  if (of_y && set->is_table)
    looking.column = set->pairs[0].x.shape.dims[0] - 1;
  for (guint i = 0; i < set->n_pairs; i++)
    {
      WeftNpy npy = of_y && !set->is_table ? set->pairs[i].y : set->pairs[i].x; /* borrowed */

      if (!weft_npy_walk (&npy, look, &looking, error) || !weft_npy_rewind (&npy, error))
        return FALSE;
    }
  return TRUE;
}

/* --- what samples are shown by --- */

static gboolean
has_colours (gint64 channels)
{
  return channels == 1 || channels == 3;
}

/* (H, W), (C, H, W) and (H, W, C) of one channel or three; of numbers that are no bytes (H, W) is
 * a picture where it is as high as it is wide. */
static gboolean
take_picture (const WeftNpy *npy, WeftNpyForm *form)
{
  const gint64 *d = npy->shape.dims;
  gboolean is_byte = npy->shape.type == WEFT_U8;

  form->channels = 1;
  if (npy->shape.rank == 2 && (is_byte || d[0] == d[1]))
    form->shape = WEFT_SHAPE (1, d[0], d[1]);
  else if (npy->shape.rank == 3 && has_colours (d[0]))
    form->shape = WEFT_SHAPE (d[0], d[1], d[2]);
  else if (npy->shape.rank == 3 && has_colours (d[2]))
    {
      form->shape = WEFT_SHAPE (d[2], d[0], d[1]);
      form->channels = d[2];
    }
  else
    return FALSE;
  form->kind = WEFT_KIND_PICTURE;
  form->shape.type = npy->shape.type;
  return TRUE;
}

/* Pictures are 0 to 1: what was saved as 0 to 255 is made so. */
static gboolean
find_scale (WeftNpyForm *form, const WeftNpySet *set, gboolean of_y, GError **error)
{
  const WeftNpy *npy = of_y ? &set->pairs[0].y : &set->pairs[0].x;
  WeftNpySurvey survey = { .least = 0, .most = weft_npy_is_bool (npy) ? 1 : 255 };

  if (form->shape.type != WEFT_U8 && !weft_npy_survey (&survey, set, of_y, error))
    return FALSE;
  form->scale = survey.least >= 0 && survey.most > 2 && survey.most <= 255 ? 1.0 / 255 : 1;
  return TRUE;
}

gboolean
weft_npy_form_x (WeftNpyForm *form, const WeftNpySet *set, GError **error)
{
  const WeftNpy *x = &set->pairs[0].x;

  *form = (WeftNpyForm){ .scale = 1, .channels = 1 };
  if (take_picture (x, form))
    return find_scale (form, set, FALSE, error);
  form->kind = WEFT_KIND_NUMBERS;
  form->shape = x->shape;
  if (set->is_table)
    form->shape = WEFT_SHAPE (x->shape.dims[0] - 1);
  else if (x->shape.rank == 0)
    form->shape = WEFT_SHAPE (1);
  form->shape.type = WEFT_F32;
  return TRUE;
}

/* --- what is said of them --- */

/* Whether there is one number or word for each sample. */
static gboolean
is_single (const WeftNpySet *set)
{
  return set->is_table || weft_shape_count (&set->pairs[0].y.shape) == 1;
}

/* A whole number in place of a measure: those that were saved as whole numbers may be more. */
static gboolean
is_class (const WeftNpySet *set, const WeftNpySurvey *survey)
{
  gboolean is_whole = !set->is_table && weft_npy_is_whole (&set->pairs[0].y);

  return survey->is_whole && survey->n_values > 1
         && survey->n_values <= (is_whole ? MAX (WEFT_NPY_VALUES / 2, 1) : WEFT_COLUMN_MAX_CLASSES)
         && survey->n_values * 2 <= set->pairs[0].x.count;
}

static gboolean
fail_task (const WeftNpySet *set, const char *what, GError **error)
{
  return weft_npy_fail (set->is_table ? &set->pairs[0].x : &set->pairs[0].y, error, what);
}

static gboolean
form_single (WeftNpyForm *form, const WeftNpySet *set, WeftTask task, GError **error)
{
  WeftNpySurvey survey;
  gboolean classes;

  form->kind = WEFT_KIND_CLASS;
  form->shape = (WeftShape){ .type = WEFT_I64 };
  if (!set->is_table && weft_npy_is_words (&set->pairs[0].y))
    return task != WEFT_TASK_NUMBER
           || fail_task (set, _ ("it holds words, which are no numbers to be predicted."), error);
  if (!weft_npy_survey (&survey, set, TRUE, error))
    return FALSE;
  if (survey.n_values < 2)
    return fail_task (set, _ ("what is to be predicted is the same for every sample."), error);
  if (task == WEFT_TASK_CLASS && (!survey.is_whole || survey.n_values > WEFT_NPY_VALUES))
    return fail_task (set,
                      _ ("what is to be predicted as a class is no whole number, or there are more "
                         "than a thousand of them. Predict a number."),
                      error);
  classes = task == WEFT_TASK_AUTO ? is_class (set, &survey) : task == WEFT_TASK_CLASS;
  if (classes)
    return TRUE;
  form->kind = WEFT_KIND_NUMBERS;
  form->shape = WEFT_SHAPE (1);
  return TRUE;
}

/* Whether y says something of each pixel of x: (H, W), or with a channel of one beside. */
static gboolean
is_of_pixels (const WeftShape *x, const WeftShape *y)
{
  int first = y->rank == 3 && y->dims[0] == 1 ? 1 : 0;

  return (y->rank == 2 || (y->rank == 3 && (first || y->dims[2] == 1)))
         && y->dims[first] == x->dims[1] && y->dims[first + 1] == x->dims[2];
}

static gboolean
form_pixels (WeftNpyForm *form, const WeftNpyForm *x, const WeftNpySet *set, GError **error)
{
  WeftNpySurvey survey;

  if (!weft_npy_survey (&survey, set, TRUE, error))
    return FALSE;
  if (survey.least < 0 || survey.most > 255)
    return fail_task (set, _ ("the classes of pixels are whole numbers from 0 to 255."), error);
  form->kind = survey.n_values <= 2 ? WEFT_KIND_MASK : WEFT_KIND_AREAS;
  form->shape = survey.n_values <= 2 ? WEFT_SHAPE (1, x->shape.dims[1], x->shape.dims[2])
                                     : WEFT_SHAPE (x->shape.dims[1], x->shape.dims[2]);
  form->shape.type = WEFT_U8;
  form->least = survey.n_values == 2 ? survey.least : 0;
  form->classes = form->kind == WEFT_KIND_AREAS ? (int) survey.most + 1 : 0;
  return TRUE;
}

/* Both are rows of whole numbers of one length: words by their numbers. */
static gboolean
are_tokens (const WeftNpySet *set)
{
  const WeftNpy *x = &set->pairs[0].x, *y = &set->pairs[0].y;

  return x->shape.rank == 1 && y->shape.rank == 1 && x->shape.dims[0] == y->shape.dims[0]
         && x->shape.dims[0] > 1 && weft_npy_is_whole (x) && weft_npy_is_whole (y)
         && !weft_npy_is_bool (y);
}

static gboolean
form_tokens (WeftNpyForm *form, const WeftNpySet *set, gboolean of_y, GError **error)
{
  const WeftNpy *npy = of_y ? &set->pairs[0].y : &set->pairs[0].x;
  WeftNpySurvey survey;

  if (!weft_npy_survey (&survey, set, of_y, error))
    return FALSE;
  if (survey.least < 0)
    return weft_npy_fail (npy, error, _ ("a token is below 0; tokens count from 0."));
  form->kind = WEFT_KIND_TOKENS;
  form->shape = npy->shape;
  form->shape.type = WEFT_I64;
  form->classes = (int) MAX (survey.most + 1, 2);
  return TRUE;
}

gboolean
weft_npy_form_y (WeftNpyForm *form, WeftNpyForm *x, const WeftNpySet *set, WeftTask task,
                 GError **error)
{
  const WeftNpy *y = &set->pairs[0].y;

  *form = (WeftNpyForm){ .scale = 1, .channels = 1 };
  if (is_single (set))
    return form_single (form, set, task, error);
  if (weft_npy_is_words (y))
    return weft_npy_fail (y, error, _ ("one word for each sample can be predicted, not several."));
  if (are_tokens (set))
    return form_tokens (x, set, FALSE, error) && form_tokens (form, set, TRUE, error);
  if (x->kind == WEFT_KIND_PICTURE && weft_npy_is_whole (y) && is_of_pixels (&x->shape, &y->shape))
    return form_pixels (form, x, set, error);
  if (x->kind == WEFT_KIND_PICTURE && take_picture (y, form)
      && weft_shape_same_dims (&x->shape, &form->shape, 1))
    return find_scale (form, set, TRUE, error);
  *form = (WeftNpyForm){ .kind = WEFT_KIND_NUMBERS, .scale = 1, .channels = 1, .shape = y->shape };
  form->shape.type = WEFT_F32;
  return TRUE;
}
