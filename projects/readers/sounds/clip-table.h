/* clip-table: a table that says what is heard in recordings: in files of their own, or where in a
 * long one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/sounds/clips.h"

/* Whether the table belongs to recordings: one of its name lies beside it, or its first lines name
 * some. */
gboolean weft_clip_table_is (const char *path);
/* The table of a recording's name beside it; transfer full, nullable. */
char *weft_clip_table_find (const char *sound);
/* Adds the clips of the table and of those beside it that are for the other parts. */
gboolean weft_clip_table_read (WeftClips *clips, const char *path, const WeftReadOptions *options,
                               GError **error);
