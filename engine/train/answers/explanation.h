/* explanation: why a network said what it said of one sample; counted, and nobody changes it once
 * it is handed on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/train/explainers/explainer.h"

typedef struct
{
  const char *field;  /* interned: of the data */
  WeftTensor *tensor; /* a number for each that the sample has there, without what pads it; of a
                         picture also one a pixel, (H, W), of a sound a map (h, w) of what its
                         spectrogram became */
} WeftExplainedPart;

struct _WeftExplanation
{
  gatomicrefcount ref_count;
  const WeftExplainerRow *row;
  gint64 step; /* of the state */
  guint32 sample;
  guint judge;
  gint64 node;       /* what was looked at, where it asks for one; 0 */
  gint64 unit;       /* which class or number was asked about; −1: all */
  double score;      /* what it is there */
  double rest;       /* of parts that should add up: by which share they miss it; NaN */
  GPtrArray *parts;  /* WeftExplainedPart */
  guint32 *samples;  /* others, the nearest first; nullable */
  double *distances; /* of each; nullable */
  WeftTensor *codes; /* (samples, numbers), the first of what is explained; nullable */
  guint n_samples;
};

WeftExplanation *weft_explanation_ref (WeftExplanation *explanation);
void weft_explanation_unref (WeftExplanation *explanation);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExplanation, weft_explanation_unref)
/* What is said of that field; nullable. */
const WeftTensor *weft_explanation_find (const WeftExplanation *explanation, const char *field);

/* What is explained. */
typedef struct
{
  guint32 sample;
  guint judge; /* the loss whose answer it is */
  gint64 node; /* that is looked at; 0: none in particular */
  gint64 unit; /* class or number of the answer; −1: what the network says */
} WeftExplainRequest;

/* Whether that explainer has something to say of such an answer; why not (nullable) is a sentence,
 * N_ (). Any thread; nothing runs. */
gboolean weft_explainer_fits (const WeftExplainerRow *row, WeftModel *model,
                              const WeftExplainRequest *request, const char **why);
/* With averaged weights where the run keeps them, which for that time are the state's. pool,
 * interrupt: nullable. NULL without an error: interrupted. */
WeftExplanation *weft_explain (const WeftExplainer *explainer, WeftModel *model, WeftState *state,
                               WeftPool *pool, int level, const WeftExplainRequest *request,
                               const WeftInterrupt *interrupt, GError **error);
