/* rouge_1: the F1 of tokens that said and wanted have in common, the mean over sequences (Lin 2004)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <glib/gi18n-lib.h>

static void
add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftSequence *all = state;

  all->sum
      += weft_sequence_find_f1 (weft_sequence_count_shared (said, wanted, 1), said->n, wanted->n);
  all->over++;
}

WEFT_METRIC_SEQUENCE (rouge_1, N_ ("ROUGE-1"), TRUE, TRUE, add);
