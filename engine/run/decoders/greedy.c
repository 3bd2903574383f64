/* greedy: the likeliest token each time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

static const WeftParam params[] = { { NULL } };

static void
choose (gconstpointer record, const WeftChoosing *choosing, WeftHypothesis *lines)
{
  weft_choosing_search (choosing, 0, lines);
}

const WeftDecodingRow weft_decoding_greedy = {
  .id = "greedy",
  .title = N_ ("Greedy"),
  .summary = N_ ("Takes the likeliest token each time."),
  .params = params,
  .choose = choose,
};
