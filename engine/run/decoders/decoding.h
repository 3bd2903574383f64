/* decoding: a row of the table of decoders: how a sequence is made of what a network says
 *
 * To add one: a file engine/run/decoders/ID.c and a row in decoders.def. There are two sorts: one
 * chooses the next token of what is written token by token (decode.h), the other reads labels out
 * of the scores of all steps at once (metrics/alignment.h). Any thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/random.h"
#include "engine/metrics/alignment.h"
#include "engine/param/param.h"

/* One sequence that is followed, a row of the batch, or one that could be. */
typedef struct
{
  double score;  /* the logarithm of its probability; −∞: it is none */
  double rank;   /* by which sequences are compared */
  gint64 row;    /* of the batch: where its tokens but the last were written */
  gint64 token;  /* the last */
  gint64 length; /* of all tokens, with the end */
  gboolean is_over;
} WeftHypothesis;

/* What the next token of one sample's sequences is chosen from. */
typedef struct
{
  const float *scores; /* (n, words), before the soft-max, by sequence */
  gint64 words;
  gint64 end;    /* the token that ends a sequence; −1: none does */
  gint64 barred; /* 1 + the token that is never said; 0: any may be */
  guint n;       /* sequences beside each other */
  gint64 first;  /* the row of the first */
  WeftRandom random;
  guint64 sample; /* which one it is, by which it draws */
} WeftChoosing;

typedef struct
{
  const char *id;      /* the file's name */
  const char *title;   /* N_ () */
  const char *summary; /* N_ (): a sentence */
  const WeftParam *params;
  gsize record_size;
  gboolean draws; /* with another seed it may say another thing */
  /* How many sequences are followed beside each other; NULL: one. */
  guint (*count) (gconstpointer record);
  /* Of one that writes: puts n sequences, the best first, in place of those before. */
  void (*choose) (gconstpointer record, const WeftChoosing *choosing, WeftHypothesis *lines);
  /* Of one that reads: as weft_alignment_search. */
  gint64 (*read) (gconstpointer record, const WeftAlignment *alignment, gint64 *tokens,
                  double *likelihood);
} WeftDecodingRow;

/* A row and its settings. */
typedef struct
{
  const WeftDecodingRow *row;
  gpointer record;
} WeftDecoding;

const WeftDecodingRow *const *weft_decodings (guint *n);
const WeftDecodingRow *weft_decoding_find (const char *id); /* nullable */
char *weft_decoding_dup_ids (void);                         /* "greedy, temperature, …" */
/* What people type: "greedy", "beam,num_beams=8,length_penalty=0.6". WEFT_ERROR_INVALID names what
 * is wrong and what there is. */
WeftDecoding *weft_decoding_new (const char *text, GError **error);
void weft_decoding_free (WeftDecoding *decoding);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDecoding, weft_decoding_free)
guint weft_decoding_count (const WeftDecoding *decoding); /* sequences beside each other */

/* --- for rows --- */

/* So that the logarithm of a token's probability is its score less this. */
double weft_choosing_sum (const float *scores, gint64 words);
/* The likeliest n sequences of all that those before could become, ranked by log p over
 * ((5 + length) / 6)^penalty (Wu et al. 2016, eq. 14). */
void weft_choosing_search (const WeftChoosing *choosing, double penalty, WeftHypothesis *lines);
/* One token drawn by softmax (scores / temperature), of the `most` likeliest and of the fewest that
 * have the probability `share` together. */
void weft_choosing_draw (const WeftChoosing *choosing, double temperature, gint64 most,
                         double share, WeftHypothesis *lines);

#define WEFT_TEMPERATURE(Type)                                                                     \
  WEFT_REAL (Type, temperature, 1, 0.01, 100, .label = N_ ("Temperature"),                         \
             .help = N_ ("Above 1 unlikely tokens are drawn more often, below 1 more rarely"))
