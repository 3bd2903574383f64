/* sound: (L) of one channel or (C, L), −1 to 1, so many numbers a second */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/sentence.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  int rank = field->shape.rank;

  if (rank < 1 || rank > 2 || field->ragged != rank - 1)
    return weft_sentence_refuse (
        error, _ ("Sound is given as a row of numbers for each channel, as long as it lasts."));
  if (!isfinite (field->rate) || field->rate < 1)
    return weft_sentence_refuse (error, _ ("The sound has no sample rate."));
  return TRUE;
}

static char *
dup_count (const char *number, gulong n)
{
  return g_strdup_printf (ngettext ("%s recording", "%s recordings", n), number);
}

static char *
say (const char *format, ...)
{
  va_list arguments;
  char *sentence;

  va_start (arguments, format);
  sentence = weft_sentence_write (format, arguments);
  va_end (arguments);
  return sentence;
}

static char *
dup_size (const WeftField *field, const char *numbers)
{
  double seconds = (double) field->shape.dims[field->ragged] / field->rate;

  return say (_ ("up to %.2g s each, at %d Hz"), seconds, (int) field->rate);
}

const WeftKindRow weft_kind_row_sound = {
  .check = check,
  .loss = "mse",
  .dup_count = dup_count,
  .dup_size = dup_size,
};
