/* folder: a folder of pictures for each class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/files/folder-tree.h"
#include "projects/readers/tables/columns.h"

/* PATH/CLASS/…/picture, or PATH/train/CLASS/…/picture with test and validation beside it. The notes
 * name all that was left out: its number, the first and the reason; so does *columns (nullable,
 * transfer full), in which no column is. */
WeftDataset *weft_folder_read (const char *path, WeftColumns **columns, GError **error);
/* How many folders in it hold files of the kind, at whatever depth; 0: it is no folder. */
guint weft_folder_count_classes (const char *path, const WeftFolderKind *kind);
extern const WeftFolderKind weft_folder_of_pictures;
