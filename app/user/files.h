/* files: drafts, recent projects and moving a file safely; all in the user's folder */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  char *path;
  char *title;
  char *example; /* the gallery id that it came from; nullable */
  gboolean is_draft;
  gint64 when; /* Unix seconds of its last change, to show and to sort by */
} WeftRecentFile;

void weft_recent_file_free (WeftRecentFile *file);
/* USER/drafts/STEM-N.weft, the first that is free; transfer full. */
char *weft_files_dup_draft_path (const char *stem);
/* USER/rescue, and the first name of a file there that is free; transfer full. */
char *weft_files_dup_rescue_folder (void);
char *weft_files_dup_rescue_path (const char *of);
gboolean weft_files_is_draft (const char *path);
/* Newest first, only what is still there; WeftRecentFile; transfer full. */
GPtrArray *weft_files_list_recent (void);
gint64 weft_files_get_changed (const char *path); /* Unix seconds; 0: not known */
void weft_files_add_recent (const char *path, const char *title, const char *example);
void weft_files_forget_recent (const char *path);
/* One file under two names, or one name; FALSE when either is not there. */
gboolean weft_files_are_same (const char *a, const char *b);
/* FALSE with BUSY when a window of this process has the file open, by whatever path: opening and
 * closing it once more would drop that window's lock. */
gboolean weft_files_check_free (const char *path, GError **error);
/* Copies to TO.part, syncs, renames: TO is whole or not there; a link stays one, and a pipe or a
 * device is an error. Nothing when they are one file. */
gboolean weft_files_copy (const char *from, const char *to, GError **error);
