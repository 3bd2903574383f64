/* stack: puts inputs of one shape behind each other along an axis of their own */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/shapes.h"

typedef struct
{
  int dim;
} Stack;

static const WeftParam params[] = {
  WEFT_INT (Stack, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("Where the new axis stands, the batch counted as 0")),
  { NULL },
};

/* The in[] (N, …) of one shape → that shape with an axis more, as long as there are inputs. */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  int at = weft_builder_new_axis (b, in[0], ((const Stack *) record)->dim);
  WeftValue apart[WEFT_MAX_PORTS];

  if (at < 0)
    return;
  for (guint i = 0; i < n_in; i++)
    {
      if (!weft_shape_equal (weft_builder_shape (b, in[0]), weft_builder_shape (b, in[i])))
        {
          weft_builder_fail (b, "shape-mismatch", _ ("expects inputs of one shape"), NULL);
          return;
        }
      apart[i] = weft_unsqueeze (b, in[i], at);
    }
  out[0] = weft_builder_op (b, "concat", WEFT_ATTRS ({ "dim", { at } }), apart, n_in);
}

static const WeftPort inputs[] = { { "in", .repeats = TRUE }, { NULL } };

const WeftLayer weft_layer_stack = {
  .id = "stack",
  .family = WEFT_FAMILY_COMBINE,
  .title = N_ ("Stack"),
  .summary = N_ ("Puts inputs of one shape behind each other along a new axis."),
  .formula = "y<sub>k</sub> = x<sub>k</sub>",
  .line = N_ ("{out}"),
  .terms = "join merge pile 堆叠 duidie dd",
  .pytorch = "torch.stack",
  .params = params,
  .record_size = sizeof (Stack),
  .inputs = inputs,
  .build = build,
};
