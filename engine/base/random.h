/* random: counter-based random numbers, Philox4x32-10 (Salmon et al., SC 2011)
 *
 * A number is a function of (seed, node, step, element), never of what was drawn before: inserting
 * a node changes no other node's numbers, and any thread can draw any element. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

typedef struct
{
  guint64 seed;
  guint64 stream; /* node id, or one of WEFT_STREAM_* */
  guint64 step;   /* step, epoch or 0 */
} WeftRandom;

enum
{
  WEFT_STREAM_ORDER = 1ull << 60, /* the order of samples, step: epoch */
  WEFT_STREAM_SPLIT,
  WEFT_STREAM_SOURCE,  /* generated data sets */
  WEFT_STREAM_CHECK,   /* gradient checks and other tools */
  WEFT_STREAM_PLAY,    /* what a recipe draws while it acts, step: the run's */
  WEFT_STREAM_EPISODE, /* how episodes begin, step: which */
};

void weft_random_block (const WeftRandom *random, guint64 index, guint32 out[4]);
float weft_random_uniform (const WeftRandom *random, guint64 element);            /* [0, 1) */
float weft_random_normal (const WeftRandom *random, guint64 element);             /* Box-Muller */
guint64 weft_random_below (const WeftRandom *random, guint64 element, guint64 n); /* 0 … n − 1 */
/* Of the gamma distribution of that shape (above 0) and scale 1; shares of such numbers' sum are
 * Dirichlet's. */
double weft_random_gamma (const WeftRandom *random, guint64 element, double shape);
void weft_random_fill_uniform (const WeftRandom *random, float *x, gsize n, float low, float high);
void weft_random_fill_normal (const WeftRandom *random, float *x, gsize n, float mean,
                              float deviation);
/* The raw words of elements first … first + n − 1: what the other functions make their numbers of.
 */
void weft_random_fill_bits (const WeftRandom *random, guint64 first, guint32 *bits, gsize n);
/* Fisher-Yates on n indices that the caller filled. */
void weft_random_shuffle (const WeftRandom *random, guint32 *indices, gsize n);
/* A key for a weight's first values: (node id, weight name) → stream. */
guint64 weft_random_stream_for (gint64 node_id, const char *name);
