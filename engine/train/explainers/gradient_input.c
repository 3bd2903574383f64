/* gradient_input: what each number would add to what is asked were the network linear, x·∂s/∂x
 * (Shrikumar et al. 2016) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>

static const WeftParam params[] = { { NULL } };

static void
add_products (const WeftFooting *footing, const float *gradient, const float *at, float *numbers)
{
  for (gint64 i = 0; i < footing->places * footing->width; i++)
    numbers[i / footing->width] += gradient[i] * at[i];
}

static gboolean
explain (gconstpointer record, WeftExplaining *explaining, WeftExplanation *explanation,
         GError **error)
{
  return weft_explaining_add_gradients (explaining, explanation, add_products, error);
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
