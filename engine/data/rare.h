/* rare: a class that accuracy hides */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* The rarest class of a field of classes, when it is so rare that a network which never says so
 * loses hardly any accuracy; −1: none is. *samples: how many are of it. Any thread. */
int weft_dataset_find_rare_class (const WeftDataset *dataset, const WeftField *field,
                                  gint64 *samples);
