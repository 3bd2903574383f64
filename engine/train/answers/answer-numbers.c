/* answer-numbers: predicted numbers as a text */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/answer-numbers.h"

#include <math.h>

#include "engine/base/number.h"
#include "engine/data/token-sentences.h"

#define MOST_TOLD 64 /* numbers in one text */

/* Nullable. */
static char *
dup_sentence (const WeftField *x, guint32 sample, const WeftTensor *numbers)
{
  g_autoptr (GArray) sentences = NULL;
  WeftShape shape;

  weft_field_get_sample (x, sample, &shape);
  if (weft_shape_count (&numbers->shape) < shape.dims[0])
    return NULL;
  sentences = weft_token_sentences_weigh (x, sample, weft_tensor_floats (numbers));
  return weft_token_sentence_dup_text (
      x, sample,
      &g_array_index (sentences, WeftTokenSentence, weft_token_sentences_find_best (sentences)));
}

char *
weft_answer_dup_numbers (const WeftDataset *asked, const WeftField *field, guint32 sample,
                         const WeftTensor *numbers)
{
  const WeftField *x = weft_dataset_get_x (asked);
  gint64 n = weft_shape_count (&numbers->shape);
  char *sentence = weft_token_weights_are (x, field) ? dup_sentence (x, sample, numbers) : NULL;
  char buffer[WEFT_NUMBER_SIZE];
  GString *text;

  if (sentence != NULL)
    return sentence;
  text = g_string_new (NULL);
  for (gint64 i = 0; i < MIN (n, MOST_TOLD); i++)
    g_string_append_printf (text, "%s%s", i > 0 ? " " : "",
                            weft_number_write_float (buffer, weft_tensor_floats (numbers)[i]));
  if (n > MOST_TOLD)
    g_string_append (text, " …");
  return g_string_free (text, FALSE);
}

char *
weft_answer_dup_labels (const WeftField *field, const WeftTensor *chances)
{
  GString *text = g_string_new (NULL);

  for (gint64 i = 0; i < weft_shape_count (&chances->shape) && field->feature_names[i] != NULL; i++)
    if (weft_tensor_floats (chances)[i] > 0.5f)
      g_string_append_printf (text, "%s%s", text->len > 0 ? "; " : "", field->feature_names[i]);
  return g_string_free (text, FALSE);
}

void
weft_answer_find_chances (WeftTensor *numbers)
{
  float *chances = weft_tensor_floats (numbers);

  for (gint64 i = 0; i < weft_shape_count (&numbers->shape); i++)
    chances[i] = 1 / (1 + expf (-chances[i]));
}

void
weft_answer_undo_scaling (const WeftSaid *answers, WeftTensor *numbers)
{
  const WeftModel *model = answers->asking->model;
  int target = model->judges[answers->judge].target;
  const WeftScaling *scaling = target >= 0 ? &model->feeds[target].scaling : NULL;
  gint64 n = weft_shape_count (&numbers->shape);

  if (scaling != NULL && n % MAX (1, scaling->count) == 0)
    weft_scaling_undo (scaling, weft_tensor_floats (numbers), n / MAX (1, scaling->count));
}
