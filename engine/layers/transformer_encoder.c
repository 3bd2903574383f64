/* transformer_encoder: steps of a sequence look at each other, then each goes through a small net;
 * PyTorch's encoder layer, several times (Vaswani et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/transformer.h"

static const WeftParam params[] = { WEFT_TRANSFORMER_PARAMS (FALSE), { NULL } };

static WeftValue
build (WeftBuilder *b, const WeftTransformer *layer, WeftValue x,
       WeftValue mask) /* x (N, T, D), mask (N, T) → (N, T, D) */
{
  return weft_transformer_build (b, layer,
                                 &(WeftTransformerInputs){ x, mask, WEFT_NONE, WEFT_NONE });
}

WEFT_BUILD_MASKED (WeftTransformer, build)

const WeftLayer weft_layer_transformer_encoder = {
  .id = "transformer_encoder",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Transformer encoder"),
  .summary = N_ ("Lets all steps of a sequence look at each other, then thinks about each."),
  .formula = "y = softmax (q k<sup>T</sup> / √d) v",
  .line = N_ ("{num_layers|layer|layers} · {nhead|head|heads} · {weights|weight|weights}"),
  .terms
  = "attention self-attention bert encoder block 注意力 zhuyili zyl 自注意力 zizhuyili zzyl 编码器 "
    "bianmaqi bmq",
  .pytorch = "torch.nn.TransformerEncoder",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (WeftTransformer),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
