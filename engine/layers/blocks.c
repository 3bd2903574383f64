/* blocks: what layers of several ops are put together from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/blocks.h"

#include <inttypes.h>

WeftValue
weft_block_linear (WeftBuilder *b, WeftValue x, const char *name, gint64 units, WeftInit init,
                   WeftBlockBias bias)
{
  g_autofree char *weight = g_strconcat (name, "weight", NULL);
  g_autofree char *constant = g_strconcat (name, "bias", NULL);
  gint64 inputs = weft_builder_dim (b, x, -1);
  WeftValue in[3] = { x };

  in[1] = weft_builder_weight (b, weight, init, inputs, units, (gint64[]){ units, inputs }, 2);
  if (bias != WEFT_BIAS_NONE)
    in[2] = weft_builder_weight (b, constant,
                                 bias == WEFT_BIAS_ZERO ? WEFT_INIT_ZERO : WEFT_INIT_PYTORCH,
                                 inputs, units, (gint64[]){ units }, 1);
  return weft_builder_op (b, "linear", NULL, in, bias == WEFT_BIAS_NONE ? 2 : 3);
}

WeftValue
weft_block_layer_norm (WeftBuilder *b, WeftValue x, const char *name)
{
  g_autofree char *weight = g_strconcat (name, "weight", NULL);
  g_autofree char *bias = g_strconcat (name, "bias", NULL);
  const gint64 width[1] = { weft_builder_dim (b, x, -1) };
  WeftValue in[3] = { x };

  in[1] = weft_builder_weight (b, weight, WEFT_INIT_ONE, 1, 1, width, 1);
  in[2] = weft_builder_weight (b, bias, WEFT_INIT_ZERO, 1, 1, width, 1);
  return weft_builder_op (b, "layer_norm", NULL, in, 3);
}

WeftValue
weft_block_dropout (WeftBuilder *b, WeftValue x, double p)
{
  return p > 0 ? weft_builder_op1 (b, "dropout", WEFT_ATTRS ({ "p", { p } }), x) : x;
}

WeftValue
weft_block_rotary (WeftBuilder *b, WeftValue x, int heads)
{
  return weft_builder_op1 (b, "rotary", WEFT_ATTRS ({ "heads", { heads } }), x);
}

WeftValue
weft_block_add (WeftBuilder *b, WeftValue x, WeftValue y)
{
  return weft_builder_op (b, "add", NULL, (WeftValue[]){ x, y }, 2);
}

WeftValue
weft_block_slice (WeftBuilder *b, WeftValue x, int dim, gint64 start, gint64 length)
{
  return weft_builder_op1 (b, "slice",
                           WEFT_ATTRS ({ "dim", { dim } }, { "start", { (double) start } },
                                       { "length", { (double) length } }),
                           x);
}

const WeftPort weft_masked_inputs[] = {
  { "x" },
  WEFT_MASK_PORT,
  { NULL },
};

/* --- recurrent --- */

const WeftPort weft_recurrent_inputs[] = {
  { "x" },
  WEFT_MASK_PORT,
  { "state", N_ ("state to begin with"), .optional = TRUE },
  { NULL },
};

const WeftPort weft_recurrent_outputs[] = {
  { "y" },
  { "state", N_ ("state at the end"), .optional = TRUE },
  { NULL },
};

static const WeftChoice outputs[] = {
  { "last", N_ ("The last step") },
  { "all", N_ ("All steps") },
  { NULL },
};

