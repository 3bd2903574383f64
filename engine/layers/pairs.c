/* pairs: the layer of each row of the table of pairs: its op, once both inputs have one shape */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/pair-table.h"
#include "engine/layers/broadcast.h"

static const WeftParam params[] = {
  { NULL },
};

static const WeftPort inputs[] = { { "a", .scalars = TRUE }, { "b", .scalars = TRUE }, { NULL } };

/* a, b (N, …) → the shape that both can be spread out to */
static void
build_pair (WeftBuilder *b, const char *op, const WeftValue *in, WeftValue *out)
{
  WeftValue both[2] = { in[0], in[1] };

  if (weft_broadcast (b, both, 2))
    out[0] = weft_builder_op (b, op, NULL, both, 2);
}

#define TWO(id_, reads, value, da, db, op, layer)                                                  \
  static void build_##id_ (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in,  \
                           WeftValue *out)                                                         \
  {                                                                                                \
    build_pair (b, #id_, in, out);                                                                 \
  }                                                                                                \
  const WeftLayer weft_layer_##id_ = {                                                             \
    .id = #id_,                                                                                    \
    .family = WEFT_FAMILY_ARITHMETIC,                                                              \
    .params = params,                                                                              \
    .inputs = inputs,                                                                              \
    .build = build_##id_,                                                                          \
    WEFT_LIST layer,                                                                               \
  };
#include "engine/ops/pairs.def"
