/* scenes: pictures in a folder and a file that says of each what is in it; what its kinds share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/files/folder-tree.h"
#include "projects/readers/pictures/boxes.h"
#include "projects/readers/pictures/picture-list.h"
#include "projects/readers/reader.h"
#include "projects/readers/tables/tags.h"

typedef struct
{
  const char *path;
  char *name;        /* as it may be shown */
  guint8 part;       /* WeftPart + 1 by its folder or the table; 0: none */
  gboolean is_said;  /* something is said of it, if only that it is empty */
  int width, height; /* of the picture that the boxes are of; 0: as the file is */
  gboolean is_other; /* it belongs to another one, as its mask */
  const char *other; /* nullable: the picture that belongs to it */
  double number;     /* of those of which a number is said */
  int class;         /* of those of which a class is said; of labels −1: it has none */
} WeftScene;

typedef struct
{
  const WeftFolderTree *tree;
  GArray *scenes;      /* WeftScene: every picture in the folder */
  GHashTable *by_name; /* file name and name without ending, in small letters → number + 1 */
  GPtrArray *left_out; /* WeftLeftOut */
  WeftBoxes boxes;     /* picture: the number of a scene */
  WeftNotes *notes;
  WeftPictureList list; /* of: the number of the scene */
  char **classes;       /* of classes; of labels the cells that there are */
  WeftTags tags;        /* of labels */
  char *title;          /* nullable: what is said, as the table calls it */
} WeftScenes;

/* The scene of that file name, with or without its folders and ending; nullable. */
WeftScene *weft_scenes_find (const WeftScenes *scenes, const char *name);
/* scenes-coco.c, scenes-voc.c: boxes; scenes-table.c: boxes, or a column of classes, labels or
 * numbers. */
gboolean weft_scenes_read_coco (WeftScenes *scenes, const char *path, GError **error);
gboolean weft_scenes_read_voc (WeftScenes *scenes, const char *path, GError **error);
gboolean weft_scenes_read_table (WeftScenes *scenes, const char *path,
                                 const WeftReadOptions *options, GError **error);
/* The first picture that the table at path names; nullable: it names none; transfer full. */
char *weft_scenes_dup_first (const char *path);
gboolean weft_scenes_is_table (const char *path);
/* scenes-pairs.c: adds the field “y” of the pictures that belong to those of the list: a mask, a
 * picture of labels, or pictures. */
gboolean weft_scenes_fill_masks (WeftScenes *scenes, WeftDataset *dataset, GError **error);
gboolean weft_scenes_fill_pictures (WeftScenes *scenes, WeftDataset *dataset, GError **error);
