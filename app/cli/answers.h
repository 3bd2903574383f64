/* answers: what a trained network says of samples that it has not seen, in words and in numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/data/kind-row.h"
#include "engine/run/decoders/decoding.h"
#include "engine/train/model.h"
#include "projects/readers/asked.h"

typedef struct
{
  WeftModel *model; /* of the set that is asked */
  WeftState *state;
  WeftDataset *like, *asked;    /* what it learnt from, and what it is asked */
  GArray *samples;              /* WeftAskedSample */
  const WeftDecoding *decoding; /* nullable: greedily */
  guint64 seed;                 /* of what draws */
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
                         (n, 6): class, left, top, right, bottom in pixels, score */
  GPtrArray *scores;  /* WeftTensor: of a choice, the probability of each class; else empty */
} WeftSaid;

/* Of every loss that judges an answer (WeftSaid *), in the model's order; transfer full. */
GPtrArray *weft_answers_find (const WeftAsking *asking, GError **error);
