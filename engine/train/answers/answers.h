/* answers: what a trained network says of samples that it has not seen, in words and in numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/interrupt.h"
#include "engine/base/tensor.h"
#include "engine/data/kind-row.h"
#include "engine/data/like.h"
#include "engine/run/decoders/decoding.h"
#include "engine/train/model/model.h"

#define WEFT_MOST_WRITTEN 400 /* tokens of a text that is written */
#define WEFT_SURE_BOX 0.3     /* a box that is less sure is not told */

typedef struct
{
  WeftModel *model; /* of the set that is asked */
  WeftModel *of;    /* of what it learnt from; it is not written to */
  WeftState *state;
  WeftDataset *like, *asked;      /* what it learnt from, and what it is asked */
  GArray *samples;                /* WeftAskedSample; nullable: they are called nothing */
  const WeftDecoding *decoding;   /* nullable: greedily */
  guint64 seed;                   /* of what draws */
  const WeftInterrupt *interrupt; /* of what is written; nullable */
} WeftAsking;

/* Of one loss. What is said of a sample stands in the same place of each list. */
typedef struct
{
  const WeftAsking *asking;
  const WeftField *field; /* what an answer is about */
  guint judge;
  WeftAnswer form;
  GPtrArray *texts;   /* char * */
  GArray *sureness;   /* double: 0 to 1; NaN: it does not say */
  GPtrArray *numbers; /* WeftTensor without N: what is said, float32 or, of classes, int64; of boxes
                         (n, 6): class, left, top, right, bottom in pixels, score; of codes as
                         answer-codes.h says */
  GPtrArray *scores;  /* WeftTensor: of a choice, the probability of each class; else empty */
  GPtrArray *last; /* WeftTensor: of words that are said step by step, the score of each at the last
                      step, before the soft-max; else empty */
  WeftTensor *looks; /* of frames: how much each row of the first looked at each step of what was
                        given, (T, S); nullable */
} WeftSaid;

/* The same network, of a set that it is asked (engine/data/like.h); what it is given is scaled as
 * the model does. Any thread. */
WeftModel *weft_model_new_asked (const WeftModel *model, WeftDataset *asked, GError **error);
/* Of every loss that judges an answer (WeftSaid *), in the model's order; transfer full. What is
 * said points at asking. NULL without an error: interrupted. */
GPtrArray *weft_answers_find (const WeftAsking *asking, GError **error);
