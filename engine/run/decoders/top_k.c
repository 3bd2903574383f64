/* top_k: each token is drawn among the k likeliest (Fan, Lewis and Dauphin 2018) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  int top_k;
  double temperature;
} TopK;

static const WeftParam params[] = {
  WEFT_INT (TopK, top_k, 10, 1, 1 << 20, .ui_max = 100, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Tokens"), .help = N_ ("How many of the likeliest tokens are drawn from")),
  WEFT_TEMPERATURE (TopK),
  { NULL },
};

static void
choose (gconstpointer record, const WeftChoosing *choosing, WeftHypothesis *lines)
{
  const TopK *top = record;

  weft_choosing_draw (choosing, top->temperature, top->top_k, 1, lines);
}

const WeftDecodingRow weft_decoding_top_k = {
  .id = "top_k",
  .title = N_ ("Top k"),
  .summary = N_ ("Draws each token among the few likeliest."),
  .params = params,
  .record_size = sizeof (TopK),
  .choose = choose,
  .draws = TRUE,
};
