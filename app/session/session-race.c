/* session-race: children of a session's run, one difference each, that learn side by side; and what
 * a step of any run left */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/runs.h"
#include "app/session/session-private.h"

/* What they begin with: of the step that is looked at, else of the newest. Transfer full. */
static WeftState *
find_start (WeftSession *session, WeftGraph **graph, GError **error)
{
  WeftModel *model = NULL;
  WeftState *state = NULL;

  if (!weft_session_dup_learnt (session, &model, &state, error))
    return NULL;
  /* The document has its probes and breakpoints, too. */
  *graph = weft_graph_dup (session->visit != NULL ? model->graph : session->graph);
  weft_model_unref (model);
  return state;
}

static gboolean
is_of_training (WeftEdit *edit)
{
  return g_str_equal (weft_edit_get_kind (edit), "set-training");
}

/* One difference, and a run of its own in the file. Another seed is another order of the batches,
 * too. */
static gboolean
prepare (WeftSession *session, WeftGraph *graph, WeftEdit *edit, WeftRacer *racer, GError **error)
{
  g_autoptr (WeftGraph) copy = weft_graph_dup (graph);
  g_autoptr (WeftEdit) inverse = edit != NULL ? weft_graph_apply (copy, edit, error) : NULL;
  WeftTraining before, after;

  if (edit != NULL && inverse == NULL)
    return FALSE;
  racer->model = weft_model_new (copy, weft_library_get_catalog (session->library), error);
  if (racer->model != NULL && edit != NULL && !is_of_training (edit))
    racer->before = weft_model_new (graph, weft_library_get_catalog (session->library), error);
  if (racer->model == NULL || (racer->before == NULL && edit != NULL && !is_of_training (edit)))
    return FALSE;
  weft_training_load (&before, weft_graph_get_training (graph));
  weft_training_load (&after, weft_graph_get_training (copy));
  if (before.seed != after.seed)
    racer->state->seed = (guint64) after.seed;
  racer->parent = session->run;
  racer->run = weft_store_begin_run (session->store, racer->state->seed, NULL, error);
  if (racer->run <= 0)
    return FALSE;
  weft_runs_set_racing (session->store, racer->run, TRUE);
  racer->sink = weft_store_get_sink (session->store, racer->run);
  return TRUE;
}

static gboolean
prepare_all (WeftSession *session, GPtrArray *edits, WeftRacer *racers, GError **error)
{
  g_autoptr (WeftGraph) graph = NULL;
  g_autoptr (WeftState) start = find_start (session, &graph, error);

  if (start == NULL)
    return FALSE;
  for (guint i = 0; i < edits->len; i++)
    {
      racers[i].state = weft_state_dup (start, error);
      if (racers[i].state == NULL || !prepare (session, graph, edits->pdata[i], &racers[i], error))
        return FALSE;
    }
  return TRUE;
}

WeftRace *
weft_session_begin_race (WeftSession *session, GPtrArray *edits, gint64 steps, GError **error)
{
  WeftRacer racers[WEFT_RACE_MOST] = { 0 };
  guint n = MIN (edits->len, WEFT_RACE_MOST);
  WeftRace *race = NULL;

  weft_session_finish_swap (session);
  weft_trainer_halt (session->trainer);
  if (!weft_store_flush (session->store, error))
    return NULL;
  weft_session_make_later (session, FALSE);
  if (prepare_all (session, edits, racers, error))
    {
      session->is_edited = TRUE;
      race = weft_race_begin (racers, n, steps);
    }
  weft_session_make_later (session, TRUE);
  for (guint i = 0; i < n; i++)
    {
      g_clear_pointer (&racers[i].model, weft_model_unref);
      g_clear_pointer (&racers[i].before, weft_model_unref);
      if (race == NULL)
        g_clear_pointer (&racers[i].state, weft_state_free);
    }
  return race;
}

WeftState *
weft_session_load_moment (WeftSession *session, gint64 run, gint64 step, WeftGraph **graph,
                          GError **error)
{
  g_auto (WeftReplayed) replayed = { 0 };

  if (run == 0)
    return find_start (session, graph, error);
  weft_trainer_halt (session->trainer);
  if (!weft_store_flush (session->store, error)
      || !weft_runs_replay (session->store, weft_library_get_catalog (session->library), run, step,
                            0, &replayed, error))
    return NULL;
  *graph = replayed.model != NULL ? weft_graph_dup (replayed.model->graph)
                                  : weft_store_load_run_graph (session->store, run, error);
  return *graph != NULL ? g_steal_pointer (&replayed.state) : NULL;
}
