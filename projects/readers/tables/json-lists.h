/* json-lists: what lists of words in records are: texts that were cut into their words, or labels
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct _WeftJsonLists WeftJsonLists;

WeftJsonLists *weft_json_lists_new (void);
void weft_json_lists_free (WeftJsonLists *lists);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftJsonLists, weft_json_lists_free)
/* list: of the column that has that name, as json-record.h hands it over. */
void weft_json_lists_look_at (WeftJsonLists *lists, const char *column, const char *list);
/* The same as one cell, once all were looked at: words with a space between, or, of a column of
 * labels, with what tags.h cuts at. Transfer full. */
char *weft_json_lists_join (const WeftJsonLists *lists, const char *column, const char *list);
