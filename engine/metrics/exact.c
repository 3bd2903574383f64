/* exact: the share of sequences that are said as they were wanted, token for token */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftSequence *all = state;

  all->sum
      += said->n == wanted->n
         && (said->n == 0
             || memcmp (said->token, wanted->token, (gsize) said->n * sizeof *said->token) == 0);
  all->over++;
}

WEFT_METRIC_SEQUENCE (exact, N_ ("Exact match"), TRUE, TRUE, add);
