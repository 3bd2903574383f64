/* look: what is understood of somebody's data before anything is made of it, and what is chosen */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/look.h"

#include <string.h>

gboolean
weft_look_lists_columns (const WeftLook *look)
{
  return look->columns != NULL && !look->is_sheet;
}

void
weft_look_column_free (WeftLookColumn *column)
{
  g_free (column->name);
  g_free (column->holds);
  g_free (column->examples);
  g_free (column->reason);
  g_free (column);
}

void
weft_look_free (WeftLook *look)
{
  g_free (look->name);
  g_clear_pointer (&look->columns, g_ptr_array_unref);
  g_strfreev (look->notes);
  g_free (look->problem);
  g_clear_pointer (&look->dataset, weft_dataset_unref);
  g_free (look);
}

char **
weft_look_dup_targets (const WeftLook *look)
{
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();

  if (look->columns == NULL)
    return NULL;
  for (guint i = 0; i < look->columns->len; i++)
    {
      const WeftLookColumn *column = look->columns->pdata[i];

      if (column->may_be_class || column->may_be_number)
        g_strv_builder_add (names, column->name);
    }
  return g_strv_builder_end (names);
}

WeftDataChoice *
weft_data_choice_new (const char *path)
{
  WeftDataChoice *choice = g_new0 (WeftDataChoice, 1);

  choice->path = g_strdup (path);
  choice->keep = g_ptr_array_new_with_free_func (g_free);
  choice->leave_out = g_ptr_array_new_with_free_func (g_free);
  return choice;
}

static void
copy_names (GPtrArray *to, const GPtrArray *from)
{
  for (guint i = 0; i < from->len; i++)
    g_ptr_array_add (to, g_strdup (from->pdata[i]));
}

WeftDataChoice *
weft_data_choice_dup (const WeftDataChoice *choice)
{
  WeftDataChoice *copy = weft_data_choice_new (choice->path);

  copy->is_away = choice->is_away;
  copy->target = g_strdup (choice->target);
  copy->task = choice->task;
  copy_names (copy->keep, choice->keep);
  copy_names (copy->leave_out, choice->leave_out);
  copy->targets = g_strdupv (choice->targets);
  return copy;
}

void
weft_data_choice_free (WeftDataChoice *choice)
{
  g_free (choice->path);
  g_free (choice->target);
  g_ptr_array_unref (choice->keep);
  g_ptr_array_unref (choice->leave_out);
  g_strfreev (choice->targets);
  g_free (choice);
}

static void
remove_name (GPtrArray *names, const char *name)
{
  for (guint i = names->len; i > 0; i--)
    if (strcmp (names->pdata[i - 1], name) == 0)
      g_ptr_array_remove_index (names, i - 1);
}

static gboolean
holds_folders (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  gboolean found = FALSE;
  const char *name;

  while (dir != NULL && !found && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *inner = g_build_filename (path, name, NULL);

      found = *name != '.' && g_file_test (inner, G_FILE_TEST_IS_DIR);
    }
  return found;
}

void
weft_data_choice_go_up (WeftDataChoice *choice)
{
  char *folder = g_path_get_dirname (choice->path);

  if (!holds_folders (folder))
    {
      g_autofree char *class = folder;

      folder = g_path_get_dirname (class);
    }
  g_free (choice->path);
  choice->path = folder;
}

void
weft_data_choice_set_role (WeftDataChoice *choice, const char *column, WeftLookRole role)
{
  remove_name (choice->keep, column);
  remove_name (choice->leave_out, column);
  if (role == WEFT_LOOK_FEATURE)
    g_ptr_array_add (choice->keep, g_strdup (column));
  if (role == WEFT_LOOK_LEFT_OUT)
    g_ptr_array_add (choice->leave_out, g_strdup (column));
  if (role != WEFT_LOOK_TARGET)
    return;
  g_free (choice->target);
  choice->target = g_strdup (column);
  choice->task = WEFT_LOOK_AUTO;
}
