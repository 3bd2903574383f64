/* text-tokens: texts as tokens of a vocabulary that is learnt from those that train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/dataset.h"
#include "projects/readers/notes.h"
#include "projects/readers/tables/columns.h"
#include "projects/readers/texts/text-units.h"

#define WEFT_TEXTS_LONGEST 400 /* units of one text: what follows is cut */
#define WEFT_TEXTS_WORDS 20000 /* of a vocabulary, unless another number is asked for */
#define WEFT_TEXTS_MOST 200000 /* that can be asked for */
#define WEFT_TEXTS_PIECES 4000 /* of one of pieces */
#define WEFT_TEXTS_SPELT 50000 /* different words from which pieces are learnt */

typedef struct
{
  WeftTextUnit unit;
  gboolean folds; /* A and a are one */
  gboolean ends;  /* a sign of its own stands behind each text: it is to be written */
  gboolean keeps; /* every word is one of the vocabulary, however rare */
  guint most;     /* words of the vocabulary; 0: as many as above */
} WeftTextsForm;

typedef struct
{
  WeftTextsForm form;
  GHashTable *numbers; /* word → its place in words + 1 */
  GPtrArray *words;    /* char *, in the order in which they came */
  GArray *tokens;      /* guint32: places in words, of all texts */
  GArray *offsets;     /* gint64: where a text begins, and the end */
  gboolean is_cut;     /* the text that is being added */
  guint n_cut;         /* texts that were too long */
  char **names;        /* of the vocabulary; 0: none, 1: an unknown one; NULL: not learnt yet */
  guint32 *learnt;     /* of each of words: its token; of pieces NULL */
  GArray *spelt;       /* guint32: the pieces of all words, in their order; NULL: not learnt yet */
  guint32 *spelt_from; /* of each word where its own begin, and the end */
  guint n_names;
  guint n_dropped;      /* words that are not in it, or from which its pieces were not learnt */
  guint32 singles[128]; /* of signs of ASCII that are words: their places + 1; 0: looked up */
} WeftTexts;

/* What is asked for takes the place of what was found: the unit, and how large the vocabulary is.
 */
gboolean weft_texts_form_heed (WeftTextsForm *form, const WeftReadOptions *options, GError **error);
void weft_texts_init (WeftTexts *texts, const WeftTextsForm *form);
void weft_texts_clear (WeftTexts *texts);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (WeftTexts, weft_texts_clear)
void weft_texts_add (WeftTexts *texts, const char *text); /* valid UTF-8 */
guint weft_texts_get_count (const WeftTexts *texts);
/* The vocabulary: of the words of the texts that train, the commonest that were met twice, or the
 * pieces of them (text-pieces.h); split NULL: of all. WEFT_ERROR_CANCELLED. */
gboolean weft_texts_learn (WeftTexts *texts, const WeftSplit *split, GError **error);
/* text-notes.c: how they are read, and what of them is known. */
void weft_texts_note (const WeftTexts *texts, const char *title, WeftNotes *notes);
/* Says how they are cut and how large the vocabulary is, once it is learnt (told.h). */
void weft_texts_tell (const WeftTexts *texts);
/* How the texts of a field that was read so were cut. */
void weft_texts_find_form (WeftTextsForm *form, const WeftField *field);
/* The vocabulary is that field's. */
void weft_texts_learn_from (WeftTexts *texts, const WeftField *field);
/* Adds them as a field of the set, whose samples they are; before they are learnt every word
 * counts. title: nullable. */
gboolean weft_texts_give (const WeftTexts *texts, WeftDataset *dataset, const char *name,
                          const char *title, GError **error);
/* The same of texts of at least two units each, without their last ones as x and without their
 * first ones as y: what follows on each. */
gboolean weft_texts_give_next (const WeftTexts *texts, WeftDataset *dataset, GError **error);
/* Ends a text that was given unit by unit. */
void weft_texts_end (WeftTexts *texts);
void weft_texts_add_unit (WeftTexts *texts, const char *unit, gsize length);
