/* evaluate: weft evaluate FILE, metrics on data that training did not see */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/folds.h"
#include "app/cli/outcome.h"
#include "app/cli/subject.h"
#include "app/cli/trained.h"
#include "app/cli/warn.h"
#include "engine/ops/op.h"

static struct
{
  gint64 run, folds, threads;
  char *at, *split, *decode;
} options;

static const WeftNumber numbers[] = {
  { "run", WEFT_NUMBER_WHOLE, &options.run, 1, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Which run; the newest when left out"), "R" },
  { "folds", WEFT_NUMBER_WHOLE, &options.folds, 2, 100, N_ ("Trains K times: mean and spread"),
    "K" },
  WEFT_NUMBER_THREADS (options.threads),
  { NULL },
};

static const GOptionEntry entries[] = {
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_ ("last, best or a step"), "STEP" },
  { "split", 0, 0, G_OPTION_ARG_STRING, &options.split,
    N_ ("test or validation; both when left out"), "NAME" },
  { "decode", 0, 0, G_OPTION_ARG_STRING, &options.decode,
    N_ ("How sequences are written: greedy, beam,num_beams=8, …"), "DECODER" },
  { NULL },
};

static gboolean
read_split (int *part)
{
  *part = -1;
  if (options.split == NULL)
    return TRUE;
  for (int p = WEFT_PART_VALIDATION; p < WEFT_N_PARTS; p++)
    if (strcmp (options.split, weft_part_get_id ((WeftPart) p)) == 0)
      *part = p;
  return *part >= 0;
}

static void
print_json (const WeftOutcome *outcome, const WeftModel *model, const WeftState *state)
{
  WeftLine *line = weft_line_new ();

  weft_line_string (line, "event", "done");
  weft_line_int (line, "steps", state->step);
  weft_line_int (line, "epochs", state->epoch);
  weft_outcome_write (outcome, model, line);
  weft_line_print (line);
}

static int
measure (WeftSubject *subject, gint64 at, int part, const WeftDecoding *decoding, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_auto (WeftReplayed) replayed = { 0 };
  WeftOutcome outcome = { .decoding = decoding };

  if (!weft_trained_find (subject, options.run, at, (guint) options.threads, &replayed, &error)
      || !weft_outcome_measure (&outcome, replayed.model, replayed.state, part,
                                (guint) options.threads, weft_kernel_best_level (), NULL, &error))
    return weft_command_fail (error);
  if (!replayed.is_exact)
    weft_warn_inexact (replayed.state->step);
  if (as_json)
    print_json (&outcome, replayed.model, replayed.state);
  else
    weft_outcome_print (&outcome, replayed.model);
  weft_outcome_clear (&outcome);
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftDecoding) decoding
      = options.decode != NULL ? weft_decoding_new (options.decode, &error) : NULL;
  WeftSubject *subject;
  gint64 at;
  int part, status;

  if (!weft_command_read_at (options.at, &at))
    return weft_command_misuse (_ ("--at takes last, best or a step, not “%s”"), options.at);
  if (error != NULL)
    return weft_command_misuse ("--decode: %s", error->message);
  if (!read_split (&part))
    return weft_command_misuse (_ ("--split takes test or validation, not “%s”"), options.split);
  subject = weft_subject_open (args[0], WEFT_STORE_READ, NULL, &error);
  if (subject == NULL)
    return weft_command_fail (error);
  if (options.folds > 0)
    status
        = weft_folds_run (subject, (int) options.folds, (guint) options.threads, decoding, as_json);
  else if (subject->store == NULL)
    status = weft_command_misuse (
        _ ("evaluate: %s is not a project; --folds K trains and measures"), args[0]);
  else
    status = measure (subject, at, part, decoding, as_json);
  weft_subject_close (subject, NULL);
  return status;
}

const WeftCommand weft_command_evaluate = {
  .name = "evaluate",
  .usage = "FILE",
  .summary = N_ ("Metrics on data that training did not see"),
  .options = entries,
  .numbers = numbers,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
