/* stranger: what can be said of a file before SQLite has it, without changing anything */
/* SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Why so early: opening a pipe waits for ever; SQLite follows a link; a -wal beside a file is read
 * whatever the file says; and SQLite 3.40 deletes whatever file a journal names at its end. */
#include "projects/store/stranger.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/sentence.h"
#include "projects/store/schema.h"

#define HEADER 100
#define SQLITE_LOCKS                                                                               \
  0x40000000 /* where SQLite's lock bytes begin; the 510 from the third are the shared ones */
#define MAGIC 8
#define MAX_PATH (512 - 8) /* bytes: SQLite's, with room for "-journal" */
#define MAX_NAME (NAME_MAX - 8)

static const guint8 journal_magic[MAGIC] = { 0xd9, 0xd5, 0x05, 0xf9, 0x20, 0xa1, 0x63, 0xd7 };

static gboolean fail (WeftStranger *stranger, WeftErrorCode code, GError **error,
                      const char *format, ...) G_GNUC_PRINTF (4, 5);

static gboolean
fail (WeftStranger *stranger, WeftErrorCode code, GError **error, const char *format, ...)
{
  g_autofree char *what = NULL;
  va_list arguments;

  va_start (arguments, format);
  what = weft_sentence_write (format, arguments);
  va_end (arguments);
  g_set_error (error, WEFT_ERROR, code, _ ("“%s”: %s"), stranger->name, what);
  return FALSE;
}

static gboolean
fail_errno (WeftStranger *stranger, int cause, GError **error)
{
  switch (cause)
    {
    case ENOENT:
    case ENOTDIR:
      return fail (stranger, WEFT_ERROR_NOT_FOUND, error, _ ("there is no such file"));
    case ELOOP:
      return fail (stranger, WEFT_ERROR_FOREIGN, error,
                   _ ("this is a link; open the file that it points to"));
    case EACCES:
    case EPERM:
      return fail (stranger, WEFT_ERROR_IO, error, _ ("it may not be read"));
    default:
      return fail (stranger, WEFT_ERROR_IO, error, "%s", g_strerror (cause));
    }
}

/* --- the path --- */

/* SQLite takes 512 bytes for a path with its journal's ending, and says nothing when it is longer;
 * the journal's name has to fit into a folder too. */
static gboolean
check_path (WeftStranger *stranger, const char *base, GError **error)
{
  gsize path = strlen (stranger->resolved), name = strlen (base);

  if (name > MAX_NAME)
    return fail (stranger, WEFT_ERROR_IO, error,
                 _ ("its name is too long: give it one of at most %d letters, or %d Chinese "
                    "characters"),
                 MAX_NAME - 5, (MAX_NAME - 5) / 3);
  if (path > MAX_PATH)
    return fail (
        stranger, WEFT_ERROR_IO, error,
        _ ("its path is too long with all its folders, %d bytes of at most %d: put it into "
           "a folder that lies less deep"),
        (int) path, MAX_PATH);
  return TRUE;
}

gboolean
weft_stranger_resolve (WeftStranger *stranger, const char *path, GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  char *real = realpath (folder, NULL);
  gboolean is_deep = real == NULL && errno == ENAMETOOLONG;

  stranger->name = g_filename_display_basename (path);
  if (!real)
    return is_deep ? fail (stranger, WEFT_ERROR_IO, error, _ ("its folder lies too deep"))
                   : fail (stranger, WEFT_ERROR_NOT_FOUND, error, _ ("there is no folder for it"));
  stranger->resolved = g_build_filename (real, base, NULL);
  free (real);
  return check_path (stranger, base, error);
}

void
weft_stranger_clear (WeftStranger *stranger)
{
  g_clear_pointer (&stranger->name, g_free);
  g_clear_pointer (&stranger->resolved, g_free);
}

/* --- what lies beside it --- */

static gboolean
read_at (int fd, off_t offset, guint8 *bytes, gsize n)
{
  return pread (fd, bytes, n, offset) == (gssize) n;
}

gboolean
weft_stranger_fail_unfinished (WeftStranger *stranger, GError **error)
{
  return fail (stranger, WEFT_ERROR_UNFINISHED, error,
               _ ("making it was cut off, and nothing is in it; it can be removed"));
}

/* Hot as SQLite sees it: something is in it and its first byte is not zero. Whose it is, is asked
 * once there is a file. */
