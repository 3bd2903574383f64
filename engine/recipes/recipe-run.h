/* recipe-run: what the rows in engine/recipes work with: lanes, plans, and the run that they step
 *
 * Owned by one thread, like what it points at. Nothing is allocated by a step. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "engine/base/interrupt.h"
#include "engine/base/pool.h"
#include "engine/environments/environment.h"
#include "engine/graph/recipe.h"
#include "engine/run/exec.h"

/* The title is an array of its own, so that the constant table of choices can point at it. */
#define WEFT_RECIPE_TITLE(id) weft_recipe_title_##id

#define RECIPE(id)                                                                                 \
  extern const char WEFT_RECIPE_TITLE (id)[];                                                      \
  extern const WeftRecipe weft_recipe_##id;
#include "engine/recipes/recipes.def"
#undef RECIPE

#define WEFT_MAX_SCRATCH 6
#define WEFT_MAX_GIVEN 32 /* to one run: the program's inputs and the entry's outputs */

/* A plan that the row runs in a step; entry, keep and wrt are roles, as WeftPlanOptions has them.
 */
struct _WeftRecipePlan
{
  const char *name;
  WeftMode mode;
  const char *entry, *keep, *wrt; /* nullable */
  gboolean rest_stands_still;     /* what is not in wrt is as outside training */
  gboolean input_gradient;        /* by what is given, too */
  int times;                      /* how many of the data's batches its own holds; 0: one */
};

/* What one optimiser trains, as it is at this step. */
typedef struct
{
  const WeftOptimizer *optimizer;
  WeftUpdate update;
  float loss;           /* of the last step whose loss was a number */
  const WeftExec *exec; /* that gave it */
} WeftLane;

/* What a row is asked about before there is a run. */
struct _WeftRecipeForm
{
  gconstpointer record;               /* the row's parameters */
  const WeftProgram *program;         /* of whole batches */
  const WeftEnvironment *environment; /* that the data is of; nullable: of none */
};

struct _WeftRecipeRun
{
  WeftState *state;
  WeftLane *lanes;
  gconstpointer record;        /* the row's parameters */
  const WeftRecipePlan *plans; /* the row's */
  const WeftProgram *program;  /* of whole batches */
  const gint64 *roles;         /* by role: the node that takes it, where it is one of a layer */
  const WeftEnvironment *environment; /* as in the form */
  gpointer own[WEFT_MAX_OWN];         /* what the row keeps, as it listed it: in the state */
  const void *const *inputs;          /* the batch, in the order of the program's inputs */
  WeftBinding binding;                /* of it */
  guint alone;                        /* 1 + the lane that alone is to learn in this step; 0: all */
  guint n_batches, batch_number;      /* of a step, for a row that adds them up */
  gint64 samples;                     /* of all of them together */
  WeftExec *exec;                     /* what ran last: where numbers went wrong */
  GError *error;                      /* why there was nothing to run; owned */
  const WeftInterrupt *interrupt;     /* ends judging early; nullable */
  WeftPool *pool;                     /* nullable: the caller's thread alone */
  struct
  {
    float *data;
    gsize n;
  } scratch[WEFT_MAX_SCRATCH]; /* weft_memory; grows, and dies with the run */
  /* Of one of the row's plans; NULL: run->error says why. */
  WeftExec *(*find_exec) (WeftRecipeRun *run, guint plan, const WeftBinding *binding);
  /* The step's next batch in place of this one. */
  void (*next) (WeftRecipeRun *run);
  /* Makes n samples of x what the data would give: standardised where it is. */
  void (*scale) (const WeftRecipeRun *run, float *x, gint64 n);
  gpointer host;
  gconstpointer model; /* whose run it is, for the host */
};

typedef struct
{
  const float *data; /* until the exec runs again; NULL: it was not kept */
  gsize size;        /* numbers of one sample */
} WeftRecipeValue;

/* Forward, and backward where the plan trains. NULL: it could not be made. */
WeftExec *weft_recipe_run_plan (WeftRecipeRun *run, guint plan, WeftBinding binding,
                                const void *const *inputs);
/* Likewise of a plan with an entry, for as many samples as it holds: its outputs in their order,
 * then NULL. */
