/* frames: sound as rows of mel frames, (T, W), as sound-frames.h says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/sentence.h"
#include "engine/data/sound-frames.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank != 2 || field->ragged != 0 || field->shape.dims[1] != WEFT_FRAMES_WIDTH
      || field->shape.type != WEFT_F32)
    return weft_sentence_refuse (error, _ ("Frames of sound are given as rows of %d numbers."),
                                 WEFT_FRAMES_WIDTH);
  if (!isfinite (field->rate) || field->rate < 800)
    return weft_sentence_refuse (error, _ ("The sound has no sample rate."));
  return TRUE;
}

static char *
dup_count (const char *number, gulong n)
{
  return g_strdup_printf (ngettext ("%s recording", "%s recordings", n), number);
}

const WeftKindRow weft_kind_row_frames = {
  .check = check,
  .loss = "mae",
  .answer = WEFT_ANSWER_FRAMES,
  .dup_count = dup_count,
};
