/* import-check: whether the network that came of a model says what the model says */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/ops/op.h"
#include "engine/run/exec.h"
#include "engine/train/model/model.h"
#include "projects/formats/named-weights.h"
#include "projects/formats/onnx/import-private.h"

#define BOUND 1e-3 /* of the largest number: sums go in another order */

/* What the model gave for the value that stands there, as ours has it; transfer full, nullable. */
static WeftTensor *
find_value (const WeftOnnxImport *import, GHashTable *values, WeftOnnxSource at)
{
  GHashTableIter iter;
  gpointer name, source;
  const WeftTensor *x;

  g_hash_table_iter_init (&iter, import->open);
  while (g_hash_table_iter_next (&iter, &name, &source))
    if (((WeftOnnxSource *) source)->node == at.node
        && ((WeftOnnxSource *) source)->output == at.output)
      {
        x = g_hash_table_lookup (values, name);
        return x != NULL
                   ? weft_onnx_place_samples (x, import->batch, ((WeftOnnxSource *) source)->outer)
                   : NULL;
      }
  return NULL;
}

static gboolean
is_near (const float *a, const float *b, gint64 n)
{
  double most = 1;

  for (gint64 i = 0; i < n; i++)
    most = MAX (most, fabs ((double) b[i]));
  for (gint64 i = 0; i < n; i++)
    if (!(fabs ((double) a[i] - b[i]) <= BOUND * most) && !(isnan (a[i]) && isnan (b[i])))
      return FALSE;
  return TRUE;
}

static WeftState *
make_state (const WeftOnnxImport *import, WeftModel *model, GError **error)
{
  WeftState *state = weft_model_new_state (model, 1, error);
  g_autoptr (GPtrArray) rows = NULL;
  WeftGraft graft;

  if (state == NULL)
    return NULL;
  rows = weft_weights_fit (state, model->graph, "", import->weights, &graft);
  weft_graft_clear (&graft);
  return state;
}

/* Of one run of the network on x. */
static gboolean
compare (const WeftOnnxImport *import, WeftModel *model, WeftState *state, const WeftTensor *wanted,
         gboolean *is_alike, GError **error)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = weft_kernel_best_level () };
  WeftPlan *plan
      = weft_model_get_plan (model, weft_model_bind (model, import->batch), &options, error);
  g_autoptr (WeftExec) exec = plan != NULL ? weft_exec_new (plan, state, NULL, error) : NULL;
  void *inputs[WEFT_MAX_FEEDS] = { NULL };
  const float *said;

  if (exec == NULL || !weft_model_new_inputs (model, import->batch, inputs, error))
    return FALSE;
  for (guint i = 0; i < import->n_inputs; i++)
    {
      const WeftOnnxInput *input = &import->inputs[i];
      const WeftField *field = weft_dataset_find_field (model->dataset, input->field);
      int feed = field != NULL ? weft_model_find_feed (model, field) : -1;

      if (feed >= 0 && inputs[feed] != NULL)
        memcpy (inputs[feed], input->x->data, weft_shape_bytes (&input->x->shape));
    }
  weft_exec_set_inputs (exec, (const void *const *) inputs);
  weft_exec_run (exec, 1, 0);
  said = weft_exec_get_value (exec,
                              weft_program_get_chief (weft_exec_get_program (exec))->prediction);
  *is_alike = said != NULL && is_near (said, wanted->data, weft_shape_count (&wanted->shape));
  weft_model_free_inputs (inputs);
  return TRUE;
}

gboolean
weft_onnx_import_check (WeftOnnxImport *import, GHashTable *values, WeftOnnxSource end,
                        GError **error)
{
  g_autoptr (WeftTensor) wanted = find_value (import, values, end);
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  g_autoptr (WeftModel) model = weft_model_new (import->graph, catalog, error);
  WeftState *state = model != NULL ? make_state (import, model, error) : NULL;
  gboolean is_alike = FALSE, is_run;

  if (state == NULL)
    return FALSE;
  if (wanted != NULL && wanted->shape.type != WEFT_F32)
    {
      WeftTensor *real = weft_onnx_make_real (wanted);

      weft_tensor_unref (wanted);
      wanted = real;
    }
  is_run = wanted != NULL && compare (import, model, state, wanted, &is_alike, error);
  weft_state_free (state);
  if (is_run && is_alike)
    return TRUE;
  if (error == NULL || *error == NULL)
    g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                         _ ("The network that was made of the model does not say what the model "
                            "says, so it is not handed out; the model can be run as it is."));
  return FALSE;
}
