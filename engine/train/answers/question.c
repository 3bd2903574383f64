/* question: one sample that is in no data set, and what a network says of it while it learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/answers/question.h"

WeftQuestion *
weft_question_new (WeftModel *of, WeftDataset *asked, WeftState *state, WeftDecoding *decoding,
                   guint64 seed, GError **error)
{
  g_autoptr (WeftQuestion) question = g_new0 (WeftQuestion, 1);

  g_atomic_ref_count_init (&question->ref_count);
  question->of = weft_model_ref (of);
  question->state = state;
  question->decoding = decoding;
  question->asking = (WeftAsking){ .of = of,
                                   .like = of->dataset,
                                   .asked = weft_dataset_ref (asked),
                                   .decoding = decoding,
                                   .seed = seed };
  question->asking.model = weft_model_new_asked (of, asked, error);
  return question->asking.model != NULL ? g_steal_pointer (&question) : NULL;
}

WeftQuestion *
weft_question_new_generation (WeftModel *of, WeftDataset *asked, WeftState *state,
                              WeftGeneration *generation, GError **error)
{
  WeftQuestion *question = weft_question_new (of, asked, state, NULL, 0, error);

  if (question == NULL)
    weft_generation_free (generation);
  else
    question->generation = generation;
  return question;
}

WeftQuestion *
weft_question_ref (WeftQuestion *question)
{
  g_atomic_ref_count_inc (&question->ref_count);
  return question;
}

void
weft_question_unref (WeftQuestion *question)
{
  if (!g_atomic_ref_count_dec (&question->ref_count))
    return;
  g_clear_pointer (&question->asking.model, weft_model_unref);
  weft_dataset_unref (question->asking.asked);
  weft_model_unref (question->of);
  g_clear_pointer (&question->state, weft_state_free);
  g_clear_pointer (&question->decoding, weft_decoding_free);
  g_clear_pointer (&question->generation, weft_generation_free);
  g_free (question);
}

WeftResponse *
weft_question_answer (WeftQuestion *question, WeftState *state, const WeftInterrupt *interrupt)
{
  g_autoptr (WeftResponse) response = g_new0 (WeftResponse, 1);
  g_autoptr (GError) error = NULL;

  g_atomic_ref_count_init (&response->ref_count);
  response->question = weft_question_ref (question);
  question->asking.state = question->state != NULL ? question->state : state;
  question->asking.interrupt = interrupt;
  response->step = question->asking.state->step;
  if (question->generation != NULL)
    response->made = weft_generation_make (question->generation, question->asking.model,
                                           question->asking.state, &error);
  else
    response->said = weft_answers_find (&question->asking, &error);
  question->asking.state = NULL;
  question->asking.interrupt = NULL;
  if (error != NULL)
    response->error = g_strdup (error->message);
  return response->said != NULL || response->made != NULL || error != NULL
             ? g_steal_pointer (&response)
             : NULL;
}

WeftResponse *
weft_response_ref (WeftResponse *response)
{
  g_atomic_ref_count_inc (&response->ref_count);
  return response;
}

void
weft_response_unref (WeftResponse *response)
{
  if (!g_atomic_ref_count_dec (&response->ref_count))
    return;
  g_clear_pointer (&response->said, g_ptr_array_unref);
  g_clear_pointer (&response->made, weft_tensor_unref);
  g_free (response->error);
  weft_question_unref (response->question);
  g_free (response);
}
