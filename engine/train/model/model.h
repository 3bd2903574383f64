/* model: a frozen graph with its data, ready for any batch size and mode; immutable, any thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pthread.h>

#include "engine/base/sample.h"
#include "engine/environments/environment.h"
#include "engine/graph/training.h"
#include "engine/metrics/measure.h"
#include "engine/plan/plan.h"
#include "engine/state/state.h"
#include "engine/train/model/gather.h"
#include "engine/train/model/lengths.h"

#define WEFT_MAX_CRITERIA 64

/* A loss, and what it judges whatever N. */
typedef struct
{
  gint64 node;
  const char *name; /* the node's, interned */
  int target; /* the feed that its prediction is judged by; −1: it judges no answer, or by none */
  gboolean is_judged; /* metrics may have something to say of what it judges */
  gboolean is_answer; /* it has a prediction that can be looked at */
  WeftJudged judged;
  int chief; /* the criterion that is shown first; −1 */
} WeftJudge;

/* One figure of a validation. */
typedef struct
{
  const WeftMetric *metric; /* NULL: the loss itself */
  guint judge;
  const char *id; /* interned */
} WeftCriterion;

/* What the settings say of one of the recipe's lanes. */
typedef struct
{
  GVariant *values;
  WeftTraining training; /* borrows from values */
  gpointer settings;     /* the optimiser's */
} WeftModelLane;

typedef struct
{
  gatomicrefcount ref_count;
  WeftGraph *graph; /* a copy that nobody changes */
  WeftDataset *dataset;
  WeftSplit *split;
  GVariant *values; /* the training settings, which `training` borrows from */
  WeftTraining training;
  const WeftRecipe *recipe;
  gpointer record;                     /* of the recipe's parameters */
  WeftModelLane lanes[WEFT_MAX_LANES]; /* as many as the recipe has */
  const char *slots_of;                /* interned: what names them in a state */
  GArray *role_nodes[WEFT_MAX_ROLES];  /* gint64, by the recipe's role */
  gint64 roles[WEFT_MAX_ROLES];        /* the first of them; 0: none */
  const WeftEnvironment *environment;  /* that the data is of; nullable */
  /* What the recipe keeps, under names that say whose it is, and behind it what training does. */
  WeftRecipeOwn own[WEFT_MAX_OWN + 4];
  guint n_own, n_of_recipe;
  WeftFeed feeds[WEFT_MAX_FEEDS]; /* by the program's inputs: the data's fields, then the masks of
                                     those that have steps, then which samples they are */
  guint n_feeds;
  WeftLengths lengths;
  WeftJudge *judges; /* one a loss, in the program's order */
  guint n_judges;
  WeftCriterion criteria[WEFT_MAX_CRITERIA]; /* those of one loss after those of another */
  guint n_criteria;
  int figure;           /* which of them the recipe finds, in place of a validation loss; −1 */
  int best;             /* which of them says what the best state is; −1: the validation loss */
  pthread_mutex_t lock; /* programs and plans are made once; not GLib's: ThreadSanitizer */
  GHashTable *programs, *plans;
  WeftCatalog *catalog; /* of this model alone: holds its one data set */
} WeftModel;

/* WEFT_ERROR_INVALID with the first error's message when the graph is not whole. */
WeftModel *weft_model_new (WeftGraph *graph, WeftCatalog *catalog, GError **error);
/* The same with another split: fold k of n is the test part, the next one validates, the rest
 * trains; a source's own parts are set aside. For cross-validation. */
WeftModel *weft_model_new_fold (WeftGraph *graph, WeftCatalog *catalog, int fold, int folds,
                                GError **error);
WeftModel *weft_model_ref (WeftModel *model);
void weft_model_unref (WeftModel *model);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftModel, weft_model_unref)
/* For so many samples, whichever they are; and for these. */
WeftBinding weft_model_bind (const WeftModel *model, gint64 n);
WeftBinding weft_model_bind_samples (const WeftModel *model, const guint32 *samples, gint64 n);
WeftProgram *weft_model_get_program (WeftModel *model, WeftBinding binding,
                                     GError **error); /* transfer none */
