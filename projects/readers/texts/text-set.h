/* text-set: texts, what is said of each, and the data set that is made of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/readers/notes.h"
#include "projects/readers/texts/text-summaries.h"
#include "projects/readers/texts/text-tokens.h"

typedef struct
{
  char *name;                           /* of the set */
  const char *from;                     /* the file or folder, as it may be shown */
  const char *text_title, *label_title; /* nullable */
  const char *other_title, *tags_title; /* nullable: it has none such */
  const char *summary_title;            /* likewise */
  WeftSummaries summaries;              /* for each word of the text how much its sentence says */
  WeftTexts text, other, tags;          /* other: to be written; tags: a word for each word */
  GPtrArray *labels;                    /* const char *, borrowed; NULL: it has none */
  GByteArray *parts;                    /* WeftPart + 1, 0: free */
  WeftNotes *notes;
} WeftTextSet;

/* other: whether what is beside a text has a form of its own; nullable. */
void weft_text_set_init (WeftTextSet *set, const WeftTextsForm *text, const WeftTextsForm *other);
void weft_text_set_clear (WeftTextSet *set);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftTextSet, weft_text_set_clear)
/* The vocabularies are learnt from the texts that will train: x is the text, y the class, the other
 * text or the tags, `tags` these beside a class. WEFT_ERROR_INVALID: fewer than two texts. */
WeftDataset *weft_text_set_make (WeftTextSet *set, GError **error);
