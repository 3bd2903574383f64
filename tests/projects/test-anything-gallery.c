/* test-anything-gallery: whatever was done to a run of an example, each of its steps is had again,
 * bit for bit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "small-gallery.h"

#define ACTIONS 30
#define CHEAP_FLOPS 20000000

static void
test_example (gconstpointer data)
{
  WeftCatalogHost host = { .load = small_gallery_load };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  WeftGraph *graph = small_gallery_load_graph (data);

  if (!small_gallery_is_cheap (graph, catalog, CHEAP_FLOPS))
    {
      g_object_unref (graph);
      g_test_skip ("a step of it takes too long");
      return;
    }
  any_test (graph, catalog, 1, ACTIONS);
}

int
main (int argc, char **argv)
{
  g_autoptr (GPtrArray) examples = NULL;

  g_test_init (&argc, &argv, NULL);
  examples = small_gallery_list ();
  for (guint i = 0; i < examples->len; i++)
    {
      const WeftExample *example = examples->pdata[i];
      g_autofree char *path = g_strconcat ("/anything/", example->id, NULL);

      g_test_add_data_func (path, example, test_example);
    }
  return g_test_run ();
}
