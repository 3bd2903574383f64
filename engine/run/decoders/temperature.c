/* temperature: each token is drawn by its probability, sharpened or flattened */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  double temperature;
} Temperature;

static const WeftParam params[] = { WEFT_TEMPERATURE (Temperature), { NULL } };

static void
choose (gconstpointer record, const WeftChoosing *choosing, WeftHypothesis *lines)
{
  weft_choosing_draw (choosing, ((const Temperature *) record)->temperature, choosing->words, 1,
                      lines);
}

const WeftDecodingRow weft_decoding_temperature = {
  .id = "temperature",
  .title = N_ ("Temperature"),
  .summary = N_ ("Draws each token by its probability."),
  .params = params,
  .record_size = sizeof (Temperature),
  .choose = choose,
  .draws = TRUE,
};
