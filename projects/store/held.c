/* held: what this process has open: closing any descriptor of such a file would drop its locks */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/held.h"

#include <glib/gi18n-lib.h>
#include <sys/stat.h>

typedef struct
{
  char *key;
  guint readers;
  gboolean has_writer;
} Held;

static GHashTable *held_files; /* main thread */

static char *
key_of (const char *path)
{
  struct stat at;

  if (stat (path, &at) != 0)
    return NULL;
  return g_strdup_printf ("%" G_GUINT64_FORMAT ":%" G_GUINT64_FORMAT, (guint64) at.st_dev,
                          (guint64) at.st_ino);
}

static void
held_free (gpointer data)
{
  Held *held = data;

  g_free (held->key);
  g_free (held);
}

gboolean
weft_held_take (WeftOpened *opened, const char *path, const char *name, WeftStoreAccess access,
                GError **error)
{
  g_autofree char *key = key_of (path);
  Held *held;

  if (!key)
    return TRUE; /* there is no such file: said by who opens it */
  if (!held_files)
    held_files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, held_free);
  held = g_hash_table_lookup (held_files, key);
  if (held && (held->has_writer || access == WEFT_STORE_WRITE))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_BUSY,
                   _ ("“%s”: another window of Weft has it open"), name);
      return FALSE;
    }
  if (!held)
    {
      held = g_new0 (Held, 1);
      held->key = g_strdup (key);
      g_hash_table_insert (held_files, held->key, held);
    }
  held->has_writer = access == WEFT_STORE_WRITE;
  held->readers += access == WEFT_STORE_READ;
  opened->key = g_steal_pointer (&key);
  return TRUE;
}

void
weft_held_drop (WeftOpened *opened)
{
  Held *held = opened->key ? g_hash_table_lookup (held_files, opened->key) : NULL;

  if (held && (held->has_writer || --held->readers == 0))
    g_hash_table_remove (held_files, opened->key);
  g_clear_pointer (&opened->key, g_free);
}

gboolean
weft_open_is_held (const char *path)
{
  g_autofree char *key = key_of (path);

  return key && held_files && g_hash_table_contains (held_files, key);
}

void
weft_opened_move (WeftOpened *opened, const char *path)
{
  g_autofree char *name = g_filename_display_basename (path);

  weft_held_drop (opened);
  weft_held_take (opened, path, name, WEFT_STORE_WRITE, NULL);
}
