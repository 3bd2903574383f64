/* clips: pieces of recordings, each with its class or its text, and the data set that is made of
 * them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/columns.h"

#define WEFT_CLIP_SECONDS 60 /* of the longest */

typedef struct
{
  guint file;           /* of paths */
  gint64 first, length; /* in numbers of the file; length 0: to its end */
  const char *label;    /* borrowed; of words (labels) */
  const char *group;    /* the same, of those that stay together; nullable */
  guint8 part;          /* WeftPart + 1, 0: none */
} WeftClip;

typedef struct
{
  GPtrArray *paths;  /* char * */
  GArray *clips;     /* WeftClip, those of a file one behind the other */
  GHashTable *words; /* of the labels */
  WeftNotes *notes;
  GPtrArray *left_out; /* WeftLeftOut */
  char *name;          /* of the set */
  char *title;         /* nullable: what the labels are called */
  char *group_title;   /* nullable: what the groups are called: they say the parts */
  gboolean has_texts;  /* the labels are what is said there, and no classes */
  gboolean is_said;    /* and the sound is what is to be made of them */
} WeftClips;

void weft_clips_init (WeftClips *clips);
void weft_clips_clear (WeftClips *clips);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftClips, weft_clips_clear)
/* Copies what is given; path: the same as the clip before or a new one; group: nullable. */
void weft_clips_add (WeftClips *clips, const char *path, gint64 first, gint64 length,
                     const char *label, const char *group, guint8 part);
/* x: sound of one rate, (T), or (channels, T) where they are asked for; y: the class. A file that
 * cannot be read is left out and said, and so is a recording that is too long; WEFT_ERROR_INVALID
 * where less than two classes are left. With texts y is the text, or x the text and y frames.
 * has_table: what cannot be read is an error. */
WeftDataset *weft_clips_read (WeftClips *clips, gboolean has_table, GError **error);
