/* areas: which of a number of things each pixel of the picture beside it shows, (H, W) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/sentence.h"

static gboolean
check_labels (const WeftField *field, gint64 sample, gint64 *labels, GError **error)
{
  gint64 n = weft_shape_count (&field->shape);

  weft_field_get_labels (field, sample, labels);
  for (gint64 i = 0; i < n; i++)
    if (labels[i] < 0 || labels[i] >= field->classes)
      return weft_sentence_refuse (
          error,
          _ ("A pixel of sample %" PRId64 " has class %" PRId64 ", but there are %d classes."),
          sample + 1, labels[i], field->classes);
  return TRUE;
}

/* Whole numbers, a byte each where that is enough. */
static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  g_autofree gint64 *labels = NULL;

  if (field->shape.rank != 2 || field->ragged >= 0
      || (field->shape.type != WEFT_U8 && field->shape.type != WEFT_I64) || field->classes < 1)
    return weft_sentence_refuse (error, _ ("The classes of the pixels are not given as a picture "
                                           "of whole numbers for each sample."));
  if (field->classes > WEFT_MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("%d classes are too many."), field->classes);
  labels = g_new (gint64, weft_shape_count (&field->shape));
  for (gint64 i = 0; i < count; i++)
    if (!check_labels (field, i, labels, error))
      return FALSE;
  return TRUE;
}

/* It is of the picture that is shown. */
static gboolean
check_beside (const WeftDataset *dataset, const WeftField *areas, GError **error)
{
  const WeftShape *x = &weft_dataset_get_x (dataset)->shape;

  if (x->rank == 3 && x->dims[1] == areas->shape.dims[0] && x->dims[2] == areas->shape.dims[1])
    return TRUE;
  return weft_sentence_refuse (
      error, _ ("The pictures of labels do not have the size of the pictures beside them."));
}

/* The share of the places whose likeliest class is not theirs. */
static double
badness (const float *logits, gconstpointer target, gint64 width, gint64 wanted)
{
  const gint64 *labels = target;
  gint64 wrong = 0;

  for (gint64 i = 0; i < wanted; i++)
    {
      gint64 best = 0;

      for (gint64 c = 1; c < width / wanted; c++)
        if (logits[c * wanted + i] > logits[best * wanted + i])
          best = c;
      wrong += best != labels[i];
    }
  return (double) wrong / (double) wanted;
}

const WeftKindRow weft_kind_row_areas = {
  .check = check,
  .check_beside = check_beside,
  .loss = "cross_entropy",
  .answer = WEFT_ANSWER_AREAS,
  .has_classes = TRUE,
  .badness = badness,
};
