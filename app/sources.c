/* sources: from which file on this computer a data set was read, and how */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/sources.h"

#include "app/paths.h"

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

static void
set_list (GKeyFile *file, const char *group, const char *key, const GPtrArray *names)
{
  g_key_file_set_string_list (file, group, key, (const char *const *) names->pdata, names->len);
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

static void
set_choice (GKeyFile *file, const char *group, const char *path, const WeftDataChoice *choice)
{
  char **targets = choice->targets;

  g_key_file_remove_group (file, group, NULL);
  g_key_file_set_string (file, group, "path", path);
  g_key_file_set_integer (file, group, "task", (int) choice->task);
  if (choice->target != NULL)
    g_key_file_set_string (file, group, "target", choice->target);
  set_list (file, group, "keep", choice->keep);
  set_list (file, group, "leave-out", choice->leave_out);
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

static void
get_list (GKeyFile *file, const char *group, const char *key, GPtrArray *names)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, key, NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (list[i]));
}

static WeftDataChoice *
get_choice (GKeyFile *file, const char *group)
{
  g_autofree char *path = g_key_file_get_string (file, group, "path", NULL);
  int task = g_key_file_get_integer (file, group, "task", NULL);
  WeftDataChoice *choice = path != NULL ? weft_data_choice_new (path) : NULL;

  if (choice == NULL)
    return NULL;
  choice->target = g_key_file_get_string (file, group, "target", NULL);
  choice->task = (WeftLookTask) CLAMP (task, WEFT_LOOK_AUTO, WEFT_LOOK_CLASS);
  choice->targets = g_key_file_get_string_list (file, group, "targets", NULL, NULL);
  get_list (file, group, "keep", choice->keep);
  get_list (file, group, "leave-out", choice->leave_out);
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