static gboolean
check_journal (WeftStranger *stranger, int fd, const char *journal, GError **error)
{
  guint8 first = 0, end[MAGIC] = { 0 };
  struct stat at;

  if (fstat (fd, &at) != 0 || !S_ISREG (at.st_mode))
    return fail (stranger, WEFT_ERROR_FOREIGN, error,
                 _ ("beside it lies “%s”, which is not a file"), journal);
  if (at.st_size >= MAGIC && !read_at (fd, at.st_size - MAGIC, end, MAGIC))
    return fail (stranger, WEFT_ERROR_IO, error, _ ("beside it lies “%s”, which cannot be read"),
                 journal);
  if (memcmp (end, journal_magic, MAGIC) == 0)
    return fail (stranger, WEFT_ERROR_FOREIGN, error,
                 _ ("beside it lies “%s”, which names another file"), journal);
  if (at.st_size > 0 && read_at (fd, 0, &first, 1) && first != 0)
    stranger->journal = WEFT_JOURNAL_UNKNOWN;
  return TRUE;
}

gboolean
weft_stranger_check_beside (WeftStranger *stranger, GError **error)
{
  g_autofree char *wal = g_strconcat (stranger->resolved, "-wal", NULL);
  g_autofree char *journal = g_strconcat (stranger->resolved, "-journal", NULL);
  g_autofree char *shown = g_strconcat (stranger->name, "-journal", NULL);
  struct stat at;
  gboolean is_good;
  int fd;

  if (lstat (wal, &at) == 0)
    return fail (stranger, WEFT_ERROR_FOREIGN, error,
                 _ ("beside it lies “%s-wal”, which is not Weft's; move it away"), stranger->name);
  fd = open (journal, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    return TRUE;
  if (fd < 0)
    return fail (stranger, WEFT_ERROR_FOREIGN, error,
                 _ ("beside it lies “%s”, which cannot be used: %s"), shown,
                 errno == ELOOP ? _ ("it is a link") : g_strerror (errno));
  is_good = check_journal (stranger, fd, shown, error);
  close (fd);
  return is_good;
}

/* --- the file --- */

static guint32
big_endian (const guint8 *bytes)
{
  return (guint32) bytes[0] << 24 | (guint32) bytes[1] << 16 | (guint32) bytes[2] << 8 | bytes[3];
}

/* Another process has it for writing; SQLite would say so too, but only after the checks. */
static gboolean
is_locked (int fd)
{
  struct flock lock
      = { .l_type = F_RDLCK, .l_whence = SEEK_SET, .l_start = SQLITE_LOCKS + 2, .l_len = 510 };

  return fcntl (fd, F_GETLK, &lock) == 0 && lock.l_type == F_WRLCK;
}

static gboolean
check_length (WeftStranger *stranger, const guint8 *header, off_t length, GError **error)
{
  /* The number of pages counts when it was written with the last change. */
  gboolean knows_pages = memcmp (header + 24, header + 92, 4) == 0;
  gint64 pages = big_endian (header + 28);

  /* Between a kill and the rollback anything may be true of the end. */
  if (stranger->journal == WEFT_JOURNAL_OURS || stranger->journal == WEFT_JOURNAL_UNKNOWN)
    return TRUE;
  if (stranger->journal == WEFT_JOURNAL_MAKING
      && (length % WEFT_PAGE_SIZE != 0 || length / WEFT_PAGE_SIZE < pages))
    return weft_stranger_fail_unfinished (stranger, error);
  if (length % WEFT_PAGE_SIZE != 0 || (knows_pages && length / WEFT_PAGE_SIZE < pages))
    return fail (stranger, WEFT_ERROR_DAMAGED, error, _ ("the end of the file is missing"));
  if (length / WEFT_PAGE_SIZE > WEFT_MAX_PAGES)
    return fail (stranger, WEFT_ERROR_FOREIGN, error, _ ("it is larger than a project can be"));
  return TRUE;
}

static gboolean
check_header (WeftStranger *stranger, const guint8 *header, off_t length, GError **error)
{
  if (memcmp (header, "SQLite format 3", 16) != 0
      || big_endian (header + 68) != WEFT_APPLICATION_ID)
    return fail (stranger, WEFT_ERROR_FOREIGN, error, _ ("this is not a Weft project"));
  stranger->format = (int) MIN (big_endian (header + 60), (guint32) G_MAXINT);
  if (stranger->format > WEFT_FORMAT)
    {
      /* The name of a version, not a count: without the language's commas. */
      g_autofree char *found = g_strdup_printf ("%d", stranger->format);

      return fail (stranger, WEFT_ERROR_NEWER, error,
                   _ ("it has format %s; this one reads up to %d"), found, WEFT_FORMAT);
    }
  if (stranger->format < 1 || ((header[16] << 8) | header[17]) != WEFT_PAGE_SIZE || header[18] != 1
      || header[19] != 1)
    return fail (stranger, WEFT_ERROR_FOREIGN, error, _ ("another program has changed it"));
  return check_length (stranger, header, length, error);
}

static void
judge_journal (WeftStranger *stranger, int fd)
{
  g_autofree char *journal = g_strconcat (stranger->resolved, "-journal", NULL);
  int beside = open (journal, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);

  if (beside < 0)
    return;
  stranger->journal = weft_rollback_judge (fd, beside);
  close (beside);
}

static gboolean
examine (WeftStranger *stranger, int fd, GError **error)
{
  guint8 header[HEADER];
  struct stat at;

  if (fstat (fd, &at) != 0)
    return fail_errno (stranger, errno, error);
  if (!S_ISREG (at.st_mode))
    return fail (stranger, WEFT_ERROR_FOREIGN, error, _ ("this is not a file"));
  stranger->device = at.st_dev;
  stranger->inode = at.st_ino;
  if (is_locked (fd))
    return fail (stranger, WEFT_ERROR_BUSY, error, _ ("another program has it open"));
  if (!weft_stranger_check_beside (stranger, error))
    return FALSE;
  if (stranger->journal != WEFT_JOURNAL_NONE)
    judge_journal (stranger, fd);
  if (at.st_size == 0 && stranger->journal == WEFT_JOURNAL_NONE)
    return fail (stranger, WEFT_ERROR_UNFINISHED, error,
                 _ ("the file is empty: making or copying it was cut off; it can be removed"));
  if (at.st_size == 0 || (at.st_size < HEADER && stranger->journal == WEFT_JOURNAL_MAKING))
    return weft_stranger_fail_unfinished (stranger, error);
  if (at.st_size < HEADER || !read_at (fd, 0, header, HEADER))
    return fail (stranger, WEFT_ERROR_FOREIGN, error, _ ("this is not a Weft project"));
  return check_header (stranger, header, at.st_size, error);
}

gboolean
weft_stranger_examine (WeftStranger *stranger, const char *path, GError **error)
{
  gboolean is_good;
  int fd;

  if (!weft_stranger_resolve (stranger, path, error))
    return FALSE;
  fd = open (stranger->resolved, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0)
    return fail_errno (stranger, errno, error);
  is_good = examine (stranger, fd, error);
  close (fd);
  return is_good;
}

/* --- a journal of something else --- */

static gboolean
rename_to_new (const char *from, const char *to)
{
  if (renameat2 (AT_FDCWD, from, AT_FDCWD, to, RENAME_NOREPLACE) == 0)
    return TRUE;
  if (errno != EINVAL && errno != ENOSYS) /* which say that the file system cannot */
    return FALSE;
  if (access (to, F_OK) == 0)
    {
      errno = EEXIST;
      return FALSE;
    }
  return rename (from, to) == 0;
}

static void
sync_folder (const char *path)
{
  g_autofree char *folder = g_path_get_dirname (path);
  int fd = open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

  if (fd < 0)
    return;
  fsync (fd);
  close (fd);
}

gboolean
weft_stranger_set_aside (WeftStranger *stranger, char **kept, GError **error)
{
  g_autofree char *journal = g_strconcat (stranger->resolved, "-journal", NULL);

  for (int i = 1; i < 1000; i++)
    {
      g_autofree char *to = g_strdup_printf ("%s.kept-%d", journal, i);

      if (rename_to_new (journal, to))
        {
          sync_folder (journal);
          *kept = g_filename_display_basename (to);
          return TRUE;
        }
      if (errno != EEXIST)
        break;
    }
  return fail (stranger, WEFT_ERROR_IO, error,
               _ ("beside it lies “%s-journal”, which does not belong to it and cannot be set "
                  "aside: %s"),
               stranger->name, g_strerror (errno));
}
