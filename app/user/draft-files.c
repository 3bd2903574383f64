/* draft-files: renaming and removing projects that have no place of their own yet
 *
 * What is removed is put aside until its undo has passed. A program that ends before leaves it
 * there; it goes when something else is removed a day later. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/user/draft-files.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>

#include "app/user/files.h"
#include "app/user/paths.h"
#include "engine/base/error.h"
#include "projects/store/store.h"

#define KEPT_FOR (24 * 3600) /* s */

gboolean
weft_drafts_rename (const char *path, const char *title, GError **error)
{
  WeftStore *store;

  if (!weft_files_check_free (path, error))
    return FALSE;
  store = weft_store_open (path, WEFT_STORE_WRITE, error);
  if (store == NULL)
    return FALSE;
  weft_store_set_title (store, title);
  if (!weft_store_close (store, error))
    return FALSE;
  weft_files_add_recent (path, title, NULL);
  return TRUE;
}

/* FALSE when somebody has it open. One that cannot be opened for another reason can be removed. */
static gboolean
settle (const char *path, GError **error)
{
  g_autoptr (GError) problem = NULL;
  WeftStore *store;

  if (!weft_files_check_free (path, error))
    return FALSE;
  store = weft_store_open (path, WEFT_STORE_WRITE, &problem);
  if (store != NULL)
    return weft_store_close (store, error);
  if (!g_error_matches (problem, WEFT_ERROR, WEFT_ERROR_BUSY))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&problem));
  return FALSE;
}

/* With the journal that may lie beside it. */
static gboolean
move (const char *from, const char *to, GError **error)
{
  g_autofree char *journal = g_strconcat (from, "-journal", NULL);
  g_autofree char *new_journal = g_strconcat (to, "-journal", NULL);
  g_autofree char *name = g_filename_display_basename (from);

  if (g_rename (from, to) != 0)
    {
      g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "%s: %s", name,
                   g_strerror (errno));
      return FALSE;
    }
  g_rename (journal, new_journal);
  return TRUE;
}

static void
remove_kept (const char *kept)
{
  g_autofree char *journal = g_strconcat (kept, "-journal", NULL);

  g_unlink (kept);
  g_unlink (journal);
}

static void
remove_old (const char *folder)
{
  GDir *dir = g_dir_open (folder, 0, NULL);

  for (const char *name; dir != NULL && (name = g_dir_read_name (dir)) != NULL;)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gint64 removed = g_ascii_strtoll (name, NULL, 10);

      if (removed > 0 && removed + KEPT_FOR < g_get_real_time () / G_USEC_PER_SEC)
        g_unlink (path);
    }
  g_clear_pointer (&dir, g_dir_close);
}

char *
weft_drafts_remove (const char *path, GError **error)
{
  g_autofree char *folder = g_build_filename (weft_paths_get_user_dir (), "removed", NULL);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name
      = g_strdup_printf ("%" G_GINT64_FORMAT "-%" G_GINT64_FORMAT "-%s",
                         g_get_real_time () / G_USEC_PER_SEC, g_get_monotonic_time (), base);
  g_autofree char *kept = g_build_filename (folder, name, NULL);

  g_mkdir_with_parents (folder, 0700);
  remove_old (folder);
  if (!settle (path, error) || !move (path, kept, error))
    return NULL;
  return g_steal_pointer (&kept);
}

gboolean
weft_drafts_restore (const char *kept, const char *path, GError **error)
{
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    return move (kept, path, error);
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_EXISTS, "%s", path); /* a new one has its name */
  return FALSE;
}

void
weft_drafts_forget (const char *kept, const char *path)
{
  remove_kept (kept);
  if (!g_file_test (path, G_FILE_TEST_EXISTS))
    weft_files_forget_recent (path);
}
