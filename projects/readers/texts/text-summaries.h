/* text-summaries: texts beside what somebody made of them in short: how much each sentence of a
 * text shares with it
 *
 * ROUGE-1 (Lin 2004): the F1 of the words that both have, letters and digits alone, whatever the
 * case; of several summaries, which stand with || between them, the best. Sentences end as they do
 * in print, or stand with || between them, too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/table.h"
#include "projects/readers/texts/text-units.h"

/* Each sentence of a text, without spaces around; char *, transfer full. */
GPtrArray *weft_text_split_sentences (const char *text);
/* Whether that column holds summaries of the other: several sentences there, and most words of it
 * among theirs. */
gboolean weft_summaries_are (const WeftTable *table, int text, int column);

typedef struct
{
  GArray *scores; /* float: of each unit that of its sentence, of all texts */
  GArray *ends;   /* gint64: of each text */
  GArray *firsts; /* float: of each text its first sentence's */
  GArray *bests;  /* float: and its best one's */
} WeftSummaries;

void weft_summaries_init (WeftSummaries *summaries);
void weft_summaries_clear (WeftSummaries *summaries);
/* The text as it is to be read, in words or characters: its sentences, one behind the other.
 * transfer full. */
char *weft_summaries_add (WeftSummaries *summaries, const char *text, const char *summary,
                          WeftTextUnit unit);
/* Adds y: for each unit of x how much its sentence shares. */
gboolean weft_summaries_give (const WeftSummaries *summaries, WeftDataset *dataset,
                              const char *title, GError **error);
/* What the first sentence is worth, and what the best would be. */
void weft_summaries_note (const WeftSummaries *summaries, const WeftDataset *dataset,
                          const char *title, WeftNotes *notes);
