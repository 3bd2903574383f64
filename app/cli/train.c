/* train: weft train FILE|ID|GRAPH.json */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <inttypes.h>
#include <math.h>
#include <signal.h>
#include <string.h>

#include "app/cli/beginning.h"
#include "app/cli/command.h"
#include "app/cli/folds.h"
#include "app/cli/outcome.h"
#include "app/cli/overrides.h"
#include "app/cli/progress.h"
#include "app/cli/rates.h"
#include "app/cli/subject.h"
#include "app/cli/warn.h"
#include "app/session/runs.h"
#include "app/session/weights.h"
#include "engine/base/errand.h"
#include "engine/ops/op.h"
#include "projects/formats/graph-json.h"
#include "ui/base/format.h"

static struct
{
  gint64 epochs, steps, seed, threads;
  double seconds;
  char *kernels;
  char **set;
  gboolean resume;
  gboolean find_lr;
  gint64 resume_run;
  char *fork;
  char *weights, *teacher;
  char *save;
  char *data;
} options = { .seed = -1 };

static gboolean
resume_cb (const char *name, const char *value, gpointer user, GError **error)
{
  const WeftNumber run = { .value = &options.resume_run, .min = 1, .max = WEFT_NUMBER_MAX_WHOLE };

  options.resume = TRUE;
  options.resume_run = 0;
  return value == NULL || weft_number_read (&run, name, value, error);
}

static const WeftNumber numbers[] = {
  { "epochs", WEFT_NUMBER_WHOLE, &options.epochs, 1, 1e9, N_ ("End after N whole epochs"), "N" },
  { "steps", WEFT_NUMBER_WHOLE, &options.steps, 1, WEFT_NUMBER_MAX_WHOLE, N_ ("End after N steps"),
    "N" },
  { "seconds", WEFT_NUMBER_REAL, &options.seconds, 1e-6, 1e9, N_ ("End after S seconds"), "S" },
  { "seed", WEFT_NUMBER_WHOLE, &options.seed, 0, G_MAXINT32,
    N_ ("First weights, order and dropout"), "N" },
  WEFT_NUMBER_THREADS (options.threads),
  { NULL },
};

static const GOptionEntry entries[] = {
  { "kernels", 0, 0, G_OPTION_ARG_STRING, &options.kernels,
    N_ ("auto, plain or another set, such as x86-64-v3"), "NAME" },
  { "set", 0, 0, G_OPTION_ARG_STRING_ARRAY, &options.set,
    N_ ("A parameter for this run only; may be repeated"), "NODE.PARAM=VALUE" },
  { "resume", 0, G_OPTION_FLAG_OPTIONAL_ARG, G_OPTION_ARG_CALLBACK, resume_cb,
    N_ ("Go on with the newest run, or with run RUN"), "RUN" },
  { "fork", 0, 0, G_OPTION_ARG_STRING, &options.fork,
    N_ ("A new run from a step of run RUN; STEP may be last or best"), "RUN@STEP" },
  { "weights", 0, 0, G_OPTION_ARG_FILENAME, &options.weights,
    N_ ("Begin with what another project has learnt, by names and shapes"), "FILE" },
  { "teacher", 0, 0, G_OPTION_ARG_FILENAME, &options.teacher,
    N_ ("Learn what another project's network believes, which stands still beside it"), "FILE" },
  { "find-lr", 0, 0, G_OPTION_ARG_NONE, &options.find_lr,
    N_ ("Try learning rates on a copy and propose one; nothing is kept"), NULL },
  { "save", 0, 0, G_OPTION_ARG_FILENAME, &options.save, N_ ("Keep all in a new project"), "FILE" },
  { "data", 0, 0, G_OPTION_ARG_FILENAME, &options.data, N_ ("The data of a graph's text"), "PATH" },
  { NULL },
};

typedef struct
{
  WeftSubject *subject;
  WeftGraph *graph; /* with the overrides of this run */
  WeftModel *model;
  WeftBeginning begin; /* its state is taken by the trainer; NULL: first values */
  GVariant *overrides;
  guint64 seed;
  gint64 run;
  int level;
} Job;

static void
job_clear (Job *job)
{
  g_clear_object (&job->graph);
  g_clear_pointer (&job->model, weft_model_unref);
  weft_beginning_clear (&job->begin);
  g_clear_pointer (&job->overrides, g_variant_unref);
}

/* By its name, a kernel set that this processor can run. */
static gboolean
read_level (int *level, GError **error)
{
  const char *name = options.kernels != NULL ? options.kernels : "auto";
  int best = weft_kernel_best_level ();

  *level = best;
  if (strcmp (name, "auto") == 0)
    return TRUE;
  for (*level = 0; *level <= best; ++*level)
    if (strcmp (name, weft_kernel_level_name (*level)) == 0)
      return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
               _ ("--kernels is auto, plain or another set that this processor runs (at best %s), "
                  "not “%s”"),
               weft_kernel_level_name (best), name);
  return FALSE;
}

