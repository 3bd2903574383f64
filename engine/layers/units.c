/* units: the layer of each row of the table of units: its op, with the layer's parameters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/units.h"
#include "engine/layers/layer-row.h"

#define MOST 3 /* parameters of a unit: the slots of WeftUnitNumbers */

static WeftValue
build_unit (WeftBuilder *b, const char *op, const WeftParam *params, gconstpointer record,
            WeftValue x) /* x of any shape → the same */
{
  WeftAttr attrs[MOST + 1] = { { NULL } };

  for (guint i = 0; params[i].name != NULL; i++)
    weft_op_attr_get (&params[i], record, &attrs[i]);
  return weft_builder_op1 (b, op, attrs, x);
}

#define UNIT(id_, reads, value, gradient, op, rows, layer)                                         \
  static const WeftParam params_##id_[] = { WEFT_LIST rows{ NULL } };                              \
  G_STATIC_ASSERT (G_N_ELEMENTS (params_##id_) <= MOST + 1);                                       \
  static void build_##id_ (WeftBuilder *b, gconstpointer record, const WeftValue *in, guint n_in,  \
                           WeftValue *out)                                                         \
  {                                                                                                \
    out[0] = build_unit (b, #id_, params_##id_, record, in[0]);                                    \
  }                                                                                                \
  const WeftLayer weft_layer_##id_ = {                                                             \
    .id = #id_,                                                                                    \
    .params = params_##id_,                                                                        \
    .record_size = sizeof (WeftUnitNumbers),                                                       \
    .build = build_##id_,                                                                          \
    WEFT_LIST layer,                                                                               \
  };
#include "engine/ops/activations.def"
#include "engine/ops/arithmetic.def"
