/* snapshot: what the window asked to see, copied between two steps; immutable */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/run/sights.h"
#include "engine/train/answers/episode.h"
#include "engine/train/answers/explanation.h"
#include "engine/train/answers/question.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/trials/step-costs.h"
#include "engine/train/watching/movement.h"

#define WEFT_MAX_OPENED 16
#define WEFT_MAX_SETTINGS 128 /* bytes of an explainer's settings */

/* What to look at: sent by the window, a value. */
typedef struct
{
  guint32 sample;       /* index into the data set, for activations */
  gboolean activations; /* of every node the output that its layer shows, for that sample */
  gint64 weights_of;    /* node whose weights and sights are wanted; 0: none */
  gboolean results;     /* an evaluation of the validation part, at most about once a second */
  gboolean on_test;     /* of the test part instead */
  gboolean moves;       /* how steps move the weights, of all nodes */
  guint judge;          /* whose predictions the raster shows, by its number in the model */
  /* 1 + the number of an explainer, which says why the network answers that sample as it does, to
   * the judge's loss, looking at the node whose weights are wanted; 0: none. */
  guint explainer;
  char settings[WEFT_MAX_SETTINGS]; /* of it, as people type them: "size=4,fill=0"; "": none */
  gint64 unit;         /* which class or number of the answer; −1: what the network says */
  gboolean sizes;      /* of what flows along each wire for that sample, and back */
  gint64 gradient_of;  /* node whose output's gradient is wanted, for that sample; 0: none */
  int gradient_output; /* which of its outputs */
  gboolean idle;       /* units through which nothing is learnt, of many samples */
  gboolean costs;      /* what steps of training take, op by op */
  gint64 opened[WEFT_MAX_OPENED]; /* nodes that show their units; ends with 0 where shorter */
  int drawn;     /* > 0: so many training samples as the network gets them in this epoch */
  int made;      /* > 0: so many samples of what the recipe has learnt to make */
  WeftGame game; /* where it has a number: played once by the network as it is then */
  int grid;      /* > 0: predictions on a grid × grid raster of the 2-D plane; 0: none */
  float grid_low[2],
      grid_high[2]; /* in the data's own units; row 0 is high y (top of the picture) */
} WeftWatch;

typedef struct
{
  gint64 node;
  const char *name;
  WeftTensor *tensor;
} WeftNamedTensor;

/* Root mean squares of a node's first output, of the loss's gradient there, and of the weights;
 * NaN: there is none. */
typedef struct
{
  float activation, gradient, weight;
} WeftSizes;

#define WEFT_IDLE_NAMED 8

/* Of a node's functions of one number: units whose slope is 0 for every sample, and other ones
 * where it is under a twentieth of the steepest for nearly all. */
typedef struct
{
  gint64 samples, units, dead, saturated;
  gint64 which_dead[WEFT_IDLE_NAMED], which_saturated[WEFT_IDLE_NAMED]; /* the first, from 0 */
} WeftIdleUnits;

/* What a node that is open shows of its units, the rows of its weight. */
typedef struct
{
  gint64 node;
  WeftTensor *rows;   /* (n, inputs): of the first WEFT_OPENED_UNITS at most; nullable */
  WeftTensor *bias;   /* (n); nullable */
  WeftTensor *matrix; /* every so manyth row and column of all; nullable: rows has all there is */
  WeftTensor *plane; /* (n, side, side): what each gives everywhere on the plane of a 2-D set, row 0
                        the highest; nullable */
} WeftOpenNode;

#define WEFT_OPENED_UNITS 32
#define WEFT_OPENED_ROWS 128 /* of the matrix, at most, and as many columns */
#define WEFT_OPENED_SIDE 20  /* of the plane */

typedef struct
{
  gatomicrefcount ref_count;
  gint64 step, epoch;
  guint64 revision; /* of the graph that is trained */
  WeftWatch watch;
  GHashTable *activations;      /* gint64 node → WeftTensor without N; nullable */
  WeftTensor *entering;         /* what flows into the first input of watch.weights_of; nullable */
  GPtrArray *weights;           /* WeftNamedTensor of watch.weights_of; nullable */
  GHashTable *sizes;            /* gint64 node → WeftSizes; nullable */
  WeftTensor *gradient;         /* of the loss there, without N; nullable: none comes back */
  GHashTable *idle;             /* gint64 node → WeftIdleUnits; nullable */
  WeftStepCosts *costs;         /* of the steps since the look before; nullable */
  GPtrArray *opened;            /* WeftOpenNode of watch.opened; nullable */
  GPtrArray *sights;            /* WeftNodeSight of the same node, for the sample; nullable */
  WeftEvaluation *evaluation;   /* nullable; may be a little older than step: see its own */
  WeftExplanation *explanation; /* nullable; likewise */
  WeftMovement *movement;       /* of the newest step that was measured; nullable */
  /* WeftNamedTensor (drawn, …): what comes out of each last node that augments what a sample is
   * shown by; of the training part every so manyth sample (weft_drawn_get_sample). Nullable. */
  GPtrArray *drawn;
  WeftTensor *made;       /* (made, …), at every step from the same noise; nullable */
  WeftEpisode *episode;   /* the newest that was asked for; nullable */
  WeftResponse *response; /* to the question that was asked last; nullable */
  WeftTensor *grid;       /* (grid, grid, outputs); nullable */
} WeftSnapshot;

/* Which sample the i-th of n that are drawn is. */
guint32 weft_drawn_get_sample (const WeftSplit *split, gint64 n, gint64 i);
WeftSnapshot *weft_snapshot_ref (WeftSnapshot *snapshot);
void weft_snapshot_unref (WeftSnapshot *snapshot);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftSnapshot, weft_snapshot_unref)
const WeftOpenNode *weft_snapshot_find_open (const WeftSnapshot *snapshot,
                                             gint64 node); /* nullable */
WeftTensor *weft_snapshot_find_activation (const WeftSnapshot *snapshot,
                                           gint64 node); /* nullable */
