/* folder-walk: finds the files of a kind in a folder, each with its class and its part
 *
 * The classes are the folders in it, or the folders within train, test and the like. A lone folder
 * around them is gone into. Folders within a class's folder are that class's too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/files/folder-tree.h"
#include "projects/readers/left-out.h"

typedef struct
{
  char *path;  /* as it is on the disk */
  char *name;  /* from the top, as it may be shown */
  char *class; /* the folder's name */
  guint8 part; /* WeftPart + 1, 0: none */
} WeftFolderItem;

typedef struct
{
  GPtrArray *items;    /* WeftFolderItem, in the natural order of their names */
  GPtrArray *left_out; /* WeftLeftOut */
  char *lone;          /* nullable: the lone folder that was gone into */
  guint n_entered;     /* folders within classes' folders */
  char *first_entered; /* nullable */
} WeftFolderWalk;

/* Fills a zeroed one. */
void weft_folder_walk (WeftFolderWalk *walk, const WeftFolderTree *tree,
                       const WeftFolderKind *kind);
void weft_folder_walk_clear (WeftFolderWalk *walk);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftFolderWalk, weft_folder_walk_clear)
