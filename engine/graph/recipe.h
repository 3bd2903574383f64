/* recipe: a row of the recipe table: how a network learns
 *
 * A row says what the graph must have, what it trains and by which plans, and makes one step; when,
 * how fast and for how long is the trainer's. To add one: engine/recipes/ID.c and a row in
 * engine/recipes/recipes.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/shape.h"
#include "engine/param/param.h"

#define WEFT_MAX_LANES 6
#define WEFT_MAX_PLANS 6
#define WEFT_MAX_ROLES 6
#define WEFT_MAX_OWN 16

typedef struct _WeftRecipePlan WeftRecipePlan;
typedef struct _WeftRecipeRun WeftRecipeRun;
typedef struct _WeftRecipeForm WeftRecipeForm;

/* Nodes that the graph must have: the one node of a layer, or of one of some, or those with weights
 * that lead to an input of another role's node, or that come after it. */
typedef struct
{
  const char *name;
  const char *title;                      /* N_ (): "a generator" */
  const char *help;                       /* N_ (): a sentence: where it is looked for */
  const char *layer;                      /* "mse|mae": of any of these */
  const char *forces_layer, *forces_help; /* in their place where the data is a world of forces */
  const char *forces_sketch;              /* likewise */
  const char *field; /* of the data, which its input `port` (NULL: the first) is given, shaped
                        otherwise or not; nullable: whatever */
  const char *from;  /* its input `port` is given that output of that layer: "dropout.y" */
  gboolean acts;     /* the node is the data, of an environment in which the recipe acts */
  int players;       /* of it; 0: any number */
  gboolean forces;   /* it may be one that is acted in by forces */
  const char *before, *port; /* a role, and the input of its node */
  gboolean rest;             /* and, where there are such, all with weights that take no other role:
                                they learn along by losses of their own */
  gboolean brought;          /* it is another project's network, brought there */
  const char *after;         /* a role */
  const char *sketch; /* how what takes it may look (engine/plan/sketch.h), beside what is there;
                         nullable */
} WeftRecipeRole;

/* What one optimiser trains. The first lane has the document's settings; each other has its own,
 * which the training table holds as NAME_optimizer, NAME_lr and the optimiser's. */
typedef struct
{
  const char *name;      /* "weights": its loss is the series NAME/loss, where there are several */
  const char *title;     /* N_ () */
  const char *optimizer; /* what it has unless something is set; not of the first */
  double lr;
} WeftRecipeLane;

/* What it keeps from step to step besides weights (a memory of what was seen, a game that is being
 * played, weights of earlier): part of the run's state, so that it is copied, hashed, stored,
 * resumed and made again with it. Words of four bytes, float, gint32 or guint32 as the row likes,
 * which may have any bits; all zeros at first, and anew all of them as soon as one has another
 * shape. */
typedef struct
{
  const char *name; /* [a-z_]; among the recipe's own */
  WeftShape shape;
} WeftRecipeOwn;

/* What a network says that sees a world. */
typedef struct
{
  const float *answers; /* of each action a number, or the forces; until the plan runs again */
  double hope;          /* what whoever moves may expect from there on, of rewards as they are */
} WeftAdvice;

typedef struct
{
  const char *id;
  const char *title;           /* N_ () */
  const char *summary;         /* N_ (): a sentence */
  const WeftRecipeRole *roles; /* ends with a NULL name; nullable */
  const char *sketch;          /* of a network for it, where there is none; nullable */
  const WeftParam *params;     /* stand in the training table under their own names; nullable */
  gsize record_size;           /* of what they describe */
  const WeftRecipeLane *lanes; /* ends with a NULL name */
  const WeftRecipePlan *plans; /* ends with a NULL name */
  /* Fills in what it keeps of its own for such a network, and says how many; nullable: nothing. A
   * step finds them in this order. */
  guint (*list_own) (const WeftRecipeForm *form, WeftRecipeOwn own[WEFT_MAX_OWN]);
  /* What it is judged by, in place of what the data says: a metric that is not found by answers;
   * both nullable. `judge` finds the figure of the state as it is, the same whenever it is asked,
   * of the data's part `part`, and leaves all of the run but its scratch as it was. FALSE: there is
   * an error, or it was interrupted. Its cost: that of so many samples' forward passes. */
  const char *figure;
  gboolean (*judge) (WeftRecipeRun *run, guint part, double *figure);
  gint64 (*count_judged) (const WeftRecipeForm *form);
  /* Of a row that acts: what the network would do that sees x (observation), which is scaled in its
   * place: of each action a number, of which the highest of those that are open is the best, or the
   * forces. FALSE: there is an error, or it was interrupted. Nullable: it does not act. */
  gboolean (*advise) (WeftRecipeRun *run, float *x, guint64 open, WeftAdvice *advice);
  /* Makes one step on the batch that the run holds. FALSE: numbers went wrong, or there is an
   * error. */
  gboolean (*step) (WeftRecipeRun *run);
  gboolean adds_up; /* a step may look at several batches (the setting accumulate) */
} WeftRecipe;

const WeftRecipe *weft_recipe_get (int index); /* NULL beyond the last */
extern const WeftChoice weft_recipe_choices[]; /* from the same table */
guint weft_recipe_count_lanes (const WeftRecipe *recipe);
int weft_recipe_find_role (const WeftRecipe *recipe, const char *name); /* −1 */
