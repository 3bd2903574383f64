/* npz: the arrays in a .npz file of NumPy's, which is a zip archive of .npy files
 *
 * Read from its directory, which stands at the end (PKWARE APPNOTE 6.3.10, 4.3). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/arrays/npz.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <unistd.h>

#include "engine/base/error.h"
#include "projects/readers/files/input.h"

#define END_LENGTH 22          /* bytes of the record that ends an archive, without its comment */
#define LONGEST_COMMENT 0xffff /* bytes */
#define LOCATOR_LENGTH 20      /* of where the larger such record is (zip64) */
#define LARGE_END_LENGTH 56    /* of that */
#define ENTRY_LENGTH 46        /* of an entry of the directory, without its name */
#define LOCAL_LENGTH 30        /* of what stands before the bytes themselves */
#define MOST_DIRECTORY ((guint64) 16 << 20)
#define IN_EXTRA 0xffffffffu /* a size that stands elsewhere */

typedef struct
{
  char *name;
  int fd;
  guint64 length;
} Archive;

static void
archive_clear (Archive *archive)
{
  if (archive->fd >= 0)
    close (archive->fd);
  g_free (archive->name);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Archive, archive_clear)

static guint64
number_at (const guint8 *bytes, gsize n)
{
  guint64 number = 0;

  while (n-- > 0)
    number = number << 8 | bytes[n];
  return number;
}

static gboolean
fail (const Archive *archive, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
               _ ("“%s” is no whole archive of arrays: save it again with numpy.savez, or copy it "
                  "again."),
               archive->name);
  return FALSE;
}

static gboolean
read_at (const Archive *archive, guint64 at, gpointer to, gsize n, GError **error)
{
  return (at <= archive->length && n <= archive->length - at
          && pread (archive->fd, to, n, (off_t) at) == (gssize) n)
         || fail (archive, error);
}

static gboolean
begins_with (const guint8 *bytes, const char *sign)
{
  return memcmp (bytes, sign, 4) == 0;
}

/* The same of what begins with that sign. */
static gboolean
read_record (const Archive *archive, guint64 at, const char *sign, guint8 *to, gsize n,
             GError **error)
{
  return read_at (archive, at, to, n, error) && (begins_with (to, sign) || fail (archive, error));
}

/* Where the record that ends the archive begins; −1: nowhere. */
static gint64
find_end (const guint8 *tail, gsize length)
{
  for (gint64 at = (gint64) length - END_LENGTH; at >= 0; at--)
    if (begins_with (tail + at, "PK\5\6"))
      return at;
  return -1;
}

/* Where the directory lies and how long it is. */
static gboolean
find_directory (const Archive *archive, guint64 *first, guint64 *length, GError **error)
{
  gsize n = (gsize) MIN (archive->length, END_LENGTH + LONGEST_COMMENT + LOCATOR_LENGTH);
  g_autofree guint8 *tail = g_malloc (n + 1);
  guint8 large[LARGE_END_LENGTH];
  gint64 end;

  if (!read_at (archive, archive->length - n, tail, n, error))
    return FALSE;
  end = find_end (tail, n);
  if (end < 0)
    return fail (archive, error);
  *length = number_at (tail + end + 12, 4);
  *first = number_at (tail + end + 16, 4);
  if (*length != IN_EXTRA && *first != IN_EXTRA)
    return TRUE;
  if (end < LOCATOR_LENGTH || !begins_with (tail + end - LOCATOR_LENGTH, "PK\6\7"))
    return fail (archive, error);
  if (!read_record (archive, number_at (tail + end - LOCATOR_LENGTH + 8, 8), "PK\6\6", large,
                    sizeof large, error))
    return FALSE;
  *length = number_at (large + 40, 8);
  *first = number_at (large + 48, 8);
  return TRUE;
}

/* Sizes beyond 4 GB stand in a field of their own (4.5.3), those that are wanted alone and in this
 * order. */
