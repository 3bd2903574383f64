/* clip-files: where the recordings lie that a table names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/files/folder-tree.h"

typedef struct
{
  WeftFolderTree *tree; /* of the table's folder, or of the one above where it holds none */
  GHashTable *by_name;  /* last part of a path, in small letters → the path in the tree */
} WeftClipFiles;

/* table: its path. */
void weft_clip_files_init (WeftClipFiles *files, const char *table);
void weft_clip_files_clear (WeftClipFiles *files);
/* The recording that a cell names, wherever in the tree; the whole of it counts first, then its
 * last part. NULL: there is none. Transfer full. */
char *weft_clip_files_find (const WeftClipFiles *files, const char *cell);
/* The table right in the folder, or in one right in it, that says what is heard in the recordings
 * of the others; NULL: none does, or each folder is a class. Transfer full. */
char *weft_clip_files_find_table (const char *folder);
