/* unseen: classes that test and that nothing trains, as faces of strangers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* Whether what tests is of classes that do not train, with two samples of each or more: then no
 * class can be named, but it can be told whether two samples are of one. */
gboolean weft_unseen_are_tested (const WeftDataset *dataset);
/* Makes groups of such a set's classes, where it has none: what validates is then of strangers,
 * too. FALSE with WEFT_ERROR_MEMORY. */
gboolean weft_unseen_keep_whole (WeftDataset *dataset, GError **error);
