/* beginning: what a run of `train` begins with when it is not with first values */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/beginning.h"

#include <inttypes.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/cli/warn.h"
#include "app/session/runs.h"
#include "app/session/weights.h"
#include "engine/base/sentence.h"
#include "engine/graph/difference.h"

void
weft_beginning_clear (WeftBeginning *beginning)
{
  g_clear_pointer (&beginning->state, weft_state_free);
  g_clear_object (&beginning->graph);
  g_clear_pointer (&beginning->overrides, g_variant_unref);
}

static gboolean
is_project (const WeftSubject *subject, const char *option, GError **error)
{
  if (subject->store == NULL)
    g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                 _ ("%s needs a project file; %s is not one"), option, subject->name);
  return subject->store != NULL;
}

gboolean
weft_beginning_resume (WeftBeginning *beginning, WeftSubject *subject, gint64 run, GError **error)
{
  if (!is_project (subject, "--resume", error))
    return FALSE;
  beginning->state = weft_runs_load_state (subject->store, run, -1, error);
  if (beginning->state == NULL)
    return FALSE;
  beginning->run = run > 0 ? run : weft_runs_find_newest (subject->store);
  beginning->graph = weft_store_load_run_graph (subject->store, beginning->run, NULL);
  beginning->overrides = weft_store_load_overrides (subject->store, beginning->run);
  return TRUE;
}

/* at: as weft_command_read_at gives it. */
static gboolean
read_fork (const char *from, gint64 *run, gint64 *at)
{
  const char *sign = strchr (from, '@');
  g_autofree char *before = sign != NULL ? g_strndup (from, (gsize) (sign - from)) : NULL;

  return sign != NULL
         && g_ascii_string_to_signed (before, 10, 1, (gint64) WEFT_NUMBER_MAX_WHOLE, run, NULL)
         && weft_command_read_at (sign + 1, at);
}

gboolean
weft_beginning_reads (const char *from)
{
  gint64 run, at;

  return read_fork (from, &run, &at);
}

/* The step of the run's last or best checkpoint. */
static gboolean
find_step (WeftStore *store, gint64 run, gint64 *at, GError **error)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  const WeftRunInfo *found = NULL;

  for (guint i = 0; i < runs->len; i++)
    if (((WeftRunInfo *) runs->pdata[i])->id == run)
      found = runs->pdata[i];
  if (found == NULL)
    {
      weft_sentence_set_error (error, WEFT_ERROR_NOT_FOUND,
                               _ ("There is no run %" PRId64 " in this project."), run);
      return FALSE;
    }
  if (*at < 0)
    *at = *at == -2 ? found->best_frame : found->last_frame;
  if (*at < 0)
    weft_sentence_set_error (error, WEFT_ERROR_NOT_FOUND,
                             _ ("Run %" PRId64 " has no checkpoint to fork from."), run);
  return *at >= 0;
}

gboolean
weft_beginning_fork (WeftBeginning *beginning, WeftSubject *subject, const char *from,
                     guint threads, GError **error)
{
  g_auto (WeftReplayed) replayed = { 0 };
  gint64 run, at;

  if (!is_project (subject, "--fork", error) || !read_fork (from, &run, &at)
      || !find_step (subject->store, run, &at, error)
      || !weft_runs_replay (subject->store, weft_library_get_catalog (subject->library), run, at,
                            threads, &replayed, error))
    return FALSE;
  if (!replayed.is_exact)
    weft_warn_inexact (at);
  beginning->state = g_steal_pointer (&replayed.state);
  beginning->graph = replayed.model != NULL ? weft_graph_dup (replayed.model->graph) : NULL;
  beginning->overrides = weft_store_load_overrides (subject->store, run);
  beginning->parent = run;
  return TRUE;
}

/* Whether a layer is another one, or otherwise. */
static gboolean
is_another (WeftGraph *before, WeftGraph *after)
{
  g_autoptr (GPtrArray) differences = weft_graph_list_differences (before, after);

  for (guint i = 0; i < differences->len; i++)
    {
      const WeftDifference *difference = differences->pdata[i];
      gboolean is_in = difference->is_in[1];
      const WeftNode *node = difference->node != 0
                                 ? weft_graph_find (is_in ? after : before, difference->node)
                                 : NULL;

      if (node != NULL && node->layer->family != WEFT_FAMILY_DATA)
        return TRUE;
    }
  return FALSE;
}

WeftModel *
weft_beginning_dup_model (const WeftBeginning *beginning, const WeftModel *next)
{
  if (beginning->graph == NULL || beginning->is_taken
      || !is_another (beginning->graph, next->graph))
    return NULL;
  return weft_model_new (beginning->graph, next->catalog, NULL);
}

/* Tensor by tensor, of a file of weights. */
static void
report_rows (const GPtrArray *rows, gboolean as_json)
{
  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      const char *name, *what, *of;
      gboolean is_taken;
      WeftLine *line;

      g_variant_get (rows->pdata[i], "(&s&sb&s)", &name, &what, &is_taken, &of);
      if (!as_json)
        {
          g_print ("%s  %-32s %s%s%s\n", is_taken ? "✓" : "–", name, what,
                   *of != '\0' ? "  ← " : "", of);
          continue;
        }
      line = weft_line_new ();
      weft_line_string (line, "event", "weight");
      weft_line_string (line, "name", name);
      weft_line_string (line, is_taken ? "shape" : "reason", what);
      weft_line_bool (line, "taken", is_taken);
      if (*of != '\0')
        weft_line_string (line, "of", of);
      weft_line_print (line);
    }
}

static void
report_taken (const WeftWeightsTaken *taken, const char *path, gboolean as_json)
{
  const WeftGraft *graft = &taken->graft;
  g_autofree char *words = weft_graft_dup_words (graft);
  WeftLine *line;

  report_rows (taken->rows, as_json);
  if (!as_json)
    {
      g_print ("%s\n", words);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "event", "weights");
  weft_line_string (line, "from", path);
  weft_line_int (line, "taken", graft->taken);
  weft_line_int (line, "of", graft->of);
  weft_line_int (line, "numbers", graft->numbers);
  weft_line_open (line, "left", '[');
  for (guint i = 0; i < graft->left->len; i++)
    weft_line_string (line, NULL, g_ptr_array_index (graft->left, i));
  weft_line_close (line);
  weft_line_print (line);
}

gboolean
weft_beginning_take (WeftBeginning *beginning, WeftModel *model, guint64 seed, const char *prefix,
                     const char *path, gboolean as_json, GError **error)
{
  g_auto (WeftWeightsTaken) taken = { 0 };

  if (beginning->state == NULL)
    beginning->state = weft_model_new_state (model, seed, error);
  beginning->is_taken = TRUE;
  if (beginning->state == NULL
      || !weft_weights_take (beginning->state, model->graph, prefix, path, &taken, error))
    return FALSE;
  report_taken (&taken, path, as_json);
  return TRUE;
}
