/* field-check: whether a field is what every field must be, and what its kind asks; what comes from
 * files is believed in nothing */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/field.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "engine/base/sentence.h"
#include "engine/data/kind-row.h"

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
  gboolean is_of_rows = field->shape.rank == 2 && (gint64) features == field->shape.dims[1];

  if (features && !is_of_rows && (gint64) features != weft_shape_count (&field->shape))
    return weft_sentence_refuse (error, _ ("There are %" PRId64 " columns but %u names for them."),
                                 weft_shape_count (&field->shape), (guint) features);
  if (field->class_names && g_strv_length (field->class_names) != (guint) field->classes)
    return weft_sentence_refuse (error, _ ("There are %d classes but %u names for them."),
                                 field->classes, g_strv_length (field->class_names));
  return TRUE;
}

gboolean
weft_field_check (const WeftField *field, gint64 count, GError **error)
{
  const WeftKindRow *row;

  if (field->kind >= WEFT_N_KINDS)
    return weft_sentence_refuse (error, _ ("“%s” is of a kind that is not known."), field->name);
  row = weft_kind_get_row (field->kind);
  if (!check_shape (&field->shape, error))
    return FALSE;
  if (!field->data)
    return weft_sentence_refuse (error, _ ("The samples are missing."));
  if (!isfinite (field->scale) || field->scale == 0)
    return weft_sentence_refuse (error, _ ("The scale of the samples does not work."));
  if (row->has_classes != (field->classes != 0))
    return weft_sentence_refuse (error, _ ("There are classes, but no class for each sample."));
  return check_lengths (field, count, error) && check_names (field, error)
         && (!row->check || row->check (field, count, error)) && check_floats (field, count, error);
}
