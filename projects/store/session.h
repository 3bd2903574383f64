/* session: who has the file open, and the journal while it is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/db.h"

/* Writes the session's row and makes the journal large enough that a full disk can still delete. */
gboolean weft_session_begin (WeftDb *db, GError **error);
/* Marks the row and lets the journal go: one file is left. Does its best. */
void weft_session_end (WeftDb *db);
