/* test-anything-gallery: whatever was done to a run of an example, each of its steps is had again,
 * bit for bit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/gallery/gallery.h"
#include "tests/engine/small-anything.h"

#define ACTIONS 30
#define SAMPLES 4            /* a batch */
#define CHEAP_FLOPS 20000000 /* forward, of such a batch */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExample, weft_example_free)

static char *gallery;

static WeftDataset *
load (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  return weft_gallery_load_data (gallery, source, error);
}

static gboolean
is_cheap (WeftGraph *graph, WeftCatalog *catalog)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, &error);
  WeftProgram *program;

  g_assert_no_error (error);
  if (model->environment != NULL)
    return FALSE; /* the recipes' own test acts */
  program = weft_model_get_program (model, weft_model_bind (model, SAMPLES), &error);
  g_assert_no_error (error);
  return weft_program_count_flops (program) <= CHEAP_FLOPS;
}

static void
test_example (gconstpointer data)
{
  const WeftExample *example = data;
  WeftCatalogHost host = { .load = load };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (GError) error = NULL;
  WeftGraph *graph = weft_gallery_load_graph (example, &error);

  g_assert_no_error (error);
  net_train (graph, "batch_size", g_variant_new_int64 (SAMPLES));
  if (!is_cheap (graph, catalog))
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
  g_autoptr (GError) error = NULL;
  int failed;

  g_test_init (&argc, &argv, NULL);
  gallery
      = g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "projects", "gallery", NULL);
  examples = weft_gallery_list (gallery, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < examples->len; i++)
    {
      const WeftExample *example = examples->pdata[i];
      g_autofree char *path = g_strconcat ("/anything/", example->id, NULL);

      g_test_add_data_func (path, example, test_example);
    }
  failed = g_test_run ();
  g_free (gallery);
  return failed;
}
