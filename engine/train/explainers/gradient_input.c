/* gradient_input: what each number would add to what is asked were the network linear, x·∂s/∂x
 * (Shrikumar et al. 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/explanation.h"

#include <glib/gi18n-lib.h>

static const WeftParam params[] = { { NULL } };

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
      for (gint64 i = 0; gradient != NULL && i < footing->places * footing->width; i++)
        numbers[i / footing->width] += gradient[i] * pass.at[g][i];
    }
  return TRUE;
}

const WeftExplainerRow weft_explainer_gradient_input = {
  .id = "gradient_input",
  .title = N_ ("Gradient × input"),
  .summary = N_ ("What each part of the sample adds to the answer, were the network linear."),
  .form = WEFT_EXPLAINED_SIGNED,
  .params = params,
  .fits = weft_explaining_has_footings,
  .needs = N_ ("No gradient leads from the answer to single parts of the sample."),
  .explain = explain,
};
