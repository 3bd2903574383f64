/* look-thread: reads somebody's data in a thread, for the window to show before anything is made of
 * it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/look-thread.h"

#include <gio/gio.h>
#include <string.h>

#include "projects/readers/reader.h"

typedef struct
{
  WeftDataChoice *choice;
  WeftErrand *errand; /* nullable */
  WeftLookFunc done;
  gpointer data;
} Job;

static void
job_free (Job *job)
{
  weft_data_choice_free (job->choice);
  g_clear_pointer (&job->errand, weft_errand_unref);
  g_free (job);
}

/* --- the reader's words in the window's --- */

static const WeftLookRole roles[WEFT_N_ROLES] = {
  [WEFT_ROLE_FEATURE] = WEFT_LOOK_FEATURE,   [WEFT_ROLE_TARGET] = WEFT_LOOK_TARGET,
  [WEFT_ROLE_SPLIT] = WEFT_LOOK_PART,        [WEFT_ROLE_GROUP] = WEFT_LOOK_PART,
  [WEFT_ROLE_LEFT_OUT] = WEFT_LOOK_LEFT_OUT,
};

static const WeftTask tasks[] = {
  [WEFT_LOOK_AUTO] = WEFT_TASK_AUTO,
  [WEFT_LOOK_NUMBER] = WEFT_TASK_NUMBER,
  [WEFT_LOOK_CLASS] = WEFT_TASK_CLASS,
};

static char **
dup_names (const GPtrArray *names)
{
  char **list = g_new0 (char *, names->len + 1);

  for (guint i = 0; i < names->len; i++)
    list[i] = g_strdup (names->pdata[i]);
  return list;
}

static void
take_columns (WeftLook *look, const WeftColumns *columns)
{
  look->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_look_column_free);
  look->n_rows = columns->n_rows;
  look->task = columns->task == WEFT_TASK_NUMBER ? WEFT_LOOK_NUMBER : WEFT_LOOK_CLASS;
  look->notes = g_strdupv (columns->notes);
  look->problem = g_strdup (columns->problem);
  for (guint c = 0; c < columns->n_columns; c++)
    {
      const WeftColumnInfo *info = &columns->columns[c];
      WeftLookColumn *column = g_new0 (WeftLookColumn, 1);

      column->name = g_strdup (info->name);
      column->holds = g_strdup (weft_holds_get_title (info->holds));
      column->examples = g_strjoinv (" · ", (char **) info->examples);
      column->reason = g_strdup (info->reason);
      column->role = roles[info->role];
      column->may_be_feature = info->may_be_feature;
      column->may_be_number = info->may_be_number;
      column->may_be_class = info->may_be_class;
      g_ptr_array_add (look->columns, column);
    }
}

/* --- in the thread --- */

/* A table whose columns can be told has them shown even where no set comes of the choice. */
static WeftLook *
read_look (const WeftDataChoice *choice, GError **error)
{
  g_auto (GStrv) keep = dup_names (choice->keep), leave_out = dup_names (choice->leave_out);
  const WeftReadOptions options = {
    .target = choice->target,
    .task = tasks[choice->task],
    .keep = (const char *const *) keep,
    .leave_out = (const char *const *) leave_out,
  };
  g_autoptr (WeftLook) look = g_new0 (WeftLook, 1);
  g_autofree char *table = weft_reader_find_table (choice->path);
  g_autoptr (WeftColumns) columns = NULL;
  g_autoptr (GError) problem = NULL;

  look->name = g_filename_display_basename (choice->path);
  if (table != NULL)
    {
      columns = weft_columns_read (table, &options, error);
      if (columns == NULL)
        return NULL;
      take_columns (look, columns);
    }
  if (look->problem == NULL)
    look->dataset
        = weft_reader_read_as (choice->path, &options, table == NULL ? &columns : NULL, &problem);
  if (table == NULL && columns != NULL && columns->n_columns > 0)
    {
      take_columns (look, columns);
      look->is_sheet = TRUE;
    }
  if (problem != NULL && columns == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&problem));
      return NULL;
    }
  if (problem != NULL)
    look->problem = g_strdup (problem->message);
  else if (look->dataset != NULL && look->dataset->notes != NULL)
    {
      g_strfreev (look->notes);
      look->notes = g_strdupv (look->dataset->notes);
    }
  return g_steal_pointer (&look);
}

static void
read_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  const Job *job = data;
  GError *error = NULL;
  WeftLook *look;

  weft_errand_set_own (job->errand);
  look = read_look (job->choice, &error);
  if (!weft_errand_add (0, error == NULL ? &error : NULL)) /* half of it was left out */
    g_clear_pointer (&look, weft_look_free);
  weft_errand_set_own (NULL);

  if (look != NULL)
    g_task_return_pointer (task, look, (GDestroyNotify) weft_look_free);
  else
    g_task_return_error (task, error);
}

static void
read_done_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  const Job *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  WeftLook *look = g_task_propagate_pointer (G_TASK (result), &error);

  job->done (look, error, job->data);
}

void
weft_look_at (gpointer user, const WeftDataChoice *choice, WeftErrand *errand, WeftLookFunc done,
              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, read_done_cb, NULL);
  Job *job = g_new0 (Job, 1);

  *job = (Job){ weft_data_choice_dup (choice), errand ? weft_errand_ref (errand) : NULL, done,
                data };
  g_task_set_task_data (task, job, (GDestroyNotify) job_free);
  g_task_run_in_thread (task, read_cb);
}