const WeftParam weft_recurrent_params[] = {
  WEFT_INT (WeftRecurrent, hidden_size, 32, 1, 1 << 16, .ui_max = 512, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Units"), .help = N_ ("How many numbers the layer remembers")),
  WEFT_INT (WeftRecurrent, num_layers, 1, 1, 64, .ui_max = 4, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Layers"), .help = N_ ("How many stand one upon the other")),
  WEFT_CHOICE (WeftRecurrent, output, 0, outputs, .label = N_ ("Output"),
               .help = N_ ("What is passed on: the state after the last step, or after each")),
  WEFT_BOOL (WeftRecurrent, bidirectional, FALSE, .label = N_ ("Both directions"),
             .help = N_ ("Also read the sequence from its end, and join what both remember")),
  WEFT_REAL (WeftRecurrent, dropout, 0, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Dropout"),
             .advanced = TRUE,
             .help = N_ ("The share of numbers set to zero between the layers while training")),
  WEFT_BOOL (WeftRecurrent, bias, TRUE, .label = N_ ("Bias"), .advanced = TRUE,
             .help = N_ ("Add a learnt constant to every sum")),
  { NULL },
};

/* "weight_ih_l0_reverse", as PyTorch names it; (rows, columns), columns 0: one axis. */
static WeftValue
add_weight (WeftBuilder *b, const WeftRecurrent *layer, const char *what, int number,
            gboolean reverse, gint64 rows, gint64 columns)
{
  g_autofree char *name = g_strdup_printf ("%s_l%d%s", what, number, reverse ? "_reverse" : "");

  return weft_builder_weight (b, name, WEFT_INIT_PYTORCH, layer->hidden_size, rows,
                              (gint64[]){ rows, columns }, columns > 0 ? 2 : 1);
}

/* What all layers and directions have in common, and of what of a state they begin with and end. */
typedef struct
{
  const WeftRecurrentCell *cell;
  const WeftRecurrent *layer;
  WeftValue mask, state; /* state: of all of them, one behind the other */
  WeftValue end;         /* as far as they are built */
  int n, wanted;         /* how many there are so far; outputs of the op */
} Recurrent;

/* The next one's part of the state. */
static WeftValue
take_state (WeftBuilder *b, const Recurrent *all)
{
  gint64 width = all->layer->hidden_size * all->cell->state;

  if (all->state.index < 0 || weft_builder_dim (b, all->state, 1) == width)
    return all->state;
  return weft_block_slice (b, all->state, 1, all->n * width, width);
}

static WeftValue
join (WeftBuilder *b, WeftValue x, WeftValue y)
{
  return weft_builder_op (b, "concat", WEFT_ATTRS ({ "dim", { 1 } }), (WeftValue[]){ x, y }, 2);
}

/* One layer in one direction: x (N, T, D) → (N, T, H). */
static WeftValue
add_direction (WeftBuilder *b, Recurrent *all, int number, gboolean reverse, WeftValue x)
{
  const WeftRecurrent *layer = all->layer;
  gint64 units = layer->hidden_size, rows = all->cell->gates * units;
  guint n_in = all->state.index >= 0 ? 7 : all->mask.index >= 0 ? 6 : layer->bias ? 5 : 3;
  WeftValue in[7] = { x }, out[2] = { WEFT_NONE, WEFT_NONE };

  in[1] = add_weight (b, layer, "weight_ih", number, reverse, rows, weft_builder_dim (b, x, 2));
  in[2] = add_weight (b, layer, "weight_hh", number, reverse, rows, units);
  in[3] = layer->bias ? add_weight (b, layer, "bias_ih", number, reverse, rows, 0) : WEFT_NONE;
  in[4] = layer->bias ? add_weight (b, layer, "bias_hh", number, reverse, rows, 0) : WEFT_NONE;
  in[5] = all->mask;
  in[6] = take_state (b, all);
  weft_builder_op_many (b, all->cell->op, WEFT_ATTRS ({ "reverse", { reverse } }), in, n_in, out,
                        (guint) all->wanted);
  all->end = all->n++ == 0 ? out[1] : join (b, all->end, out[1]);
  return out[0];
}

/* The state after all steps: (N, T, H) → (N, H). Going in reverse it stands at the first step. */
static WeftValue
take_last (WeftBuilder *b, WeftValue h, gboolean reverse)
{
  gint64 units = weft_builder_dim (b, h, 2);
  WeftValue last = weft_block_slice (b, h, 1, reverse ? 0 : -1, 1);

  return weft_builder_op1 (b, "reshape", WEFT_ATTRS ({ "dims", { (double) units }, 1 }), last);
}

/* One layer in its directions; the top one gives its last step, where that is asked for. */
static WeftValue
add_layer (WeftBuilder *b, Recurrent *all, int number, gboolean takes_last, WeftValue x)
{
  const WeftRecurrent *layer = all->layer;
  WeftValue h[2];

  for (int d = 0; d <= layer->bidirectional; d++)
    {
      h[d] = add_direction (b, all, number, d == 1, x);
      if (takes_last)
        h[d] = take_last (b, h[d], d == 1);
    }
  return layer->bidirectional
             ? weft_builder_op (b, "concat", WEFT_ATTRS ({ "dim", { takes_last ? 1 : 2 } }), h, 2)
             : h[0];
}

/* Whether what is given to begin with is of the right size; else a diagnostic. */
static gboolean
expect_state (WeftBuilder *b, const Recurrent *all)
{
  gint64 wanted = (gint64) all->layer->num_layers * (1 + all->layer->bidirectional)
                  * all->layer->hidden_size * all->cell->state;
  g_autofree char *sentence = NULL;

  if (all->state.index < 0
      || (weft_builder_shape (b, all->state)->rank == 2
          && weft_builder_dim (b, all->state, 1) == wanted))
    return TRUE;
  sentence = g_strdup_printf (_ ("expects a state to begin with of %" PRId64 " numbers"), wanted);
  weft_builder_fail (b, "shape-mismatch", sentence, NULL);
  return FALSE;
}

void
weft_block_recurrent (WeftBuilder *b, const WeftRecurrentCell *cell, const WeftRecurrent *layer,
                      const WeftValue *in, WeftValue *out)
{
  Recurrent all = { .cell = cell,
                    .layer = layer,
                    .mask = in[1],
                    .state = in[2],
                    .wanted = weft_builder_is_wanted (b, 1) ? 2 : 1 };
  WeftValue x = in[0];

  if (!weft_builder_expect_rank (b, x, 3, 3, "(N, T, D)") || !expect_state (b, &all))
    return;
  for (int number = 0; number < layer->num_layers; number++)
    {
      gboolean is_top = number + 1 == layer->num_layers;

      x = add_layer (b, &all, number, is_top && layer->output == 0, x);
      if (!is_top)
        x = weft_block_dropout (b, x, layer->dropout);
    }
  out[0] = x;
  out[1] = all.end;
}
