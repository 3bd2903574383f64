/* likeness: whether a sample is like those that a network learnt from
 *
 * How far it lies from the nearest of them, beside how far samples lie that nobody learnt from:
 * what lies further than every one of those is unlike them. Rows are measured in deviations of each
 * column, all else as it stands. That says nothing of what is meant by a sample, only of its
 * numbers. Immutable; any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

typedef struct _WeftLikeness WeftLikeness;

/* By what samples are shown by; NULL: those have no fixed number of numbers, or there are too few
 * samples to say. Takes a while. */
WeftLikeness *weft_likeness_new (const WeftModel *model);
void weft_likeness_free (WeftLikeness *likeness);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftLikeness, weft_likeness_free)
/* The share of the unseen samples that lie as far from what was learnt as that one: 0, it is unlike
 * all of them. asked: with the same fields. */
double weft_likeness_measure (const WeftLikeness *likeness, const WeftDataset *asked,
                              gint64 sample);
gint64 weft_likeness_get_unseen (const WeftLikeness *likeness); /* how many it is compared with */
