/* class: which of a number of things it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "engine/base/sentence.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank != 0 || field->shape.type != WEFT_I64 || field->classes < 1)
    return weft_sentence_refuse (error, _ ("The classes are not given as whole numbers."));
  if (field->classes > WEFT_MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("%d classes are too many."), field->classes);
  for (gint64 i = 0; i < count; i++)
    {
      gint64 label = weft_field_get_class (field, i);

      if (label < 0 || label >= field->classes)
        return weft_sentence_refuse (
            error, _ ("Sample %" PRId64 " has class %" PRId64 ", but there are %d classes."), i + 1,
            label, field->classes);
    }
  return TRUE;
}

/* −log of the probability of the true class. */
static double
badness (const float *logits, gconstpointer target, gint64 width, gint64 n_target)
{
  gint64 wanted = *(const gint64 *) target;
  float highest = logits[0];
  double sum = 0;

  for (gint64 c = 1; c < width; c++)
    highest = fmaxf (highest, logits[c]);
  for (gint64 c = 0; c < width; c++)
    sum += exp ((double) (logits[c] - highest));
  return log (sum) + (double) (highest - logits[CLAMP (wanted, 0, width - 1)]);
}

static char *
dup_name (const WeftDataset *dataset, const WeftField *field, gint64 sample)
{
  gint64 c = weft_field_get_class (field, sample);
  char *name = weft_dataset_dup_class_name (dataset, field, c);

  return name ? name : g_strdup_printf ("%" PRId64, c);
}

const WeftKindRow weft_kind_row_class = {
  .check = check,
  .loss = "cross_entropy",
  .answer = WEFT_ANSWER_CHOICE,
  .has_classes = TRUE,
  .dup_name = dup_name,
  .badness = badness,
};
