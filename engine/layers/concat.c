/* concat: puts inputs behind each other along one axis */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int dim;
} Concat;

static const WeftParam params[] = {
  WEFT_INT (Concat, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis along which inputs are joined, the batch counted as 0")),
  { NULL },
};

static gboolean
fits (const WeftShape *a, const WeftShape *b, int dim)
{
  gboolean equal = a->rank == b->rank && a->type == b->type;

  for (int i = 0; equal && i < a->rank; i++)
    equal = i == dim || a->dims[i] == b->dims[i];
  return equal;
}

/* The in[] (N, …) alike but for dim → that shape with their sizes along dim summed. */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Concat *concat = record;
  int dim = weft_builder_axis (b, in[0], concat->dim);

  if (dim < 0)
    return;
  for (guint i = 1; i < n_in; i++)
    if (!fits (weft_builder_shape (b, in[0]), weft_builder_shape (b, in[i]), dim))
      {
        g_autofree char *expected
            = g_strdup_printf (_ ("expects inputs that differ in dimension %d only"), dim);

        weft_builder_fail (b, "shape-mismatch", expected, NULL);
        return;
      }
  out[0] = weft_builder_op (b, "concat", WEFT_ATTRS ({ "dim", { dim } }), in, n_in);
}

static const WeftPort inputs[] = { { "in", .repeats = TRUE }, { NULL } };

const WeftLayer weft_layer_concat = {
  .id = "concat",
  .family = WEFT_FAMILY_COMBINE,
  .title = N_ ("Concatenate"),
  .summary = N_ ("Puts inputs behind each other, for instance the channels of two branches."),
  .formula = "y = [x<sub>1</sub>, x<sub>2</sub>, …]",
  .line = N_ ("[x₁, x₂] · {out}"),
  .terms = "cat join merge stack 拼接 pinjie pj 连接 lianjie lj",
  .pytorch = "torch.cat",
  .onnx = "Concat",
  .params = params,
  .record_size = sizeof (Concat),
  .inputs = inputs,
  .build = build,
};
