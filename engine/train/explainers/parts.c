/* parts: what the explainers have in common */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/memory.h"
#include "engine/train/answers/explanation.h"

#include <glib/gi18n-lib.h>

#define MOST_NUMBERS (1 << 21) /* of all samples of a pass */
#define MOST_AT_ONCE 16

float *
weft_explanation_begin_shape (WeftExplanation *explanation, const WeftField *field,
                              const WeftShape *shape, GError **error)
{
  WeftExplainedPart *part;
  WeftTensor *tensor;

  for (guint i = 0; i < explanation->parts->len; i++)
    {
      part = explanation->parts->pdata[i];
      if (part->field == field->name)
        return weft_tensor_floats (part->tensor);
    }
  tensor = weft_tensor_new (shape);
  if (tensor == NULL)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                           _ ("There is not enough memory for an explanation."));
      return NULL;
    }
  for (gint64 i = 0; i < weft_shape_count (shape); i++)
    weft_tensor_floats (tensor)[i] = 0;
  part = g_new0 (WeftExplainedPart, 1);
  *part = (WeftExplainedPart){ field->name, tensor };
  g_ptr_array_add (explanation->parts, part);
  return weft_tensor_floats (tensor);
}

float *
weft_explanation_begin (WeftExplanation *explanation, const WeftExplaining *explaining,
                        const WeftField *field, GError **error)
{
  int value = weft_program_find_input (explaining->program, field->name);
  WeftShape shape = weft_shape_of_one (
      &g_array_index (explaining->program->values, WeftProgramValue, value).shape);

  shape.type = WEFT_F32;
  return weft_explanation_begin_shape (explanation, field, &shape, error);
}

gboolean
weft_explaining_add_gradients (WeftExplaining *explaining, WeftExplanation *explanation,
                               WeftExplainingAdd add, GError **error)
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
        add (footing, gradient, pass.at[g], numbers);
    }
  return TRUE;
}

gboolean
weft_explaining_has_footings (const WeftExplaining *explaining)
{
  return explaining->n_footings > 0;
}

gint64
weft_explaining_at_once (gint64 numbers)
{
  return CLAMP (MOST_NUMBERS / MAX (numbers, 1), 1, MOST_AT_ONCE);
}
