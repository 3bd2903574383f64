/* near-kinds: how samples of a kind are compared; for near.c alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/near.h"

/* As points of `measure` numbers (0: not at all), which fill gives; near is what lies within
 * `share` of the usual distance, and within `most` a number. Or else by a search of its own. */
typedef struct
{
  WeftKind kind;
  int (*measure) (const WeftField *field);
  void (*fill) (const WeftField *field, gint64 count, float *points);
  float share, most;
  /* Joins in `first` who is near; FALSE: nobody was looked at. */
  gboolean (*search) (const WeftDataset *dataset, guint32 *first);
} WeftNearKind;

/* NULL: they are not compared. */
const WeftNearKind *weft_near_find_kind (const WeftField *field);
/* near-texts.c */
gboolean weft_near_search_texts (const WeftDataset *dataset, guint32 *first);
