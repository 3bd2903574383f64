/* question: one sample that is in no data set, and what a network says of it while it learns, or
 * samples that it is to make
 *
 * Whoever asks makes it, the trainer's thread answers it as often as somebody looks; neither
 * changes it otherwise. Counted. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/answers.h"
#include "engine/train/answers/generation.h"

typedef struct
{
  gatomicrefcount ref_count;
  WeftModel *of;          /* whose network is asked */
  WeftState *state;       /* with which weights; NULL: those that there are when it is answered */
  WeftDecoding *decoding; /* nullable */
  WeftGeneration *generation; /* what is to be made, in place of being said; nullable */
  WeftAsking asking;          /* its state is the trainer's thread's */
} WeftQuestion;

/* What was said; counted, and nobody changes it. */
typedef struct
{
  gatomicrefcount ref_count;
  WeftQuestion *question;
  gint64 step;      /* of the weights */
  GPtrArray *said;  /* WeftSaid, one a loss that judges answers; NULL: see error, or made */
  WeftTensor *made; /* nullable */
  char *error;      /* translated; nullable */
} WeftResponse;

/* asked: of one sample (engine/data/like.h). state, decoding: taken, nullable. Main thread. */
WeftQuestion *weft_question_new (WeftModel *of, WeftDataset *asked, WeftState *state,
                                 WeftDecoding *decoding, guint64 seed, GError **error);
/* asked: of as many samples as the generation has rows. state, generation: taken, state nullable.
 * Main thread. */
WeftQuestion *weft_question_new_generation (WeftModel *of, WeftDataset *asked, WeftState *state,
                                            WeftGeneration *generation, GError **error);
WeftQuestion *weft_question_ref (WeftQuestion *question);
void weft_question_unref (WeftQuestion *question);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftQuestion, weft_question_unref)
/* state: what learns, for who asks no other one. NULL: interrupted. */
WeftResponse *weft_question_answer (WeftQuestion *question, WeftState *state,
                                    const WeftInterrupt *interrupt);
WeftResponse *weft_response_ref (WeftResponse *response);
void weft_response_unref (WeftResponse *response);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftResponse, weft_response_unref)
