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

void
weft_sources_remember (const char *sha256, const WeftDataChoice *choice)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *path = dup_path (), *full = g_canonicalize_filename (choice->path, NULL);
  char **targets = choice->targets;

  g_key_file_remove_group (file, sha256, NULL);
  g_key_file_set_string (file, sha256, "path", full);
  g_key_file_set_integer (file, sha256, "task", (int) choice->task);
  if (choice->target != NULL)
    g_key_file_set_string (file, sha256, "target", choice->target);
  set_list (file, sha256, "keep", choice->keep);
  set_list (file, sha256, "leave-out", choice->leave_out);
  if (targets != NULL)
    g_key_file_set_string_list (file, sha256, "targets", (const char *const *) targets,
                                g_strv_length (targets));
  forget_oldest (file);
  g_key_file_save_to_file (file, path, NULL);
}

static void
get_list (GKeyFile *file, const char *group, const char *key, GPtrArray *names)
{
  g_auto (GStrv) list = g_key_file_get_string_list (file, group, key, NULL, NULL);

  for (guint i = 0; list != NULL && list[i] != NULL; i++)
    g_ptr_array_add (names, g_strdup (list[i]));
}

WeftDataChoice *
weft_sources_find (const char *sha256)
{
  g_autoptr (GKeyFile) file = load ();
  g_autofree char *path = g_key_file_get_string (file, sha256, "path", NULL);
  WeftDataChoice *choice;

  if (path == NULL || !g_file_test (path, G_FILE_TEST_EXISTS))
    return NULL;
  choice = weft_data_choice_new (path);
  choice->target = g_key_file_get_string (file, sha256, "target", NULL);
  choice->task = (WeftLookTask) g_key_file_get_integer (file, sha256, "task", NULL);
  choice->targets = g_key_file_get_string_list (file, sha256, "targets", NULL, NULL);
  get_list (file, sha256, "keep", choice->keep);
  get_list (file, sha256, "leave-out", choice->leave_out);
  return choice;
}
