/* attention_rollout: how much of each step went into the answer through all layers of attention,
 * the product of ½ (A + I) from the first to the last, A the mean of a layer's heads (Abnar and
 * Zuidema 2020); of all steps' rows the mean */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/run/sights.h"

static const WeftParam params[] = { { NULL } };

#define op_at(explaining, k) (&g_array_index ((explaining)->program->ops, WeftProgramOp, k))

/* Some op on the way to the answer attends, and the sample has steps to look at. */
static gboolean
fits (const WeftExplaining *explaining)
{
  g_autofree gboolean *marks = weft_explaining_mark (explaining);

  for (guint k = 0; k < explaining->program->ops->len; k++)
    if (marks[op_at (explaining, k)->out[0]]
        && weft_sights_has (op_at (explaining, k)->op, WEFT_SIGHT_ATTENTION))
      return TRUE;
  return FALSE;
}

/* rolled ← ½ (A + I) rolled; all (T, T). */
static void
roll (const WeftTensor *heads, float *rolled)
{
  gint64 n = heads->shape.dims[0], t = heads->shape.dims[1];
  g_autofree float *before = g_memdup2 (rolled, (gsize) (t * t) * sizeof (float));
  const float *p = weft_tensor_floats (heads);

  for (gint64 i = 0; i < t * t; i++)
    rolled[i] *= 0.5f;
  for (gint64 i = 0; i < t; i++)
    for (gint64 j = 0; j < t; j++)
      {
        float share = 0;

        for (gint64 h = 0; h < n; h++)
          share += p[(h * t + i) * t + j];
        share *= 0.5f / (float) n;
        for (gint64 c = 0; c < t; c++)
          rolled[i * t + c] += share * before[j * t + c];
      }
}

/* Those of one node that look at as many steps as there are. */
static float *
roll_node (const WeftExplaining *explaining, gint64 node, float *rolled, gint64 *t)
{
  g_autoptr (GPtrArray) sights = weft_exec_list_sights (explaining->exec, node);

  for (guint i = 0; i < sights->len; i++)
    {
      const WeftNodeSight *sight = sights->pdata[i];
      const gint64 *dims = sight->tensor->shape.dims;

      if (sight->kind != WEFT_SIGHT_ATTENTION || dims[1] != dims[2]
          || (rolled != NULL && dims[1] != *t))
        continue;
      if (rolled == NULL)
        {
          *t = dims[1];
          rolled = g_new0 (float, *t **t);
          for (gint64 k = 0; k < *t; k++)
            rolled[k * *t + k] = 1;
        }
      roll (sight->tensor, rolled);
    }
  return rolled;
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_int64_hash, g_int64_equal);
  g_autofree gboolean *marks = weft_explaining_mark (explaining);
  g_autofree float *rolled = NULL;
  float *numbers;
  gint64 t = 0;
  WeftShape shape;

  for (guint k = 0; k < explaining->program->ops->len; k++)
    {
      WeftProgramOp *op = op_at (explaining, k);

      if (!marks[op->out[0]] || !weft_sights_has (op->op, WEFT_SIGHT_ATTENTION)
          || !g_hash_table_add (seen, &op->node))
        continue;
      if (weft_explaining_is_due (explaining))
        return FALSE;
      rolled = roll_node (explaining, op->node, rolled, &t);
    }
  if (rolled == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
                           _ ("Its attention looks at something else than its own steps."));
      return FALSE;
    }
  shape = WEFT_SHAPE (t);
  numbers = weft_explanation_begin_shape (
      explanation, weft_dataset_get_x (explaining->model->dataset), &shape, error);
  for (gint64 i = 0; numbers != NULL && i < t * t; i++)
    numbers[i % t] += rolled[i] / (float) t;
  return numbers != NULL;
}

const WeftExplainerRow weft_explainer_attention_rollout = {
  .id = "attention_rollout",
  .title = N_ ("Attention roll-out"),
  .summary = N_ ("How much of each step went into the answer through all layers of attention."),
  .form = WEFT_EXPLAINED_WEIGHTS,
  .params = params,
  .fits = fits,
  .needs = N_ ("No attention is on the way to the answer."),
  .explain = explain,
};
