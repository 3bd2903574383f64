/* table: the layers that layers.def names, and the choices that several of them share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

#define LAYER(id) extern const WeftLayer weft_layer_##id;
#define LOSS(id) LAYER (id)
#define UNIT(id, ...) LAYER (id)
#define TWO(id, ...) LAYER (id)
#include "engine/layers/layers.def"
#undef TWO
#undef UNIT
#undef LOSS
#undef LAYER

static const WeftLayer *const layers[] = {
#define LAYER(id) &weft_layer_##id,
#define LOSS(id) LAYER (id)
#define UNIT(id, ...) LAYER (id)
#define TWO(id, ...) LAYER (id)
#include "engine/layers/layers.def"
#undef TWO
#undef UNIT
#undef LOSS
#undef LAYER
};

const WeftChoice weft_init_choices[] = {
  [WEFT_INIT_PYTORCH] = { "pytorch", N_ ("PyTorch’s") },
  [WEFT_INIT_HE] = { "he", N_ ("He") },
  [WEFT_INIT_GLOROT] = { "glorot", N_ ("Glorot") },
  [WEFT_INIT_UNIFORM] = { "uniform", N_ ("Uniform") },
  [WEFT_INIT_NORMAL] = { "normal", N_ ("Normal") },
  [WEFT_INIT_ZERO] = { "zero", N_ ("Zero") },
  { NULL },
};

const WeftLayer *const *
weft_layers (guint *n)
{
  *n = G_N_ELEMENTS (layers);
  return layers;
}
