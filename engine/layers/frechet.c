/* frechet: how unlike made samples are to real ones, by features (N, …) of both; over a whole part
 * of the data that is the metric of the same name, of a batch what moments of single features say
 *
 * Features are what some layer gives: of a classifier that was trained before and stands still, it
 * shares its weights between two copies of itself, one behind what is made, one behind what is
 * real. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

enum
{
  MADE,
  REAL,
};

/* made, real (N, …) → a scalar */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const WeftLoss *loss = record;

  out[0] = weft_builder_op (b, "moments", WEFT_ATTRS ({ "scale", { loss->scale } }), in, REAL + 1);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, loss->weight);
  weft_builder_compares (b, in[MADE], in[REAL]);
}

static const WeftParam params[] = { WEFT_LOSS_PARAMS_OF (WeftLoss, 0), { NULL } };

static const WeftPort inputs[] = { { "made", N_ ("features of what is made") },
                                   { "target", N_ ("features of what is real") },
                                   { NULL } };

const WeftLayer weft_layer_frechet = {
  .id = "frechet",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Fréchet distance"),
  .summary = N_ ("Measures how unlike made samples are to real ones, by features of both; with a "
                 "weight it teaches that, too."),
  .formula = "d = |μ − μ′|<sup>2</sup> + |σ − σ′|<sup>2</sup>",
  .line = N_ ("made beside real"),
  .terms
  = "fid frechet inception distance gan generator feature matching moments 弗雷歇 fuleixie flx "
    "距离 juli jl 生成质量 shengchengzhiliang sczl 特征匹配 tezhengpipei tzpp",
  .params = params,
  .record_size = sizeof (WeftLoss),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "frechet",
  .build = build,
};
