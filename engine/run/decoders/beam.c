/* beam: several sequences are followed beside each other, of which the likeliest wins */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  int num_beams;
  double length_penalty;
} Beam;

static const WeftParam params[] = {
  WEFT_INT (Beam, num_beams, 4, 1, 256, .ui_max = 16, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Beams"),
            .help = N_ ("How many sequences are followed beside each other")),
  WEFT_REAL (Beam, length_penalty, 0, -5, 5, .label = N_ ("Length penalty"),
             .help = N_ ("Above 0 longer sequences are preferred, below 0 shorter ones")),
  { NULL },
};

static guint
count (gconstpointer record)
{
  return (guint) ((const Beam *) record)->num_beams;
}

static void
choose (gconstpointer record, const WeftChoosing *choosing, WeftHypothesis *lines)
{
  weft_choosing_search (choosing, ((const Beam *) record)->length_penalty, lines);
}

const WeftDecodingRow weft_decoding_beam = {
  .id = "beam",
  .title = N_ ("Beam search"),
  .summary = N_ ("Follows several sequences beside each other and takes the likeliest."),
  .params = params,
  .record_size = sizeof (Beam),
  .count = count,
  .choose = choose,
};
