/* losses: operators that compare what is said of samples with what was to be said */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  gint64 samples, classes, places; /* x (N, C, places) */
  gint64 ignored;
  gboolean ignores;
  const WeftTensor *labels, *weight; /* weight: nullable */
} Choice;

static gboolean
read_choice (WeftOnnxCall *call, Choice *choice)
{
  const WeftShape *x = &call->in[0]->shape, *labels = &call->in[1]->shape;

  *choice = (Choice){ .places = 1,
                      .ignored = weft_onnx_int (call, "ignore_index", 0),
                      .ignores = weft_onnx_find (call, "ignore_index") != NULL,
                      .labels = call->in[1],
                      .weight = call->n_in > 2 ? call->in[2] : NULL };
  if (x->rank < 2 || labels->rank != x->rank - 1 || labels->dims[0] != x->dims[0]
      || !weft_onnx_is_real (call->in[0]) || weft_onnx_is_real (call->in[1]))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  choice->samples = x->dims[0];
  choice->classes = x->dims[1];
  for (int i = 2; i < x->rank; i++)
    {
      if (labels->dims[i - 1] != x->dims[i])
        return weft_onnx_fail (call, _ ("its inputs do not fit together"));
      choice->places *= x->dims[i];
    }
  if (choice->weight != NULL && weft_shape_count (&choice->weight->shape) != choice->classes)
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  return TRUE;
}

/* −w · log p of the label at i; *weight: w, 0 where it is ignored. */
static gboolean
find_loss (WeftOnnxCall *call, const Choice *choice, const float *logs, gint64 i, double *loss,
           double *weight)
{
  gint64 label = weft_onnx_get_whole (choice->labels, i);

  *loss = *weight = 0;
  if (choice->ignores && label == choice->ignored)
    return TRUE;
  if (label < 0 || label >= choice->classes)
    return weft_onnx_fail (call, _ ("an index beyond the end of its axis"));
  *weight = choice->weight != NULL ? weft_onnx_get (choice->weight, label) : 1;
  *loss = -*weight
          * logs[(i / choice->places * choice->classes + label) * choice->places
                 + i % choice->places];
  return TRUE;
}

static gboolean
reduce (WeftOnnxCall *call, const Choice *choice, const float *logs)
{
  gboolean each = weft_onnx_is_text (call, "reduction", "none", "mean");
  gboolean is_sum = weft_onnx_is_text (call, "reduction", "sum", "mean");
  WeftShape shape = { .type = WEFT_F32 };
  double sum = 0, weights = 0, loss, weight;
  WeftTensor *y;

  if (each)
    shape = choice->labels->shape;
  shape.type = WEFT_F32;
  y = weft_onnx_new (call, 0, &shape);
  if (y == NULL)
    return FALSE;
  for (gint64 i = 0; i < choice->samples * choice->places; i++)
    {
      if (!find_loss (call, choice, logs, i, &loss, &weight))
        return FALSE;
      sum += loss;
      weights += weight;
      if (each)
        weft_onnx_set (y, i, loss);
    }
  if (!each)
    weft_onnx_set (y, 0, is_sum ? sum : sum / weights);
  return TRUE;
}

static gboolean
negative_log_likelihood (WeftOnnxCall *call)
{
  Choice choice;

  return read_choice (call, &choice) && reduce (call, &choice, call->in[0]->data);
}

/* The logs of the probabilities are a second output. */
static gboolean
cross_entropy (WeftOnnxCall *call)
{
  g_autoptr (WeftTensor) logs = NULL;
  Choice choice;
  float *y;

  if (!read_choice (call, &choice))
    return FALSE;
  logs = weft_onnx_new_scratch (call, &call->in[0]->shape);
  if (logs == NULL)
    return FALSE;
  memcpy (logs->data, call->in[0]->data, weft_shape_bytes (&logs->shape));
  y = logs->data;
  for (gint64 i = 0; i < choice.samples * choice.places; i++)
    {
      float *x = y + i / choice.places * choice.classes * choice.places + i % choice.places;
      double most = -INFINITY, sum = 0;

      for (gint64 c = 0; c < choice.classes; c++)
        most = MAX (most, x[c * choice.places]);
      for (gint64 c = 0; c < choice.classes; c++)
        sum += exp (x[c * choice.places] - most);
      for (gint64 c = 0; c < choice.classes; c++)
        x[c * choice.places] = (float) (x[c * choice.places] - most - log (sum));
    }
  if (call->n_out > 1)
    weft_onnx_give (call, 1, weft_tensor_ref (logs));
  return reduce (call, &choice, y);
}

const WeftOnnxOperator weft_onnx_losses[] = {
  { "NegativeLogLikelihoodLoss", 2, 3, negative_log_likelihood },
  { "SoftmaxCrossEntropyLoss", 2, 3, cross_entropy },
  { NULL },
};
