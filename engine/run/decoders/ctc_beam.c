/* ctc_beam: the likeliest string of labels, by all ways to say it together (Hannun et al. 2014) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/decoders/decoding.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  int beam_size;
} CtcBeam;

static const WeftParam params[] = {
  WEFT_INT (CtcBeam, beam_size, 16, 1, 1024, .ui_max = 100, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Beams"),
            .help = N_ ("How many beginnings of strings are followed beside each other")),
  { NULL },
};

static guint
count (gconstpointer record)
{
  return (guint) ((const CtcBeam *) record)->beam_size;
}

static gint64
read_labels (gconstpointer record, const WeftAlignment *alignment, gint64 *tokens,
             double *likelihood)
{
  return weft_alignment_search (alignment, count (record), tokens, likelihood);
}

const WeftDecodingRow weft_decoding_ctc_beam = {
  .id = "ctc_beam",
  .title = N_ ("CTC, beam search"),
  .summary = N_ ("Reads the string of labels that is the likeliest by all ways to say it."),
  .params = params,
  .record_size = sizeof (CtcBeam),
  .count = count,
  .read = read_labels,
};
