/* sources: from which file on this computer a data set was read, and how */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/sources.h"

#include <string.h>

#include "app/user/paths.h"
#include "projects/readers/read-options.h"

#define MAX_SOURCES 300

static char *
dup_path (void)
{
  return g_build_filename (weft_paths_get_user_dir (), "sources.ini", NULL);
}

static GKeyFile *
load (void)
{
  g_autofree char *path = dup_path ();
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

/* The oldest stand first. */
static void
forget_oldest (GKeyFile *file)
{
  gsize n;
  g_auto (GStrv) groups = g_key_file_get_groups (file, &n);

  for (gsize i = 0; i + MAX_SOURCES < n; i++)
    g_key_file_remove_group (file, groups[i], NULL);
}

/* Of each option a list of its values. */
static void
set_wishes (GKeyFile *file, const char *group, const WeftDataChoice *choice)
{
  for (guint i = 0; i < choice->wishes->len; i++)
    {
      const WeftWish *wish = choice->wishes->pdata[i];
      g_autoptr (GPtrArray) values = g_ptr_array_new ();

      for (guint j = 0; j < choice->wishes->len; j++)
        {
          const WeftWish *other = choice->wishes->pdata[j];

          if (strcmp (other->option, wish->option) == 0)
            g_ptr_array_add (values, other->value);
        }
      g_key_file_set_string_list (file, group, wish->option, (const char *const *) values->pdata,
                                  values->len);
    }
}

static void
set_choice (GKeyFile *file, const char *group, const char *path, const WeftDataChoice *choice)
{
  char **targets = choice->targets;

  g_key_file_remove_group (file, group, NULL);
  g_key_file_set_string (file, group, "path", path);
  set_wishes (file, group, choice);
  if (targets != NULL)
    g_key_file_set_string_list (file, group, "targets", (const char *const *) targets,
                                g_strv_length (targets));
}

static char *
dup_view_key (const char *sha256)
{
  return g_strdup_printf ("source:%s", sha256);
}

/* Of the path only its end: where it lies on one computer says nothing on another. */
static void
remember_in_project (WeftStore *store, const char *sha256, const WeftDataChoice *choice)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *key = dup_view_key (sha256), *name = g_path_get_basename (choice->path);
  g_autofree char *text = NULL;

  set_choice (file, "source", name, choice);
  text = g_key_file_to_data (file, NULL, NULL);
  weft_store_set_view (store, key, g_variant_new_string (text));
}

void
weft_sources_remember (WeftStore *store, const char *sha256, const WeftDataChoice *choice)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *path = dup_path (), *full = g_canonicalize_filename (choice->path, NULL);

  set_choice (file, sha256, full, choice);
  forget_oldest (file);
  g_key_file_save_to_file (file, path, NULL);
  remember_in_project (store, sha256, choice);
}

/* Tasks were numbers once. */
static const char *
get_value (const char *option, const char *value)
{
  static const char *const tasks[] = { NULL, "number", "class" };
  gboolean is_old = strcmp (option, "task") == 0 && g_ascii_isdigit (*value);

  return !is_old ? value : *value >= '1' && *value <= '2' ? tasks[*value - '0'] : NULL;
}

static void
get_wishes (GKeyFile *file, const char *group, const char *option, WeftDataChoice *choice)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, option, NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    if (get_value (option, list[i]) != NULL)
      weft_data_choice_add (choice, option, get_value (option, list[i]));
}

static WeftDataChoice *
get_choice (GKeyFile *file, const char *group)
{
  g_autofree char *path = g_key_file_get_string (file, group, "path", NULL);
  WeftDataChoice *choice = path != NULL ? weft_data_choice_new (path) : NULL;
  g_auto (GStrv) keys = g_key_file_get_keys (file, group, NULL, NULL);

  if (choice == NULL)
    return NULL;
  choice->targets = g_key_file_get_string_list (file, group, "targets", NULL, NULL);
  for (guint i = 0; keys != NULL && keys[i] != NULL; i++)
    if (weft_read_options_knows (keys[i]))
      get_wishes (file, group, keys[i], choice);
  return choice;
}

/* What a stranger's project says of a path is but a name. */
static WeftDataChoice *
find_in_project (WeftStore *store, const char *sha256)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autofree char *key = dup_view_key (sha256), *name = NULL;
  g_autoptr (GVariant) text = weft_store_get_view (store, key);
  WeftDataChoice *choice;

  if (text == NULL || !g_variant_is_of_type (text, G_VARIANT_TYPE_STRING)
      || !g_key_file_load_from_data (file, g_variant_get_string (text, NULL), (gsize) -1,
                                     G_KEY_FILE_NONE, NULL))
    return NULL;
  choice = get_choice (file, "source");
  if (choice == NULL)
    return NULL;
  name = choice->path;
  choice->path = g_path_get_basename (name);
  choice->is_away = TRUE;
  return choice;
}

WeftDataChoice *
weft_sources_find (WeftStore *store, const char *sha256)
{
  g_autoptr (GKeyFile) file = load ();
  g_autoptr (WeftDataChoice) choice = get_choice (file, sha256);

  if (choice != NULL && g_file_test (choice->path, G_FILE_TEST_EXISTS))
    return g_steal_pointer (&choice);
  return find_in_project (store, sha256);
}
