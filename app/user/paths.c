/* paths: where the program's own files and the user's lie */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/paths.h"

#include <glib/gstdio.h>

#include "config.h"

static char *user_dir;

char *
weft_paths_dup_program (void)
{
  g_autoptr (GError) error = NULL;
  char *program = g_file_read_link ("/proc/self/exe", &error);

  return program != NULL ? program : g_strdup (g_get_prgname ());
}

/* The folder with share/weft in it, or NULL when the program runs in its build folder. */
static char *
find_prefix (void)
{
  g_autofree char *program = weft_paths_dup_program ();
  g_autofree char *bin = g_path_get_dirname (program);
  g_autofree char *prefix = g_path_get_dirname (bin);
  g_autofree char *probe = g_build_filename (prefix, "share", "weft", "gallery", NULL);

  return g_file_test (probe, G_FILE_TEST_IS_DIR) ? g_steal_pointer (&prefix) : NULL;
}

static const char *
find_folder (char **cache, const char *installed, const char *uninstalled)
{
  g_autofree char *prefix = NULL;

  if (*cache != NULL)
    return *cache;
  prefix = find_prefix ();
  *cache = prefix != NULL ? g_build_filename (prefix, "share", installed, NULL)
                          : g_strdup (uninstalled);
  return *cache;
}

const char *
weft_paths_get_gallery (void)
{
  static char *folder;

  return find_folder (&folder, "weft/gallery", WEFT_SOURCE_DIR "/projects/gallery");
}

const char *
weft_paths_get_bench (void)
{
  static char *folder;

  return find_folder (&folder, "weft/bench", WEFT_SOURCE_DIR "/resources/bench");
}

const char *
weft_paths_get_locale (void)
{
  static char *folder;

  return find_folder (&folder, "locale", WEFT_BUILD_DIR "/po");
}

const char *
weft_paths_get_schemas (void)
{
  static char *folder;

  return find_folder (&folder, "glib-2.0/schemas", WEFT_BUILD_DIR "/resources");
}

void
weft_paths_set_user_dir (const char *folder)
{
  g_free (user_dir);
  user_dir = g_canonicalize_filename (folder, NULL);
}

const char *
weft_paths_get_user_dir (void)
{
  if (user_dir == NULL)
    user_dir = g_build_filename (g_get_user_data_dir (), "weft", NULL);
  g_mkdir_with_parents (user_dir, 0700);
  return user_dir;
}
