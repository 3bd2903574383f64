/* info_nce: two views (N, D) of each sample are to be found by each other among all of the batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double temperature;
  int negatives;
} InfoNce;

static const WeftChoice negatives[] = {
  { "both", N_ ("All others") },
  { "across", N_ ("Those of the other view") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_REAL (InfoNce, temperature, 0.5, 1e-4, 1e3, .ui_max = 1, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Temperature"),
             .help
             = N_ ("The lower, the more count those that are nearly taken for the right one")),
  WEFT_CHOICE (InfoNce, negatives, 0, negatives, .label = N_ ("Told apart from"),
               .help = N_ ("All other codes of the batch, as in SimCLR, or only the other view’s, "
                           "as in CLIP")),
  WEFT_LOSS_PARAMS (InfoNce),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const InfoNce *nce = record;

  if (!weft_builder_expect_rank (b, in[0], 2, 2, "(N, D)") || !weft_builder_expect_company (b))
    return;
  out[0] = weft_builder_op (b, "info_nce",
                            WEFT_ATTRS ({ "scale", { nce->scale } },
                                        { "temperature", { nce->temperature } },
                                        { "across", { nce->negatives } }),
                            in, 2);
  weft_builder_loss (b, out[0], WEFT_NONE, WEFT_NONE, nce->weight);
}

static const WeftPort inputs[] = {
  { "x1", N_ ("codes of one view") },
  { "x2", N_ ("codes of the other") },
  { NULL },
};

const WeftLayer weft_layer_info_nce = {
  .id = "info_nce",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("InfoNCE"),
  .summary = N_ ("Wants two views of a sample to know each other among all of the batch."),
  .formula = "L = −log (e<sup>x1·x2/τ</sup> / Σ e<sup>x1·x/τ</sup>)",
  .line = N_ ("temperature {temperature}"),
  .terms = "infonce ntxent simclr clip contrastive self-supervised views 对比学习 duibixuexi dbxx "
           "自监督 zijiandu zjd 损失 sunshi ss",
  .params = params,
  .record_size = sizeof (InfoNce),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .build = build,
};
