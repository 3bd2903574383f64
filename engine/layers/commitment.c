/* commitment: codes move to the vectors that got them, and vectors stay near their codes, L = mean
 * (e − sg x)² + β · mean (x − sg e)², sg: as a constant (van den Oord, Vinyals and Kavukcuoglu
 * 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double beta;
} Commitment;

static const WeftParam params[] = {
  WEFT_REAL (Commitment, beta, 0.25, 0, 1e3, .ui_max = 2, .label = N_ ("Commitment"),
             .help = N_ ("How much the vectors are drawn to their codes, beside the codes to "
                         "them")),
  WEFT_LOSS_PARAMS (Commitment),
  { NULL },
};

/* vectors and their codes, of one shape → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Commitment *loss = record;

  out[0] = weft_builder_op (b, "commitment",
                            WEFT_ATTRS ({ "scale", { loss->scale } }, { "beta", { loss->beta } }),
                            in, in[2].index >= 0 ? 3 : 2);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, loss->weight);
}

static const WeftPort inputs[] = {
  { "x", N_ ("vectors") },
  { "codes", N_ ("codes") },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftLayer weft_layer_commitment = {
  .id = "commitment",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Commitment"),
  .summary = N_ ("Draws the codes of a quantiser to the vectors, and the vectors to their codes."),
  .formula = "L = ‖e − sg x‖<sup>2</sup> + β ‖x − sg e‖<sup>2</sup>",
  .line = N_ ("β = {beta}"),
  .terms = "vq codebook vq-vae quantizer 承诺损失 chengnuosunshi cnss 码本 maben mb 损失 sunshi ss",
  .params = params,
  .record_size = sizeof (Commitment),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .build = build,
};