static gboolean
prepare_beginning (Job *job, GError **error)
{
  if (options.resume)
    return weft_beginning_resume (&job->begin, job->subject, options.resume_run, error);
  return options.fork == NULL
         || weft_beginning_fork (&job->begin, job->subject, options.fork, (guint) options.threads,
                                 error);
}

/* What it begins with where that is neither first values nor a run's state. */
static gboolean
take_weights (Job *job, gboolean as_json, GError **error)
{
  return (options.weights == NULL
          || weft_beginning_take (&job->begin, job->model, job->seed, "", options.weights, as_json,
                                  error))
         && (options.teacher == NULL
             || weft_beginning_take (&job->begin, job->model, job->seed, WEFT_BROUGHT,
                                     options.teacher, as_json, error));
}

/* A project is changed by nobody but who has it open: it has its teacher already. */
static gboolean
bring_teacher (WeftSubject *subject, GError **error)
{
  return options.teacher == NULL || subject->store != NULL
         || weft_weights_bring_teacher (subject->graph, weft_library_get_catalog (subject->library),
                                        options.teacher, error);
}

static gboolean
prepare (Job *job, gboolean as_json, GError **error)
{
  WeftTraining training;
  g_autoptr (WeftReport) report = NULL;
  const char *dropped;

  if (!bring_teacher (job->subject, error))
    return FALSE;
  job->graph = weft_graph_dup (job->subject->graph);
  if (!prepare_beginning (job, error))
    return FALSE;
  job->run = options.save != NULL ? 0 : job->begin.run; /* of a file that has no runs yet */
  job->overrides = weft_overrides_collect (job->begin.overrides, options.set, options.seed);
  if (!weft_overrides_apply (job->overrides, job->graph, error))
    return FALSE;
  if (options.save != NULL && !weft_subject_save_as (job->subject, options.save, error))
    return FALSE;
  report = weft_check (job->graph, weft_library_get_catalog (job->subject->library));
  weft_warn_print (report, WEFT_SEVERITY_WARNING, WEFT_SEVERITY_WARNING);
  job->model = weft_model_new (job->graph, weft_library_get_catalog (job->subject->library), error);
  if (job->model == NULL)
    return FALSE;
  dropped
      = job->begin.state != NULL ? weft_model_tell_dropped (job->model, job->begin.state) : NULL;
  if (dropped != NULL)
    weft_warn_say (dropped);
  weft_training_load (&training, weft_graph_get_training (job->graph));
  job->seed = job->begin.parent > 0 ? job->begin.state->seed : (guint64) training.seed;
  if (!take_weights (job, as_json, error))
    return FALSE;
  if (options.find_lr)
    return TRUE;
  if (job->subject->store != NULL && job->run == 0)
    job->run = weft_store_begin_run (job->subject->store, job->seed, job->overrides, error);
  return job->subject->store == NULL || job->run > 0;
}

static WeftLimits
make_limits (const Job *job)
{
  gboolean is_limited = options.epochs > 0 || options.steps > 0 || options.seconds > 0;

  return (WeftLimits){
    .steps = options.steps,
    .epochs = is_limited ? options.epochs : job->model->training.epochs,
    .seconds = options.seconds,
    .outlasts_schedule = is_limited, /* what was asked for is done */
  };
}

static void
print_speed (const WeftStatus *status, double rate)
{
  g_autofree char *steps = weft_format_count (status->step);
  g_autofree char *seconds = weft_format_fixed (status->seconds, 1);
  g_autofree char *speed = weft_format_large ((gint64) rate);
  g_autofree char *loss = weft_format_number ((double) status->loss);

  g_print (g_dngettext (GETTEXT_PACKAGE, "%s step in %s s, %s samples a second, last loss %s\n",
                        "%s steps in %s s, %s samples a second, last loss %s\n",
                        (gulong) status->step),
           steps, seconds, speed, loss);
}

/* What the test part gave at the end stands in the file too. */
static void
keep_test (const Job *job, const WeftOutcome *outcome)
{
  const WeftEvaluation *evaluation = outcome->parts[WEFT_PART_TEST];
  WeftFigure figures[WEFT_MAX_FIGURES];
  guint n = evaluation != NULL ? weft_evaluation_list_figures (evaluation, job->model, figures) : 0;
  WeftSink sink;

  if (n == 0 || job->run == 0)
    return;
  sink = weft_store_get_sink (job->subject->store, job->run);
  for (guint i = 0; i < n; i++)
    if (isfinite (figures[i].value))
      {
        WeftSample sample = weft_sample_new (figures[i].series, evaluation->step, figures[i].value);

        sink.samples (sink.user, &sample, 1);
      }
}

