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
  g_strfreev (column->types);
  g_strfreev (column->type_titles);
  g_free (column);
}

void
weft_look_setting_free (WeftLookSetting *setting)
{
  g_free (setting->option);
  g_strfreev (setting->choices);
  g_strfreev (setting->titles);
  g_free (setting->value);
  g_free (setting);
}

void
weft_look_free (WeftLook *look)
{
  g_free (look->name);
  g_clear_pointer (&look->columns, g_ptr_array_unref);
  g_clear_pointer (&look->settings, g_ptr_array_unref);
  g_strfreev (look->notes);
  g_free (look->problem);
  g_clear_pointer (&look->dataset, weft_dataset_unref);
  g_free (look);
}

const WeftLookColumn *
weft_look_find_target (const WeftLook *look)
{
  for (guint i = 0; look->columns != NULL && i < look->columns->len; i++)
    {
      const WeftLookColumn *column = look->columns->pdata[i];

      if (column->role == WEFT_LOOK_TARGET)
        return column;
    }
  return NULL;
}

guint
weft_look_count_targets (const WeftLook *look)
{
  guint n = 0;

  for (guint i = 0; look->columns != NULL && i < look->columns->len; i++)
    n += ((const WeftLookColumn *) look->columns->pdata[i])->role == WEFT_LOOK_TARGET;
  return n;
}

/* The targets as the option names them, with this column among them or not. */
static char *
join_targets (const WeftLook *look, guint column, gboolean is_one)
{
  GString *names = g_string_new (NULL);

  for (guint i = 0; i < look->columns->len; i++)
    {
      const WeftLookColumn *other = look->columns->pdata[i];

      if (i == column ? is_one : other->role == WEFT_LOOK_TARGET)
        g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", other->name);
    }
  return g_string_free (names, FALSE);
}

char *
weft_look_join_targets (const WeftLook *look)
{
  return join_targets (look, look->columns->len, FALSE);
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

      if (column->may_be_class || column->may_be_number || column->may_be[WEFT_LOOK_TARGET])
        g_strv_builder_add (names, column->name);
    }
  return g_strv_builder_end (names);
}

char **
weft_look_dup_cures (const WeftLook *look)
{
  char **cures = look->dataset != NULL ? look->dataset->cures : NULL;
  g_autoptr (GStrvBuilder) list = g_strv_builder_new ();

  for (guint i = 0; cures != NULL && cures[i] != NULL; i += 3)
    if (strcmp (cures[i + 1], "weights") != 0)
      g_strv_builder_add_many (list, cures[i], cures[i + 1], cures[i + 2], NULL);
  return g_strv_builder_end (list);
}

/* --- what is asked for --- */

/* How a role is asked for. */
static const struct
{
  const char *option;
  gboolean says_parts; /* one column of all does */
} roles[WEFT_LOOK_N_ROLES] = {
  [WEFT_LOOK_FEATURE] = { "keep" },       [WEFT_LOOK_TARGET] = { "target" },
  [WEFT_LOOK_ALSO] = { "target" },        [WEFT_LOOK_PART] = { "part", TRUE },
  [WEFT_LOOK_GROUP] = { "group", TRUE },  [WEFT_LOOK_TIME] = { "time", TRUE },
  [WEFT_LOOK_LEFT_OUT] = { "leave-out" },
};

static void
wish_free (gpointer data)
{
  WeftWish *wish = data;

  g_free (wish->option);
  g_free (wish->value);
  g_free (wish);
}

WeftDataChoice *
weft_data_choice_new (const char *path)
{
  WeftDataChoice *choice = g_new0 (WeftDataChoice, 1);

  choice->path = g_strdup (path);
  choice->wishes = g_ptr_array_new_with_free_func (wish_free);
  return choice;
}

WeftDataChoice *
weft_data_choice_dup (const WeftDataChoice *choice)
{
  WeftDataChoice *copy = weft_data_choice_new (choice->path);

  copy->is_away = choice->is_away;
  for (guint i = 0; i < choice->wishes->len; i++)
    {
      const WeftWish *wish = choice->wishes->pdata[i];

      weft_data_choice_add (copy, wish->option, wish->value);
    }
  copy->targets = g_strdupv (choice->targets);
  return copy;
}

