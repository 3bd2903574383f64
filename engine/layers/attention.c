/* attention: each step of one sequence looks at all steps of another, or of its own; PyTorch's
 * multi-head attention whose keys and values are one (Vaswani et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/transformer.h"

typedef struct
{
  int nhead;
  gboolean causal;
  double dropout;
  gboolean bias, rotary;
} Attention;

static const WeftParam params[] = {
  WEFT_INT (Attention, nhead, 1, 1, 256, .ui_max = 16, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Heads"),
            .help = N_ ("How many ways of looking there are; they divide the width")),
  WEFT_BOOL (Attention, causal, FALSE, .label = N_ ("Causal"),
             .help = N_ ("No step sees a later one, so that the next can be predicted")),
  WEFT_REAL (Attention, dropout, 0, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Dropout"),
             .advanced = TRUE,
             .help = N_ ("The share of the looks that is left out while training")),
  WEFT_BOOL (Attention, bias, TRUE, .label = N_ ("Bias"), .advanced = TRUE,
             .help = N_ ("Add a learnt constant to every sum")),
  WEFT_BOOL (Attention, rotary, FALSE, .label = N_ ("Rotary positions"), .advanced = TRUE,
             .help = N_ ("Turn what steps look with and for by their places, so that they know how "
                         "far apart they are")),
  { NULL },
};

enum
{
  X,
  MEMORY,
  MASK,
  VALUE,
};

static WeftValue
project (WeftBuilder *b, const Attention *layer, WeftValue x, const char *name, gint64 width,
         WeftInit init)
{
  return weft_block_linear (b, x, name, width, init, layer->bias ? WEFT_BIAS_ZERO : WEFT_BIAS_NONE);
}

/* x (N, T, D), memory (N, S, E), mask (N, S), value (N, S, F) → (N, T, D), and who looked at whom
 * (N, heads, T, S) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Attention *layer = record;
  WeftValue memory = in[MEMORY].index >= 0 ? in[MEMORY] : in[X];
  WeftValue value = in[VALUE].index >= 0 ? in[VALUE] : memory;
  WeftValue of[4] = { WEFT_NONE, WEFT_NONE, WEFT_NONE, in[MASK] };
  gint64 width = weft_builder_dim (b, in[X], 2);

  if (!weft_builder_expect_rank (b, in[X], 3, 3, "(N, T, D)")
      || !weft_builder_expect_rank (b, memory, 3, 3, "(N, T, D)")
      || !weft_builder_expect_rank (b, value, 3, 3, "(N, T, D)")
      || !weft_transformer_expect_heads (b, in[X], layer->nhead, layer->rotary))
    return;
  of[0] = project (b, layer, in[X], "q_proj.", width, WEFT_INIT_GLOROT);
  of[1] = project (b, layer, memory, "k_proj.", width, WEFT_INIT_GLOROT);
  of[2] = project (b, layer, value, "v_proj.", width, WEFT_INIT_GLOROT);
  for (int i = 0; layer->rotary && i < 2; i++)
    of[i] = weft_block_rotary (b, of[i], layer->nhead);
  weft_builder_op_many (b, "attention",
                        WEFT_ATTRS ({ "heads", { layer->nhead } }, { "causal", { layer->causal } },
                                    { "dropout", { layer->dropout } }),
                        of, in[MASK].index >= 0 ? 4 : 3, out, 2);
  out[0] = project (b, layer, out[0], "out_proj.", width, WEFT_INIT_PYTORCH);
}

static const WeftPort inputs[] = {
  { "x" },
  { "memory", N_ ("what is looked at"), .optional = TRUE },
  { "mask", N_ ("mask"), .optional = TRUE, .mask_of = 1 + MEMORY,
    .kinds = WEFT_KIND_BIT (WEFT_KIND_STEPS), .misfit = "mask-not-steps" },
  { "value", N_ ("what is taken from where it looks"), .optional = TRUE },
  { NULL },
};

static const WeftPort outputs[] = {
  { "y" },
  { "weights", N_ ("who looked at whom"), .optional = TRUE },
  { NULL },
};

const WeftLayer weft_layer_attention = {
  .id = "attention",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Attention"),
  .summary = N_ ("Lets each step of a sequence look at all steps of another, or of its own."),
  .formula = "y = softmax (q k<sup>T</sup> / √d) v",
  .line = N_ ("{nhead|head|heads} · {weights|weight|weights}"),
  .terms = "self-attention cross-attention multi-head causal encoder decoder seq2seq mha 注意力 "
           "zhuyili zyl 自注意力 zizhuyili zzyl 交叉注意力 jiaochazhuyili jczyl 多头 duotou dt",
  .pytorch = "torch.nn.MultiheadAttention",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (Attention),
  .inputs = inputs,
  .outputs = outputs,
  .shows = 1,
  .build = build,
};
