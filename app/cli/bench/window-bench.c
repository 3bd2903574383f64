/* window-bench: benchmarks that need the real window */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/window-bench.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/cli/bench/canvas-bench.h"
#include "app/cli/bench/gallery-bench.h"
#include "app/cli/bench/timeline-bench.h"
#include "app/cli/line.h"
#include "app/cli/progress.h"
#include "app/cli/subject.h"
#include "app/host/host-table.h"
#include "engine/base/median.h"
#include "engine/ops/op.h"
#include "ui/base/format.h"

enum
{
  ROUNDS = 9,
  SECONDS = 3,
};

/* --- window: what it costs to look while a net learns --- */

static double
train_alone (WeftModel *model)
{
  WeftProgress *progress = weft_progress_new (model, 0, weft_kernel_best_level (), FALSE);
  WeftTrainer *trainer = weft_progress_get_trainer (progress);
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, 1, NULL);
  weft_progress_run (progress, &(WeftLimits){ .seconds = SECONDS });
  weft_trainer_get_status (trainer, &status);
  weft_progress_free (progress);
  return (double) status.samples_seen / status.seconds;
}

static double
train_in_window (WeftStage *stage)
{
  WeftSession *session = weft_application_get_session (GTK_WINDOW (stage->window));
  WeftLive *live = weft_window_get_live (stage->window);
  WeftStatus before, after;

  weft_session_start_over (session, FALSE);
  weft_session_set_speed (session, 0);
  weft_session_train (session);
  weft_stage_run (1);
  before = *weft_live_get_status (live);
  weft_frames_clear (stage->frames);
  weft_stage_run (SECONDS);
  after = *weft_live_get_status (live);
  weft_session_pause (session);
  weft_stage_run (0.5);
  return (double) (after.samples_seen - before.samples_seen) / (after.seconds - before.seconds);
}

static void
print_window (double alone, double seen, double ratio, double worst, gboolean as_json)
{
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *without = weft_format_large ((gint64) alone);
      g_autofree char *with = weft_format_large ((gint64) seen);
      g_autofree char *share = weft_format_fixed (ratio, 3),
                      *slowest = weft_format_fixed (worst, 1);

      g_print (_ ("digits-cnn: %s samples/s alone, %s with the window (%s), worst frame %s ms\n"),
               without, with, share, slowest);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "name", "window");
  weft_line_number (line, "samples_per_second", seen);
  weft_line_number (line, "alone_samples_per_second", alone);
  weft_line_number (line, "ratio", ratio);
  weft_line_number (line, "worst_ms", worst);
  weft_line_print (line);
}

/* Each time with the window is held against the mean of those right before and after it, for the
 * machine itself becomes faster and slower by more than what is to be seen. */
static gboolean
bench_window (WeftStage *stage, gboolean as_json)
{
  WeftSubject *subject = weft_subject_open ("digits-cnn", WEFT_STORE_READ, NULL, NULL);
  g_autoptr (WeftModel) model = NULL;
  WeftHost host = weft_host_make (stage->application);
  double alone[ROUNDS + 1], seen[ROUNDS], ratio[ROUNDS], worst = 0;
  WeftFrameTimes times;

  if (subject == NULL
      || !host.open_example (stage->application, GTK_WINDOW (stage->window), "digits-cnn", NULL))
    return FALSE;
  model = weft_model_new (subject->graph, weft_library_get_catalog (subject->library), NULL);
  weft_stage_run (1);
  alone[0] = train_alone (model);
  for (int i = 0; i < ROUNDS; i++)
    {
      seen[i] = train_in_window (stage);
      weft_frames_measure (stage->frames, &times);
      worst = MAX (worst, times.worst);
      alone[i + 1] = train_alone (model);
      ratio[i] = seen[i] / (alone[i] + alone[i + 1]) * 2;
    }
  weft_subject_close (subject, NULL);
  print_window (weft_find_median (alone, ROUNDS + 1), weft_find_median (seen, ROUNDS),
                weft_find_median (ratio, ROUNDS), worst, as_json);
  return TRUE;
}

/* The program has one application, so that both benchmarks share its window. */
static WeftStage shared;

gboolean
weft_bench_in_window (const char *name, gint64 steps, gboolean as_json)
{
  if (shared.application == NULL && !weft_stage_open (&shared))
    return FALSE;
  weft_stage_run (0.5);
  if (strcmp (name, "window") == 0)
    return bench_window (&shared, as_json);
  if (strcmp (name, "gallery") == 0)
    return weft_bench_gallery (&shared, as_json);
  if (strcmp (name, "timeline") == 0)
    return weft_bench_timeline (&shared, steps, as_json);
  weft_bench_canvas (&shared, as_json);
  return TRUE;
}

void
weft_bench_close_window (void)
{
  if (shared.application != NULL)
    weft_stage_close (&shared);
}
