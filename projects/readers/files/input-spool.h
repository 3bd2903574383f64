/* input-spool: what can be read once only, copied to where it can be read again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>
#include <sys/types.h>

/* All that comes from fd, a pipe or a device, into a scratch file; returns that, at its beginning,
 * −1 with an error. name: for sentences. A pipe may be as slow as whoever writes to it, but one
 * that has a name (mode of a FIFO, fd not standard input) is given three seconds until somebody
 * does. */
int weft_input_spool (const char *name, int fd, mode_t mode, guint64 *length, GError **error);
