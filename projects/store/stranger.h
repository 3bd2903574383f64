/* stranger: what can be said of a file before SQLite has it, without changing anything */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <sys/types.h>

#include "engine/base/error.h"
#include "projects/store/rollback.h"

typedef struct
{
  char *name;     /* base name, to be shown */
  char *resolved; /* the path with its folder resolved */
  dev_t device;
  ino_t inode;
  WeftJournal journal; /* what wants to be rolled back */
  int format;
} WeftStranger;

/* Checks in this order: that there is a file, no link, no pipe; that no program of this machine
 * writes it (BUSY); what lies beside it; its first 100 bytes. Closes what it opens, which drops
 * every lock that this process holds on the file: never call it for a file that this process has
 * open. */
gboolean weft_stranger_examine (WeftStranger *stranger, const char *path, GError **error);
/* The path's base name and resolved folder alone; FALSE when there is no such folder. */
gboolean weft_stranger_resolve (WeftStranger *stranger, const char *path, GError **error);
/* Always FALSE: WEFT_ERROR_UNFINISHED. */
gboolean weft_stranger_fail_unfinished (WeftStranger *stranger, GError **error);
/* The journal beside it gets a name that SQLite does not look for; *kept: that name, to be shown.
 */
gboolean weft_stranger_set_aside (WeftStranger *stranger, char **kept, GError **error);
/* Whether a journal, a link or anything else lies where SQLite would put its own. */
gboolean weft_stranger_check_beside (WeftStranger *stranger, GError **error);
void weft_stranger_clear (WeftStranger *stranger);
