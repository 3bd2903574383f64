/* rollback: the journal of a session that was killed: whether it belongs to the file beside it, and
 * what that file was before the transaction that was cut off
 *
 * A journal holds pages as they were, and nothing that says of which file. SQLite puts them into
 * whatever lies beside it. But each transaction of ours changes page 1 (db.c), so that its journal
 * has it: the counter there goes up by one with each, and the schema's cookie is another in each
 * session (session.c). A file whose page 1 is neither the journal's nor the next one is another. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef enum
{
  WEFT_JOURNAL_NONE,
  WEFT_JOURNAL_OURS,    /* belongs to the file */
  WEFT_JOURNAL_MAKING,  /* of the transaction that made the file: before it there was none */
  WEFT_JOURNAL_STRANGE, /* belongs to another file, or to this one at another time */
  WEFT_JOURNAL_UNKNOWN, /* cannot be told: another program's transaction */
} WeftJournal;

/* Both open for reading; nothing is written, the places in them stay. */
WeftJournal weft_rollback_judge (int file, int journal);
/* Gives `file`, a copy open for writing, the pages that the journal has, and its length. FALSE with
 * errno. */
gboolean weft_rollback_play (int file, int journal);

/* The cookie of the session that follows one with this. */
guint32 weft_rollback_next_cookie (guint32 cookie);
