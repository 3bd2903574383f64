/* transformer_encoder: steps of a sequence look at each other, then each goes through a small net;
 * PyTorch's encoder layer, several times (Vaswani et al. 2017) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

typedef struct
{
  int num_layers, nhead, dim_feedforward;
  double dropout;
  int activation; /* 0: relu, 1: gelu */
  gboolean norm_first, causal;
} Transformer;

static const WeftChoice activations[] = {
  { "relu", N_ ("ReLU") },
  { "gelu", N_ ("GELU") },
  { NULL },
};

static const WeftParam params[] = {
  WEFT_INT (Transformer, num_layers, 2, 1, 64, .ui_max = 8, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Layers"), .help = N_ ("How many stand one upon the other")),
  WEFT_INT (Transformer, nhead, 4, 1, 256, .ui_max = 16, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Heads"),
            .help = N_ ("How many ways of looking there are; they divide the width")),
  WEFT_INT (Transformer, dim_feedforward, 256, 1, 1 << 16, .ui_max = 2048, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Hidden units"),
            .help = N_ ("How many units the small net of each step has")),
  WEFT_REAL (Transformer, dropout, 0.1, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Dropout"),
             .help = N_ ("The share set to zero of what each part adds, while training")),
  WEFT_CHOICE (Transformer, activation, 0, activations, .label = N_ ("Activation"),
               .advanced = TRUE, .help = N_ ("What stands between the two layers of the net")),
  WEFT_BOOL (Transformer, norm_first, FALSE, .label = N_ ("Normalise first"), .advanced = TRUE,
             .help = N_ ("Normalise before each part instead of after it")),
  WEFT_BOOL (Transformer, causal, FALSE, .label = N_ ("Causal"), .advanced = TRUE,
             .help = N_ ("No step sees a later one, so that the next can be predicted")),
  { NULL },
};

/* A part's weights: "layers.0.self_attn.in_proj_". */
static char *
get_name (int number, const char *part)
{
  return g_strdup_printf ("layers.%d.%s", number, part);
}

static WeftValue
linear (WeftBuilder *b, int number, const char *part, gint64 units, gboolean is_attention,
        WeftValue x)
{
  g_autofree char *name = get_name (number, part);
  gboolean is_in_proj = is_attention && units > weft_builder_dim (b, x, -1);

  return weft_block_linear (b, x, name, units, is_in_proj ? WEFT_INIT_GLOROT : WEFT_INIT_PYTORCH,
                            is_attention);
}

static WeftValue
norm (WeftBuilder *b, int number, const char *part, WeftValue x)
{
  g_autofree char *name = get_name (number, part);

  return weft_block_layer_norm (b, x, name);
}

/* x (N, T, D), mask (N, T) → what each step hears from the real ones, (N, T, D) */
static WeftValue
attend (WeftBuilder *b, const Transformer *layer, int number, WeftValue x, WeftValue mask)
{
  gint64 width = weft_builder_dim (b, x, 2);
  WeftValue all = linear (b, number, "self_attn.in_proj_", 3 * width, TRUE, x), in[4], y;

  for (int i = 0; i < 3; i++)
    in[i] = weft_block_slice (b, all, 2, i * width, width);
  in[3] = mask;
  y = weft_builder_op (b, "attention",
                       WEFT_ATTRS ({ "heads", { layer->nhead } }, { "causal", { layer->causal } }),
                       in, mask.index >= 0 ? 4 : 3);
  y = linear (b, number, "self_attn.out_proj.", width, TRUE, y);
  return weft_block_dropout (b, y, layer->dropout);
}

static WeftValue
feed (WeftBuilder *b, const Transformer *layer, int number, WeftValue x)
{
  gint64 width = weft_builder_dim (b, x, 2);
  WeftValue h = linear (b, number, "linear1.", layer->dim_feedforward, FALSE, x);

  h = weft_builder_op1 (b, activations[layer->activation].value, NULL, h);
  h = weft_block_dropout (b, h, layer->dropout);
  h = linear (b, number, "linear2.", width, FALSE, h);
  return weft_block_dropout (b, h, layer->dropout);
}

static WeftValue
build (WeftBuilder *b, const Transformer *layer, WeftValue x,
       WeftValue mask) /* x (N, T, D), mask (N, T) → (N, T, D) */
{
  g_autofree char *sentence = NULL;

  if (!weft_builder_expect_rank (b, x, 3, 3, "(N, T, D)"))
    return WEFT_NONE;
  if (weft_builder_dim (b, x, 2) % layer->nhead != 0)
    {
      sentence
          = g_strdup_printf (_ ("expects a width that divides evenly into %d heads"), layer->nhead);
      weft_builder_fail (b, "shape-mismatch", sentence, NULL);
      return WEFT_NONE;
    }
  for (int i = 0; i < layer->num_layers; i++)
    if (layer->norm_first)
      {
        x = weft_block_add (b, x, attend (b, layer, i, norm (b, i, "norm1.", x), mask));
        x = weft_block_add (b, x, feed (b, layer, i, norm (b, i, "norm2.", x)));
      }
    else
      {
        x = norm (b, i, "norm1.", weft_block_add (b, x, attend (b, layer, i, x, mask)));
        x = norm (b, i, "norm2.", weft_block_add (b, x, feed (b, layer, i, x)));
      }
  return x;
}

WEFT_BUILD_MASKED (Transformer, build)

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
  .params = params,
  .record_size = sizeof (Transformer),
  .inputs = weft_masked_inputs,
  .build = build_row,
};
