/* token-sentences: where the sentences of a sample of tokens end, and what numbers of its words
 * make of each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/data/field.h"

typedef struct
{
  gint64 begin, end; /* tokens */
  double weight;     /* the mean of theirs */
} WeftTokenSentence;

/* field: of tokens; weights: a number for each of the sample. In their order, at least one;
 * transfer full. */
GArray *weft_token_sentences_weigh (const WeftField *field, gint64 sample, const float *weights);
/* Which has the highest weight. */
guint weft_token_sentences_find_best (const GArray *sentences);
char *weft_token_sentence_dup_text (const WeftField *field, gint64 sample,
                                    const WeftTokenSentence *sentence); /* transfer full */
/* Whether the numbers of y are one for each token of x. */
gboolean weft_token_weights_are (const WeftField *x, const WeftField *y);
