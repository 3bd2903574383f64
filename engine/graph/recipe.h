/* recipe: a row of the recipe table: how a network learns
 *
 * A row says what it trains and by which plans, and makes one step; when, how fast and for how long
 * is the trainer's. To add one: engine/recipes/ID.c and a row in engine/recipes/recipes.def. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/param/param.h"

#define WEFT_MAX_LANES 6
#define WEFT_MAX_PLANS 6

typedef struct _WeftRecipePlan WeftRecipePlan;
typedef struct _WeftRecipeRun WeftRecipeRun;

/* What one optimiser trains. The first lane has the document's settings. */
typedef struct
{
  const char *name; /* "weights" */
} WeftRecipeLane;

typedef struct
{
  const char *id;
  const char *title;           /* N_ () */
  const char *summary;         /* N_ (): a sentence */
  const WeftRecipeLane *lanes; /* ends with a NULL name */
  const WeftRecipePlan *plans; /* ends with a NULL name */
  /* Makes one step on the batch that the run holds. FALSE: numbers went wrong, or there is an
   * error. */
  gboolean (*step) (WeftRecipeRun *run);
} WeftRecipe;

const WeftRecipe *weft_recipe_get (int index);
extern const WeftChoice weft_recipe_choices[]; /* from the same table */
guint weft_recipe_count_lanes (const WeftRecipe *recipe);
