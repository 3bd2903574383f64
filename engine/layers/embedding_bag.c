/* embedding_bag: the rows of all tokens of a sample made into one: the mean, sum or largest of
 * those that are real */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/embeddings.h"

typedef struct
{
  WEFT_EMBEDDING_FIELDS;
  int mode;
} Bag;

static const WeftChoice modes[] = {
  { "mean", N_ ("Mean") },
  { "sum", N_ ("Sum") },
  { "max", N_ ("Largest") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_EMBEDDING_PARAMS (Bag),
  WEFT_CHOICE (Bag, mode, 0, modes, .label = N_ ("Of the rows"),
               .help = N_ ("What is made of the rows of all tokens")),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const Bag *layer, WeftValue x, WeftValue mask) /* x, mask (N, T) → (N, D) */
{
  WeftValue in[3] = { x, WEFT_NONE, mask };

  if (!weft_builder_expect_rank (b, x, 2, 2, "(N, T)"))
    return WEFT_NONE;
  in[1] = weft_embedding_rows (b, (const WeftEmbedding *) layer, x);
  return weft_builder_op (
      b, "embedding_bag",
      WEFT_ATTRS ({ "mode", { layer->mode } }, { "padding_idx", { layer->padding_idx } }), in,
      mask.index >= 0 ? 3 : 2);
}

WEFT_BUILD_MASKED (Bag, build)

static const WeftPort inputs[] = {
  { "x", .kinds = WEFT_KIND_BIT (WEFT_KIND_TOKENS), .misfit = "needs-tokens" },
  WEFT_MASK_PORT,
  { NULL },
};

const WeftLayer weft_layer_embedding_bag = {
  .id = "embedding_bag",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Embedding bag"),
  .summary = N_ ("Gives all words of a text together one row of numbers, whatever their order."),
  .formula = "y<sub>n</sub> = mean<sub>t</sub> w<sub>x<sub>n,t</sub></sub>",
  .line = N_ ("{mode} · {embedding_dim|dimension|dimensions} · {weights|weight|weights}"),
  .terms = "embed bag of words fasttext text average vocabulary 词袋 cidai cd 嵌入 qianru qr "
           "词袋嵌入 cidaiqianru cdqr",
  .pytorch = "torch.nn.EmbeddingBag",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Bag),
  .inputs = inputs,
  .build = build_row,
};
