/* test-anything: whatever was done to a run, each of its steps is had again, bit for bit, with
 * every recipe; WEFT_ACTIONS asks for so many seeds, and for recipes that act */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-anything.h"
#include "small-ways.h"

#define ACTIONS 30

static guint32
count_seeds (void)
{
  const char *asked = g_getenv ("WEFT_ACTIONS");

  return asked != NULL ? (guint32) g_ascii_strtoull (asked, NULL, 10) : 1;
}

static void
test_recipe (gconstpointer data)
{
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (NULL);

  for (guint32 seed = 1; seed <= count_seeds (); seed++)
    {
      int pressed;
      WeftGraph *graph = ways_make (data, catalog, &pressed);

      g_test_message ("seed %u", seed);
      net_train (graph, "batch_size", g_variant_new_int64 (8));
      any_test (graph, catalog, seed, ACTIONS);
    }
}

int
main (int argc, char **argv)
{
  const WeftRecipe *recipe;

  g_test_init (&argc, &argv, NULL);
  for (int i = 0; (recipe = weft_recipe_get (i)) != NULL; i++)
    {
      if (recipe->advise != NULL && g_getenv ("WEFT_ACTIONS") == NULL)
        continue; /* those that act take longer */
      g_autofree char *path = g_strdup_printf ("/anything/%s", recipe->id);

      g_test_add_data_func (path, recipe->id, test_recipe);
    }
  return g_test_run ();
}
