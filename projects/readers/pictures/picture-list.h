/* picture-list: picture files that become one field: their sizes, the size that all get, their
 * pixels */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/left-out.h"

/* What is given is borrowed. */
typedef struct
{
  const char *path, *name; /* name: as it may be shown */
  gconstpointer of;        /* the caller's own */
  int width, height;       /* as it is in the file */
} WeftListed;

typedef struct
{
  GArray *pictures;    /* WeftListed: those that can be read */
  GPtrArray *left_out; /* WeftLeftOut; borrowed */
  int width, height;   /* of the field */
  guint scaled, firsts, coloured;
  const char *first_coloured;
  const char *first_first; /* the first file of which the first picture was taken */
} WeftPictureList;

void weft_picture_list_init (WeftPictureList *list, GPtrArray *left_out);
void weft_picture_list_clear (WeftPictureList *list);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftPictureList, weft_picture_list_clear)
/* Reads its size; what cannot be read is left out. */
void weft_picture_list_add (WeftPictureList *list, const char *path, const char *name,
                            gconstpointer of);
/* The commonest size, brought down so that no side is longer than that. */
void weft_picture_list_choose_size (WeftPictureList *list, int longest);
/* Adds the field of that name with the pixels, grey where all pictures are; what cannot be decoded
 * leaves the list. dataset->count is that of the list, before and after. */
gboolean weft_picture_list_decode (WeftPictureList *list, WeftDataset *dataset, const char *name,
                                   GError **error);
