/* table: the recipes, in the order of recipes.def */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/recipes/recipe-run.h"

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
  return (guint) index < G_N_ELEMENTS (recipes) ? recipes[index] : NULL;
}

guint
weft_recipe_count_lanes (const WeftRecipe *recipe)
{
  guint n = 0;

  while (recipe->lanes[n].name != NULL)
    n++;
  return n;
}

int
weft_recipe_find_role (const WeftRecipe *recipe, const char *name)
{
  for (int i = 0; recipe->roles != NULL && recipe->roles[i].name != NULL; i++)
    if (g_strcmp0 (recipe->roles[i].name, name) == 0)
      return i;
  return -1;
}
