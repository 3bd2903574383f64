/* points: places on the plane, two numbers each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>

#include "engine/base/sentence.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank == 1 && field->shape.dims[0] == 2)
    return TRUE;
  return weft_sentence_refuse (error, _ ("Points have two numbers."));
}

static char *
dup_count (const char *number, gulong n)
{
  return g_strdup_printf (ngettext ("%s point", "%s points", n), number);
}

static char *
dup_size (const WeftField *field, const char *numbers)
{
  return g_strdup ("");
}

const WeftKindRow weft_kind_row_points = {
  .check = check,
  .loss = "mse",
  .dup_count = dup_count,
  .dup_size = dup_size,
};
