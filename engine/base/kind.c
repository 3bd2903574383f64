/* kind: the table of what the numbers on a wire mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/kind.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *id;
  const char *title; /* N_ () */
  WeftType type;
} kinds[WEFT_N_KINDS] = {
#define KIND(symbol, id, title, type) [WEFT_KIND_##symbol] = { #id, title, type },
#include "engine/base/kinds.def"
#undef KIND
};

const char *
weft_kind_get_id (WeftKind kind)
{
  g_return_val_if_fail (kind < WEFT_N_KINDS, NULL);
  return kinds[kind].id;
}

WeftKind
weft_kind_find (const char *id)
{
  int kind = 0;

  while (kind < WEFT_N_KINDS && strcmp (kinds[kind].id, id) != 0)
    kind++;
  return (WeftKind) kind;
}

const char *
weft_kind_get_title (WeftKind kind)
{
  g_return_val_if_fail (kind < WEFT_N_KINDS, NULL);
  return _ (kinds[kind].title);
}

WeftType
weft_kind_get_type (WeftKind kind)
{
  g_return_val_if_fail (kind < WEFT_N_KINDS, WEFT_F32);
  return kinds[kind].type;
}

guint
weft_kinds_of_type (WeftType type)
{
  guint bits = 0;

  for (int i = 0; i < WEFT_N_KINDS; i++)
    if (kinds[i].type == type)
      bits |= WEFT_KIND_BIT (i);
  return bits;
}
