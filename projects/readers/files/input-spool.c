/* input-spool: what can be read once only, copied to where it can be read again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/input-spool.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/errand.h"
#include "engine/base/error.h"
#include "engine/base/platform.h"
#include "engine/base/sentence.h"

#define PIECE ((gsize) 1 << 16)
#define PATIENCE (3 * G_USEC_PER_SEC) /* for anybody to write to a pipe that has a name */
#define DEVICE ((gsize) 256 << 20)    /* bytes: some devices never end */

typedef struct
{
  const char *name;
  int from, to;
  mode_t mode;
  guint64 length;
  gsize most;
  gint64 began;
} Spool;

static gboolean
fail (const Spool *spool, const char *what, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("“%s”: %s"), spool->name, what);
  return FALSE;
}

static gboolean
keep (Spool *spool, const char *bytes, gsize n, GError **error)
{
  if (n > spool->most - spool->length)
    {
      weft_sentence_set_error (error, WEFT_ERROR_MEMORY,
                               _ ("“%s” holds more than %d MB; choose a smaller part of it."),
                               spool->name, (int) (spool->most >> 20));
      return FALSE;
    }
  for (gsize done = 0; done < n;)
    {
      gssize some = write (spool->to, bytes + done, n - done);

      if (some < 0 && errno != EINTR)
        return fail (spool, g_strerror (errno), error);
      done += (gsize) MAX (some, 0);
    }
  spool->length += n;
  return TRUE;
}

/* Nothing has come: somebody may yet open the other end. FALSE once that took too long. */
static gboolean
wait_for_writer (Spool *spool, GError **error)
{
  if (g_get_monotonic_time () - spool->began > PATIENCE)
    return fail (spool, _ ("this is a pipe, and nobody writes to it."), error);
  g_usleep (20000);
  return TRUE;
}

/* One read; *at_end: there is no more. */
static gboolean
take_piece (Spool *spool, char *piece, gboolean *at_end, GError **error)
{
  gssize n = read (spool->from, piece, PIECE);

  if (!weft_errand_add (0, error))
    return FALSE;
  if (n < 0 && errno == EAGAIN)
    poll (&(struct pollfd){ .fd = spool->from, .events = POLLIN }, 1, 1000);
  else if (n < 0 && errno != EINTR)
    return fail (spool, g_strerror (errno), error);
  *at_end = n == 0;
  if (*at_end && spool->length == 0 && S_ISFIFO (spool->mode) && spool->from != STDIN_FILENO)
    {
      *at_end = FALSE;
      return wait_for_writer (spool, error);
    }
  return n <= 0 || keep (spool, piece, (gsize) n, error);
}

static gboolean
take_all (Spool *spool, GError **error)
{
  g_autofree char *piece = g_malloc (PIECE);
  gboolean at_end = FALSE;

  while (!at_end)
    if (!take_piece (spool, piece, &at_end, error))
      return FALSE;
  return lseek (spool->to, 0, SEEK_SET) == 0 || fail (spool, g_strerror (errno), error);
}

int
weft_input_spool (const char *name, int fd, mode_t mode, guint64 *length, GError **error)
{
  Spool spool = { name, fd, -1, mode, 0, 0, g_get_monotonic_time () };

  spool.to = weft_platform_open_scratch (&spool.most);
  if (S_ISCHR (mode))
    spool.most = MIN (spool.most, DEVICE);
  if (spool.to < 0)
    fail (&spool, _ ("no disk has room for a copy of it."), error);
  else if (take_all (&spool, error))
    {
      *length = spool.length;
      return spool.to;
    }
  if (spool.to >= 0)
    close (spool.to);
  return -1;
}
