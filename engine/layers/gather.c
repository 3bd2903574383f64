/* gather: every sample picks along an axis what its own numbers say */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int dim;
} Gather;

static const WeftParam params[] = {
  WEFT_INT (Gather, dim, 1, -7, 7, .label = N_ ("Dimension"),
            .help = N_ ("The axis to pick along, the batch counted as 0")),
  { NULL },
};

/* x (N, …, L, …), index (N) or (N, K) → (N, …, …) or (N, …, K, …) */
static void
build (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in, WeftValue *out)
{
  int dim = weft_builder_axis (b, in[0], ((const Gather *) record)->dim);

  if (dim >= 0)
    out[0] = weft_builder_op (b, "gather", WEFT_ATTRS ({ "dim", { dim } }), in, 2);
}

static const WeftPort inputs[] = {
  { "x" },
  { "index", .kinds = WEFT_KINDS_OF_LABELS, .misfit = "needs-tokens" },
  { NULL },
};

const WeftLayer weft_layer_gather = {
  .id = "gather",
  .family = WEFT_FAMILY_SHAPE,
  .title = N_ ("Gather"),
  .summary = N_ ("Picks along an axis what the labels or tokens of each sample say."),
  .formula = "y<sub>k</sub> = x<sub>index k</sub>",
  .line = N_ ("{in} → {out}"),
  .terms = "index select pick lookup take 按索引取 ansuoyinqu asyq 索引 suoyin sy",
  .pytorch = "torch.gather",
  .onnx = "GatherElements",
  .params = params,
  .record_size = sizeof (Gather),
  .inputs = inputs,
  .build = build,
};
