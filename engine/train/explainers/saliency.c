/* saliency: how fast what is asked changes with each number of the sample, |∂s/∂x| (Simonyan,
 * Vedaldi and Zisserman 2013); of a word the length of that of what is looked up for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/explanation.h"

#include <glib/gi18n-lib.h>
#include <math.h>

static const WeftParam params[] = { { NULL } };

static void
add_squares (const WeftFooting *footing, const float *gradient, float *numbers)
{
  for (gint64 i = 0; i < footing->places * footing->width; i++)
    numbers[i / footing->width] += gradient[i] * gradient[i];
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  g_auto (WeftPass) pass = { NULL };

  if (!weft_pass_init (&pass, explaining, explaining->answer, explaining->footings,
                       explaining->n_footings, 1, error)
      || !weft_pass_run (&pass))
    return FALSE;
  for (guint g = 0; g < pass.n_footings; g++)
    {
      const WeftFooting *footing = &explaining->footings[g];
      const float *gradient = weft_pass_get_gradient (&pass, g);
      float *numbers = weft_explanation_begin (explanation, explaining, footing->field, error);

      if (numbers == NULL)
        return FALSE;
      if (gradient != NULL)
        add_squares (footing, gradient, numbers);
    }
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