/* An example that is judged in folds, and was trained as it asks for. */
static int
count_folds (const Job *job, const WeftOutcome *outcome, gboolean was_stopped)
{
  gboolean is_limited = options.epochs > 0 || options.steps > 0 || options.seconds > 0;

  return is_limited || was_stopped || job->run > 0 || outcome->parts[WEFT_PART_TEST] == NULL
             ? 0
             : job->subject->folds;
}

static int
report (Job *job, const WeftStatus *status, WeftState *state, gboolean was_stopped,
        gboolean as_json)
{
  WeftOutcome outcome = { 0 };
  g_autoptr (GError) error = NULL;
  int folds;
  double rate = status->seconds > 0 ? (double) status->samples_seen / status->seconds : 0;
  WeftLine *line;

  if (!weft_outcome_measure (&outcome, job->model, state, -1, (guint) options.threads, job->level,
                             &weft_progress_interrupt, &error))
    return weft_command_fail (error);
  was_stopped |= weft_progress_was_stopped ();
  folds = count_folds (job, &outcome, was_stopped);
  if (folds > 0
      && !weft_folds_average (job->graph, weft_library_get_catalog (job->subject->library), folds,
                              (guint) options.threads, outcome.parts[WEFT_PART_TEST], &error))
    return weft_command_fail (error);
  keep_test (job, &outcome);
  if (as_json)
    {
      line = weft_line_new ();
      weft_line_string (line, "event", "done");
      weft_line_int (line, "steps", status->step);
      weft_line_int (line, "epochs", status->epoch);
      weft_line_number (line, "seconds", status->seconds);
      weft_line_number (line, "samples_per_second", rate);
      weft_line_number (line, "loss", status->loss);
      weft_outcome_write_losses (line, &status->losses);
      weft_outcome_write (&outcome, job->model, line);
      if (folds > 0)
        weft_line_int (line, "folds", folds);
      weft_line_int (line, "seed", (gint64) job->seed);
      weft_line_string (line, "kernels", weft_kernel_level_name (job->level));
      if (job->run > 0)
        weft_line_int (line, "run", job->run);
      if (job->begin.parent > 0)
        weft_line_int (line, "parent", job->begin.parent);
      if (was_stopped)
        weft_line_bool (line, "stopped", TRUE);
      if (status->stopped_early)
        weft_line_bool (line, "stopped_early", TRUE);
      weft_line_print (line);
    }
  else
    {
      print_speed (status, rate);
      weft_outcome_print (&outcome, job->model);
    }
  weft_outcome_clear (&outcome);
  return WEFT_EXIT_DONE;
}

/* Nothing of what is learnt from here on could be kept. A full disk may have room again. */
static gboolean
ends_it (const GError *problem)
{
  return problem != NULL && !g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_FULL);
}

static void
store_cb (gpointer user, const GError *problem)
{
  if (ends_it (problem))
    weft_progress_stop ();
}

