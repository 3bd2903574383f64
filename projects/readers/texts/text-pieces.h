/* text-pieces: words cut into the pieces of a vocabulary, which grow by joining what stands
 * together most often: byte-pair encoding (Sennrich et al. 2016) of characters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/* The pieces of a vocabulary: the characters that were met twice, the commonest first, then each
 * joined piece, in the order in which they were: always the pair that is commonest, of equals the
 * one whose parts come first in the vocabulary, until there are `most` or no pair is met twice.
 * counts: how often each of n words was met. char *, transfer full. WEFT_ERROR_CANCELLED. */
GPtrArray *weft_pieces_learn (char *const *words, const guint *counts, guint n, guint most,
                              GError **error);
/* Appends the tokens (guint32) of one word: neighbours are joined, first those whose joined piece
 * came first. tokens: piece → its token; unknown: of a character that is no piece. */
void weft_pieces_cut (GHashTable *tokens, const char *word, guint32 unknown, GArray *to);
