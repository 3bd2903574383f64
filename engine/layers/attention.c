/* attention: each step of one sequence looks at all steps of another; PyTorch's multi-head
 * attention whose keys and values are one (Vaswani et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  int nhead;
} Attention;

static const WeftParam params[] = {
  WEFT_INT (Attention, nhead, 1, 1, 256, .ui_max = 16, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Heads"),
            .help = N_ ("How many ways of looking there are; they divide the width")),
  { NULL },
};

enum
{
  X,
  MEMORY,
  MASK,
};

/* x (N, T, D), memory (N, S, E), mask (N, S) → (N, T, D) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Attention *layer = record;
  gint64 width = weft_builder_dim (b, in[X], 2);
  WeftValue of[4] = { WEFT_NONE, WEFT_NONE, WEFT_NONE, in[MASK] };

  if (!weft_builder_expect_rank (b, in[X], 3, 3, "(N, T, D)")
      || !weft_builder_expect_rank (b, in[MEMORY], 3, 3, "(N, T, D)"))
    return;
  of[0] = weft_block_linear (b, in[X], "q_proj.", width, WEFT_INIT_GLOROT, TRUE);
  of[1] = weft_block_linear (b, in[MEMORY], "k_proj.", width, WEFT_INIT_GLOROT, TRUE);
  of[2] = weft_block_linear (b, in[MEMORY], "v_proj.", width, WEFT_INIT_GLOROT, TRUE);
  out[0] = weft_builder_op (b, "attention", WEFT_ATTRS ({ "heads", { layer->nhead } }), of,
                            in[MASK].index >= 0 ? 4 : 3);
  out[0] = weft_block_linear (b, out[0], "out_proj.", width, WEFT_INIT_PYTORCH, TRUE);
}

static const WeftPort inputs[] = {
  { "x" },
  { "memory", N_ ("what is looked at") },
  { "mask", N_ ("mask"), .optional = TRUE, .mask_of = 1 + MEMORY,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { NULL },
};

const WeftLayer weft_layer_attention = {
  .id = "attention",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Attention"),
  .summary = N_ ("Lets each step of one sequence look at all steps of another."),
  .formula = "y = softmax (q k<sup>T</sup> / √d) v",
  .line = N_ ("{nhead|head|heads} · {weights|weight|weights}"),
  .terms = "cross-attention multi-head encoder decoder seq2seq 注意力 zhuyili zyl 交叉注意力 "
           "jiaochazhuyili jczyl 多头 duotou dt",
  .pytorch = "torch.nn.MultiheadAttention",
  .params = params,
  .record_size = sizeof (Attention),
  .inputs = inputs,
  .build = build,
};