void
weft_data_choice_free (WeftDataChoice *choice)
{
  g_free (choice->path);
  g_ptr_array_unref (choice->wishes);
  g_strfreev (choice->targets);
  g_free (choice);
}

/* value NULL: any. */
static const WeftWish *
find_wish (const WeftDataChoice *choice, const char *option, const char *value)
{
  for (guint i = 0; i < choice->wishes->len; i++)
    {
      const WeftWish *wish = choice->wishes->pdata[i];

      if (strcmp (wish->option, option) == 0 && (value == NULL || strcmp (wish->value, value) == 0))
        return wish;
    }
  return NULL;
}

static void
withdraw (WeftDataChoice *choice, const char *option, const char *value)
{
  const WeftWish *wish;

  while ((wish = find_wish (choice, option, value)) != NULL)
    g_ptr_array_remove (choice->wishes, (gpointer) wish);
}

void
weft_data_choice_add (WeftDataChoice *choice, const char *option, const char *value)
{
  WeftWish *wish = g_new (WeftWish, 1);

  *wish = (WeftWish){ g_strdup (option), g_strdup (value) };
  withdraw (choice, option, value);
  g_ptr_array_add (choice->wishes, wish);
}

void
weft_data_choice_set (WeftDataChoice *choice, const char *option, const char *value)
{
  withdraw (choice, option, NULL);
  if (value != NULL)
    weft_data_choice_add (choice, option, value);
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
  for (WeftLookRole other = 0; other < WEFT_LOOK_N_ROLES; other++)
    {
      if (other != WEFT_LOOK_TARGET && other != WEFT_LOOK_ALSO)
        withdraw (choice, roles[other].option, column);
      if (roles[role].says_parts && roles[other].says_parts)
        withdraw (choice, roles[other].option, NULL);
    }
  if (role == WEFT_LOOK_TARGET)
    {
      withdraw (choice, "target", NULL);
      withdraw (choice, "task", NULL);
    }
  weft_data_choice_add (choice, roles[role].option, column);
}

void
weft_data_choice_set_column (WeftDataChoice *choice, const WeftLook *look, guint column,
                             WeftLookRole role)
{
  const WeftLookColumn *of = look->columns->pdata[column];
  gboolean is_more = role == WEFT_LOOK_ALSO;
  g_autofree char *names = NULL;

  if (is_more || (of->role == WEFT_LOOK_TARGET && role != WEFT_LOOK_TARGET))
    {
      names = join_targets (look, column, is_more);
      weft_data_choice_set_role (choice, of->name, is_more ? WEFT_LOOK_TARGET : role);
      weft_data_choice_set (choice, "target", names);
    }
  else
    weft_data_choice_set_role (choice, of->name, role);
}

void
weft_data_choice_cure (WeftDataChoice *choice, const char *option, const char *value)
{
  for (WeftLookRole role = 0; role < WEFT_LOOK_N_ROLES; role++)
    if (strcmp (roles[role].option, option) == 0)
      {
        weft_data_choice_set_role (choice, value, role);
        return;
      }
  if (strcmp (option, "merge") != 0) /* of these there may be several */
    withdraw (choice, option, NULL);
  weft_data_choice_add (choice, option, value);
}

/* "COLUMN=TYPE": a name may have = in it, a type has none. */
static gboolean
is_of_column (const char *value, const char *column)
{
  const char *end = strrchr (value, '=');

  return end != NULL && (gsize) (end - value) == strlen (column)
         && strncmp (value, column, (gsize) (end - value)) == 0;
}

void
weft_data_choice_set_type (WeftDataChoice *choice, const char *column, const char *type)
{
  g_autofree char *value = g_strdup_printf ("%s=%s", column, type);

  for (guint i = choice->wishes->len; i > 0; i--)
    {
      const WeftWish *wish = choice->wishes->pdata[i - 1];

      if (strcmp (wish->option, "type") == 0 && is_of_column (wish->value, column))
        g_ptr_array_remove_index (choice->wishes, i - 1);
    }
  if (strcmp (type, "auto") != 0)
    weft_data_choice_add (choice, "type", value);
}
