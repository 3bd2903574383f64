/* text-notes: what is said of a vocabulary that was learnt */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/texts/text-tokens.h"

void
weft_texts_note (const WeftTexts *texts, const char *title, WeftNotes *notes)
{
  static const char *const units[WEFT_N_UNITS] = {
    [WEFT_UNIT_WORDS] = N_ ("“%s” is read word by word: %u words that are met more than once in "
                            "training are known, %u others are one, shown as “…”."),
    [WEFT_UNIT_SPACED] = N_ ("“%s” is read word by word: %u words that are met more than once in "
                             "training are known, %u others are one, shown as “…”."),
    [WEFT_UNIT_CHARACTERS] = N_ ("“%s” is read sign by sign: %u signs that are met more than once "
                                 "in training are known, %u others are one, shown as “…”."),
    [WEFT_UNIT_PIECES] = N_ ("“%s” is read in pieces of words: %u of them, learnt from the texts "
                             "for training by joining what stands together most often (byte-pair "
                             "encoding)."),
    [WEFT_UNIT_GROUPS] = N_ ("“%s” is read in groups of three to five signs, ends of words among "
                             "them: %u groups that are met more than once in training are known, "
                             "%u others are one, shown as “…”."),
  };

  /* Names without those of nothing, of all unknown ones, and of the end. */
  guint others = 2 + (guint) texts->form.ends;
  guint known = texts->n_names - MIN (others, texts->n_names);

  weft_notes_add (notes, _ (units[texts->form.unit]), title, known, texts->n_dropped);
  if (texts->form.unit == WEFT_UNIT_PIECES && texts->n_dropped > 0)
    weft_notes_add (notes,
                    _ ("“%s” has so many different words that its pieces are learnt from the %u "
                       "commonest of them."),
                    title, WEFT_TEXTS_SPELT);
  if (texts->n_cut)
    weft_notes_add (notes, _ ("“%s”: texts that are longer than %d and are cut: %u."), title,
                    WEFT_TEXTS_LONGEST, texts->n_cut);
}
