/* file-session: who has the file open, and the journal while it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/db.h"

/* Writes the session's row and makes the journal large enough that a full disk can still delete. */
gboolean weft_session_begin (WeftDb *db, GError **error);
/* Within a transaction that changes what the cookie is by itself: the one that follows `before`. */
gboolean weft_session_set_cookie (WeftDb *db, guint32 before, GError **error);
/* A session's time as it is shown, here and now: "2026-03-01 14:20 +08". A row of an older Weft
 * names no zone and stays as it is. Transfer full. */
char *weft_session_dup_time (const char *since);
/* Marks the row and lets the journal go: one file is left. Does its best. */
void weft_session_end (WeftDb *db);
