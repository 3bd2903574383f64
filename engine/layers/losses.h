/* losses: what every loss row has: its scale and its weight, and the scalar that it gives */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/layers/layer-row.h"

/* A row's record begins with these; one that has no more of its own is this. */
#define WEFT_LOSS_FIELDS double scale, weight

typedef struct
{
  WEFT_LOSS_FIELDS;
} WeftLoss;

/* The rows of those two. */
#define WEFT_LOSS_PARAMS(Type) WEFT_LOSS_PARAMS_OF (Type, 1)
/* By itself of that weight. */
#define WEFT_LOSS_PARAMS_OF(Type, weight_)                                                         \
  WEFT_REAL (Type, weight, weight_, 0, 1e6, .ui_max = 10, .label = N_ ("Weight"),                  \
             .help = N_ ("How much it counts in what is learnt, beside other losses; at 0 it is "  \
                         "only measured")),                                                        \
      WEFT_REAL (Type, scale, 1, 0, 1e6, .ui_max = 10, .label = N_ ("Scale"), .advanced = TRUE,    \
                 .help = N_ ("Multiplies the loss and its gradients"))

extern const WeftParam weft_loss_params[]; /* of a WeftLoss */
extern const WeftPort weft_loss_outputs[]; /* the scalar */
extern const WeftPort weft_loss_inputs[];  /* a prediction, a target that is numbers, a mask */
/* A prediction, a target that is labels, or either of both, a mask. */
extern const WeftPort weft_loss_label_inputs[], weft_loss_either_inputs[];
/* Two rows of numbers and whether they belong together. */
extern const WeftPort weft_loss_pair_inputs[];

/* The row of the op `distance` that a loss is, by its id there, and its numbers. */
typedef struct
{
  const char *of;
  double k, m;
  gboolean of_samples; /* the sum over a sample's numbers, not their mean */
} WeftDistance;

/* Emits a loss that compares numbers of one shape; the op takes (prediction, target) and a mask of
 * steps, which in[2] may be. */
WeftValue weft_loss_compare (WeftBuilder *b, const char *op, const WeftLoss *loss,
                             const WeftValue *in);
/* The same, with the op's other attributes; the first of attrs is the scale. */
WeftValue weft_loss_compare_with (WeftBuilder *b, const char *op, const WeftAttr *attrs,
                                  const WeftLoss *loss, const WeftValue *in);
WeftValue weft_loss_distance (WeftBuilder *b, const WeftDistance *distance, const WeftLoss *loss,
                              const WeftValue *in);
/* Of pairs; of: the number of the op's choice. */
WeftValue weft_loss_pairs (WeftBuilder *b, int of, double margin, const WeftLoss *loss,
                           const WeftValue *in);
/* A warning where a loss that applies `own` itself, softmax or sigmoid, gets scores of it, or of
 * another function that leaves only some numbers. */
void weft_loss_expect_scores (WeftBuilder *b, WeftValue scores, const char *own);
/* Whether the target is a class for each row of the scores, along that axis (−1: the last), and
 * each class has a score; else a diagnostic. */
gboolean weft_loss_expect_classes (WeftBuilder *b, WeftValue prediction, WeftValue target, int dim);
