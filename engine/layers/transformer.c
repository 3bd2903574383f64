/* transformer: what the transformers' encoder and decoder have in common */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/transformer.h"

const WeftChoice weft_transformer_activations[] = {
  { "relu", N_ ("ReLU") },
  { "gelu", N_ ("GELU") },
  { NULL },
};

gboolean
weft_transformer_expect_heads (WeftBuilder *b, WeftValue x, int heads, gboolean rotary)
{
  g_autofree char *sentence = NULL;

  if (weft_builder_dim (b, x, 2) % ((rotary ? 2 : 1) * (gint64) heads) == 0)
    return TRUE;
  sentence = g_strdup_printf (rotary ? _ ("expects a width that divides evenly into %d heads of "
                                          "pairs")
                                     : _ ("expects a width that divides evenly into %d heads"),
                              heads);
  weft_builder_fail (b, "shape-mismatch", sentence, NULL);
  return FALSE;
}

/* One of the layers while it is built. */
typedef struct
{
  WeftBuilder *b;
  const WeftTransformer *layer;
  const WeftTransformerInputs *in;
  int number;
} Stack;

/* A part of a layer: of x (N, T, D) what is to be added to it. */
typedef WeftValue (*Part) (const Stack *stack, WeftValue x);

/* A part's weights: "layers.0.self_attn.in_proj_". */
static char *
dup_name (const Stack *stack, const char *part)
{
  return g_strdup_printf ("layers.%d.%s", stack->number, part);
}

static WeftValue
linear (const Stack *stack, const char *part, gint64 units, WeftInit init, WeftBlockBias bias,
        WeftValue x)
{
  g_autofree char *name = dup_name (stack, part);

  return weft_block_linear (stack->b, x, name, units, init, bias);
}

static WeftValue
drop (const Stack *stack, WeftValue x)
{
  return weft_block_dropout (stack->b, x, stack->layer->dropout);
}

/* of: q, k, v and a mask or none. */
static WeftValue
attend (const Stack *stack, const WeftValue of[4], gboolean causal)
{
  return weft_builder_op (stack->b, "attention",
                          WEFT_ATTRS ({ "heads", { stack->layer->nhead } },
                                      { "causal", { causal } },
                                      { "dropout", { stack->layer->attention_dropout } }),
                          of, of[3].index >= 0 ? 4 : 3);
}

/* What each step hears from the real ones. */
static WeftValue
look_around (const Stack *stack, WeftValue x)
{
  gint64 width = weft_builder_dim (stack->b, x, 2);
  WeftValue all
      = linear (stack, "self_attn.in_proj_", 3 * width, WEFT_INIT_GLOROT, WEFT_BIAS_ZERO, x),
      of[4], y;

  for (int i = 0; i < 3; i++)
    of[i] = weft_block_slice (stack->b, all, 2, i * width, width);
  for (int i = 0; stack->layer->rotary && i < 2; i++)
    of[i] = weft_block_rotary (stack->b, of[i], stack->layer->nhead);
  of[3] = stack->in->mask;
  y = attend (stack, of, stack->layer->causal);
  y = linear (stack, "self_attn.out_proj.", width, WEFT_INIT_PYTORCH, WEFT_BIAS_ZERO, y);
  return drop (stack, y);
}

/* What each step hears from the memory. */
static WeftValue
look_back (const Stack *stack, WeftValue x)
{
  gint64 width = weft_builder_dim (stack->b, x, 2);
  WeftValue memory = stack->in->memory, of[4] = { x, memory, memory, stack->in->memory_mask }, y;
  static const char *const parts[]
      = { "multihead_attn.q_proj.", "multihead_attn.k_proj.", "multihead_attn.v_proj." };

  for (int i = 0; i < 3; i++)
    of[i] = linear (stack, parts[i], width, WEFT_INIT_GLOROT, WEFT_BIAS_ZERO, of[i]);
  y = attend (stack, of, FALSE);
  y = linear (stack, "multihead_attn.out_proj.", width, WEFT_INIT_PYTORCH, WEFT_BIAS_ZERO, y);
  return drop (stack, y);
}

static WeftValue
think (const Stack *stack, WeftValue x)
{
  const WeftTransformer *layer = stack->layer;
  WeftValue h
      = linear (stack, "linear1.", layer->dim_feedforward, WEFT_INIT_PYTORCH, WEFT_BIAS_DRAWN, x);

  h = weft_builder_op1 (stack->b, weft_transformer_activations[layer->activation].value, NULL, h);
  h = linear (stack, "linear2.", weft_builder_dim (stack->b, x, 2), WEFT_INIT_PYTORCH,
              WEFT_BIAS_DRAWN, drop (stack, h));
  return drop (stack, h);
}

/* x and what the part adds, normalised before or after. */
static WeftValue
add_part (const Stack *stack, Part part, const char *norm, WeftValue x)
{
  g_autofree char *name = dup_name (stack, norm);

  if (stack->layer->norm_first)
    return weft_block_add (stack->b, x, part (stack, weft_block_layer_norm (stack->b, x, name)));
  return weft_block_layer_norm (stack->b, weft_block_add (stack->b, x, part (stack, x)), name);
}

WeftValue
weft_transformer_build (WeftBuilder *b, const WeftTransformer *layer,
                        const WeftTransformerInputs *in)
{
  gboolean has_memory = in->memory.index >= 0;
  WeftValue x = in->x;

  if (!weft_builder_expect_rank (b, x, 3, 3, "(N, T, D)")
      || (has_memory && !weft_builder_expect_rank (b, in->memory, 3, 3, "(N, T, D)"))
      || !weft_transformer_expect_heads (b, x, layer->nhead, layer->rotary))
    return WEFT_NONE;
  for (int i = 0; i < layer->num_layers; i++)
    {
      const Stack stack = { b, layer, in, i };

      x = add_part (&stack, look_around, "norm1.", x);
      if (has_memory)
        x = add_part (&stack, look_back, "norm2.", x);
      x = add_part (&stack, think, has_memory ? "norm3." : "norm2.", x);
    }
  return x;
}
