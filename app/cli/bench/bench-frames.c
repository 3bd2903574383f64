/* bench-frames: what keeping key frames costs training */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/bench-frames.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <time.h>

#include "app/cli/subject.h"
#include "app/session/visit.h"
#include "engine/base/median.h"
#include "engine/ops/op.h"
#include "engine/train/trainer.h"

#define MOST_ROUNDS 1000
#define AFTERWARDS 50000 /* µs in which what a round left is written, which counts as its work */

typedef struct
{
  WeftTrainer *trainer;
  gint64 run;
} Side;

typedef struct
{
  char *folder, *path;
  WeftSubject *subject;
  WeftModel *model;
  WeftStore *store;
  Side with, without;
} Scene;

/* For a step, s */
typedef struct
{
  double time, work;
} Cost;

static double
get_work (void)
{
  struct timespec now;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &now);
  return (double) now.tv_sec + (double) now.tv_nsec / 1e9;
}

static gboolean
open_side (Scene *scene, Side *side, guint threads, gboolean keeps, GError **error)
{
  const WeftTrainerOptions options = { .threads = threads,
                                       .level = weft_kernel_best_level (),
                                       .only_steps = TRUE,
                                       .way_room = keeps ? weft_visit_get_room () : 0 };
  WeftSink sink;

  side->run = weft_store_begin_run (scene->store, 1, NULL, error);
  if (side->run <= 0)
    return FALSE;
  sink = weft_store_get_sink (scene->store, side->run);
  if (!keeps)
    sink.frame = NULL;
  side->trainer = weft_trainer_new (&options);
  weft_trainer_load (side->trainer, scene->model, NULL, 1, &sink);
  return TRUE;
}

static gboolean
open_scene (Scene *scene, guint threads, GError **error)
{
  scene->folder = g_dir_make_tmp ("weft-bench-XXXXXX", error);
  scene->subject = scene->folder != NULL
                       ? weft_subject_open ("digits-cnn", WEFT_STORE_READ, NULL, error)
                       : NULL;
  if (scene->subject == NULL)
    return FALSE;
  scene->path = g_build_filename (scene->folder, "frames.weft", NULL);
  scene->model = weft_model_new (scene->subject->graph,
                                 weft_library_get_catalog (scene->subject->library), error);
  scene->store = scene->model != NULL
                     ? weft_store_create (scene->path, scene->subject->graph, NULL, NULL, error)
                     : NULL;
  return scene->store != NULL && open_side (scene, &scene->with, threads, TRUE, error)
         && open_side (scene, &scene->without, threads, FALSE, error);
}

static guint
count_frames (Scene *scene)
{
  g_auto (WeftRunRecord) record = { 0 };

  return weft_store_load_record (scene->store, scene->with.run, &record, NULL) ? record.frames->len
                                                                               : 0;
}

static void
close_scene (Scene *scene)
{
  g_clear_pointer (&scene->with.trainer, weft_trainer_free);
  g_clear_pointer (&scene->without.trainer, weft_trainer_free);
  g_clear_pointer (&scene->store, weft_store_discard);
  g_clear_pointer (&scene->model, weft_model_unref);
  if (scene->subject != NULL)
    weft_subject_close (scene->subject, NULL);
  if (scene->folder != NULL)
    g_rmdir (scene->folder);
  g_free (scene->folder);
  g_free (scene->path);
}

static Cost
train (const Side *side, double seconds)
{
  WeftStatus before, after;
  double work = get_work (), steps;

  weft_trainer_get_status (side->trainer, &before);
  weft_trainer_run (side->trainer, &(WeftLimits){ .seconds = seconds });
  weft_trainer_wait (side->trainer, -1);
  weft_trainer_get_status (side->trainer, &after);
  g_usleep (AFTERWARDS);
  steps = (double) MAX (1, after.step - before.step);
  return (Cost){ (after.seconds - before.seconds) / steps, (get_work () - work) / steps };
}

/* Sorts them. */
static double
find_median (double *shares, guint n, double *spread)
{
  double median = weft_find_median (shares, n);

  *spread = (shares[n - 1] - shares[0]) / 2;
  return median;
}

/* Each round is held against the mean of those right before and after it, for the machine itself
 * becomes faster and slower by more than what is to be seen. */
static void
go_round (Scene *scene, double seconds, guint rounds, WeftFrameCosts *costs)
{
  double times[MOST_ROUNDS], works[MOST_ROUNDS];
  Cost before;

  train (&scene->with, seconds); /* memory is touched, and the caches fill */
  before = train (&scene->without, seconds);
  for (guint i = 0; i < rounds; i++)
    {
      Cost with = train (&scene->with, seconds), after = train (&scene->without, seconds);

      times[i] = 2 * with.time / (before.time + after.time) - 1;
      works[i] = 2 * with.work / (before.work + after.work) - 1;
      before = after;
    }
  costs->time = find_median (times, rounds, &costs->time_spread);
  costs->work = find_median (works, rounds, &costs->work_spread);
}

gboolean
weft_bench_measure_frames (guint threads, double seconds, guint rounds, WeftFrameCosts *costs,
                           GError **error)
{
  Scene scene = { 0 };
  gboolean is_open = open_scene (&scene, threads, error);

  if (is_open)
    {
      go_round (&scene, seconds, CLAMP (rounds, 1, MOST_ROUNDS), costs);
      costs->frames = count_frames (&scene);
    }
  close_scene (&scene);
  return is_open;
}