static gboolean
is_kept (WeftStore *store, GError **error)
{
  g_autoptr (GError) problem = store != NULL ? weft_store_dup_problem (store) : NULL;

  if (!ends_it (problem))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* What the trainer is to know of the run, or of the one that it is a fork of. */
static void
tell_past (Job *job, WeftTrainer *trainer, gint64 step)
{
  if (job->begin.parent > 0)
    weft_trainer_set_parent (trainer, job->begin.parent);
  else
    weft_runs_restore_past (job->subject->store, job->run, step, job->model, trainer);
  weft_trainer_renew_schedule (trainer);
}

/* FALSE: what it begins with cannot be kept. */
static gboolean
keep_first (const Job *job, WeftProgress *progress, GError **error)
{
  return !job->begin.is_taken || job->subject->store == NULL
         || weft_runs_keep_first (job->subject->store, weft_progress_get_trainer (progress), error);
}

/* A network that was changed meanwhile takes over what was learnt in the one before, as in the
 * window. sink: nullable. */
static void
load (Job *job, WeftTrainer *trainer, const WeftSink *sink)
{
  gboolean goes_on = job->begin.state != NULL && !job->begin.is_taken;
  gint64 step = goes_on ? job->begin.state->step : 0;
  g_autoptr (WeftModel) before
      = goes_on ? weft_beginning_dup_model (&job->begin, job->model) : NULL;

  weft_trainer_load (trainer, before != NULL ? before : job->model,
                     g_steal_pointer (&job->begin.state), job->seed, sink);
  if (goes_on)
    tell_past (job, trainer, step);
  if (before != NULL)
    weft_trainer_swap (trainer, job->model);
}

static int
train (Job *job, gboolean as_json)
{
  gint64 first_step = job->begin.state != NULL ? job->begin.state->step : 0;
  gint64 first_epoch = job->begin.state != NULL ? job->begin.state->epoch : 0;
  const WeftLimits limits = make_limits (job);
  WeftSink sink = { 0 };
  g_autoptr (WeftState) state = NULL;
  WeftProgress *progress;
  WeftStatus status;
  gboolean was_stopped;
  g_autoptr (GError) error = NULL;

  if (job->begin.state != NULL && weft_model_is_schedule_over (job->model, job->begin.state)
      && !as_json)
    g_print (_ ("The schedule had brought the rate to 0; it begins anew.\n"));
  signal (SIGPIPE, SIG_IGN); /* what is learnt is stored, whether anybody reads on or not */
  if (job->subject->store != NULL)
    {
      weft_store_set_listener (job->subject->store, store_cb, NULL);
      sink = weft_store_get_sink (job->subject->store, job->run);
    }
  progress = weft_progress_new (job->model, (guint) options.threads, job->level, as_json);
  load (job, weft_progress_get_trainer (progress), job->subject->store != NULL ? &sink : NULL);
  if (!keep_first (job, progress, &error))
    {
      weft_progress_free (progress);
      return weft_command_fail (error);
    }
  was_stopped = weft_progress_run (progress, &limits);
  weft_trainer_get_status (weft_progress_get_trainer (progress), &status);
  state = weft_trainer_dup_state (weft_progress_get_trainer (progress));
  weft_progress_free (progress);
  if (!is_kept (job->subject->store, &error))
    return weft_command_fail (error);
  status.step -= first_step;
  status.epoch -= first_epoch;
  if (status.state == WEFT_TRAINER_FAILED || state == NULL)
    {
      g_printerr ("weft: %s\n", status.error);
      return WEFT_EXIT_FAILED;
    }
  return report (job, &status, state, was_stopped, as_json);
}

static int
find_rate (Job *job, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftFinding) finding = weft_find_rate (
      job->model, job->begin.state, job->seed, (guint) options.threads, job->level, NULL, &error);

  if (finding == NULL)
    return weft_command_fail (error);
  weft_rates_report (finding, as_json);
  return WEFT_EXIT_DONE;
}

/* The data may take long to make, and a signal ends that, too. */
static gboolean
prepare_wanted (Job *job, gboolean as_json, GError **error)
{
  g_autoptr (WeftErrand) errand = weft_errand_new (0);
  gboolean is_done;

  weft_errand_set_interrupt (errand, &weft_progress_interrupt);
  weft_errand_set_own (errand);
  is_done = prepare (job, as_json, error);
  weft_errand_set_own (NULL);
  return is_done;
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  Job job = { 0 };
  int status;

  if ((options.save != NULL && !weft_command_check_project ("train", options.save))
      || !weft_command_check_inputs ("train", args[0], options.data))
    return WEFT_EXIT_USAGE;
  if (options.fork != NULL && (options.resume || options.save != NULL))
    return weft_command_misuse (_ ("--fork makes a run in the project itself: leave %s out"),
                                options.resume ? "--resume" : "--save");
  if (options.fork != NULL && !weft_beginning_reads (options.fork))
    return weft_command_misuse (_ ("--fork takes RUN@STEP, such as 1@500 or 1@best, not “%s”"),
                                options.fork);
  if ((options.weights != NULL || options.teacher != NULL)
      && (options.resume || options.fork != NULL))
    return weft_command_misuse (_ ("%s begins a run anew: leave %s out"),
                                options.weights != NULL ? "--weights" : "--teacher",
                                options.resume ? "--resume" : "--fork");
  if (options.find_lr && options.save != NULL)
    return weft_command_misuse (_ ("--find-lr keeps nothing: leave --save out"));
  if (!weft_overrides_check (options.set, &error) || !read_level (&job.level, &error))
    return weft_command_misuse ("%s", error->message);
  /* Until there is something to keep, a signal ends the process, whatever it waits for. */
  job.subject = weft_subject_open (args[0], options.find_lr ? WEFT_STORE_READ : WEFT_STORE_WRITE,
                                   options.data, &error);
  if (job.subject == NULL)
    return weft_command_fail (error);
  if (!options.find_lr)
    weft_progress_catch_signals ();
  status = !prepare_wanted (&job, as_json, &error) ? weft_command_fail (error)
           : options.find_lr                       ? find_rate (&job, as_json)
                                                   : train (&job, as_json);
  job_clear (&job);
  g_clear_error (&error);
  if (!weft_subject_close (job.subject, &error) && status == WEFT_EXIT_DONE)
    status = weft_command_fail (error);
  return status;
}

const WeftCommand weft_command_train = {
  .name = "train",
  .usage = "FILE|ID|GRAPH.json|-",
  .summary = N_ ("Trains: a project in its file, an example or a graph without leaving anything"),
  .options = entries,
  .numbers = numbers,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
