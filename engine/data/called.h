/* called: what the columns of a set are called where somebody reads it: in his language, where the
 * program ships the set */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* name: as a file has it. */
const char *weft_called (const WeftDataset *dataset, const char *name);
/* Of one of the numbers of a sample; NULL: it has no name. */
const char *weft_called_feature (const WeftDataset *dataset, const WeftField *field, gint64 i);
const char *weft_called_field (const WeftDataset *dataset, const WeftField *field);
