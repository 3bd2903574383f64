/* progress: a trainer run to its end from the command line, with a bar and signals */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/progress.h"

#include <glib-unix.h>
#include <glib/gi18n.h>
#include <math.h>
#include <unistd.h>

#include "app/cli/line.h"
#include "app/cli/outcome.h"
#include "ui/base/format.h"

#define PATIENCE (G_USEC_PER_SEC / 2) /* what is measured at the end may take so long then */

struct _WeftProgress
{
  WeftTrainer *trainer;
  WeftModel *model;
  GMainLoop *loop;
  GSource *wake;
  WeftLimits limits;
  gboolean as_json, is_terminal, was_stopped, was_running;
  gint64 last_shown;   /* monotonic µs */
  GAsyncQueue *epochs; /* WeftEpoch that ended and were not printed yet */
};

/* A signal is for the process, whatever it is at: loading data, training, between two folds. */
static struct
{
  gboolean is_caught, was_asked;
  gint64 at;             /* when, monotonic µs */
  WeftProgress *running; /* nullable */
} stop;

static void
wake_cb (gpointer user)
{
  g_source_set_ready_time (user, 0);
}

static double
get_share (const WeftProgress *progress, const WeftStatus *status)
{
  const WeftLimits *limits = &progress->limits;
  double epochs = (double) status->samples_seen
                  / MAX (1.0, (double) progress->model->split->count[WEFT_PART_TRAIN]);
  double share = 0;

  if (limits->epochs > 0)
    share = MAX (share, epochs / (double) limits->epochs);
  if (limits->steps > 0 && status->steps_per_epoch > 0)
    share = MAX (share, epochs * (double) status->steps_per_epoch / (double) limits->steps);
  if (limits->seconds > 0)
    share = MAX (share, status->seconds / limits->seconds);
  return CLAMP (share, 0, 1);
}

static void
show_bar (const WeftProgress *progress, const WeftStatus *status)
{
  g_autofree char *epoch = weft_format_count (status->epoch);
  g_autofree char *step = weft_format_count (status->step);
  g_autofree char *loss = weft_format_fixed ((double) status->loss, 4);
  g_autofree char *speed = weft_format_large ((gint64) status->samples_per_second);
  char bar[25];
  double share = get_share (progress, status);

  for (int i = 0; i < 24; i++)
    bar[i] = i < (int) (share * 24) ? '#' : '-';
  bar[24] = '\0';
  g_printerr ("\r");
  g_printerr (_ ("[%s] epoch %s · step %s · loss %s · %s samples/s  "), bar, epoch, step, loss,
              speed);
}

/* By the name of its series; the loss by the one that it always had. */
static void
print_figure (WeftLine *line, const WeftFigure *figure)
{
  const char *name = figure->series == WEFT_SERIES_VALIDATION_LOSS
                         ? "validation_loss"
                         : weft_series_get_name (figure->series);

  if (!isnan (figure->value))
    weft_line_number (line, name, figure->value);
}

static void
print_epoch (const WeftEpoch *epoch)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "event", epoch->is_end ? "epoch" : "validation");
  weft_line_int (line, "epoch", epoch->epoch);
  weft_line_int (line, "step", epoch->step);
  weft_line_number (line, "loss", epoch->loss);
  weft_outcome_write_losses (line, &epoch->losses);
  for (guint i = 0; i < epoch->n_figures; i++)
    print_figure (line, &epoch->figures[i]);
  weft_line_number (line, "seconds", epoch->seconds);
  weft_line_print (line);
}

/* On the trainer's thread. */
static void
epoch_cb (gpointer user, const WeftEpoch *epoch)
{
  g_async_queue_push (((WeftProgress *) user)->epochs, g_memdup2 (epoch, sizeof *epoch));
}

static void
show_epochs (WeftProgress *progress)
{
  WeftEpoch *epoch;

  while ((epoch = g_async_queue_try_pop (progress->epochs)) != NULL)
    {
      print_epoch (epoch);
      g_free (epoch);
    }
}

static void
show (WeftProgress *progress, const WeftStatus *status)
{
  gint64 now = g_get_monotonic_time ();

  show_epochs (progress);
  if (!progress->is_terminal || now - progress->last_shown < G_USEC_PER_SEC / 5)
    return;
  progress->last_shown = now;
  show_bar (progress, status);
}

