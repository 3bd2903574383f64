/* files: drafts, recent projects and moving a file safely */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/files.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#include "app/user/paths.h"
#include "projects/formats/output.h"
#include "projects/store/open.h"

#define RECENT_MAX 30

void
weft_recent_file_free (WeftRecentFile *file)
{
  g_free (file->path);
  g_free (file->title);
  g_free (file->example);
  g_free (file);
}

static char *
dup_drafts (void)
{
  char *folder = g_build_filename (weft_paths_get_user_dir (), "drafts", NULL);

  g_mkdir_with_parents (folder, 0700);
  return folder;
}

char *
weft_files_dup_draft_path (const char *stem)
{
  g_autofree char *folder = dup_drafts ();

  for (guint n = 1;; n++)
    {
      g_autofree char *base = g_strdup_printf ("%s-%u.weft", stem, n);
      g_autofree char *path = g_build_filename (folder, base, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

char *
weft_files_dup_rescue_folder (void)
{
  return g_build_filename (weft_paths_get_user_dir (), "rescue", NULL);
}

char *
weft_files_dup_rescue_path (const char *of)
{
  g_autofree char *folder = weft_files_dup_rescue_folder ();
  g_autofree char *stem = g_path_get_basename (of);

  g_mkdir_with_parents (folder, 0700);
  if (g_str_has_suffix (stem, ".weft"))
    stem[strlen (stem) - strlen (".weft")] = '\0';
  for (guint n = 1;; n++)
    {
      g_autofree char *base = g_strdup_printf ("%s-%u.weft", stem, n);
      g_autofree char *path = g_build_filename (folder, base, NULL);

      if (!g_file_test (path, G_FILE_TEST_EXISTS))
        return g_steal_pointer (&path);
    }
}

gboolean
weft_files_is_draft (const char *path)
{
  g_autofree char *drafts = dup_drafts ();
  g_autofree char *folder = g_path_get_dirname (path);

  return strcmp (folder, drafts) == 0;
}

static char *
dup_recent_path (void)
{
  return g_build_filename (weft_paths_get_user_dir (), "recent.ini", NULL);
}

static GKeyFile *
load_recent (void)
{
  g_autofree char *path = dup_recent_path ();
  GKeyFile *file = g_key_file_new ();

  g_key_file_load_from_file (file, path, G_KEY_FILE_NONE, NULL);
  return file;
}

static int
compare_recent (gconstpointer a, gconstpointer b)
{
  const WeftRecentFile *x = *(WeftRecentFile *const *) a, *y = *(WeftRecentFile *const *) b;

  return (x->when < y->when) - (x->when > y->when);
}

gint64
weft_files_get_changed (const char *path)
{
  GStatBuf info;

  return g_stat (path, &info) == 0 ? (gint64) info.st_mtime : 0;
}

GPtrArray *
weft_files_list_recent (void)
{
  GPtrArray *list = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_recent_file_free);
  g_autoptr (GKeyFile) recent = load_recent ();
  g_auto (GStrv) groups = g_key_file_get_groups (recent, NULL);

  for (guint i = 0; groups[i] != NULL; i++)
    {
      WeftRecentFile *file;

      if (!g_file_test (groups[i], G_FILE_TEST_IS_REGULAR))
        continue;
      file = g_new0 (WeftRecentFile, 1);
      file->path = g_strdup (groups[i]);
      file->title = g_key_file_get_string (recent, groups[i], "title", NULL);
      file->example = g_key_file_get_string (recent, groups[i], "example", NULL);
      file->when = weft_files_get_changed (groups[i]);
      file->is_draft = weft_files_is_draft (file->path);
      g_ptr_array_add (list, file);
    }
  g_ptr_array_sort (list, compare_recent);
  return list;
}

static void
save_recent (GKeyFile *recent)
{
  g_autofree char *path = dup_recent_path ();

  g_key_file_save_to_file (recent, path, NULL);
}

void
weft_files_add_recent (const char *path, const char *title, const char *example)
{
  g_autoptr (GKeyFile) recent = load_recent ();
  g_autoptr (GPtrArray) list = weft_files_list_recent ();

  if (strpbrk (path, "[]\n") != NULL) /* a key file's group cannot hold them */
    return;
  g_key_file_set_string (recent, path, "title", title != NULL ? title : "");
  if (example != NULL)
    g_key_file_set_string (recent, path, "example", example);
  for (guint i = RECENT_MAX; i < list->len; i++)
    g_key_file_remove_group (recent, ((WeftRecentFile *) g_ptr_array_index (list, i))->path, NULL);
  save_recent (recent);
}

void
weft_files_forget_recent (const char *path)
{
  g_autoptr (GKeyFile) recent = load_recent ();

  if (g_key_file_remove_group (recent, path, NULL))
    save_recent (recent);
}

static gboolean
sync_path (const char *path)
{
  int file = open (path, O_RDONLY | O_CLOEXEC);
  gboolean is_synced = file >= 0 && fsync (file) == 0;

  if (file >= 0)
    close (file);
  return is_synced;
}

gboolean
weft_files_are_same (const char *a, const char *b)
{
  GStatBuf first, second;

  return g_stat (a, &first) == 0 && g_stat (b, &second) == 0 && first.st_dev == second.st_dev
         && first.st_ino == second.st_ino;
}

gboolean
weft_files_check_free (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  if (!weft_open_is_held (path))
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_BUSY, _ ("“%s”: another window of Weft has it open"),
               name);
  return FALSE;
}

/* GIO names what it was writing, which has another name by the time that anybody looks for it. */
static void
name_place (GError *error, const char *part, const char *to)
{
  g_autoptr (GString) message = g_string_new (error->message);
  g_autofree char *shown_part = g_filename_display_name (part);
  g_autofree char *shown = g_filename_display_name (to);

  g_string_replace (message, shown_part, shown, 0);
  g_free (error->message);
  error->message = g_string_free (g_steal_pointer (&message), FALSE);
}

gboolean
weft_files_copy (const char *from, const char *to, GError **error)
{
  g_autofree char *place = weft_output_resolve (to, error);
  g_autofree char *part = NULL, *folder = NULL;
  g_autoptr (GFile) source = g_file_new_for_path (from);
  g_autoptr (GFile) target = NULL;
  g_autoptr (GError) problem = NULL;

  if (place == NULL)
    return FALSE;
  if (weft_files_are_same (from, place))
    return TRUE;
  if (!weft_files_check_free (from, error) || !weft_files_check_free (place, error))
    return FALSE;
  part = g_strconcat (place, ".part", NULL);
  folder = g_path_get_dirname (place);
  target = g_file_new_for_path (part);
  if (!g_file_copy (source, target, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &problem))
    {
      g_unlink (part);
      name_place (problem, part, to);
      g_propagate_error (error, g_steal_pointer (&problem));
      return FALSE;
    }
  if (!sync_path (part) || g_rename (part, place) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", to,
                   g_strerror (errno));
      g_unlink (part);
      return FALSE;
    }
  sync_path (folder);
  return TRUE;
}
