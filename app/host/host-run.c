/* host-run: what the window asks for of a run, done with its session */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/host-run.h"

#include "app/host/run-history.h"
#include "projects/readers/asked/asked.h"

static void
train_cb (gpointer user, GtkWindow *window)
{
  weft_session_train (weft_application_get_session (window));
}

static void
pause_cb (gpointer user, GtkWindow *window)
{
  weft_session_pause (weft_application_get_session (window));
}

static void
step_cb (gpointer user, GtkWindow *window, WeftStepUnit unit)
{
  weft_session_step (weft_application_get_session (window), unit);
}

static void
step_alone_cb (gpointer user, GtkWindow *window, guint lane)
{
  weft_session_step_alone (weft_application_get_session (window), lane);
}

static void
start_over_cb (gpointer user, GtkWindow *window, gboolean new_seed)
{
  weft_session_start_over (weft_application_get_session (window), new_seed);
}

static gboolean
take_best_cb (gpointer user, GtkWindow *window, GError **error)
{
  return weft_session_take_best (weft_application_get_session (window), error);
}

static gboolean
bring_network_cb (gpointer user, GtkWindow *window, const char *path, GError **error)
{
  return weft_session_bring_network (weft_application_get_session (window), path, error);
}

static gboolean
take_weights_cb (gpointer user, GtkWindow *window, const char *path, GError **error)
{
  return weft_session_take_weights (weft_application_get_session (window), path, error);
}

static void
untake_best_cb (gpointer user, GtkWindow *window)
{
  weft_session_untake_best (weft_application_get_session (window));
}

static gboolean
look_at_step_cb (gpointer user, GtkWindow *window, gint64 step, GError **error)
{
  return weft_session_look_at (weft_application_get_session (window), step, error);
}

static gboolean
branch_cb (gpointer user, GtkWindow *window, GError **error)
{
  return weft_session_branch (weft_application_get_session (window), error);
}

static WeftRace *
begin_race_cb (gpointer user, GtkWindow *window, GPtrArray *edits, gint64 steps, GError **error)
{
  return weft_session_begin_race (weft_application_get_session (window), edits, steps, error);
}

static WeftState *
load_run_state_cb (gpointer user, GtkWindow *window, gint64 run, gint64 step, WeftGraph **graph,
                   GError **error)
{
  return weft_session_load_moment (weft_application_get_session (window), run, step, graph, error);
}

static GArray *
list_frames_cb (gpointer user, GtkWindow *window, gint64 *first)
{
  WeftSession *session = weft_application_get_session (window);

  *first = 0;
  return session != NULL ? weft_session_list_frames (session, first)
                         : g_array_new (FALSE, FALSE, sizeof (gint64));
}

static void
set_speed_cb (gpointer user, GtkWindow *window, double steps_per_second)
{
  weft_session_set_speed (weft_application_get_session (window), steps_per_second);
}

static void
set_rate_cb (gpointer user, GtkWindow *window, double rate)
{
  weft_session_set_rate (weft_application_get_session (window), rate);
}

static void
set_number_cb (gpointer user, GtkWindow *window, gint64 node, const char *name, gsize offset,
               float number)
{
  weft_session_set_number (weft_application_get_session (window), node, name, offset, number);
}

static gboolean
write_step_cb (gpointer user, GtkWindow *window, WeftStepPlace place, gsize offset, float number,
               GError **error)
{
  return weft_session_write_step (weft_application_get_session (window), place, offset, number,
                                  error);
}

static void
watch_cb (gpointer user, GtkWindow *window, const WeftWatch *watch)
{
  WeftSession *session = weft_application_get_session (window);

  if (session != NULL)
    weft_session_watch (session, watch);
}

static void
ask_cb (gpointer user, GtkWindow *window, WeftQuestion *question)
{
  WeftSession *session = weft_application_get_session (window);

  if (session != NULL)
    weft_session_ask (session, question);
}

static WeftState *
load_best_cb (gpointer user, GtkWindow *window, GError **error)
{
  WeftSession *session = weft_application_get_session (window);

  return session != NULL ? weft_session_load_best (session, error) : NULL;
}

static WeftDataset *
read_input_cb (gpointer user, const WeftDataset *like, const char *field, const char *path,
               const char *text, GError **error)
{
  const WeftAskedInput input = { .name = field, .path = path, .text = text };
  g_autoptr (GArray) samples = NULL;

  return weft_asked_read (like, &input, 1, &samples, error);
}

void
weft_host_fill_run (WeftHost *host)
{
  host->train = train_cb;
  host->pause = pause_cb;
  host->step = step_cb;
  host->step_alone = step_alone_cb;
  host->start_over = start_over_cb;
  host->take_best = take_best_cb;
  host->bring_network = bring_network_cb;
  host->take_weights = take_weights_cb;
  host->untake_best = untake_best_cb;
  host->look_at_step = look_at_step_cb;
  host->branch = branch_cb;
  host->load_run_state = load_run_state_cb;
  host->begin_race = begin_race_cb;
  host->list_frames = list_frames_cb;
  host->set_speed = set_speed_cb;
  host->set_rate = set_rate_cb;
  host->set_number = set_number_cb;
  host->write_step = write_step_cb;
  host->watch = watch_cb;
  host->ask = ask_cb;
  host->load_best = load_best_cb;
  host->read_input = read_input_cb;
  host->list_runs = weft_run_history_list;
  host->mark_run = weft_run_history_mark;
  host->load_run_samples = weft_run_history_load_samples;
  host->load_run_graph = weft_run_history_load_graph;
  host->go_back_to_run = weft_run_history_go_back;
}
