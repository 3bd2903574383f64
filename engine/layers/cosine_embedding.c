/* cosine_embedding: pairs of codes (N, D) that belong together are to point the same way, others
 * not; target (N) as of the contrastive loss */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/losses.h"

typedef struct
{
  WEFT_LOSS_FIELDS;
  double margin;
} Cosine;

static const WeftParam params[] = {
  WEFT_REAL (Cosine, margin, 0, -1, 1, .label = N_ ("Margin"),
             .help = N_ ("Up to which cosine what does not belong together costs nothing")),
  WEFT_LOSS_PARAMS (Cosine),
  { NULL },
};

static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Cosine *cosine = record;

  out[0] = weft_loss_pairs (b, 1, cosine->margin, record, in);
}

const WeftLayer weft_layer_cosine_embedding = {
  .id = "cosine_embedding",
  .family = WEFT_FAMILY_LOSS,
  .title = N_ ("Cosine loss"),
  .summary = N_ ("Turns pairs that belong together the same way, and others away from each other."),
  .formula = "L = 1 − cos (x1, x2), or max (0, cos (x1, x2) − margin)",
  .line = N_ ("margin {margin}"),
  .terms = "cosine similarity embedding pairs metric learning 余弦损失 yuxiansunshi yxss 相似度 "
           "xiangsidu xsd",
  .pytorch = "torch.nn.CosineEmbeddingLoss",
  .params = params,
  .record_size = sizeof (Cosine),
  .inputs = weft_loss_pair_inputs,
  .outputs = weft_loss_outputs,
  .is_loss = TRUE,
  .metrics = "",
  .build = build,
};