WeftExec *weft_recipe_run_entry (WeftRecipeRun *run, guint plan, const void *const *given);
/* How many samples that plan takes, for such a batch of the data. */
WeftBinding weft_recipe_bind (const WeftRecipePlan *plans, guint plan, WeftBinding batch);
/* What flowed into that input of the node that takes the role. */
WeftRecipeValue weft_recipe_get_value (const WeftRecipeRun *run, const WeftExec *exec, guint role,
                                       const char *input);
/* n numbers, the same ones while the run lasts and n stays; NULL: no memory, run->error says so. */
float *weft_recipe_get_scratch (WeftRecipeRun *run, guint i, gsize n);
void weft_recipe_clear_run (WeftRecipeRun *run);
/* Runs all slices, on the pool where there is one and more than one of them; they may not hang on
 * each other. */
void weft_recipe_share (const WeftRecipeRun *run, WeftSliceFunc func, gpointer data, guint slices);
/* Puts a batch of a field where the program's inputs are given, unless nothing reads it. */
void weft_recipe_give (const WeftRecipeRun *run, const void *inputs[WEFT_MAX_GIVEN],
                       const char *field, const void *batch);
/* What the network answers to n samples x, (n, …), by a plan that infers: (n, actions), until that
 * runs again. NULL: it could not be run, or answers something else; run->error says so. */
const float *weft_recipe_ask (WeftRecipeRun *run, guint plan, const float *x, gint64 n);
/* A parameter that recipes which act have in common. */
#define WEFT_DISCOUNT(Type)                                                                        \
  WEFT_REAL (Type, discount, 0.99, 0, 1, .unit = WEFT_UNIT_SHARE, .label = N_ ("Discount"),        \
             .help = N_ ("What a reward one move later counts, beside one at once"))
#define WEFT_REWARD_SCALE(Type)                                                                    \
  WEFT_REAL (Type, reward_scale, 1, 1e-6, 1e6, .ui_max = 10, .unit = WEFT_UNIT_RATE,               \
             .label = N_ ("Reward scale"), .advanced = TRUE,                                       \
             .help = N_ ("Multiplies every reward in what is learnt, so that returns are near 1: " \
                         "large ones make large errors; the return that is shown stays"))
#define WEFT_GREEDY_EPISODES 20
#define WEFT_GREEDY_ROUNDS 5 /* of so many episodes, where it is the test part's figure */
/* A judge: the mean return of episodes that are begun alike whenever it is asked, in which the
 * action is taken to which the plan's answer gives the highest number. */
gboolean weft_recipe_play_greedy (WeftRecipeRun *run, guint plan, guint part, double *figure);
/* Numbers of all the network's weights and buffers. */
gsize weft_recipe_count_weights (const WeftProgram *program);
/* Copies them to as many numbers of the recipe's own; or changes their places, so that what runs
 * next runs on what lay there. */
void weft_recipe_copy_weights (const WeftRecipeRun *run, float *to);
void weft_recipe_swap_weights (const WeftRecipeRun *run, float *other);
/* Of the entry's first output: the gradient of the last run, of a plan that has input_gradient. */
const float *weft_recipe_get_entry_gradient (const WeftRecipeRun *run, const WeftExec *exec,
                                             guint role);
/* No number of the weights that the exec's plan learns is farther from 0 than that. */
void weft_recipe_bound_weights (const WeftRecipeRun *run, const WeftExec *exec, float bound);
/* What the exec has learnt goes to its weights by that lane's optimiser. FALSE: loss or gradient
 * is not finite; weights whose gradient is not are as they were. */
gboolean weft_recipe_update (WeftRecipeRun *run, guint lane, WeftExec *exec);
/* The whole step of a row that adds batches up: all of the step's batches by that plan, the mean of
 * what they give weighted by their samples, and the lane's update. */
gboolean weft_recipe_learn (WeftRecipeRun *run, guint plan, guint lane);
/* The step of a row that makes its batch from what was played: as many samples as the binding says
 * of what was seen (x), what is to be said of it (y) and, where the row has it, how it ended; by
 * that plan and the first lane. */
gboolean weft_recipe_learn_made (WeftRecipeRun *run, guint plan, const float *x, const float *y,
                                 const float *outcome);
