/* field-check: whether a field is what its kind says; what comes from files is believed in nothing
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/field.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>
#include "engine/base/sentence.h"

#define MAX_CLASSES (1 << 20) /* so that what is kept a class stays small beside the samples */

/* --- what every field is asked --- */

static gboolean
check_shape (const WeftShape *shape, GError **error)
{
  if (shape->rank < 0 || shape->rank > WEFT_MAX_RANK)
    return weft_sentence_refuse (error, _ ("A sample has %d dimensions; at most %d work."),
                                 shape->rank, WEFT_MAX_RANK);
  for (int i = 0; i < shape->rank; i++)
    if (shape->dims[i] < 1)
      return weft_sentence_refuse (error, _ ("A sample has a dimension of %" PRId64 "."),
                                   shape->dims[i]);
  if (weft_shape_count (shape) > G_MAXINT32)
    return weft_sentence_refuse (error, _ ("A sample has too many numbers."));
  return TRUE;
}

/* Samples follow each other, none empty, none longer than the longest. */
static gboolean
check_lengths (const WeftField *field, gint64 count, GError **error)
{
  if (field->ragged < 0)
    return TRUE;
  if (field->ragged >= field->shape.rank || !field->offsets || field->offsets[0] != 0)
    return weft_sentence_refuse (error, _ ("The lengths of the samples are missing."));
  for (gint64 i = 0; i < count; i++)
    {
      gint64 length = field->offsets[i + 1] - field->offsets[i];

      if (length < 1 || length > field->shape.dims[field->ragged])
        return weft_sentence_refuse (error, _ ("Sample %" PRId64 " has a length of %" PRId64 "."),
                                     i + 1, length);
    }
  return TRUE;
}

static gboolean
check_floats (const WeftField *field, gint64 count, GError **error)
{
  for (gint64 i = 0; field->shape.type == WEFT_F32 && i < count; i++)
    {
      WeftShape shape;
      const float *numbers = weft_field_get_sample (field, i, &shape);
      gint64 n = weft_shape_count (&shape);

      for (gint64 k = 0; k < n; k++)
        if (!isfinite (numbers[k]))
          return weft_sentence_refuse (
              error, _ ("Number %" PRId64 " of sample %" PRId64 " is not finite."), k + 1, i + 1);
    }
  return TRUE;
}

static gboolean
check_names (const WeftField *field, GError **error)
{
  gsize features = field->feature_names ? g_strv_length (field->feature_names) : 0;

  if (features && (gint64) features != weft_shape_count (&field->shape))
    return weft_sentence_refuse (error, _ ("There are %" PRId64 " columns but %u names for them."),
                                 weft_shape_count (&field->shape), (guint) features);
  if (field->class_names && g_strv_length (field->class_names) != (guint) field->classes)
    return weft_sentence_refuse (error, _ ("There are %d classes but %u names for them."),
                                 field->classes, g_strv_length (field->class_names));
  return TRUE;
}

/* --- what each kind is asked --- */

static gboolean
check_picture (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank == 3 && (field->shape.dims[0] == 1 || field->shape.dims[0] == 3))
    return TRUE;
  return weft_sentence_refuse (error,
                               _ ("Pictures have a height, a width and one or three channels."));
}

static gboolean
check_points (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank == 1 && field->shape.dims[0] == 2)
    return TRUE;
  return weft_sentence_refuse (error, _ ("Points have two numbers."));
}

static gboolean
check_classes (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank != 0 || field->shape.type != WEFT_I64 || field->classes < 1)
    return weft_sentence_refuse (error, _ ("The classes are not given as whole numbers."));
  if (field->classes > MAX_CLASSES)
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
check_tokens (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank != 1 || field->shape.type != WEFT_I64)
    return weft_sentence_refuse (error,
                                 _ ("Tokens are given as a row of whole numbers for each sample."));
  if (field->classes > MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("A vocabulary of %d is too large."), field->classes);
  for (gint64 i = 0; i < count; i++)
    if (!check_vocabulary (field, i, error))
      return FALSE;
  return TRUE;
}

static gboolean
check_mask (const WeftField *field, gint64 count, GError **error)
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

static gboolean (*const checks[WEFT_N_KINDS]) (const WeftField *, gint64, GError **) = {
  [WEFT_KIND_PICTURE] = check_picture, [WEFT_KIND_POINTS] = check_points,
  [WEFT_KIND_CLASS] = check_classes,   [WEFT_KIND_TOKENS] = check_tokens,
  [WEFT_KIND_MASK] = check_mask,
};

gboolean
weft_field_check (const WeftField *field, gint64 count, GError **error)
{
  if (field->kind >= WEFT_N_KINDS)
    return weft_sentence_refuse (error, _ ("“%s” is of a kind that is not known."), field->name);
  if (!check_shape (&field->shape, error))
    return FALSE;
  if (!field->data)
    return weft_sentence_refuse (error, _ ("The samples are missing."));
  if (!isfinite (field->scale) || field->scale == 0)
    return weft_sentence_refuse (error, _ ("The scale of the samples does not work."));
  if ((weft_kind_get_type (field->kind) == WEFT_I64) != (field->classes != 0))
    return weft_sentence_refuse (error, _ ("There are classes, but no class for each sample."));
  return check_lengths (field, count, error) && check_names (field, error)
         && (!checks[field->kind] || checks[field->kind](field, count, error))
         && check_floats (field, count, error);
}
