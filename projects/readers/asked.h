/* asked: what a trained network is asked, read as its own data were */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"

/* A set of the same fields, words and rates as `like`; what is to be predicted is there, but says
 * nothing. Of texts: a text file, a line each, or a table with the column of their title; of
 * recordings: a file or a folder of them. names: what each sample is called, transfer full.
 * WEFT_ERROR_UNSUPPORTED: what `like` is shown by cannot be asked in files yet. */
WeftDataset *weft_asked_read (const WeftDataset *like, const char *path, GPtrArray **names,
                              GError **error);
