/* ctc_greedy: the likeliest label of each step, those side by side once, blanks not at all (Graves
 * et al. 2006) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const WeftParam params[] = { { NULL } };

/* likelihood: of the one way that is read. */
static gint64
read_labels (gconstpointer record, const WeftAlignment *alignment, gint64 *tokens,
             double *likelihood)
{
  double sum = 0;

  for (gint64 t = 0; likelihood != NULL && t < alignment->n; t++)
    {
      const float *scores = alignment->scores + t * alignment->classes;
      float highest = scores[0];

      for (gint64 c = 1; c < alignment->classes; c++)
        highest = scores[c] > highest ? scores[c] : highest;
      sum += (double) highest - weft_choosing_sum (scores, alignment->classes);
    }
  if (likelihood != NULL)
    *likelihood = sum;
  return weft_alignment_read (alignment, tokens);
}

const WeftDecodingRow weft_decoding_ctc_greedy = {
  .id = "ctc_greedy",
  .title = N_ ("CTC, greedy"),
  .summary = N_ ("Reads the likeliest label of each step, of which those side by side count once."),
  .params = params,
  .read = read_labels,
};
