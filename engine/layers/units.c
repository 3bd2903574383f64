/* units: the layer of each row of the table of units: its op, with the layer's parameters */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/units.h"
#include "engine/layers/formula-text.h"

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
#undef UNIT

static const struct
{
  const char *id;
  const WeftParam *params;
} units[] = {
#define UNIT(id_, ...) { #id_, params_##id_ },
#include "engine/ops/activations.def"
#include "engine/ops/arithmetic.def"
#undef UNIT
};

static const WeftParam *
find_params (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (units); i++)
    if (g_str_equal (units[i].id, id))
      return units[i].params;
  return NULL;
}

gboolean
weft_unit_find (const char *id, guint *n_params)
{
  const WeftParam *params = find_params (id);

  *n_params = 0;
  while (params != NULL && params[*n_params].name != NULL)
    ++*n_params;
  return params != NULL;
}

WeftValue
weft_unit_apply (WeftBuilder *b, const char *id, const double *numbers, guint n, WeftValue x)
{
  const WeftParam *params = find_params (id);
  WeftAttr attrs[MOST + 1] = { { NULL } };

  for (guint i = 0; i < MIN (n, MOST) && params[i].name != NULL; i++)
    attrs[i] = (WeftAttr){ .name = params[i].name, .v = { numbers[i] } };
  return weft_builder_op1 (b, id, attrs, x);
}
