/* steps: which steps of a sample are real, 1 or 0; made with a batch, and no field of a set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>

#include "engine/base/sentence.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  return weft_sentence_refuse (error, _ ("Masks of steps are made by Weft; a data set has none."));
}

const WeftKindRow weft_kind_row_steps = {
  .check = check,
};
