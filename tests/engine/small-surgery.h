/* small-surgery: networks that are changed while they learn; for tests */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "engine/state/surgery.h"
#include "engine/train/judging/evaluate.h"
#include "small-replay.h"

static inline void
set_param (WeftGraph *graph, const char *node, const char *param, gint64 value)
{
  g_autoptr (GVariant) held = g_variant_ref_sink (g_variant_new_int64 (value));

  net_apply (graph, weft_edit_set_param (weft_graph_find_by_name (graph, node)->id, param, held));
}

static inline void
set_optimizer (WeftGraph *graph)
{
  net_train (graph, "optimizer", g_variant_new_string ("adam"));
  net_train (graph, "lr", g_variant_new_double (0.01));
  net_train (graph, "batch_size", g_variant_new_int64 (32));
}

/* What it is after so many steps. */
static inline WeftState *
learn (WeftModel *model, gint64 steps)
{
  g_autoptr (WeftTrainer) trainer = new_trainer (1);
  WeftState *state;

  weft_trainer_load (trainer, model, NULL, 7, NULL);
  finish (trainer, steps);
  state = weft_trainer_dup_state (trainer);
  g_assert_cmpint (state->step, ==, steps);
  return state;
}

static inline void
operate (WeftState *state, WeftModel *before, WeftModel *after)
{
  WeftProgram *program
      = weft_model_get_program (after, weft_model_bind (after, weft_model_get_batch (after)), NULL);
  const WeftStateForm form = weft_model_get_form (after, program);
  const WeftSurgery surgery = { WEFT_SURGERY_NEWEST, before->graph, after->graph };
  g_autoptr (GError) error = NULL;

  g_assert_true (weft_state_operate (state, &form, &surgery, &error));
  g_assert_no_error (error);
}

static inline WeftEvaluation *
ask (WeftModel *model, WeftState *state)
{
  g_autoptr (GError) error = NULL;
  WeftEvaluation *evaluation = weft_evaluate (model, state, WEFT_PART_TRAIN, NULL, -1, &error);

  g_assert_no_error (error);
  return evaluation;
}

/* Largest difference between what both answer, beside the largest answer. */
static inline double
compare (const WeftEvaluation *a, const WeftEvaluation *b)
{
  const WeftTensor *x = a->results[0].predictions, *y = b->results[0].predictions;
  double most = 0, size = 0;

  g_assert_true (weft_shape_equal (&x->shape, &y->shape));
  for (gint64 i = 0; i < weft_shape_count (&x->shape); i++)
    {
      double p = (double) ((const float *) x->data)[i], q = (double) ((const float *) y->data)[i];

      g_assert_true (isfinite (p) && isfinite (q));
      most = MAX (most, fabs (p - q));
      size = MAX (size, fabs (p));
    }
  return most / MAX (size, 1e-3);
}

static inline void
insert (WeftGraph *graph, const char *layer, const char *params, const char *name,
        const char *behind, const char *in_front)
{
  gint64 from = weft_graph_find_by_name (graph, behind)->id,
         to = weft_graph_find_by_name (graph, in_front)->id, node;

  net_apply (graph, weft_edit_remove_wire (&(WeftWire){ .from = from, .to = to }));
  node = net_add (graph, layer, name, params);
  net_wire (graph, from, 0, node, 0);
  net_wire (graph, node, 0, to, 0);
}
