/* recipe: what the rows in engine/recipes work with: lanes, plans, and the run that they step
 *
 * Owned by one thread, like what it points at. Nothing is allocated by a step. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gi18n-lib.h>

#include "engine/graph/recipe.h"
#include "engine/run/exec.h"

/* The title is an array of its own, so that the constant table of choices can point at it. */
#define WEFT_RECIPE_TITLE(id) weft_recipe_title_##id

#define RECIPE(id)                                                                                 \
  extern const char WEFT_RECIPE_TITLE (id)[];                                                      \
  extern const WeftRecipe weft_recipe_##id;
#include "engine/recipes/recipes.def"
#undef RECIPE

/* A plan that the row runs in a step. */
struct _WeftRecipePlan
{
  const char *name;
  WeftMode mode;
};

/* What one optimiser trains, as it is at this step. */
typedef struct
{
  const WeftOptimizer *optimizer;
  WeftUpdate update;
  float loss; /* of the last step */
} WeftLane;

struct _WeftRecipeRun
{
  WeftState *state;
  WeftLane *lanes;
  const void *const *inputs; /* the batch, in the order of the program's inputs */
  WeftBinding binding;       /* of it */
  WeftExec *exec;            /* what ran last: where numbers went wrong */
  GError *error;             /* why there was nothing to run; owned */
  /* Of one of the row's plans; NULL: run->error says why. */
  WeftExec *(*find_exec) (WeftRecipeRun *run, guint plan, WeftBinding binding);
  gpointer host;
};

/* Forward, and backward where the plan trains. NULL: it could not be made. */
WeftExec *weft_recipe_run_plan (WeftRecipeRun *run, guint plan, WeftBinding binding,
                                const void *const *inputs);
/* What the exec has learnt goes to its weights by that lane's optimiser. FALSE: loss or gradient
 * is not finite; weights whose gradient is not are as they were. */
gboolean weft_recipe_update (WeftRecipeRun *run, guint lane, WeftExec *exec);
