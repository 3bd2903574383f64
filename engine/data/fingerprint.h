/* fingerprint: what tells a data set from any other; for engine/data alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* SHA-256 in hex of content, kinds, shapes and the names of what is predicted; not of the file's
 * name, and of nothing that is worded in the user's language. Transfer full. */
char *weft_fingerprint_new (const WeftDataset *dataset);
