/* schema: the text of every format, and whether a file has it
 *
 * A format's text is never changed once a program that writes it has left the house: a file counts
 * as Weft's only when its sqlite_schema equals the text byte for byte. A new format is a new text,
 * a row in migrate.c and a fixture file of the old one. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/store/db.h"

#define WEFT_FORMAT 2                  /* what this program writes, and the newest that it reads */
#define WEFT_APPLICATION_ID 0x57454654 /* "WEFT" */
#define WEFT_PAGE_SIZE 4096
#define WEFT_MAX_PAGES 8388608  /* 32 GiB: the largest set of data, and a long run beside it */
#define WEFT_CHUNK (256 * 1024) /* bytes of one row of data or of a frame */
#define WEFT_MAX_PARTS 65536    /* 16 GiB; a chunk's id is owner << 16 | part */

const char *weft_schema_text (int format); /* nullable */
/* The statement that makes one of the format's tables; transfer full. */
char *weft_schema_dup_table (int format, const char *table);
/* Into an empty file, within a transaction: pragmas, then the tables. */
gboolean weft_schema_create (WeftDb *db, GError **error);
/* FOREIGN, saying the first thing that is more, less or different. */
gboolean weft_schema_check (WeftDb *db, int format, GError **error);
