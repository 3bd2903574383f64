/* token-runs: how many runs of tokens all sequences share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/metrics/token-runs.h"

void
weft_runs_add (gpointer state, const WeftTokens *said, const WeftTokens *wanted)
{
  WeftRuns *runs = state;

  for (gint64 n = 1; n <= WEFT_RUNS; n++)
    {
      runs->said[n - 1] += (double) MAX (0, said->n - n + 1);
      runs->wanted[n - 1] += (double) MAX (0, wanted->n - n + 1);
      runs->shared[n - 1] += (double) weft_sequence_count_shared (said, wanted, n);
    }
}
