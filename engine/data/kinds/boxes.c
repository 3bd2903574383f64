/* boxes: where the things in a picture lie and which they are, a row of five each, (T, 5): class,
 * middle, width and height as shares of the picture's; one that has no size is none, so that a
 * picture may be empty */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "engine/base/sentence.h"

#define ROW 5
#define MOST_NAMED 4 /* classes in a sentence */

static gboolean
is_share (float x)
{
  return x >= 0 && x <= 1;
}

static gboolean
check_rows (const WeftField *field, gint64 sample, GError **error)
{
  WeftShape shape;
  const float *row = weft_field_get_sample (field, sample, &shape);

  for (gint64 i = 0; i < shape.dims[0]; i++, row += ROW)
    {
      if (!(row[0] >= 0 && row[0] < (float) field->classes && row[0] == truncf (row[0])))
        return weft_sentence_refuse (
            error,
            _ ("Box %" PRId64 " of sample %" PRId64 " has class %g, but there are %d classes."),
            i + 1, sample + 1, (double) row[0], field->classes);
      for (int k = 1; k < ROW; k++)
        if (!is_share (row[k]))
          return weft_sentence_refuse (
              error,
              _ ("Box %" PRId64 " of sample %" PRId64
                 " lies outside its picture: its middle and its size are shares of the "
                 "picture’s, from 0 to 1."),
              i + 1, sample + 1);
    }
  return TRUE;
}

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank != 2 || field->shape.dims[1] != ROW || field->ragged != 0
      || field->shape.type != WEFT_F32 || field->classes < 1)
    return weft_sentence_refuse (error, _ ("Boxes are given as rows of five numbers: class, "
                                           "middle, width and height."));
  if (field->classes > WEFT_MAX_CLASSES)
    return weft_sentence_refuse (error, _ ("%d classes are too many."), field->classes);
  for (gint64 i = 0; i < count; i++)
    if (!check_rows (field, i, error))
      return FALSE;
  return TRUE;
}

/* They frame what is in the picture that is shown. */
static gboolean
check_beside (const WeftDataset *dataset, const WeftField *boxes, GError **error)
{
  if (weft_dataset_get_x (dataset)->kind == WEFT_KIND_PICTURE)
    return TRUE;
  return weft_sentence_refuse (error, _ ("Boxes frame what is in a picture; there is none."));
}

/* "3 × cell, 1 × nucleus", in the order of the classes. */
static char *
dup_name (const WeftDataset *dataset, const WeftField *field, gint64 sample)
{
  g_autofree gint64 *n = g_new0 (gint64, field->classes);
  GString *text = g_string_new (NULL);
  WeftShape shape;
  const float *row = weft_field_get_sample (field, sample, &shape);

  for (gint64 i = 0; i < shape.dims[0]; i++, row += ROW)
    n[(int) row[0]] += row[3] > 0 && row[4] > 0;
  for (int c = 0, named = 0; c < field->classes && named <= MOST_NAMED; c++)
    {
      g_autofree char *name = n[c] > 0 ? weft_dataset_dup_class_name (dataset, field, c) : NULL;

      if (n[c] == 0)
        continue;
      g_string_append (text, named > 0 ? weft_sentence_get_comma () : "");
      if (named++ == MOST_NAMED)
        g_string_append (text, "…");
      else if (name)
        g_string_append_printf (text, "%" PRId64 " × %s", n[c], name);
      else
        g_string_append_printf (text, "%" PRId64 " × %d", n[c], c);
    }
  return g_string_free (text, FALSE);
}

const WeftKindRow weft_kind_row_boxes = {
  .check = check,
  .check_beside = check_beside,
  .loss = "detection",
  .answer = WEFT_ANSWER_BOXES,
  .has_classes = TRUE,
  .dup_name = dup_name,
};
