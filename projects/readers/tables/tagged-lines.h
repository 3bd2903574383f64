/* tagged-lines: a word and its tags a line, an empty line between sentences (CoNLL-2003, CoNLL-U),
 * as the text of a table: a sentence a row */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* By its lines. */
gboolean weft_tagged_lines_are (const char *text);
/* All of it as a table's text, with commas, whose first line are the names: text, tags (the last of
 * each line) and, where there are more, tags 2, tags 3 …, by their places. A row stands in the line
 * in which its sentence begins. transfer full. */
char *weft_tagged_lines_convert (const char *text);
