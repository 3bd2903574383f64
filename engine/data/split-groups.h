/* split-groups: samples that belong together dealt out together; for split.c alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* Gives each free sample of a set with groups one of `n` places (their numbers go to `places`, of
 * others nothing does): a whole group one, so that of each class about the share of a place is
 * there. Drawn from the seed alone. */
void weft_groups_place (const WeftDataset *dataset, const double *shares, guint n, guint64 seed,
                        int *places);
