/* excite: minus the mean of one unit or channel over samples and places: the more it answers, the
 * less the loss */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  int unit;
} Excite;

static const WeftParam params[] = {
  WEFT_INT (Excite, unit, 0, 0, 1 << 20, .ui_max = 64, .label = N_ ("Unit"),
            .help = N_ ("Which unit, channel or class is to answer; the first is 0")),
  WEFT_LOSS_PARAMS (Excite),
  { NULL },
};

static gboolean
expect_unit (WeftBuilder *b, WeftValue x, int axis, int unit)
{
  g_autofree char *sentence = NULL;

  if (unit < weft_builder_dim (b, x, axis))
    return TRUE;
  sentence = g_strdup_printf (_ ("expects at least %d units, for the first is 0"), unit + 1);
  weft_builder_fail (b, "shape-mismatch", sentence, NULL);
  return FALSE;
}

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Excite *excite = record;
  int axis; /* of a sequence (N, T, D) the last, else that of the channels */

  if (!weft_builder_expect_rank (b, in[0], 2, WEFT_MAX_RANK, "(N, …)"))
    return;
  axis = weft_builder_shape (b, in[0])->rank == 3 ? 2 : 1;
  if (!expect_unit (b, in[0], axis, excite->unit))
    return;
  out[0] = weft_block_slice (b, in[0], axis, excite->unit, 1);
  out[0] = weft_builder_op1 (b, "penalty",
                             WEFT_ATTRS ({ "scale", { excite->scale } }, { "of", { 2 } }), out[0]);
  out[0] = weft_builder_op1 (b, "scale", WEFT_ATTRS ({ "factor", { -1 } }), out[0]);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, excite->weight);
}

const WeftLayer weft_layer_excite = {
  .id = "excite",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Excitation"),
  .summary = N_ ("Wants one unit, channel or class to answer as strongly as it can."),
  .formula = "L = −mean x<sub>unit</sub>",
  .line = N_ ("unit {unit}"),
  .terms = "activation maximisation maximization deep dream neuron channel 激发 jifa jf 激活 jihuo "
           "jh 神经元 shenjingyuan sjy 损失 sunshi ss",
  .params = params,
  .record_size = sizeof (Excite),
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .build = build,
};
