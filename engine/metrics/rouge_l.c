/* rouge_l: the F1 of the longest common subsequence, the mean over sequences (Lin 2004) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <glib/gi18n-lib.h>

static void
add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftSequence *all = state;

  all->sum += weft_sequence_find_f1 (weft_sequence_count_common (said, wanted), said->n, wanted->n);
  all->over++;
}

WEFT_METRIC_SEQUENCE (rouge_l, N_ ("ROUGE-L"), TRUE, TRUE, add);
