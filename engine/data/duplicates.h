/* duplicates: samples that are the same, so that none of them is learnt and tested on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* For each sample the first one with the same numbers in every field, which may be itself; the
 * set's. NULL and *n_copies 0 when no two are the same. *n_copies: samples that are not the first
 * of their kind. A set that is finished is walked through once, however many ask. Any thread. */
const guint32 *weft_copies_find (const WeftDataset *dataset, gint64 *n_copies);
/* Whether they come from copying. Where rows are few different ones, as in a table of two yes or
 * no, they are the same by chance, and keeping them together would leave nothing to test on. */
gboolean weft_copies_are_few (const WeftDataset *dataset, gint64 n_copies);
