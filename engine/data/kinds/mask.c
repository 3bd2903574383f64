/* mask: which pixels of the picture beside it belong to something, (1, H, W), 0 or 1 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>

#include "engine/base/sentence.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  gint64 n = weft_shape_count (&field->shape);

  if (field->shape.rank != 3 || field->shape.type != WEFT_U8 || field->shape.dims[0] != 1)
    return weft_sentence_refuse (error, _ ("The masks do not have the size of the pictures."));
  for (gint64 i = 0; i < count; i++)
    {
      const guint8 *mask = weft_field_get_sample (field, i, NULL);

      for (gint64 k = 0; k < n; k++)
        if (mask[k] > 1)
          return weft_sentence_refuse (error, _ ("A mask holds %d; only 0 and 1 have a meaning."),
                                       mask[k]);
    }
  return TRUE;
}

/* It is of the picture that is shown. */
static gboolean
check_beside (const WeftDataset *dataset, const WeftField *mask, GError **error)
{
  const WeftShape *x = &weft_dataset_get_x (dataset)->shape;

  if (x->rank == 3 && x->dims[1] == mask->shape.dims[1] && x->dims[2] == mask->shape.dims[2])
    return TRUE;
  return weft_sentence_refuse (error, _ ("The masks do not have the size of the pictures."));
}

/* 1 − the intersection of logits > 0 and the mask over their union. */
static double
badness (const float *logits, gconstpointer target, gint64 width, gint64 wanted)
{
  const float *mask = target;
  gint64 both = 0, either = 0;

  for (gint64 i = 0; i < width; i++)
    {
      both += logits[i] > 0 && mask[i] > 0.5f;
      either += logits[i] > 0 || mask[i] > 0.5f;
    }
  return either > 0 ? 1 - (double) both / (double) either : 0;
}

const WeftKindRow weft_kind_row_mask = {
  .check = check,
  .check_beside = check_beside,
  .loss = "bce_with_logits",
  .answer = WEFT_ANSWER_MARKS,
  .badness = badness,
};
