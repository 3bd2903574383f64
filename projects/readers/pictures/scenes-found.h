/* scenes-found: where in a folder stands what is in its pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/files/folder-tree.h"

/* What says it, in the order in which they are looked for. */
typedef enum
{
  WEFT_SCENES_NOTHING,
  WEFT_SCENES_VOC,
  WEFT_SCENES_COCO,
  WEFT_SCENES_TABLE,
  WEFT_SCENES_MASKS,
  WEFT_SCENES_PAIRS,
} WeftScenesForm;

typedef struct
{
  WeftScenesForm form;
  WeftFolderTree *tree;                 /* of the pictures; nullable */
  GPtrArray *files;                     /* that say it: paths, borrowed from the tree */
  const WeftFolderTree *first, *second; /* of pairs: pictures and what belongs to them */
} WeftScenesFound;

/* Of a folder; or of a file that says it (a table that names pictures which are there, COCO's JSON,
 * Pascal VOC's XML), with the folder that it lies in, or the one above where it has a folder for
 * itself. */
void weft_scenes_look (const char *path, WeftScenesFound *found);
/* The name of the picture of which a file is the mask, without folder and ending: "7" of
 * "7_mask.png"; NULL: it is no mask by its name. Transfer full. */
char *weft_scenes_dup_masked (const char *path);
void weft_scenes_found_clear (WeftScenesFound *found);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftScenesFound, weft_scenes_found_clear)
