/* state: weft state, the SHA-256 of weights, optimiser slots and counters at a step */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/command.h"

#include <inttypes.h>
#include "app/cli/line.h"
#include "app/cli/warn.h"
#include "app/session/library.h"
#include "app/session/runs.h"

static struct
{
  gint64 run, step, threads;
  char *at;
} options = { .run = 0, .step = -1 };

static const WeftNumber numbers[] = {
  { "run", WEFT_NUMBER_WHOLE, &options.run, 1, WEFT_NUMBER_MAX_WHOLE,
    N_ ("Which run; the newest when left out"), "R" },
  { "step", WEFT_NUMBER_WHOLE, &options.step, 0, WEFT_NUMBER_MAX_WHOLE,
    N_ ("At which step that it passed; the last when left out"), "N" },
  WEFT_NUMBER_THREADS (options.threads),
  { NULL },
};

static const GOptionEntry entries[] = {
  { "at", 0, 0, G_OPTION_ARG_STRING, &options.at, N_ ("last, best or a step"), "STEP" },
  { NULL },
};

/* The run that a state without --run is taken from: the newest that has a checkpoint. */
static gint64
find_run (WeftStore *store)
{
  return options.run > 0 ? options.run : weft_runs_find_newest (store);
}

/* A step is computed again, the last and the best are stored. */
static gboolean
find_state (WeftStore *store, WeftReplayed *replayed, GError **error)
{
  WeftLibrary *library;
  gboolean is_found;

  if (options.step < 0)
    {
      replayed->state = weft_runs_load_state (store, options.run, options.step, error);
      replayed->is_exact = TRUE;
      return replayed->state != NULL;
    }
  library = weft_library_new ();
  weft_library_set_store (library, store);
  is_found = weft_runs_replay (store, weft_library_get_catalog (library), options.run, options.step,
                               (guint) options.threads, replayed, error);
  weft_library_free (library);
  return is_found;
}

/* "parent": 1, "parent_step": 500, of a run that is a fork. */
static void
write_parent (WeftStore *store, WeftLine *line)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  gint64 run = find_run (store);

  for (guint i = 0; i < runs->len; i++)
    {
      const WeftRunInfo *info = g_ptr_array_index (runs, i);

      if (info->id != run || info->parent == 0)
        continue;
      weft_line_int (line, "parent", info->parent);
      weft_line_int (line, "parent_step", info->first_step);
    }
}

static int
report (WeftStore *store, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  g_auto (WeftReplayed) replayed = { 0 };
  const WeftState *state;
  g_autofree char *hash = NULL;

  if (!find_state (store, &replayed, &error))
    return weft_command_fail (error);
  state = replayed.state;
  hash = weft_state_dup_hash (state);
  if (!replayed.is_exact)
    weft_warn_inexact (state->step);
  if (as_json)
    {
      WeftLine *line = weft_line_new ();

      weft_line_int (line, "run", find_run (store));
      weft_line_int (line, "step", state->step);
      weft_line_string (line, "sha256", hash);
      write_parent (store, line);
      if (options.step >= 0)
        weft_line_bool (line, "exact", replayed.is_exact);
      weft_line_print (line);
    }
  else
    g_print (_ ("%s  run %" PRId64 ", step %" PRId64 "\n"), hash, find_run (store), state->step);
  return WEFT_EXIT_DONE;
}

static int
run (char **args, gboolean as_json)
{
  g_autoptr (GError) error = NULL;
  WeftStore *store;
  int status;

  if (weft_command_is_standard (args[0]))
    return weft_command_misuse (_ ("%s: a project is a file; “-” cannot hold one"), "state");
  if (options.at != NULL && !weft_command_read_at (options.at, &options.step))
    return weft_command_misuse (_ ("--at takes last, best or a step, not “%s”"), options.at);
  store = weft_store_open (args[0], WEFT_STORE_READ, &error);
  if (store == NULL)
    return weft_command_fail (error);
  status = report (store, as_json);
  weft_store_close (store, NULL);
  return status;
}

const WeftCommand weft_command_state = {
  .name = "state",
  .usage = "FILE",
  .summary = N_ ("SHA-256 of everything that decides the next step of a run"),
  .options = entries,
  .numbers = numbers,
  .min_args = 1,
  .max_args = 1,
  .run = run,
};
