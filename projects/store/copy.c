/* copy: whole project files that nobody has open, copied and removed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/copy.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "projects/store/open.h"
#include "projects/store/schema.h"

/* --- bytes --- */

static gboolean
write_all (int fd, const char *bytes, gssize n)
{
  while (n > 0)
    {
      gssize written = write (fd, bytes, (gsize) n);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      bytes += written;
      n -= written;
    }
  return TRUE;
}

/* The kernel copies where it can, and shares the blocks where the file system can. */
static gboolean
copy_bytes (int in, int out)
{
  g_autofree char *block = NULL;
  gssize n;

  while ((n = copy_file_range (in, NULL, out, NULL, 1 << 24, 0)) > 0)
    ;
  if (n == 0)
    return TRUE;
  block = g_malloc (WEFT_CHUNK);
  if (lseek (in, 0, SEEK_SET) != 0 || ftruncate (out, 0) != 0 || lseek (out, 0, SEEK_SET) != 0)
    return FALSE;
  while ((n = read (in, block, WEFT_CHUNK)) > 0)
    if (!write_all (out, block, n))
      return FALSE;
  return n == 0;
}

gboolean
weft_copy_fill (int fd, const WeftStranger *stranger, gboolean with_journal)
{
  g_autofree char *journal = g_strconcat (stranger->resolved, "-journal", NULL);
  int in = open (stranger->resolved, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
  int beside = -1;
  gboolean is_good = in >= 0 && copy_bytes (in, fd);

  if (is_good && with_journal)
    {
      beside = open (journal, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
      is_good = beside >= 0 && weft_rollback_play (fd, beside);
    }
  if (in >= 0)
    close (in);
  if (beside >= 0)
    close (beside);
  return is_good;
}

/* --- a copy to work on --- */

static gboolean
fail (const char *path, GError **error)
{
  g_autofree char *name = g_filename_display_basename (path);

  g_set_error (error, WEFT_ERROR,
               errno == EEXIST                      ? WEFT_ERROR_EXISTS
               : errno == ENOSPC || errno == EDQUOT ? WEFT_ERROR_FULL
                                                    : WEFT_ERROR_IO,
               _ ("“%s” cannot be made here: %s"), name, g_strerror (errno));
  return FALSE;
}

static gboolean
write_copy (const WeftStranger *stranger, gboolean with_journal, const char *to, GError **error)
{
  int fd = open (to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  gboolean is_good;

  if (fd < 0)
    return fail (to, error);
  is_good = (weft_copy_fill (fd, stranger, with_journal) && fsync (fd) == 0) || fail (to, error);
  close (fd);
  if (!is_good)
    g_unlink (to);
  return is_good;
}

gboolean
weft_store_copy (const char *from, const char *to, gboolean *was_cut, GError **error)
{
  WeftStranger stranger = { 0 };
  WeftOpened opened = { 0 };
  gboolean is_good = weft_open_file (&opened, from, WEFT_STORE_READ, error);

  /* That it opens says that it is sound, and whether its journal counts. */
  *was_cut = is_good && opened.was_cut;
  weft_opened_clear (&opened);
  is_good = is_good && weft_stranger_examine (&stranger, from, error)
            && write_copy (&stranger, *was_cut, to, error);
  weft_stranger_clear (&stranger);
  return is_good;
}

/* --- what was never whole --- */

gboolean
weft_store_remove_unfinished (const char *path, GError **error)
{
  g_autoptr (GError) cause = NULL;
  WeftOpened opened = { 0 };

  if (weft_open_file (&opened, path, WEFT_STORE_READ, &cause))
    {
      g_autofree char *name = g_filename_display_basename (path);

      weft_opened_clear (&opened);
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID,
                   _ ("“%s” is finished, and is not removed"), name);
      return FALSE;
    }
  if (!g_error_matches (cause, WEFT_ERROR, WEFT_ERROR_UNFINISHED))
    {
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }
  weft_remove_file (path);
  return TRUE;
}
