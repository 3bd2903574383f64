/* trace: a layer that is a function of one number, drawn as one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/trace.h"

#include "engine/layers/formula-text.h"
#include "engine/ops/op.h"

/* A unit's op is called as its layer is, and their records are one. */
gboolean
weft_trace_layer (const WeftLayer *layer, GVariant *params, const float *x, float *y, gsize n)
{
  guint n_params;
  gboolean is_unit = weft_unit_find (layer->id, &n_params);
  g_autofree gpointer record = NULL;
  const WeftOp *op;
  WeftShape shape = WEFT_SHAPE ((gint64) n);
  WeftOpRun run = { .n_in = 1,
                    .n_out = 1,
                    .in_shape = &shape,
                    .out_shape = &shape,
                    .in = { (void *) x },
                    .out = { y } };

  if (!is_unit || n == 0)
    return is_unit;
  record = g_malloc0 (layer->record_size);
  weft_params_load (layer->params, params, record, layer->record_size);
  run.attrs = record;
  op = weft_op_find (layer->id, 0);
  for (const WeftPhase *phase = op->forward; phase->run != NULL; phase++)
    for (guint slice = 0; slice < (phase->slices != NULL ? phase->slices (&run) : 1); slice++)
      phase->run (&run, slice);
  return TRUE;
}
