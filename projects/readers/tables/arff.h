/* arff: Weka's files of attributes and rows, as the text of a table (Attribute-Relation File
 * Format)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* By its first line that is no remark. */
gboolean weft_arff_is (const char *text);
/* All of it as a table's text, with commas, whose first line are the attributes' names. A row
 * stands in its own line. Rows that name a place for each value ({1 5, 3 a}) stay as they are.
 * Transfer full. */
char *weft_arff_convert (const char *text);
