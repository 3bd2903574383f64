/* sheet: many small pictures of one size in one file, and the table that says what they show */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/tables/columns.h"

/* picture: NAME-64.png or NAME-160x120.jpg; its index is NAME-….csv or .tsv beside it, its masks
 * NAME-masks-64.png where it is NAME-images-64.png. target: a column of the index, nullable.
 * *columns (nullable): those of the index, of which one can be predicted and none predicts;
 * transfer full. */
WeftDataset *weft_sheet_read (const char *picture, const char *target, WeftColumns **columns,
                              GError **error);
/* The sheet beside an index, or beside itself; NULL when there is none. transfer full. */
char *weft_sheet_find (const char *index);
/* The index beside a sheet; nullable, transfer full. */
char *weft_sheet_find_index (const char *picture);
