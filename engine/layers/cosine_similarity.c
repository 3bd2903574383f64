/* cosine_similarity: the cosine of the angle between two inputs along an axis, which goes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/broadcast.h"

typedef struct
{
  int dim;
  double eps;
} Cosine;

static const WeftParam params[] = {
  WEFT_INT (Cosine, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis along which they are compared, the batch counted as 0")),
  WEFT_REAL (Cosine, eps, 1e-8, 1e-12, 1, .unit = WEFT_UNIT_RATE, .label = N_ ("Epsilon"),
             .advanced = TRUE, .help = N_ ("The least length that is divided by")),
  { NULL },
};

static WeftValue
find_length (WeftBuilder *b, WeftValue x, int dim, double least)
{
  WeftValue length
      = weft_builder_op1 (b, "reduce", WEFT_ATTRS ({ "mode", { 4 } }, { "dim", { dim } }), x);

  return weft_builder_op1 (b, "clamp", WEFT_ATTRS ({ "min", { least } }, { "max", { G_MAXFLOAT } }),
                           length);
}

/* a, b (N, …, D, …) → (N, …); of (N, D) → (N, 1) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const Cosine *cosine = record;
  WeftValue both[2] = { in[0], in[1] }, product, lengths;
  int dim;

  if (!weft_broadcast (b, both, 2) || (dim = weft_builder_axis (b, both[0], cosine->dim)) < 0)
    return;
  product = weft_builder_op (b, "multiply", NULL, both, 2);
  product
      = weft_builder_op1 (b, "reduce", WEFT_ATTRS ({ "mode", { 1 } }, { "dim", { dim } }), product);
  lengths = weft_builder_op (b, "multiply", NULL,
                             (WeftValue[]){ find_length (b, both[0], dim, cosine->eps),
                                            find_length (b, both[1], dim, cosine->eps) },
                             2);
  out[0] = weft_builder_op (b, "divide", NULL, (WeftValue[]){ product, lengths }, 2);
}

static const WeftPort inputs[] = { { "a" }, { "b" }, { NULL } };

const WeftLayer weft_layer_cosine_similarity = {
  .id = "cosine_similarity",
  .family = WEFT_FAMILY_ARITHMETIC,
  .title = N_ ("Cosine similarity"),
  .summary = N_ ("How much two inputs point the same way: 1 the same, 0 across, −1 opposite."),
  .formula = "y = a · b / (|a| |b|)",
  .line = N_ ("a · b / (|a| |b|)"),
  .terms = "angle dot product compare siamese 余弦相似度 yuxianxiangsidu yxxsd",
  .pytorch = "torch.nn.CosineSimilarity",
  .params = params,
  .record_size = sizeof (Cosine),
  .inputs = inputs,
  .build = build,
};
