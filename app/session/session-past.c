/* session-past: an earlier step of a session's run, looked at while the run itself waits as it is
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n.h>

#include "app/session/runs.h"
#include "app/session/session-private.h"
#include "engine/graph/difference.h"

/* --- the graph as it was then --- */

/* Nodes that there are now, too, stand where they do now. Transfer full. */
static WeftGraph *
dup_arranged (WeftGraph *then, WeftGraph *now)
{
  g_autoptr (GVariant) value = weft_graph_serialize (then);
  WeftGraph *graph = weft_graph_deserialize (value, NULL);

  for (guint i = 0; graph != NULL && i < weft_graph_get_n_nodes (now); i++)
    {
      const WeftNode *node = weft_graph_get_node (now, i);
      g_autoptr (WeftEdit) move = weft_edit_move (node->id, node->x, node->y);
      g_autoptr (WeftEdit) inverse
          = weft_graph_find (graph, node->id) != NULL ? weft_graph_apply (graph, move, NULL) : NULL;
    }
  return graph;
}

static void
show_document (WeftSession *session)
{
  g_autoptr (WeftEdit) edit = g_steal_pointer (&session->return_edit);
  g_autoptr (WeftEdit) inverse
      = edit != NULL ? weft_graph_apply (session->graph, edit, NULL) : NULL;
}

/* What only looks otherwise is as it is now. */
static void
show_graph (WeftSession *session, WeftModel *model)
{
  g_autoptr (GPtrArray) differences = NULL;
  g_autoptr (WeftGraph) then = NULL;
  g_autoptr (WeftEdit) edit = NULL;

  if (session->visited == model)
    return;
  session->visited = model;
  show_document (session);
  differences = weft_graph_list_differences (session->graph, model->graph);
  then = differences->len > 0 ? dup_arranged (model->graph, session->graph) : NULL;
  edit = then != NULL ? weft_graph_dup_edit_to (session->graph, then, NULL, NULL) : NULL;
  if (edit != NULL)
    session->return_edit = weft_graph_apply (session->graph, edit, NULL);
  weft_live_set_model (session->live, model);
}

/* --- what there is to be seen --- */

