/* triplet: codes x (N, D) of one class are to lie nearer to each other than to those of others, by
 * a margin; the triplets are found in the batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double margin;
  int mining;
} Triplet;

/* In the op's order. */
static const WeftChoice minings[] = {
  { "all", N_ ("All that cost something") },
  { "hard", N_ ("The hardest") },
  { "semi_hard", N_ ("Semi-hard") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_REAL (Triplet, margin, 1, 0, 1e6, .ui_max = 5, .label = N_ ("Margin"),
             .help = N_ ("By how much another class has to lie farther away than the own one")),
  WEFT_CHOICE (Triplet, mining, 0, minings, .label = N_ ("Triplets"),
               .help = N_ ("Which triplets of the batch count: the hardest learn fast but may "
                           "collapse at first; semi-hard ones are right, but not by the margin")),
  WEFT_LOSS_PARAMS (Triplet),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Triplet *triplet = record;

  if (!weft_builder_expect_rank (b, in[0], 2, 2, "(N, D)") || !weft_builder_expect_company (b))
    return;
  out[0] = weft_builder_op (b, "triplet",
                            WEFT_ATTRS ({ "scale", { triplet->scale } },
                                        { "margin", { triplet->margin } },
                                        { "mining", { triplet->mining } }),
                            in, 2);
  weft_builder_loss (b, out[0], in[0], in[1], triplet->weight);
}

static const WeftPort inputs[] = {
  { "x", N_ ("codes") },
  { "target", N_ ("labels"), .kinds = WEFT_KIND_BIT (WEFT_KIND_CLASS),
    .misfit = "target-not-classes" },
  { NULL },
};

const WeftLayer weft_layer_triplet = {
  .id = "triplet",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Triplet loss"),
  .summary = N_ ("Draws codes of one class together and pushes those of others away."),
  .formula = "L = max (0, d<sub>same</sub> − d<sub>other</sub> + margin)",
  .line = N_ ("margin {margin}"),
  .terms = "triplet metric learning embedding facenet mining 三元组 sanyuanzu syz 度量学习 "
           "duliangxuexi dlxx 损失 sunshi ss",
  .pytorch = "torch.nn.TripletMarginLoss",
  .params = params,
  .record_size = sizeof (Triplet),
  .inputs = inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "rank_1 verification silhouette",
  .build = build,
};