static void
take_large (const guint8 *extra, gsize n, guint64 *sizes[3])
{
  for (gsize at = 0, each; at + 4 <= n; at += 4 + each)
    {
      gsize next = at + 4;

      each = (gsize) number_at (extra + at + 2, 2);
      if (number_at (extra + at, 2) != 1)
        continue;
      for (guint i = 0; i < 3; i++)
        if (*sizes[i] == IN_EXTRA && next + 8 <= MIN (n, at + 4 + each))
          {
            *sizes[i] = number_at (extra + next, 8);
            next += 8;
          }
    }
}

/* Where the bytes begin of what the directory says begins at `at`. */
static gboolean
find_bytes (const Archive *archive, guint64 at, guint64 *first, GError **error)
{
  guint8 local[LOCAL_LENGTH];

  if (!read_record (archive, at, "PK\3\4", local, sizeof local, error))
    return FALSE;
  *first = at + LOCAL_LENGTH + number_at (local + 26, 2) + number_at (local + 28, 2);
  return TRUE;
}

static gboolean
take_entry (const Archive *archive, const guint8 *entry, GPtrArray *entries, GError **error)
{
  gsize n_name = (gsize) number_at (entry + 28, 2), n_extra = (gsize) number_at (entry + 30, 2);
  guint64 method = number_at (entry + 10, 2), at = number_at (entry + 42, 4);
  WeftInputPart part = { .length = number_at (entry + 20, 4),
                         .unpacked = number_at (entry + 24, 4),
                         .is_deflated = method == 8 };
  g_autofree char *name = g_strndup ((const char *) entry + ENTRY_LENGTH, n_name);
  WeftNpzEntry *made;

  take_large (entry + ENTRY_LENGTH + n_name, n_extra,
              (guint64 *[3]){ &part.unpacked, &part.length, &at });
  if (!g_str_has_suffix (name, ".npy") || !g_utf8_validate (name, -1, NULL))
    return TRUE;
  if (!find_bytes (archive, at, &part.first, error))
    return FALSE;
  if ((method != 0 && method != 8) || number_at (entry + 8, 2) & 1 || part.first > archive->length
      || part.length > archive->length - part.first
      || part.unpacked > weft_input_measure_unpacked (part.length))
    return fail (archive, error);
  made = g_new0 (WeftNpzEntry, 1);
  made->name = g_strndup (name, strlen (name) - strlen (".npy"));
  made->part = part;
  g_ptr_array_add (entries, made);
  return TRUE;
}

static void
entry_free (gpointer data)
{
  g_free (((WeftNpzEntry *) data)->name);
  g_free (data);
}

GPtrArray *
weft_npz_list (const char *path, GError **error)
{
  g_auto (Archive) archive = { weft_input_dup_shown (path), -1, 0 };
  g_autoptr (GPtrArray) entries = g_ptr_array_new_with_free_func (entry_free);
  g_autofree guint8 *directory = NULL;
  guint64 first, length;

  archive.fd = weft_input_open (path, &archive.length, error);
  if (archive.fd < 0 || !find_directory (&archive, &first, &length, error))
    return NULL;
  if (length > MOST_DIRECTORY)
    return fail (&archive, error), NULL;
  directory = g_malloc (length + 1);
  if (!read_at (&archive, first, directory, length, error))
    return NULL;
  for (guint64 at = 0, each; at < length; at += each)
    {
      const guint8 *entry = directory + at;

      if (length - at < ENTRY_LENGTH || !begins_with (entry, "PK\1\2"))
        return fail (&archive, error), NULL;
      each = ENTRY_LENGTH + number_at (entry + 28, 2) + number_at (entry + 30, 2)
             + number_at (entry + 32, 2);
      if (each > length - at)
        return fail (&archive, error), NULL;
      if (!take_entry (&archive, entry, entries, error))
        return NULL;
    }
  return g_steal_pointer (&entries);
}
