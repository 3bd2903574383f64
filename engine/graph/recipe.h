/* recipe: a row of the recipe table: how a network learns
 *
 * A row says what the graph must have, what it trains and by which plans, and makes one step; when,
 * how fast and for how long is the trainer's. To add one: engine/recipes/ID.c and a row in
 * engine/recipes/recipes.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"

#define WEFT_MAX_LANES 6
#define WEFT_MAX_PLANS 6
#define WEFT_MAX_ROLES 6

typedef struct _WeftRecipePlan WeftRecipePlan;
typedef struct _WeftRecipeRun WeftRecipeRun;

/* Nodes that the graph must have: the one node of a layer, or those with weights that lead to an
 * input of another role's node, or that come after it. */
typedef struct
{
  const char *name;
  const char *title; /* N_ (): "a generator" */
  const char *help;  /* N_ (): a sentence: where it is looked for */
  const char *layer;
  const char *before, *port; /* a role, and the input of its node */
  const char *after;         /* a role */
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

typedef struct
{
  const char *id;
  const char *title;           /* N_ () */
  const char *summary;         /* N_ (): a sentence */
  const WeftRecipeRole *roles; /* ends with a NULL name; nullable */
  const WeftParam *params;     /* stand in the training table under their own names; nullable */
  gsize record_size;           /* of what they describe */
  const WeftRecipeLane *lanes; /* ends with a NULL name */
  const WeftRecipePlan *plans; /* ends with a NULL name */
  /* Makes one step on the batch that the run holds. FALSE: numbers went wrong, or there is an
   * error. */
  gboolean (*step) (WeftRecipeRun *run);
} WeftRecipe;

const WeftRecipe *weft_recipe_get (int index); /* NULL beyond the last */
extern const WeftChoice weft_recipe_choices[]; /* from the same table */
guint weft_recipe_count_lanes (const WeftRecipe *recipe);
int weft_recipe_find_role (const WeftRecipe *recipe, const char *name); /* −1 */
