/* saliency: how fast what is asked changes with each number of the sample, |∂s/∂x| (Simonyan,
 * Vedaldi and Zisserman 2013); of a word the length of that of what is looked up for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const WeftParam params[] = { { NULL } };

static void
add_squares (const WeftFooting *footing, const float *gradient, const float *at, float *numbers)
{
  for (gint64 i = 0; i < footing->places * footing->width; i++)
    numbers[i / footing->width] += gradient[i] * gradient[i];
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  if (!weft_explaining_add_gradients (explaining, explanation, add_squares, error))
    return FALSE;
  for (guint i = 0; i < explanation->parts->len; i++)
    {
      const WeftTensor *tensor = ((WeftExplainedPart *) explanation->parts->pdata[i])->tensor;

      for (gint64 k = 0; k < weft_shape_count (&tensor->shape); k++)
        weft_tensor_floats (tensor)[k] = sqrtf (weft_tensor_floats (tensor)[k]);
    }
  return TRUE;
}

const WeftExplainerRow weft_explainer_saliency = {
  .id = "saliency",
  .title = N_ ("Saliency"),
  .summary = N_ ("How fast the answer changes where the sample changes a little."),
  .form = WEFT_EXPLAINED_WEIGHTS,
  .params = params,
  .fits = weft_explaining_has_footings,
  .needs = N_ ("No gradient leads from the answer to single parts of the sample."),
  .explain = explain,
};
