/* run-op: an op of ours on tensors, as an operator of ONNX's asks for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/base/memory.h"

typedef struct
{
  WeftOpRun run;
  WeftShape in[WEFT_OP_MAX_IN], out[WEFT_OP_MAX_OUT];
} Application;

static gboolean
find_shapes (WeftOnnxCall *call, const WeftOp *op, Application *a, WeftOpShapes *shapes)
{
  g_autofree char *sentence = NULL;

  for (guint i = 0; i < shapes->n_in; i++)
    {
      gint64 count = weft_shape_count (&a->in[i]);

      if (a->in[i].rank >= 0
          && (!weft_op_input_takes (op, i, a->in[i].type) || count < 1 || count > G_MAXINT32))
        return weft_onnx_fail (call, _ ("input %u is not supported as it is"), i + 1);
    }
  if (op->shape (shapes))
    return TRUE;
  sentence = shapes->error;
  return weft_onnx_fail (call, "%s", sentence != NULL ? sentence : _ ("shapes do not fit"));
}

static void
run_phases (const WeftOp *op, const WeftOpRun *run)
{
  for (const WeftPhase *phase = op->forward; phase->run != NULL; phase++)
    {
      guint slices = phase->slices != NULL ? phase->slices (run) : 1;

      for (guint i = 0; i < slices; i++)
        phase->run (run, i);
    }
}

/* Takes memory for all outputs and runs; the first of them, or NULL. */
static WeftTensor *
run_forward (WeftOnnxCall *call, const WeftOp *op, Application *a, const WeftOpShapes *shapes)
{
  WeftTensor *out[WEFT_OP_MAX_OUT] = { NULL };
  gboolean has_room = TRUE;

  for (guint i = 0; has_room && i < shapes->n_out; i++)
    {
      out[i] = weft_onnx_new_scratch (call, &a->out[i]);
      has_room = out[i] != NULL;
      a->run.out[i] = has_room ? out[i]->data : NULL;
    }
  if (has_room && op->saved_bytes != NULL)
    a->run.saved = weft_memory_new (op->saved_bytes (shapes), call->error);
  if (has_room && op->workspace_bytes != NULL)
    a->run.workspace = weft_memory_new (op->workspace_bytes (shapes, FALSE), call->error);
  has_room = has_room && (op->saved_bytes == NULL || a->run.saved != NULL)
             && (op->workspace_bytes == NULL || a->run.workspace != NULL);
  if (has_room)
    run_phases (op, &a->run);
  weft_memory_free (a->run.saved);
  weft_memory_free (a->run.workspace);
  for (guint i = has_room ? 1 : 0; i < shapes->n_out; i++)
    if (out[i] != NULL)
      weft_tensor_unref (out[i]);
  return has_room ? out[0] : NULL;
}

WeftTensor *
weft_onnx_run_op (WeftOnnxCall *call, const char *id, const WeftAttr *attrs, WeftTensor *const *in,
                  guint n_in)
{
  const WeftOp *op = weft_op_find (id, weft_kernel_best_level ());
  g_autofree gpointer record = weft_op_attrs_new (op, attrs);
  Application a
      = { .run = { .attrs = record, .n_in = n_in, .in_shape = a.in, .out_shape = a.out } };
  WeftOpShapes shapes = { .attrs = record, .n_in = n_in, .in = a.in, .out = a.out };

  while (op->outputs[shapes.n_out].name != NULL)
    shapes.n_out++;
  a.run.n_out = shapes.n_out;
  for (guint i = 0; i < n_in; i++)
    {
      a.in[i] = in[i] != NULL ? in[i]->shape : (WeftShape){ .rank = -1 };
      a.run.in[i] = in[i] != NULL ? in[i]->data : NULL;
    }
  weft_float_prepare_thread ();
  return find_shapes (call, op, &a, &shapes) ? run_forward (call, op, &a, &shapes) : NULL;
}
