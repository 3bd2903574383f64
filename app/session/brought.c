/* brought: a network of another program's as a project: its weights are a run that has made no step
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/brought.h"

#include "app/session/library.h"
#include "app/session/runs.h"
#include "projects/formats/file-format.h"

gboolean
weft_brought_begin_run (WeftStore *store, WeftModel *model, WeftState *state, GError **error)
{
  guint64 seed = (guint64) model->training.seed;
  gint64 id = weft_store_begin_run (store, seed, NULL, error);
  g_autoptr (WeftTrainer) trainer = NULL;
  WeftSink sink;

  if (id == 0)
    {
      weft_state_free (state);
      return FALSE;
    }
  sink = weft_store_get_sink (store, id);
  trainer = weft_trainer_new (&(WeftTrainerOptions){ .threads = 1, .level = -1 });
  weft_trainer_load (trainer, model, state, seed, &sink);
  return weft_runs_keep_first (store, trainer, error);
}

static gboolean
keep_weights (WeftStore *store, WeftGraph *graph, const GPtrArray *weights, GError **error)
{
  WeftLibrary *library = weft_library_new ();
  g_autoptr (WeftModel) model = NULL;
  WeftState *state = NULL;
  gboolean is_kept = FALSE;

  weft_library_set_store (library, store);
  model = weft_model_new (graph, weft_library_get_catalog (library), error);
  if (model != NULL)
    state = weft_model_new_state (model, (guint64) model->training.seed, error);
  if (state != NULL)
    {
      WeftGraft graft;
      g_autoptr (GPtrArray) rows = weft_weights_fit (state, model->graph, "", weights, &graft);

      weft_graft_clear (&graft);
      is_kept = weft_brought_begin_run (store, model, state, error);
    }
  weft_library_free (library);
  return is_kept;
}

WeftStore *
weft_brought_create (const char *path, const char *from, const char *title, GError **error)
{
  const WeftFormat *format = weft_format_find_network_reader (from);
  g_autoptr (GPtrArray) weights = NULL;
  g_autoptr (WeftGraph) graph = format->read_network (from, &weights, error);
  WeftStore *store = graph != NULL ? weft_store_create (path, graph, title, NULL, error) : NULL;

  if (store == NULL || keep_weights (store, graph, weights, error))
    return store;
  weft_store_discard (store);
  return NULL;
}
