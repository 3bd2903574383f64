/* look-thread: reads somebody's data in a thread, for the window to show before anything is made of
 * it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/look-thread.h"

#include <gio/gio.h>
#include <glib/gi18n.h>
#include <string.h>

#include "app/host/choice.h"
#include "projects/readers/read-options.h"
#include "projects/readers/reader.h"
#include "projects/readers/told.h"
#include "ui/base/format.h"

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

static const WeftLookRole roles[WEFT_N_COLUMN_ROLES] = {
  [WEFT_COLUMN_ROLE_FEATURE] = WEFT_LOOK_FEATURE, [WEFT_COLUMN_ROLE_TARGET] = WEFT_LOOK_TARGET,
  [WEFT_COLUMN_ROLE_SPLIT] = WEFT_LOOK_PART,      [WEFT_COLUMN_ROLE_GROUP] = WEFT_LOOK_GROUP,
  [WEFT_COLUMN_ROLE_TIME] = WEFT_LOOK_TIME,       [WEFT_COLUMN_ROLE_LEFT_OUT] = WEFT_LOOK_LEFT_OUT,
};

/* What the reader thinks stands first. */
static void
take_types (WeftLookColumn *column, const WeftColumnInfo *info)
{
  g_autoptr (GStrvBuilder) ids = g_strv_builder_new (), titles = g_strv_builder_new ();
  guint n = 1;

  g_strv_builder_add (ids, weft_read_as_get_id (WEFT_AS_AUTO));
  g_strv_builder_add (titles, info->type ? _ ("As guessed") : column->holds);
  for (WeftReadAs type = WEFT_AS_NUMBER; type < WEFT_N_AS; type++)
    if (info->types >> type & 1)
      {
        column->type = type == info->type ? n : column->type;
        g_strv_builder_add (ids, weft_read_as_get_id (type));
        g_strv_builder_add (titles, weft_read_as_get_title (type));
        n++;
      }
  column->types = g_strv_builder_end (ids);
  column->type_titles = g_strv_builder_end (titles);
}

/* The first cells, and how many hold nothing. */
static char *
dup_examples (const WeftColumnInfo *info)
{
  g_autofree char *cells = g_strjoinv (" · ", (char **) info->examples);
  g_autofree char *number = weft_format_large (info->missing);
  g_autofree char *missing
      = g_strdup_printf (ngettext ("%s missing", "%s missing", info->missing), number);

  return info->missing == 0 ? g_steal_pointer (&cells)
         : *cells == '\0'   ? g_steal_pointer (&missing)
                            : g_strdup_printf ("%s · %s", cells, missing);
}

static void
take_columns (WeftLook *look, const WeftColumns *columns)
{
  look->columns = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_look_column_free);
  look->n_rows = columns->n_rows;
  look->is_number = columns->task == WEFT_TASK_NUMBER;
  look->are_labels = columns->task == WEFT_TASK_LABELS;
  look->notes = g_strdupv (columns->notes);
  look->problem = g_strdup (columns->problem);
  for (guint c = 0; c < columns->n_columns; c++)
    {
      const WeftColumnInfo *info = &columns->columns[c];
      WeftLookColumn *column = g_new0 (WeftLookColumn, 1);

      column->name = g_strdup (info->name);
      column->holds = g_strdup (weft_holds_get_title (info->holds));
      column->examples = dup_examples (info);
      column->reason = g_strdup (info->reason);
      column->role = roles[info->role];
      for (WeftColumnRole role = 0; role < WEFT_N_COLUMN_ROLES; role++)
        column->may_be[roles[role]] = info->may_be[role];
      column->may_be_number = info->may_be_number;
      column->may_be_class = info->may_be_class;
      column->is_text = info->holds == WEFT_HOLDS_TEXT;
      take_types (column, info);
      g_ptr_array_add (look->columns, column);
    }
}

static WeftLookSetting *
new_setting (const WeftTold *told)
{
  int low, high;
  const WeftReadAsk *ask = weft_read_options_find_ask (told->option, &low, &high);
  g_autoptr (GStrvBuilder) titles = g_strv_builder_new ();
  WeftLookSetting *setting;

  if (ask == NULL)
    return NULL;
  setting = g_new0 (WeftLookSetting, 1);
  *setting = (WeftLookSetting){ .option = g_strdup (told->option),
                                .label = _ (ask->label),
                                .help = _ (ask->help),
                                .choices = g_strdupv ((char **) ask->choices),
                                .low = low,
                                .high = high,
                                .value = g_strdup (told->value) };
  for (guint i = 0; ask->choices != NULL && ask->choices[i] != NULL; i++)
    g_strv_builder_add (titles, ask->titles != NULL ? _ (ask->titles[i]) : ask->choices[i]);
  setting->titles = ask->choices != NULL ? g_strv_builder_end (titles) : NULL;
  return setting;
}

static void
take_settings (WeftLook *look, const WeftColumns *columns)
{
  look->settings = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_look_setting_free);
  for (guint i = 0; columns != NULL && columns->told != NULL && i < columns->told->len; i++)
    {
      WeftLookSetting *setting = new_setting (columns->told->pdata[i]);

      if (setting != NULL)
        g_ptr_array_add (look->settings, setting);
    }
}

/* --- in the thread --- */

/* A table whose columns can be told has them shown even where no set comes of the choice. */
static WeftLook *
read_look (const WeftDataChoice *choice, GError **error)
{
  g_auto (WeftReadOptions) options = { 0 };
  g_autoptr (WeftLook) look = g_new0 (WeftLook, 1);
  g_autofree char *table = weft_reader_find_table (choice->path);
  g_autoptr (WeftColumns) columns = NULL, read = NULL;
  g_autoptr (GError) problem = NULL;

  if (!weft_choice_read (choice, &options, error))
    return NULL;
  look->name = g_filename_display_basename (choice->path);
  if (table != NULL)
    {
      columns = weft_columns_read (table, &options, error);
      if (columns == NULL)
        return NULL;
      take_columns (look, columns);
    }
  if (look->problem == NULL)
    look->dataset = weft_reader_read_as (choice->path, &options, &read, &problem);
  if (table == NULL && read != NULL && read->n_columns > 0)
    {
      take_columns (look, read);
      look->is_sheet
          = look->dataset != NULL && weft_dataset_get_x (look->dataset)->kind == WEFT_KIND_PICTURE;
    }
  take_settings (look, read != NULL ? read : columns);
  if (problem != NULL && columns == NULL && read == NULL)
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
