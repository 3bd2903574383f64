/* small-written: small nets that learnt to write, and what they say when all that was written is
 * given to them at once */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>

#include "engine/train/answers/writing.h"
#include "small-trainer.h"
#include "small-writing.h"

#define WRITTEN_LONGEST 9

typedef struct
{
  WeftDataset *dataset;
  WeftModel *model;
  WeftState *state;
} Trained;

/* layer: "gru", "lstm", "rnn", or what looks back at what was written. */
static inline void
trained_init (Trained *trained, const char *layer, gint64 steps)
{
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftTrainer) trainer = new_trainer (1);

  trained->dataset = writing_new_pairs (400, WRITTEN_LONGEST);
  graph = writing_graph_any (trained->dataset, layer);
  trained->model = writing_model_of (graph, trained->dataset);
  weft_trainer_load (trainer, trained->model, NULL, 7, NULL);
  finish (trainer, steps);
  trained->state = weft_trainer_dup_state (trainer);
}

static inline void
trained_clear (Trained *trained)
{
  weft_state_free (trained->state);
  weft_model_unref (trained->model);
  weft_dataset_unref (trained->dataset);
}

/* What the network says of the next token, all that was said before given to it at once. */
static inline void
score_again (Trained *trained, guint32 sample, const gint64 *said, gint64 steps, double *scores)
{
  WeftBinding binding = { 1, { weft_lengths_of (trained->dataset, sample, 0), steps } };
  WeftPlanOptions options = { .mode = WEFT_MODE_INFER, .level = weft_kernel_best_level () };
  WeftPlan *plan = weft_model_get_plan (trained->model, binding, &options, NULL);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, trained->state, NULL, NULL);
  const WeftProgramLoss *loss = weft_program_get_loss (weft_exec_get_program (exec), 0);
  void *inputs[WEFT_MAX_FEEDS] = { NULL };
  const float *answer;
  double sum = 0;

  g_assert_true (weft_model_new_inputs (trained->model, 1, inputs, NULL));
  weft_model_gather (trained->model, &sample, binding, inputs);
  memcpy (inputs[1], said, (gsize) steps * sizeof *said);
  for (gint64 i = 0; i < steps; i++)
    ((float *) inputs[3])[i] = 1;
  weft_exec_set_inputs (exec, (const void *const *) inputs);
  weft_exec_run (exec, 0, 0);
  answer
      = (const float *) weft_exec_get_value (exec, loss->prediction) + (steps - 1) * WRITING_WORDS;
  for (int i = 0; i < WRITING_WORDS; i++)
    sum += exp ((double) answer[i]);
  for (int i = 0; i < WRITING_WORDS; i++)
    scores[i] = (double) answer[i] - log (sum);
  weft_model_free_inputs (inputs);
}

/* The likelihood of a sequence, step by step; greedily: that each token was the likeliest. */
static inline double
weigh_again (Trained *trained, guint32 sample, const gint64 *said, gboolean greedily)
{
  double likelihood = 0;

  for (gint64 step = 1; step <= WRITTEN_LONGEST; step++)
    {
      double scores[WRITING_WORDS];

      score_again (trained, sample, said, step, scores);
      for (int i = 0; greedily && i < WRITING_WORDS; i++)
        g_assert_cmpfloat (scores[said[step - 1]], >=, scores[i] - 1e-4);
      likelihood += scores[said[step - 1]];
      if (said[step - 1] == WRITING_END)
        break;
    }
  return likelihood;
}
