/* test-ways: with every recipe of the table an empty graph comes to one that learns, by what the
 * checker offers alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trainer.h"
#include "small-ways.h"

/* Every loss that it has is a number. */
static void
learn (WeftGraph *graph, WeftCatalog *catalog)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, &error);
  g_autoptr (WeftTrainer) trainer
      = weft_trainer_new (&(WeftTrainerOptions){ .threads = 1, .level = -1 });
  WeftStatus status;

  g_assert_no_error (error);
  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_trainer_run (trainer, &(WeftLimits){ .steps = 5 });
  g_assert_true (weft_trainer_wait (trainer, 60));
  weft_trainer_get_status (trainer, &status);
  g_assert_cmpstr (status.error, ==, "");
  g_assert_cmpint (status.step, ==, 5);
  g_assert_true (status.loss > -1e6f && status.loss < 1e6f);
}

static void
test_buttons (gconstpointer row)
{
  const WeftRecipe *recipe = row;
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);
  int pressed;
  g_autoptr (WeftGraph) graph = ways_make (recipe->id, catalog, &pressed);

  g_assert_cmpint (pressed, >=, 1);
  learn (graph, catalog);
}

int
main (int argc, char **argv)
{
  const WeftRecipe *recipe;

  g_test_init (&argc, &argv, NULL);
  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    {
      g_autofree char *path = g_strdup_printf ("/ways/buttons/%s", recipe->id);

      g_test_add_data_func (path, recipe, test_buttons);
    }
  return g_test_run ();
}
