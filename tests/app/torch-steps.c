/* torch-steps: trains a graph for some steps and writes all that another library needs to do the
 * same
 *
 * torch-steps GRAPH.json GALLERY STEPS FOLDER writes raw little-endian float32: x.f32 (STEPS, N,
 * …), y.i64 (STEPS, N), NODE.NAME.first, NODE.NAME.third (weights before and after three steps) and
 * losses.f32 (STEPS). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/float.h"
#include "engine/ops/op.h"
#include "engine/run/exec.h"
#include "engine/train/model/model.h"
#include "projects/formats/graph-json.h"
#include "projects/gallery/gallery.h"

static WeftDataset *
load_cb (gpointer user, const char *source, const char *name, const char *sha256, GError **error)
{
  return weft_gallery_load_data (user, source, error);
}

static void
write_file (const char *folder, const char *name, gconstpointer data, gsize bytes)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  if (!g_file_set_contents (path, data, (gssize) bytes, NULL))
    exit (1);
}

static void
write_weights (const char *folder, const WeftModel *model, const WeftState *state,
               const char *suffix)
{
  for (guint i = 0; i < state->entries->len; i++)
    {
      const WeftStateEntry *entry = &g_array_index (state->entries, WeftStateEntry, i);
      const WeftNode *node = weft_graph_find (model->graph, entry->node);
      g_autofree char *name = g_strdup_printf ("%s.%s.%s", node->name, entry->name, suffix);

      write_file (folder, name, entry->value, entry->count * sizeof (float));
    }
}

static WeftModel *
load_model (const char *graph_path, char *gallery)
{
  const WeftCatalogHost host = { .load = load_cb, .user = gallery };
  g_autoptr (WeftCatalog) catalog = weft_catalog_new (&host);
  g_autoptr (GError) error = NULL;
  g_autofree char *text = NULL;
  g_autoptr (WeftGraph) graph = NULL;
  WeftModel *model;

  if (!g_file_get_contents (graph_path, &text, NULL, &error))
    g_error ("%s", error->message);
  graph = weft_graph_from_json (text, -1, &error);
  if (graph == NULL)
    g_error ("%s", error->message);
  model = weft_model_new (graph, catalog, &error);
  if (model == NULL)
    g_error ("%s", error->message);
  return model;
}

static void
train (WeftModel *model, int steps, const char *folder)
{
  const WeftPlanOptions options = { .mode = WEFT_MODE_TRAIN, .level = weft_kernel_best_level () };
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftPool) pool = weft_pool_new (2, FALSE);
  g_autoptr (WeftState) state = weft_model_new_state (model, 1, &error);
  gint64 n = model->training.batch_size, width = weft_model_get_x (model)->count;
  WeftPlan *plan = weft_model_get_plan (model, WEFT_BINDING (n, 0), &options, &error);
  g_autoptr (WeftExec) exec = weft_exec_new (plan, state, pool, &error);
  g_autofree float *x = g_new (float, steps *n *width);
  g_autofree gint64 *y = g_new (gint64, steps * n);
  g_autofree float *losses = g_new (float, steps);
  const WeftOptimizer *optimizer = weft_optimizer_get (model->training.optimizer, options.level);
  WeftUpdate update;

  write_weights (folder, model, state, "first");
  for (int i = 0; i < steps; i++)
    {
      const guint32 *samples = model->split->samples[WEFT_PART_TRAIN] + i * n;

      weft_model_gather (model, samples, WEFT_BINDING (n, 0),
                         (void *[]){ x + i * n * width, y + i * n });
      weft_exec_set_inputs (exec, (const void *[]){ x + i * n * width, y + i * n });
      weft_update_prepare (&update, optimizer, model->lanes[0].settings, model->training.lr, i + 1);
      weft_exec_step (exec, optimizer, &update, 1, i);
      losses[i] = weft_exec_get_loss (exec);
      if (i == 2)
        write_weights (folder, model, state, "third");
    }
  write_file (folder, "x.f32", x, (gsize) (steps * n * width) * sizeof (float));
  write_file (folder, "y.i64", y, (gsize) (steps * n) * sizeof (gint64));
  write_file (folder, "losses.f32", losses, (gsize) steps * sizeof (float));
}

int
main (int argc, char **argv)
{
  WeftModel *model;

  if (argc != 5)
    return 2;
  weft_float_prepare_thread ();
  model = load_model (argv[1], argv[2]);
  train (model, atoi (argv[3]), argv[4]);
  weft_model_unref (model);
  return 0;
}