static gboolean
read_cb (gpointer user)
{
  WeftProgress *progress = user;
  WeftStatus status;

  g_source_set_ready_time (progress->wake, -1);
  weft_trainer_begin_read (progress->trainer);
  weft_trainer_get_status (progress->trainer, &status);
  if (status.state == WEFT_TRAINER_RUNNING)
    progress->was_running = TRUE;
  show (progress, &status);
  if (status.state == WEFT_TRAINER_FINISHED || status.state == WEFT_TRAINER_FAILED)
    g_main_loop_quit (progress->loop);
  return G_SOURCE_CONTINUE;
}

void
weft_progress_stop (void)
{
  if (!stop.was_asked)
    stop.at = g_get_monotonic_time ();
  stop.was_asked = TRUE;
  if (stop.running == NULL)
    return;
  stop.running->was_stopped = TRUE;
  weft_trainer_pause (stop.running->trainer);
  g_main_loop_quit (stop.running->loop);
}

gboolean
weft_progress_was_stopped (void)
{
  return stop.was_asked;
}

/* Signals are heard in the main loop, which does not run meanwhile. */
static gboolean
is_due_cb (gpointer user)
{
  if (stop.is_caught)
    while (g_main_context_iteration (NULL, FALSE))
      ;
  return stop.was_asked && g_get_monotonic_time () > stop.at + PATIENCE;
}

const WeftInterrupt weft_progress_interrupt = { is_due_cb, NULL };

static gboolean
signal_cb (gpointer user)
{
  weft_progress_stop ();
  return G_SOURCE_CONTINUE;
}

void
weft_progress_catch_signals (void)
{
  if (stop.is_caught)
    return;
  stop.is_caught = TRUE;
  g_unix_signal_add (SIGINT, signal_cb, NULL);
  g_unix_signal_add (SIGTERM, signal_cb, NULL);
}

static gboolean
dispatch_cb (GSource *source, GSourceFunc callback, gpointer user)
{
  return callback (user);
}

static GSourceFuncs wake_funcs = { .dispatch = dispatch_cb };

WeftProgress *
weft_progress_new (WeftModel *model, guint threads, int level, gboolean as_json)
{
  WeftProgress *progress = g_new0 (WeftProgress, 1);

  progress->model = weft_model_ref (model);
  progress->loop = g_main_loop_new (NULL, FALSE);
  progress->as_json = as_json;
  progress->is_terminal = isatty (STDERR_FILENO);
  progress->epochs = g_async_queue_new_full (g_free);
  progress->wake = g_source_new (&wake_funcs, sizeof (GSource));
  g_source_set_callback (progress->wake, read_cb, progress, NULL);
  g_source_attach (progress->wake, NULL);
  progress->trainer = weft_trainer_new (&(WeftTrainerOptions){ .threads = threads,
                                                               .level = level,
                                                               .wake = wake_cb,
                                                               .wake_user = progress->wake,
                                                               .epoch = as_json ? epoch_cb : NULL,
                                                               .epoch_user = progress });
  return progress;
}

void
weft_progress_free (WeftProgress *progress)
{
  weft_trainer_free (progress->trainer);
  g_async_queue_unref (progress->epochs);
  g_source_destroy (progress->wake);
  g_source_unref (progress->wake);
  g_main_loop_unref (progress->loop);
  weft_model_unref (progress->model);
  g_free (progress);
}

WeftTrainer *
weft_progress_get_trainer (WeftProgress *progress)
{
  return progress->trainer;
}

gboolean
weft_progress_run (WeftProgress *progress, const WeftLimits *limits)
{
  weft_progress_catch_signals ();
  progress->limits = *limits;
  stop.running = progress;
  weft_trainer_run (progress->trainer, limits);
  if (stop.was_asked)
    weft_progress_stop ();
  else
    g_main_loop_run (progress->loop);
  weft_trainer_wait (progress->trainer, -1);
  show_epochs (progress);
  stop.running = NULL;
  if (progress->is_terminal)
    g_printerr ("\n");
  return progress->was_stopped;
}