WeftPlan *weft_model_get_plan (WeftModel *model, WeftBinding binding,
                               const WeftPlanOptions *options, GError **error);
/* How the recipe's plan is to be compiled; what it points at is the model's. */
WeftPlanOptions weft_model_get_options (const WeftModel *model, guint plan, int level);
guint weft_model_get_n_slots (const WeftModel *model);
gint64 weft_model_get_steps_per_epoch (const WeftModel *model);
/* The learning rate of the settings for the state's next step: of the first lane. */
double weft_model_get_rate (const WeftModel *model, const WeftState *state);
/* It has brought the rate to 0. */
gboolean weft_model_is_schedule_over (const WeftModel *model, const WeftState *state);
double weft_model_get_lane_rate (const WeftModel *model, guint lane, const WeftState *state);
/* Where the state's slots are other optimisers', so that they begin anew when it is loaded: that in
 * a sentence, translated; else NULL. */
const char *weft_model_tell_dropped (const WeftModel *model, const WeftState *state);
/* A schedule that has brought the rate to 0 begins anew (a warm restart: Loshchilov & Hutter 2017);
 * TRUE when it was so. */
gboolean weft_model_renew_schedule (const WeftModel *model, WeftState *state);
/* Gathers samples into a batch, a block for each feed, as the program wants them; NULL: not this
 * one. */
void weft_model_gather (const WeftModel *model, const guint32 *samples, WeftBinding binding,
                        void *const *inputs);
/* Memory for so many samples of each feed that is read, all zeros; of others none. Freed with
 * weft_model_free_inputs. */
gboolean weft_model_new_inputs (const WeftModel *model, gint64 samples,
                                void *inputs[WEFT_MAX_FEEDS], GError **error);
void weft_model_free_inputs (void *inputs[WEFT_MAX_FEEDS]);
/* The node that reads what the recipe has learnt to make, and the input that it reads it by; 0: it
 * makes nothing. */
gint64 weft_model_find_made (const WeftModel *model, const char **port);
/* The feed of what a sample is shown by, of what is said of it (nullable), and its place. */
int weft_model_find_feed (const WeftModel *model, const WeftField *field);
const WeftFeed *weft_model_get_x (const WeftModel *model);
const WeftFeed *weft_model_get_y (const WeftModel *model);
/* Where its data are situations of a world: the states of n of them, in rising order, (n, state
 * size). */
void weft_model_list_states (const WeftModel *model, const guint32 *samples, gsize n,
                             gpointer states);
/* Fills gaps and standardises as another model does, which has learnt it from the samples that it
 * was trained on: for a model that nobody else has yet, of a set that its network is asked. */
gboolean weft_model_scale_as (WeftModel *model, const WeftModel *other, GError **error);
/* Whether of two models of one data set neither standardises what the other does not. */
gboolean weft_model_is_scaled_alike (const WeftModel *a, const WeftModel *b);
/* Whether a batch of the one is a batch of the other, too. */
gboolean weft_model_is_fed_alike (const WeftModel *a, const WeftModel *b);
/* The program's batch size: the settings', at most the training samples that there are. */
gint64 weft_model_get_batch (const WeftModel *model);
/* How many batches a step adds up. */
gint64 weft_model_get_accumulate (const WeftModel *model);
WeftState *weft_model_new_state (WeftModel *model, guint64 seed, GError **error);
/* How many samples' forward passes it costs to judge a state on a part. */
gint64 weft_model_count_judged (const WeftModel *model, WeftPart part);
/* What a state of it holds; program: one of its own. What it points at is theirs. */
WeftStateForm weft_model_get_form (const WeftModel *model, const WeftProgram *program);
