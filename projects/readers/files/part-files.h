/* part-files: files of one set beside each other, named for what they are for: digits-train.tsv,
 * digits-test.tsv */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  char *path;
  guint8 part; /* WeftPart + 1, 0: its name does not say */
} WeftPartFile;

/* The file and those beside it of the same ending, first the one for training; of a name that says
 * no part the file alone. name: "digits", transfer full. Transfer full. */
GPtrArray *weft_part_files_find (const char *path, char **name);
/* Whether it stands for all of them: the first, or alone. */
gboolean weft_part_files_is_first (const char *path);
