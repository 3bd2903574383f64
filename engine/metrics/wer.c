/* wer: word error rate: the edits of all sequences over the length of all that was wanted, a token
 * a word */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <glib/gi18n-lib.h>

static void
add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftSequence *all = state;

  all->sum += (double) weft_sequence_count_edits (said, wanted);
  all->over += (double) wanted->n;
}

WEFT_METRIC_SEQUENCE (wer, N_ ("Word error rate"), FALSE, FALSE, add);
