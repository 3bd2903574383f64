/* idx: which files belong to an IDX set, by their usual names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* Any one of the files of a set (images or labels, train or test, gzip or not). */
WeftDataset *weft_idx_read_set (const char *path, GError **error);
gboolean weft_idx_is_name (const char *name); /* looks like a file of an IDX set */
