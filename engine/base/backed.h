/* backed: memory for what may be larger than the machine's: it lies on the disk, without a name
 *
 * It is read and written through a pointer like any other. Whoever does so says where, and once
 * much was touched since, all of it is given back to the disk: what a process holds of it stays
 * below a fixed size, however long the block is and in whatever order it is walked over. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_BACKED_FROM ((gsize) 64 << 20) /* bytes: what is smaller is not worth a file */
#define WEFT_BACKED_HELD ((gsize) 96 << 20) /* bytes in memory at once, of all blocks together */

typedef struct _WeftBacked WeftBacked;

/* Zeroed. Where no disk has room, NULL and WEFT_ERROR_MEMORY. Any thread, like all of these. */
WeftBacked *weft_backed_new (gsize bytes, GError **error);
void weft_backed_free (WeftBacked *backed);
gpointer weft_backed_get_memory (const WeftBacked *backed);
/* These bytes are looked at or written now; a few MB at most at a time, for they stay in memory
 * until the next call that is one too many. */
void weft_backed_touch (WeftBacked *backed, gconstpointer from, gsize bytes);
/* These will be soon: the disk may fetch them meanwhile. */
void weft_backed_expect (WeftBacked *backed, gconstpointer from, gsize bytes);
