/* table: the recipes, in the order of recipes.def */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe.h"

static const WeftRecipe *const recipes[] = {
#define RECIPE(id) &weft_recipe_##id,
#include "engine/recipes/recipes.def"
#undef RECIPE
};

const WeftChoice weft_recipe_choices[] = {
#define RECIPE(id) { #id, WEFT_RECIPE_TITLE (id) },
#include "engine/recipes/recipes.def"
#undef RECIPE
  { NULL, NULL },
};

const WeftRecipe *
weft_recipe_get (int index)
{
  g_return_val_if_fail (index >= 0 && (guint) index < G_N_ELEMENTS (recipes), NULL);
  return recipes[index];
}

guint
weft_recipe_count_lanes (const WeftRecipe *recipe)
{
  guint n = 0;

  while (recipe->lanes[n].name != NULL)
    n++;
  return n;
}
