/* output: a file written for somebody outside Weft: whole or not at all, and only where a file is
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/output.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "projects/store/open.h"

#define MAX_LINKS 40
#define PIPE_PATIENCE (3 * G_USEC_PER_SEC) /* for anybody to read a pipe that has a name */

static gboolean
fail (const char *path, const char *why, GError **error)
{
  g_autofree char *shown = weft_brief (path, WEFT_BRIEF_PATH);

  g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("%s could not be written: %s"), shown, why);
  return FALSE;
}

gboolean
weft_output_check_size (guint64 bytes, GError **error)
{
  g_autofree char *size = g_format_size (bytes), *most = g_format_size (WEFT_OUTPUT_MOST);

  if (bytes <= WEFT_OUTPUT_MOST)
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_UNSUPPORTED,
               /* Translators: two sizes, "4.3 GB" */
               _ ("These numbers come to %s; a file of them may have %s at the most."), size, most);
  return FALSE;
}

/* --- where it goes --- */

typedef struct
{
  char *path; /* after all links, also where the last one leads to nothing yet */
  int fd;     /* what the path names is open already: /dev/stdout, /dev/fd/3; else −1 */
  gboolean is_there, is_stream;
  mode_t mode; /* of what is there */
} Place;

static void
place_clear (Place *place)
{
  g_clear_pointer (&place->path, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Place, place_clear)

static gboolean
is_descriptor (const char *path, int *fd)
{
  static const char *const folders[] = { "/proc/self/fd/", "/dev/fd/" };
  guint64 number;

  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    if (g_str_has_prefix (path, folders[i])
        && g_ascii_string_to_unsigned (path + strlen (folders[i]), 10, 0, G_MAXINT, &number, NULL))
      {
        *fd = (int) number;
        return TRUE;
      }
  return FALSE;
}

/* FALSE: a circle. */
static gboolean
follow_links (Place *place, const char *path)
{
  place->path = g_strdup (path);
  for (int i = 0; i < MAX_LINKS; i++)
    {
      g_autofree char *folder = g_path_get_dirname (place->path), *target = NULL;

      if (is_descriptor (place->path, &place->fd))
        return TRUE;
      target = g_file_read_link (place->path, NULL);
      if (target == NULL)
        return TRUE;
      g_free (place->path);
      place->path = g_path_is_absolute (target) ? g_strdup (target)
                                                : g_build_filename (folder, target, NULL);
    }
  return FALSE;
}

/* Whether the file at the path is a project, by its first bytes; one that is open here is not
 * opened for that. */
static gboolean
is_project (const char *path)
{
  static const char magic[] = "SQLite format 3";
  char start[sizeof magic];
  int fd;
  gssize n;

  if (weft_open_is_held (path))
    return TRUE;
  fd = open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  n = fd >= 0 ? read (fd, start, sizeof start) : -1;
  if (fd >= 0)
    close (fd);
  return n == (gssize) sizeof start && memcmp (start, magic, sizeof magic) == 0;
}

static gboolean
find_place (Place *place, const char *path, GError **error)
{
  struct stat info;

  place->fd = -1;
  if (!follow_links (place, path))
    return fail (path, _ ("its links lead round in a circle"), error);
  if (place->fd >= 0)
    return TRUE;
  if (stat (place->path, &info) != 0)
    return errno == ENOENT || fail (path, g_strerror (errno), error);
  if (S_ISDIR (info.st_mode))
    return fail (path, _ ("it is a folder"), error);
  if (S_ISBLK (info.st_mode))
    return fail (path, _ ("it is a disk"), error);
  place->is_there = TRUE;
  place->is_stream = !S_ISREG (info.st_mode);
  place->mode = info.st_mode & 07777;
  if (access (place->path, W_OK) != 0)
    return fail (path, g_strerror (errno), error);
  return TRUE;
}

char *
weft_output_resolve (const char *path, GError **error)
{
  g_auto (Place) place = { 0 };

  if (!find_place (&place, path, error))
    return NULL;
  if (place.is_stream || place.fd >= 0)
    {
      fail (path, _ ("it is a pipe or a device"), error);
      return NULL;
    }
  return g_steal_pointer (&place.path);
}

/* --- writing --- */

static gboolean
write_all (int fd, const char *bytes, gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno != EINTR)
        return FALSE;
      bytes += MAX (n, 0);
      length -= (gsize) MAX (n, 0);
    }
  return TRUE;
}

gboolean
weft_output_write_fd (int fd, const void *bytes, gsize length, GError **error)
{
  return write_all (fd, bytes, length) || fail (_ ("standard output"), g_strerror (errno), error);
}

/* A pipe that has a name is given some time until somebody reads it. */
static int
open_stream (const char *path)
{
  gint64 end = g_get_monotonic_time () + PIPE_PATIENCE;
  int fd;

  while ((fd = open (path, O_WRONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC)) < 0 && errno == ENXIO
         && g_get_monotonic_time () < end)
    g_usleep (20000);
  if (fd >= 0)
    fcntl (fd, F_SETFL, fcntl (fd, F_GETFL) & ~O_NONBLOCK);
  return fd;
}

static gboolean
write_stream (const char *path, const void *bytes, gsize length)
{
  int fd = open_stream (path), cause;
  gboolean is_written = fd >= 0 && write_all (fd, bytes, length);

  cause = errno;
  if (fd >= 0 && close (fd) != 0 && is_written)
    return FALSE;
  errno = cause;
  return is_written;
}

/* Beside its place, synced, then renamed; a file that was there keeps its permissions. */
static gboolean
write_file (const Place *place, const void *bytes, gsize length)
{
  g_autofree char *folder = g_path_get_dirname (place->path);
  g_autofree char *part = g_build_filename (folder, ".weft-XXXXXX", NULL);
  int fd = g_mkstemp_full (part, O_WRONLY | O_CLOEXEC, 0666), cause;
  gboolean is_written;

  if (fd < 0)
    return FALSE;
  is_written = write_all (fd, bytes, length) && (!place->is_there || fchmod (fd, place->mode) == 0)
               && fsync (fd) == 0;
  cause = errno;
  if (close (fd) == 0 && is_written && g_rename (part, place->path) == 0)
    return TRUE;
  cause = is_written ? errno : cause;
  g_unlink (part);
  errno = cause;
  return FALSE;
}

static gboolean
write_place (const Place *place, const void *bytes, gsize length)
{
  if (place->fd >= 0)
    return write_all (place->fd, bytes, length);
  return place->is_stream ? write_stream (place->path, bytes, length)
                          : write_file (place, bytes, length);
}

gboolean
weft_output_write (const char *path, const void *bytes, gsize length, GError **error)
{
  g_auto (Place) place = { 0 };

  if (!find_place (&place, path, error))
    return FALSE;
  if (place.is_there && !place.is_stream && is_project (place.path))
    return fail (path, _ ("it is a project; choose another name"), error);
  if (write_place (&place, bytes, length))
    return TRUE;
  return fail (path, errno == ENXIO ? _ ("nobody reads this pipe") : g_strerror (errno), error);
}
