/* vector_quantizer: each vector becomes the nearest code of a book that is learnt, and what is
 * learnt goes straight through to what made the vector (van den Oord, Vinyals and Kavukcuoglu 2017)
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int num_embeddings;
  int dim;
  int init;
} VectorQuantizer;

static const WeftParam params[] = {
  WEFT_INT (VectorQuantizer, num_embeddings, 64, 1, 1 << 16, .ui_max = 512, .unit = WEFT_UNIT_COUNT,
            .label = N_ ("Codes"), .help = N_ ("How many codes the book has")),
  WEFT_INT (VectorQuantizer, dim, 1, -7, 7, .label = N_ ("Dimension"), .advanced = TRUE,
            .help = N_ ("The axis along which a vector lies: 1 for the channels of pictures, −1 "
                        "for sequences")),
  WEFT_CHOICE (VectorQuantizer, init, WEFT_INIT_PYTORCH, weft_init_choices,
               .label = N_ ("First weights"), .advanced = TRUE,
               .help = N_ ("How the weights are drawn before training")),
  { NULL },
};

/* x (N, …) → the same, of codes; the codes themselves, of the same shape; and which ones they are,
 * without that axis */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  const VectorQuantizer *layer = record;
  int dim = weft_builder_axis (b, in[0], layer->dim);
  gint64 width = dim < 0 ? 0 : weft_builder_dim (b, in[0], dim);
  WeftValue of[2] = { in[0], WEFT_NONE };

  if (dim < 0)
    return;
  of[1] = weft_builder_weight (b, "weight", layer->init, layer->num_embeddings, width,
                               (gint64[]){ layer->num_embeddings, width }, 2);
  weft_builder_op_many (b, "quantize", WEFT_ATTRS ({ "dim", { dim } }), of, 2, out,
                        weft_builder_is_wanted (b, 2) ? 3 : 2);
  weft_builder_make_tokens (b, out[2], layer->num_embeddings);
}

static const WeftPort outputs[] = {
  { "y" },
  { "codes", N_ ("codes"), .optional = TRUE },
  { "indices", N_ ("which code"), .optional = TRUE },
  { NULL },
};

const WeftLayer weft_layer_vector_quantizer = {
  .id = "vector_quantizer",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Vector quantiser"),
  .summary = N_ ("Replaces each vector by the nearest of a book of codes, which is learnt with a "
                 "commitment loss."),
  .formula = "y = e<sub>k</sub>, k = argmin ‖x − e<sub>k</sub>‖",
  .line = N_ ("{num_embeddings|code|codes} · {weights|weight|weights}"),
  .terms
  = "vq vq-vae codebook discrete straight-through quantizer 向量量化 xianglianglianghua xllh "
    "码本 maben mb 离散 lisan ls",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (VectorQuantizer),
  .outputs = outputs,
  .build = build,
};
