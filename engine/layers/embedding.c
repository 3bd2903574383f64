/* embedding: a row of learnt numbers for each token or label, y[n,d] = w[x[n],d] */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/embeddings.h"

static const WeftParam params[] = { WEFT_EMBEDDING_PARAMS (WeftEmbedding), { NULL } };

static WeftValue
build (WeftBuilder *b, const WeftEmbedding *layer, WeftValue x) /* x (N, …) → (N, …, D) */
{
  WeftValue in[2] = { x, weft_embedding_rows (b, layer, x) };

  return weft_builder_op (b, "embedding", WEFT_ATTRS ({ "padding_idx", { layer->padding_idx } }),
                          in, 2);
}

WEFT_BUILD_1 (WeftEmbedding, build)

static const WeftPort inputs[] = {
  { "x", .kinds = WEFT_KINDS_OF_LABELS, .misfit = "needs-tokens" },
  { NULL },
};

const WeftLayer weft_layer_embedding = {
  .id = "embedding",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Embedding"),
  .summary = N_ ("Gives each word or label a row of numbers, which is learnt."),
  .formula = "y<sub>n,d</sub> = w<sub>x<sub>n</sub>,d</sub>",
  .line = N_ ("{embedding_dim|dimension|dimensions} · {weights|weight|weights}"),
  .terms = "embed token word vector lookup vocabulary 嵌入 qianru qr 词向量 cixiangliang cxl "
           "词嵌入 ciqianru cqr",
  .pytorch = "torch.nn.Embedding",
  .onnx = "Gather",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (WeftEmbedding),
  .inputs = inputs,
  .build = build_row,
};
