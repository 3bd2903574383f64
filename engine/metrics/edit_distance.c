/* edit_distance: how many tokens have to be put in, taken out or changed in a sequence, the mean
 * over sequences (Levenshtein) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/sequence.h"

#include <glib/gi18n-lib.h>

static void
add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftSequence *all = state;

  all->sum += (double) weft_sequence_count_edits (said, wanted);
  all->over++;
}

WEFT_METRIC_SEQUENCE (edit_distance, N_ ("Edit distance"), FALSE, FALSE, add);
