/* trained: what a run of a project has learnt, for commands that use it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/trained.h"

#include "app/session/runs.h"
#include "projects/formats/graph-json.h"

/* The graph as the run had it: its overrides applied. */
static gboolean
apply_run (WeftSubject *subject, gint64 run, GError **error)
{
  g_autoptr (GVariant) overrides = weft_store_load_overrides (subject->store, run);
  GVariantIter iter;
  const char *key;
  GVariant *value;

  if (overrides == NULL)
    return TRUE;
  g_variant_iter_init (&iter, overrides);
  while (g_variant_iter_next (&iter, "{&sv}", &key, &value))
    {
      g_autoptr (GVariant) owned = value;
      g_autofree char *text = g_strdup_printf ("%s=%s", key, g_variant_get_string (owned, NULL));

      if (!weft_graph_set_from_text (subject->graph, text, error))
        return FALSE;
    }
  return TRUE;
}

gboolean
weft_trained_find (WeftSubject *subject, gint64 run, gint64 at, guint threads,
                   WeftReplayed *replayed, GError **error)
{
  WeftCatalog *catalog = weft_library_get_catalog (subject->library);

  replayed->is_exact = TRUE;
  run = run > 0 ? run : weft_runs_find_newest (subject->store);
  if (at < 0)
    replayed->state = weft_runs_load_state (subject->store, run, at, error);
  else if (!weft_runs_replay (subject->store, catalog, run, at, threads, replayed, error))
    return FALSE;
  if (replayed->state == NULL)
    return FALSE;
  if (replayed->model == NULL && apply_run (subject, run, error))
    replayed->model = weft_model_new (subject->graph, catalog, error);
  return replayed->model != NULL;
}
