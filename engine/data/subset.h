/* subset: some of the samples of a set, as a set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* The samples whose flag is set, in their order, with all that is known of them; groups whose first
 * one is gone have another. NULL with WEFT_ERROR_MEMORY, or when what is left is no set. Any
 * thread. */
WeftDataset *weft_dataset_new_subset (const WeftDataset *dataset, const guint8 *kept,
                                      GError **error);
