/* picture: (C, H, W), grey or in colour, 0 to 1 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/near-kinds.h"

#include <glib/gi18n-lib.h>

#include "engine/base/sentence.h"

static gboolean
check (const WeftField *field, gint64 count, GError **error)
{
  if (field->shape.rank == 3 && (field->shape.dims[0] == 1 || field->shape.dims[0] == 3))
    return TRUE;
  return weft_sentence_refuse (error,
                               _ ("Pictures have a height, a width and one or three channels."));
}

static char *
dup_count (const char *number, gulong n)
{
  return g_strdup_printf (ngettext ("%s picture", "%s pictures", n), number);
}

static char *
dup_size (const WeftField *field, const char *numbers)
{
  const gint64 *dims = field->shape.dims;

  return g_strdup_printf (dims[0] == 3 ? _ ("%d×%d pixels in colour") : _ ("%d×%d pixels"),
                          (int) dims[2], (int) dims[1]); /* width first, as people say it */
}

const WeftKindRow weft_kind_row_picture = {
  .check = check,
  .loss = "mse",
  .dup_count = dup_count,
  .dup_size = dup_size,
  .near = &weft_near_pictures,
};
