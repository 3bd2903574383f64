/* near-kinds: how samples of a kind are compared, as the kinds' rows name it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/kind-row.h"
#include "engine/data/near.h"

/* As points of `measure` numbers (0: not at all), which fill gives; near is what lies within
 * `share` of the usual distance, and within `most` a number. Or else by a search of its own. */
struct _WeftNearKind
{
  int (*measure) (const WeftField *field);
  void (*fill) (const WeftField *field, gint64 count, float *points);
  float share, most;
  /* Joins in `first` who is near; FALSE: nobody was looked at. */
  gboolean (*search) (const WeftDataset *dataset, guint32 *first);
};

extern const WeftNearKind weft_near_pictures;
extern const WeftNearKind weft_near_rows;
extern const WeftNearKind weft_near_texts; /* near-texts.c */
