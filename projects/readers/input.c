/* input: the bytes of a file that anybody may have written, under a budget */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/input.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "engine/base/error.h"

#define PIECE (1 << 16)
#define MAX_NAMES 1000000

char *
weft_input_dup_name (const char *path)
{
  return g_filename_display_basename (path);
}

char *
weft_input_dup_stem (const char *path)
{
  char *name = g_filename_display_basename (path);
  char *dot;

  if (g_str_has_suffix (name, ".gz"))
    name[strlen (name) - 3] = '\0';
  dot = strrchr (name, '.');
  if (dot && dot != name)
    *dot = '\0';
  return name;
}

gboolean
weft_input_has_ending (const char *path, const char *const *endings)
{
  g_autofree char *lower = g_ascii_strdown (path, -1);

  for (guint i = 0; endings[i]; i++)
    if (g_str_has_suffix (lower, endings[i]))
      return TRUE;
  return FALSE;
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return strcmp (*(char *const *) a, *(char *const *) b);
}

GPtrArray *
weft_input_list (const char *folder, GError **error)
{
  g_autoptr (GError) inner = NULL;
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &inner);
  g_autoptr (GPtrArray) names = g_ptr_array_new_with_free_func (g_free);
  const char *name;

  if (!dir)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_IO, inner->message);
      return NULL;
    }
  while ((name = g_dir_read_name (dir)) && names->len < MAX_NAMES)
    if (name[0] != '.')
      g_ptr_array_add (names, g_strdup (name));
  g_ptr_array_sort (names, compare_names);
  return g_steal_pointer (&names);
}

static gboolean
too_big (const char *path, gsize budget, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
               _ ("“%s” holds more than %d MB; choose a smaller part of it."), name,
               (int) (budget >> 20));
  return FALSE;
}

/* A pipe or a device would hang or never end. */
static gboolean
check_file (const char *path, gsize budget, GError **error)
{
  g_autofree char *name = weft_input_dup_name (path);
  GStatBuf about;

  if (g_stat (path, &about) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("There is no file “%s”."), path);
      return FALSE;
    }
  if (!S_ISREG (about.st_mode))
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” is not a file."), name);
      return FALSE;
    }
  if ((guint64) about.st_size > budget)
    return too_big (path, budget, error);
  return TRUE;
}

static gboolean
unpack (const char *path, gsize budget, const char *packed, gsize packed_length, char **bytes,
        gsize *length, GError **error)
{
  g_autoptr (GInputStream) memory
      = g_memory_input_stream_new_from_data (packed, (gssize) packed_length, NULL);
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (zlib));
  g_autoptr (GByteArray) out = g_byte_array_new ();
  g_autoptr (GError) inner = NULL;
  g_autofree char *piece = g_malloc (PIECE);
  gssize n;

  while ((n = g_input_stream_read (stream, piece, PIECE, NULL, &inner)) > 0)
    {
      if (out->len + (gsize) n > budget)
        return too_big (path, budget, error);
      g_byte_array_append (out, (const guint8 *) piece, (guint) n);
    }
  if (n < 0)
    {
      g_autofree char *name = weft_input_dup_name (path);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
                   _ ("“%s” cannot be unpacked: %s. Copy or download it again."), name,
                   inner->message);
      return FALSE;
    }
  *length = out->len;
  g_byte_array_append (out, (const guint8 *) "", 1);
  *bytes = (char *) g_byte_array_free (g_steal_pointer (&out), FALSE);
  return TRUE;
}

gboolean
weft_input_load (const char *path, gsize budget, char **bytes, gsize *length, GError **error)
{
  g_autofree char *contents = NULL;
  g_autoptr (GError) inner = NULL;
  gsize n;

  g_return_val_if_fail (budget <= G_MAXINT32, FALSE);
  if (!check_file (path, budget, error))
    return FALSE;
  if (!g_file_get_contents (path, &contents, &n, &inner))
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_IO, inner->message);
      return FALSE;
    }
  if (n >= 2 && memcmp (contents, "\x1f\x8b", 2) == 0)
    return unpack (path, budget, contents, n, bytes, length, error);
  *bytes = g_steal_pointer (&contents);
  *length = n;
  return TRUE;
}
