/* remarks: what to know of a data set before believing its figures, added to its notes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* Copies of samples, also across parts that the source fixes, and classes with few samples. */
void weft_remarks_add (WeftDataset *dataset);
