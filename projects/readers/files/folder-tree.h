/* folder-tree: what lies in a folder and in the folders within it
 *
 * Read once, so that all questions about it are answered in memory. Each folder of the disk stands
 * in it once: a link that leads back is not followed. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* What is looked for in folders: pictures, sounds, texts. */
typedef struct
{
  gboolean (*wants) (const char *path); /* by its name */
  /* Why another file is not taken, translated; nullable. */
  const char *(*refuses) (const char *path);
  const char *other, *none; /* N_ (): "not a picture", "a folder without pictures" */
} WeftFolderKind;

typedef enum
{
  WEFT_FOLDER_READ,
  WEFT_FOLDER_CLOSED, /* cannot be opened */
  WEFT_FOLDER_LINKED, /* stands elsewhere in the tree */
  WEFT_FOLDER_DEEP,   /* too deep, or behind too many files */
} WeftFolderState;

typedef struct
{
  char *path;
  char *name;         /* its last part, as it may be shown */
  GPtrArray *files;   /* char *: paths, in natural order; nothing hidden */
  GPtrArray *folders; /* WeftFolderTree *, likewise */
  guint n_wanted;     /* files of the kind, here and within */
  WeftFolderState state;
} WeftFolderTree;

/* An absolute path of a folder; transfer full. */
WeftFolderTree *weft_folder_tree_read (const char *path, const WeftFolderKind *kind);
void weft_folder_tree_free (WeftFolderTree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftFolderTree, weft_folder_tree_free)
/* Folders right in it that hold files of the kind at whatever depth. */
guint weft_folder_tree_count_classes (const WeftFolderTree *tree);
/* WeftPart + 1 when its name is train, test or the like, else 0. */
guint8 weft_folder_tree_get_part (const WeftFolderTree *tree);
/* The folder of that name in it; nullable. */
const WeftFolderTree *weft_folder_tree_find (const WeftFolderTree *tree, const char *name);
