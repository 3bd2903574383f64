/* transformer_decoder: steps of a sequence look at the steps before them, then at all steps of
 * another, then each goes through a small net; PyTorch's decoder layer, several times (Vaswani et
 * al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/transformer.h"

static const WeftParam params[] = { WEFT_TRANSFORMER_PARAMS (TRUE), { NULL } };

enum
{
  X,
  MEMORY,
  MASK,
  MEMORY_MASK,
};

/* x (N, T, D), memory (N, S, E), mask (N, T), memory's mask (N, S) → (N, T, D) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  out[0] = weft_transformer_build (
      b, record, &(WeftTransformerInputs){ in[X], in[MASK], in[MEMORY], in[MEMORY_MASK] });
}

static const WeftPort inputs[] = {
  { "x" },
  { "memory", N_ ("what is looked at") },
  { "mask", N_ ("mask"), .optional = TRUE, .mask_of = 1 + X,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { "memory_mask", N_ ("mask of what is looked at"), .optional = TRUE, .mask_of = 1 + MEMORY,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { NULL },
};

const WeftLayer weft_layer_transformer_decoder = {
  .id = "transformer_decoder",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Transformer decoder"),
  .summary = N_ ("Lets each step look at those before it and at another sequence, then thinks."),
  .formula = "y = softmax (q k<sup>T</sup> / √d) v",
  .line = N_ ("{num_layers|layer|layers} · {nhead|head|heads} · {weights|weight|weights}"),
  .terms = "attention cross-attention causal seq2seq decoder block translation 解码器 jiemaqi jmq "
           "注意力 zhuyili zyl 交叉注意力 jiaochazhuyili jczyl 翻译 fanyi fy",
  .pytorch = "torch.nn.TransformerDecoder",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (WeftTransformer),
  .inputs = inputs,
  .build = build,
};
