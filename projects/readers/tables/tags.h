/* tags: cells that hold any number of labels each, "red;blue" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/column.h"

typedef struct
{
  const char *between; /* static: what stands between two of them */
  char **names;        /* all that there are, in natural order */
} WeftTags;

/* FALSE: its cells are no such lists: labels that come again, more of them in one row than in
 * another. */
gboolean weft_tags_find (const WeftColumn *column, guint n_rows, WeftTags *tags);
void weft_tags_clear (WeftTags *tags);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftTags, weft_tags_clear)
/* Sets to 1 the marks, one for each name, of the labels in the cell; NULL: it has none. */
void weft_tags_mark (const WeftTags *tags, const char *cell, float *marks);
