/* table: the layers that layers.def names, with the parameters that all have whose weights learn,
 * and the choices that several of them share */
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

static const WeftLayer *const rows[] = {
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

/* Of every row that learns; they lie behind its own in the record, where nobody reads them: they
 * are asked for by name (plan/pace.h). */
typedef struct
{
  double lr_factor, weight_decay;
} Pace;

static const WeftParam pace_params[] = {
  WEFT_REAL (Pace, lr_factor, 1, 0, 1000, .ui_max = 10, .unit = WEFT_UNIT_RATE,
             .label = N_ ("Rate factor"), .advanced = TRUE,
             .help = N_ ("How much faster these weights learn than the others: times the learning "
                         "rate; 0: they stay as they are")),
  WEFT_REAL (Pace, weight_decay, 0, 0, 10, .ui_max = 0.1, .unit = WEFT_UNIT_RATE, .optional = TRUE,
             .unset = N_ ("as all"), .label = N_ ("Weight decay"), .advanced = TRUE,
             .help = N_ ("Draws these weights towards zero, in place of what the training settings "
                         "say for all")),
  { NULL },
};

static guint
count (const WeftParam *params)
{
  guint n = 0;

  while (params != NULL && params[n].name != NULL)
    n++;
  return n;
}

static const WeftLayer *
add_pace (const WeftLayer *row)
{
  guint n = count (row->params), more = G_N_ELEMENTS (pace_params);
  WeftParam *params = g_new0 (WeftParam, n + more);
  WeftLayer *layer = g_new0 (WeftLayer, 1);

  *layer = *row;
  layer->params = params;
  layer->record_size = (row->record_size + sizeof (double) - 1) / sizeof (double) * sizeof (double);
  for (guint i = 0; i < n + more; i++)
    {
      params[i] = i < n ? row->params[i] : pace_params[i - n];
      params[i].offset += i < n ? 0 : layer->record_size;
    }
  layer->record_size += sizeof (Pace);
  return layer;
}

static gpointer
make_table (gpointer data)
{
  const WeftLayer **table = g_new (const WeftLayer *, G_N_ELEMENTS (rows));

  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    table[i] = rows[i]->learns ? add_pace (rows[i]) : rows[i];
  return table;
}

const WeftLayer *const *
weft_layers (guint *n)
{
  static GOnce once = G_ONCE_INIT;

  *n = G_N_ELEMENTS (rows);
  return g_once (&once, make_table, NULL);
}
