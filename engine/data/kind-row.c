/* kind-row: the rows of the kinds */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/kind-row.h"

#include <glib/gi18n-lib.h>

#define KIND(symbol, id, title, type) extern const WeftKindRow weft_kind_row_##id;
#include "engine/base/count.h"
#include "engine/base/kinds.def"
#undef KIND

static const WeftKindRow *const rows[WEFT_N_KINDS] = {
#define KIND(symbol, id, title, type) [WEFT_KIND_##symbol] = &weft_kind_row_##id,
#include "engine/base/kinds.def"
#undef KIND
};

const WeftKindRow *
weft_kind_get_row (WeftKind kind)
{
  g_return_val_if_fail (kind < WEFT_N_KINDS, NULL);
  return rows[kind];
}

char *
weft_dataset_dup_count (const WeftDataset *dataset, const char *number, gulong n)
{
  const WeftKindRow *row = weft_kind_get_row (weft_dataset_get_x (dataset)->kind);

  return weft_count_close_up (
      row->dup_count ? row->dup_count (number, n)
                     : g_strdup_printf (ngettext ("%s sample", "%s samples", n), number));
}

char *
weft_dataset_dup_size (const WeftDataset *dataset, const char *numbers)
{
  const WeftField *x = weft_dataset_get_x (dataset);
  const WeftKindRow *row = weft_kind_get_row (x->kind);
  gulong n = (gulong) weft_shape_count (&x->shape);

  return row->dup_size
             ? row->dup_size (x, numbers)
             : g_strdup_printf (ngettext ("%s number each", "%s numbers each", n), numbers);
}
