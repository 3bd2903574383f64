/* column-words: the different words of a column, numbered as they come */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/tables/column.h"

#define WEFT_WORDS_FULL (-2)

/* budget: bytes that may yet be taken, which others take from, too; nullable: any. A column's first
 * WEFT_COLUMN_MAX_WORDS are kept whatever it says. */
WeftWords *weft_words_new (gssize *budget);
void weft_words_free (WeftWords *words);
/* Its number, from 0 on; WEFT_WORDS_FULL: there are more than can be kept, and all are gone. */
int weft_words_add (WeftWords *words, const char *word);
/* One of a column that has too many: only its length is of interest. */
void weft_words_count (WeftWords *words, const char *cell);
guint weft_words_get_count (const WeftWords *words); /* different ones, as far as they were kept */
double weft_words_get_mean_length (const WeftWords *words); /* characters, of all that came */
/* In natural order; transfer full. *places: where each number's word is now; transfer full. */
char **weft_words_sort (const WeftWords *words, int **places);
