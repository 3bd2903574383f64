/* small-gallery: the examples, with small batches; for tests that do anything to them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "projects/gallery/gallery.h"
#include "tests/engine/small-anything.h"

#define SMALL_GALLERY_SAMPLES 4 /* a batch */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftExample, weft_example_free)

/* Transfer full. */
static inline char *
small_gallery_get_folder (void)
{
  return g_build_filename (g_getenv ("WEFT_TEST_FILES"), "..", "..", "projects", "gallery", NULL);
}

/* WeftExample */
static inline GPtrArray *
small_gallery_list (void)
{
  g_autofree char *folder = small_gallery_get_folder ();
  g_autoptr (GError) error = NULL;
  GPtrArray *examples = weft_gallery_list (folder, &error);

  g_assert_no_error (error);
  return examples;
}

/* For a catalogue's host. */
static inline WeftDataset *
small_gallery_load (gpointer user, const char *source, const char *name, const char *sha256,
                    GError **error)
{
  g_autofree char *folder = small_gallery_get_folder ();

  return weft_gallery_load_data (folder, source, error);
}

static inline WeftGraph *
small_gallery_load_graph (const WeftExample *example)
{
  g_autoptr (GError) error = NULL;
  WeftGraph *graph = weft_gallery_load_graph (example, &error);

  g_assert_no_error (error);
  net_train (graph, "batch_size", g_variant_new_int64 (SMALL_GALLERY_SAMPLES));
  return graph;
}

/* flops: forward, of a batch, at the most. What acts is none of these: the recipes' tests do. */
static inline gboolean
small_gallery_is_cheap (WeftGraph *graph, WeftCatalog *catalog, gint64 flops)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftModel) model = weft_model_new (graph, catalog, &error);
  WeftProgram *program;

  g_assert_no_error (error);
  if (model->environment != NULL)
    return FALSE;
  program = weft_model_get_program (model, weft_model_bind (model, SMALL_GALLERY_SAMPLES), &error);
  g_assert_no_error (error);
  return weft_program_count_flops (program) <= flops;
}