/* How long the run had been trained for by then, as its curves say. */
static double
find_seconds (WeftSession *session, gint64 step)
{
  const GArray *samples = weft_live_get_series (session->live, WEFT_SERIES_SECONDS)->samples;
  guint low = 0, high = samples->len;

  while (low < high)
    {
      guint middle = (low + high) / 2;

      if (g_array_index (samples, WeftSample, middle).last <= step)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? (double) g_array_index (samples, WeftSample, low - 1).value : 0;
}

static void
news_cb (gpointer user, const WeftStatus *status, WeftSnapshot *snapshot, const GError *error)
{
  WeftSession *session = user;
  WeftStatus shown, now;

  if (error != NULL)
    {
      g_autofree char *why = g_strdup (error->message);

      weft_session_come_back (session);
      weft_live_set_looked (session->live, -1, 0, why);
      return;
    }
  show_graph (session, weft_visit_get_model (session->visit));
  weft_trainer_get_status (session->trainer, &now);
  shown = *status;
  shown.best_step = now.best_step;
  shown.best_value = now.best_value;
  shown.state = WEFT_TRAINER_PAUSED;
  shown.seconds = shown.samples_per_second = 0;
  shown.earlier = find_seconds (session, status->step);
  if (snapshot != NULL)
    weft_live_set_snapshot (session->live, snapshot);
  weft_live_set_status (session->live, &shown);
}

/* --- there and back --- */

/* The whole way with the sets themselves: what stands in for one would give other weights. */
static WeftVisit *
make_visit (WeftSession *session, gint64 step, GError **error)
{
  WeftCatalog *catalog = weft_library_get_catalog (session->library);
  WeftVisit *visit;

  weft_session_make_later (session, FALSE);
  visit = weft_visit_new (session->store, catalog, session->run, news_cb, session, error);
  if (visit != NULL)
    {
      weft_visit_lend (visit, weft_trainer_take_way (session->trainer));
      weft_visit_watch (visit, &session->watch);
      weft_visit_ask (visit, session->question);
      if (weft_visit_go_to (visit, step, error))
        return visit;
      weft_trainer_give_way (session->trainer, weft_visit_give_back (visit));
      weft_visit_free (visit);
    }
  weft_session_make_later (session, TRUE);
  return NULL;
}

static gboolean
set_out (WeftSession *session, gint64 step, GError **error)
{
  weft_session_finish_swap (session);
  weft_trainer_halt (session->trainer);
  if (!weft_store_flush (session->store, error))
    return FALSE;
  session->visit = make_visit (session, step, error);
  if (session->visit == NULL)
    return FALSE;
  session->present = weft_live_get_snapshot (session->live);
  if (session->present != NULL)
    weft_snapshot_ref (session->present);
  weft_history_hold (session->history,
                     _ ("This is an earlier step, which stays as it was. Go back to now, or branch "
                        "here to change it."));
  return TRUE;
}

/* What the trainer, which is paused, had come to. */
static gint64
find_newest (WeftSession *session)
{
  WeftStatus status;

  weft_trainer_get_status (session->trainer, &status);
  return status.step;
}

gboolean
weft_session_look_at (WeftSession *session, gint64 step, GError **error)
{
  gint64 newest;

  if (session->run == 0 || session->model == NULL)
    return TRUE;
  if (session->visit == NULL)
    weft_trainer_halt (session->trainer);
  newest = find_newest (session);
  if (step >= newest)
    {
      weft_session_come_back (session);
      return TRUE;
    }
  if (session->visit != NULL ? !weft_visit_go_to (session->visit, step, error)
                             : !set_out (session, step, error))
    return FALSE;
  weft_live_set_looked (session->live, step, newest, NULL);
  return TRUE;
}

void
weft_session_come_back (WeftSession *session)
{
  WeftStatus status;

  if (session->visit == NULL)
    return;
  show_document (session); /* as long as nobody takes that for an edit */
  weft_trainer_give_way (session->trainer, weft_visit_give_back (session->visit));
  g_clear_pointer (&session->visit, weft_visit_free);
  session->visited = NULL;
  weft_session_make_later (session, TRUE);
  weft_history_hold (session->history, NULL);
  weft_live_set_looked (session->live, -1, 0, NULL);
  weft_live_set_model (session->live, session->model);
  weft_live_set_snapshot (session->live, g_steal_pointer (&session->present));
  weft_trainer_watch (session->trainer, &session->watch);
  weft_trainer_ask (session->trainer, session->question);
  weft_trainer_get_status (session->trainer, &status);
  weft_live_set_status (session->live, &status);
}

gboolean
weft_session_branch (WeftSession *session, GError **error)
{
  g_autoptr (WeftGraph) graph = NULL;
  WeftState *state;

  if (session->visit == NULL)
    return TRUE;
  state = weft_visit_dup_state (session->visit, error);
  if (state == NULL)
    return FALSE;
  graph = dup_arranged (weft_visit_get_model (session->visit)->graph, session->graph);
  weft_session_come_back (session);
  return weft_session_begin_branch (session, state, graph, error);
}

GArray *
weft_session_list_frames (WeftSession *session, gint64 *first)
{
  GArray *steps = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_auto (WeftRunRecord) record = { 0 };

  *first = 0;
  if (session->run == 0 || session->store == NULL
      || !weft_store_load_record (session->store, session->run, &record, NULL))
    return steps;
  if (record.entries->len > 0)
    *first = ((const WeftJournalEntry *) record.entries->pdata[0])->step;
  for (guint i = 0; i < record.frames->len; i++)
    g_array_append_val (steps, g_array_index (record.frames, WeftKeyFrame, i).step);
  return steps;
}
