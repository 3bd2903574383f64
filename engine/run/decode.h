/* decode: a sequence is written step by step, each from those before it: tokens, or frames of sound
 *
 * The program is one of a single step of what is written, and goes on (binding.h) for as many as
 * are written at the most. Its first step runs whole; from the second on what does not hang on the
 * writing, as an encoder, is given as it was, and what goes from step to step begins with what it
 * ended with, or with all that there was, as keys and values of attention. Nothing here knows a
 * layer: what is written is the tokens or frames that the network's first loss wants, and what goes
 * on says its op's row.
 *
 * Owned by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/run/decoders/decoding.h"
#include "engine/run/exec.h"

typedef struct
{
  gint64 most;                    /* steps that are written at the most */
  gint64 end;                     /* the token that ends a sequence; −1: none does */
  gint64 barred;                  /* 1 + the token that is never written; 0: any may be */
  const WeftDecoding *decoding;   /* how tokens are chosen: one that writes */
  const WeftInterrupt *interrupt; /* asked before each step; nullable */
  guint threads;                  /* of who makes the pool; 0: all */
  guint64 seed, first; /* of what draws; the number of the first sample, by which it does */
} WeftDecodeOptions;

typedef struct _WeftDecoder WeftDecoder;

/* The state must outlive it. Each sample takes as many rows of the program's batch as sequences are
 * followed for it. pool: nullable. WEFT_ERROR_INVALID when the network cannot write: it wants no
 * tokens or frames step by step, or sees the token that it is to say. */
WeftDecoder *weft_decoder_new (WeftProgram *program, WeftState *state, WeftPool *pool, int level,
                               GError **error);
void weft_decoder_free (WeftDecoder *decoder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftDecoder, weft_decoder_free)
/* inputs: of the program, each sample as often; what is to be written is not read. tokens
 * (samples, most): the likeliest sequence of each, with its end, and 0 behind it. likelihood:
 * nullable, (samples), the natural logarithm of its probability. FALSE: interrupted. */
gboolean weft_decoder_run (WeftDecoder *decoder, const void *const *inputs,
                           const WeftDecodeOptions *options, gint64 *tokens, double *likelihood);
/* The same of frames: rows (samples, most, width), 0 behind the n of each sample that are said
 * until it is over (data/sound-frames.h) or there are `most`; what is chosen is what the network
 * says. */
gboolean weft_decoder_run_frames (WeftDecoder *decoder, const void *const *inputs,
                                  const WeftDecodeOptions *options, float *rows, gint64 *n);
/* Of a sequence of n tokens, each said with these scores (n, words): the logarithm of its
 * probability. */
double weft_decode_weigh (const float *scores, const gint64 *tokens, gint64 n, gint64 words);
