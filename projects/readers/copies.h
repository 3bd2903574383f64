/* copies: what becomes of samples that are the same as others, or nearly so; and classes that are
 * one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/tables/columns.h"

/* A finished set as it was asked for; takes dataset; NULL with an error when nothing is left. */
WeftDataset *weft_copies_heed (WeftDataset *dataset, const WeftReadOptions *options,
                               GError **error);
