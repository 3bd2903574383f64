/* tsne: many numbers a thing made into two or three, so that near things stay near: t-distributed
 * stochastic neighbour embedding (van der Maaten & Hinton 2008), exact, so for some thousand things
 * at most */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/pool.h"

#define WEFT_TSNE_MOST 2000 /* things */

typedef struct
{
  const float *x; /* (n, width), finite */
  gsize n, width;
  int dims;          /* 2 or 3 */
  double perplexity; /* about how many neighbours a thing has; at most a third of the others */
  guint steps;
  gboolean goes_on; /* y holds where they are from before, of data much like these */
} WeftTsne;

/* y (n, dims): at first where things are to begin, as along their main directions, in any unit;
 * then where they are. The same y give the same, for any number of threads. FALSE: interrupted, or
 * there are too many. pool, interrupt: nullable. */
gboolean weft_tsne_fit (const WeftTsne *tsne, float *y, WeftPool *pool,
                        const WeftInterrupt *interrupt);
