/* tokens: words of a vocabulary, a row of them a sample */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/near-kinds.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "engine/base/sentence.h"

static gboolean
check_vocabulary (const WeftField *field, gint64 sample, GError **error)
{
  WeftShape shape;
  const gint64 *token = weft_field_get_sample (field, sample, &shape);

  for (gint64 i = 0; i < shape.dims[0]; i++)
    if (token[i] < 0 || token[i] >= field->classes)
      return weft_sentence_refuse (error, _ ("Token %" PRId64 " is beyond the vocabulary of %d."),
                                   token[i], field->classes);
  return TRUE;
}

/* Whole numbers below that of the vocabulary, a row of them a sample. */
static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank != 1 || field->shape.type != WEFT_I64)
    return weft_sentence_refuse (error,
                                 _ ("Tokens are given as a row of whole numbers for each sample."));
  if (field->classes > WEFT_MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("A vocabulary of %d is too large."), field->classes);
  for (gint64 i = 0; i < count; i++)
    if (!check_vocabulary (field, i, error))
      return FALSE;
  return TRUE;
}

static char *
dup_size (const WeftField *field, const char *numbers)
{
  gulong n = (gulong) weft_shape_count (&field->shape);

  return g_strdup_printf (ngettext ("up to %s token each", "up to %s tokens each", n), numbers);
}

const WeftKindRow weft_kind_row_tokens = {
  .check = check,
  .loss = "cross_entropy",
  .answer = WEFT_ANSWER_WORDS,
  .has_classes = TRUE,
  .dup_size = dup_size,
  .near = &weft_near_texts,
};
