/* top_p: each token is drawn among the fewest that have so much of the probability together, the
 * nucleus (Holtzman et al. 2020) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  double top_p, temperature;
} TopP;

static const WeftParam params[] = {
  WEFT_REAL (TopP, top_p, 0.9, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Share"),
             .help = N_ ("How much probability the tokens that are drawn from have together")),
  WEFT_TEMPERATURE (TopP),
  { NULL },
};

static void
choose (gconstpointer record, const WeftChoosing *choosing, WeftHypothesis *lines)
{
  const TopP *top = record;

  weft_choosing_draw (choosing, top->temperature, choosing->words, top->top_p, lines);
}

const WeftDecodingRow weft_decoding_top_p = {
  .id = "top_p",
  .title = N_ ("Top p"),
  .summary = N_ ("Draws each token among the likeliest that make up most of the probability."),
  .params = params,
  .record_size = sizeof (TopP),
  .choose = choose,
  .draws = TRUE,
};
