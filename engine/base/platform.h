/* platform: what only POSIX or Linux has, behind names of our own; the one file to port */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftThread WeftThread;

/* A thread that takes no signals and is named for debuggers; at nice 10 when polite. A pthread,
 * because ThreadSanitizer does not see how GLib's start and end. */
WeftThread *weft_thread_start (const char *name, gboolean polite, void *(*run) (void *),
                               gpointer data);
void weft_thread_join (WeftThread *thread); /* waits, and frees it */
/* From now on. Where the system does not let a thread be less polite again, it stays so. */
void weft_thread_set_polite (WeftThread *thread, gboolean polite);

/* µs that the calling thread has worked: what others took the processor for meanwhile is none. */
gint64 weft_thread_get_work (void);

guint weft_platform_count_processors (void);     /* that this process may use, at least 1 */
gsize weft_platform_get_available_memory (void); /* bytes; G_MAXSIZE when nobody says */

/* Sleeps while *word holds expected; may return early. */
void weft_platform_wait_on (const void *word, guint32 expected);
void weft_platform_wake (const void *word, int waiters);

/* Zeroed memory that lies in a file without a name in the first of the folders for such ($TMPDIR,
 * /var/tmp, the user's cache) whose disk has room for it and something to spare; NULL: none has,
 * and *room says how many bytes the roomiest has left. Its room is taken at once, so that writing
 * to it never fails. Any thread. */
gpointer weft_platform_map_scratch (gsize bytes, gsize *room);
/* Such a file, empty, in the folder with the most room, for what is of unknown length; −1: none has
 * any. Any thread. */
int weft_platform_open_scratch (gsize *room);
/* Memory in large pages, where the system has some: what is walked over in strides then needs fewer
 * of the processor's few translations of addresses. Whole ones within it only; nothing is lost
 * where there are none. */
void weft_platform_use_large_pages (gpointer memory, gsize bytes);
void weft_platform_unmap (gpointer memory, gsize bytes);
/* Of such memory: needs none of the machine's until it is looked at again; keeps what it holds. */
void weft_platform_give_back (gpointer memory, gsize bytes);
/* Of such memory: will be looked at soon, and may be fetched meanwhile. */
void weft_platform_expect (gconstpointer from, gsize bytes);
