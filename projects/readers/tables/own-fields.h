/* own-fields: columns of a table that are fields of their own beside its numbers
 *
 * A text is one of tokens, of a vocabulary that is learnt from what trains; a category of many
 * values is which of them it is, 0 for those that hardly train and where nothing stands. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/tables/reading.h"

#define WEFT_OWN_TEXTS_MOST WEFT_MAX_T             /* texts: each has a length of its own */
#define WEFT_OWN_FIELDS_MOST (WEFT_MAX_FIELDS - 2) /* with the others, beside x and y */

typedef struct _WeftOwnFields WeftOwnFields;

/* Of the columns whose features are given so; texts are read once more. rows: those of the samples,
 * in order; NULL: the first n. NULL with an error. */
WeftOwnFields *weft_own_fields_new (WeftReading *reading, const WeftReadOptions *options,
                                    const guint32 *rows, guint n, GError **error);
void weft_own_fields_free (WeftOwnFields *own);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftOwnFields, weft_own_fields_free)
/* Adds them to the set with what they were made of, every word and value. */
gboolean weft_own_fields_give (const WeftOwnFields *own, WeftDataset *dataset, GError **error);
/* In their place those with what is learnt from the samples that train; adds to the reading's
 * notes. */
gboolean weft_own_fields_learn (WeftOwnFields *own, WeftDataset *dataset, const WeftSplit *split,
                                GError **error);
/* Whether a set has such fields, beside numbers or alone; and which of its fields are such. */
gboolean weft_own_fields_are_in (const WeftDataset *dataset);
gboolean weft_own_fields_has (const WeftDataset *dataset, const WeftField *field);
