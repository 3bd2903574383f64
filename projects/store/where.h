/* where: whether the path of an open file still leads to it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/stat.h>

typedef enum
{
  WEFT_WHERE_HERE,
  WEFT_WHERE_MOVED,       /* it has another path now */
  WEFT_WHERE_REMOVED,     /* it has none any more, and nothing is in its place */
  WEFT_WHERE_REPLACED,    /* it has none any more, and another file is in its place */
  WEFT_WHERE_OVERWRITTEN, /* another program has written into it */
  WEFT_WHERE_AWAY,        /* its disk cannot be reached by any path */
} WeftWhereabouts;

/* As it was when it was noted. */
typedef struct
{
  dev_t device;
  ino_t inode;
  off_t size;
  struct timespec time;
  guint64 digest;              /* of what it says */
  guint32 cookie;              /* of the session */
  int descriptor;              /* where SQLite has it open, as it was found last; -1: it was not */
  gboolean is_known, has_time; /* has_time: its file system tells sizes and times as they are */
} WeftWhere;

/* Notes what lies at the path: after opening it and after each of our own writes. What another
 * program wrote meanwhile is not noted, and is seen by the next look. */
void weft_where_note (WeftWhere *where, const char *path);
/* Before another file, or another session, is noted. */
void weft_where_forget (WeftWhere *where);
/* Whether no file at all is at the path, or ours: what lies beside it is nobody else's. */
gboolean weft_where_is_free (const WeftWhere *where, const char *path);
/* Opens nothing: closing a second descriptor would drop SQLite's locks. *now: the path it has now
 * when it was moved, transfer full. A few µs when it is here; a time that changed is believed only
 * when what the file says did too. */
WeftWhereabouts weft_where_look (WeftWhere *where, const char *path, char **now);
/* Whether nobody else wrote into it, by its open descriptor alone. */
gboolean weft_where_is_unchanged (WeftWhere *where);
