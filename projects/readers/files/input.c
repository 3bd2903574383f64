/* input: the bytes of a file that anybody may have written, under a budget */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/readers/files/input.h"

#include <errno.h>
#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <poll.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "engine/base/brief.h"
#include "engine/base/error.h"
#include "engine/base/memory.h"
#include "engine/base/sentence.h"
#include "projects/readers/files/input-spool.h"
#include "projects/readers/natural.h"
#include "projects/store/open.h"

#define PIECE ((gsize) 1 << 16)
#define PATIENCE (60 * G_USEC_PER_SEC)     /* for one file to be read and unpacked */
#define PIPE_PATIENCE (3 * G_USEC_PER_SEC) /* for anybody to write to a pipe that has a name */
#define MAX_RATIO 200                      /* unpacked to packed; tables come to some 20 */
#define ANY_RATIO ((gsize) 32 << 20)       /* what is smaller may be packed however well */
#define MAX_NAMES 1000000

char *
weft_input_dup_name (const char *path)
{
  if (strcmp (path, WEFT_INPUT_STANDARD) == 0)
    return g_strdup (_ ("standard input"));
  return g_filename_display_basename (path);
}

char *
weft_input_dup_shown (const char *path)
{
  g_autofree char *name = weft_input_dup_name (path);

  return weft_brief (name, WEFT_BRIEF_NAME);
}

char *
weft_input_dup_stem (const char *path)
{
  char *name = weft_input_dup_name (path);
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

void
weft_input_add_endings (GPtrArray *list, const char *const *endings)
{
  for (guint i = 0; endings[i]; i++)
    if (!g_ptr_array_find_with_equal_func (list, endings[i], g_str_equal, NULL))
      g_ptr_array_add (list, (gpointer) endings[i]);
}

gboolean
weft_input_is_archive (const char *path)
{
  static const char *const archives[]
      = { ".zip", ".tar", ".gz", ".tgz", ".bz2", ".xz", ".7z", ".rar", ".zst", NULL };

  return weft_input_has_ending (path, archives);
}

static int
compare_names (gconstpointer a, gconstpointer b)
{
  return weft_natural_compare (*(char *const *) a, *(char *const *) b);
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

/* --- one load --- */

typedef struct
{
  char *name;
  char *bytes; /* with room for one zero byte behind length */
  gsize length, room, budget;
  gint64 deadline; /* monotonic µs */
} Load;

static void
load_clear (Load *load)
{
  g_clear_pointer (&load->name, g_free);
  g_clear_pointer (&load->bytes, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Load, load_clear)

static void
load_begin (Load *load, const char *path, gsize budget)
{
  load->name = weft_input_dup_shown (path);
  load->budget = budget;
  load->deadline = g_get_monotonic_time () + PATIENCE;
}

static gboolean
fail (const Load *load, WeftErrorCode code, GError **error, const char *what)
{
  g_set_error (error, WEFT_ERROR, code, _ ("“%s”: %s"), load->name, what);
  return FALSE;
}

static gboolean
too_big (const Load *load, GError **error)
{
  weft_sentence_set_error (error, WEFT_ERROR_MEMORY,
                           _ ("“%s” holds more than %d MB; choose a smaller part of it."),
                           load->name, (int) (load->budget >> 20));
  return FALSE;
}

static gboolean
too_late (const Load *load, GError **error)
{
  weft_sentence_set_error (
      error, WEFT_ERROR_IO,
      _ ("“%s” takes longer than %d seconds to read; copy it to this computer first."), load->name,
      (int) (PATIENCE / G_USEC_PER_SEC));
  return FALSE;
}

/* Room for n more bytes and the zero byte; never more than twice what the budget allows. */
static gboolean
make_room (Load *load, gsize n, GError **error)
{
  gsize room = load->length + n + 1;
  char *bytes;

  if (room <= load->room)
    return TRUE;
  room = MAX (room, MIN (load->room * 2, load->budget + 1));
  bytes = room < weft_memory_available () ? g_try_realloc (load->bytes, room) : NULL;
  if (!bytes)
    return fail (load, WEFT_ERROR_MEMORY, error,
                 _ ("there is not enough memory for it; close other programs or choose a smaller "
                    "part of it."));
  load->bytes = bytes;
  load->room = room;
  return TRUE;
}

static void
hand_over (Load *load, char **bytes, gsize *length)
{
  load->bytes[load->length] = '\0';
  *length = load->length;
  *bytes = g_steal_pointer (&load->bytes);
}

/* --- from where it lies --- */

/* Nothing has come: somebody may yet open the other end. Waits; FALSE once that took too long. */
static gboolean
wait_for_writer (gint64 began)
{
  if (g_get_monotonic_time () - began > PIPE_PATIENCE)
    return FALSE;
  g_usleep (20000);
  return TRUE;
}

/* One read; *at_end: there is no more. */
static gboolean
read_piece (Load *load, int fd, gboolean *at_end, GError **error)
{
  gssize n;

  if (!make_room (load, PIECE, error))
    return FALSE;
  n = read (fd, load->bytes + load->length, PIECE);
  *at_end = n == 0;
  if (n > 0)
    load->length += (gsize) n;
  else if (n < 0 && errno == EAGAIN)
    poll (&(struct pollfd){ .fd = fd, .events = POLLIN }, 1, 1000);
  else if (n < 0 && errno != EINTR)
    return fail (load, WEFT_ERROR_IO, error, g_strerror (errno));
  return load->length <= load->budget || too_big (load, error);
}

/* A pipe may be as slow as whoever writes to it; a file may not. */
static gboolean
read_all (Load *load, int fd, mode_t mode, GError **error)
{
  gint64 began = g_get_monotonic_time ();
  gboolean at_end = FALSE;

  while (!at_end)
    {
      if (!read_piece (load, fd, &at_end, error))
        return FALSE;
      if (S_ISREG (mode) && g_get_monotonic_time () > load->deadline)
        return too_late (load, error);
      if (at_end && load->length == 0 && S_ISFIFO (mode) && fd != STDIN_FILENO)
        {
          if (!wait_for_writer (began))
            return fail (load, WEFT_ERROR_IO, error,
                         _ ("this is a pipe, and nobody writes to it."));
          at_end = FALSE;
        }
    }
  return TRUE;
}

static gboolean
may_be_read (const Load *load, const struct stat *about, gboolean takes_pipes, GError **error)
{
  gboolean is_stream
      = S_ISFIFO (about->st_mode) || S_ISSOCK (about->st_mode) || S_ISCHR (about->st_mode);

  if (S_ISREG (about->st_mode) || (takes_pipes && is_stream))
    return TRUE;
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_INVALID, _ ("“%s” is not a file."), load->name);
  return FALSE;
}

static gboolean
has_room (Load *load, const struct stat *about, GError **error)
{
  if (!S_ISREG (about->st_mode))
    return TRUE;
  if ((guint64) about->st_size > load->budget)
    return too_big (load, error);
  return make_room (load, (gsize) about->st_size + PIECE, error);
}

/* Opening a pipe that nobody writes to does not wait for ever. −1 with an error. */
static int
open_path (const Load *load, const char *path, gboolean takes_pipes, struct stat *about,
           GError **error)
{
  gboolean is_standard = takes_pipes && strcmp (path, WEFT_INPUT_STANDARD) == 0;
  int fd;

  if (!is_standard && weft_open_is_held (path))
    {
      fail (load, WEFT_ERROR_BUSY, error, _ ("it is a project that is open"));
      return -1;
    }
  fd = is_standard ? STDIN_FILENO : open (path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT)
    {
      g_autofree char *shown = weft_brief (path, WEFT_BRIEF_PATH);

      g_set_error (error, WEFT_ERROR, WEFT_ERROR_NOT_FOUND, _ ("There is no file “%s”."), shown);
      return -1;
    }
  if (fd < 0 || fstat (fd, about) != 0)
    fail (load, WEFT_ERROR_IO, error, g_strerror (errno));
  else if (may_be_read (load, about, takes_pipes, error))
    return fd;
  if (fd > STDIN_FILENO)
    close (fd);
  return -1;
}

/* Nor does reading it. */
static gboolean
read_path (Load *load, const char *path, gboolean takes_pipes, GError **error)
{
  struct stat about;
  int fd = open_path (load, path, takes_pipes, &about, error);
  gboolean is_good;

  if (fd < 0)
    return FALSE;
  is_good = has_room (load, &about, error) && read_all (load, fd, about.st_mode, error);
  if (fd != STDIN_FILENO)
    close (fd);
  return is_good;
}

int
weft_input_open (const char *path, guint64 *length, GError **error)
{
  g_auto (Load) load = { 0 };
  struct stat about;
  int fd;

  load_begin (&load, path, 0);
  fd = open_path (&load, path, FALSE, &about, error);
  *length = fd >= 0 ? (guint64) about.st_size : 0;
  return fd;
}

int
weft_input_open_text (const char *path, guint64 *length, GError **error)
{
  g_auto (Load) load = { 0 };
  struct stat about;
  int fd, copy;

  load_begin (&load, path, 0);
  fd = open_path (&load, path, TRUE, &about, error);
  *length = fd >= 0 ? (guint64) about.st_size : 0;
  if (fd < 0 || S_ISREG (about.st_mode))
    return fd == STDIN_FILENO ? dup (fd) : fd;
  copy = weft_input_spool (load.name, fd, about.st_mode, length, error);
  if (fd != STDIN_FILENO)
    close (fd);
  return copy;
}

/* --- unpacking --- */

static gboolean
fail_unpack (const Load *load, const GError *inner, GError **error)
{
  g_set_error (error, WEFT_ERROR, WEFT_ERROR_DAMAGED,
               _ ("“%s” cannot be unpacked: %s. Copy or download it again."), load->name,
               inner->message);
  return FALSE;
}

/* No data come to more than so much. */
guint64
weft_input_measure_unpacked (guint64 packed_length)
{
  return MAX (ANY_RATIO, packed_length * MAX_RATIO);
}

/* A few kilobytes can say that they are gigabytes: neither size, share nor time is without end. */
static gboolean
check_unpacked (const Load *load, gsize packed_length, GError **error)
{
  if (load->length > load->budget)
    return too_big (load, error);
  if (load->length > weft_input_measure_unpacked (packed_length))
    return fail (load, WEFT_ERROR_MEMORY, error,
                 _ ("it unpacks to more than 200 times its size, as no data do; it is not read."));
  return g_get_monotonic_time () < load->deadline || too_late (load, error);
}

static gboolean
unpack (Load *load, const char *packed, gsize packed_length, GError **error)
{
  g_autoptr (GInputStream) memory
      = g_memory_input_stream_new_from_data (packed, (gssize) packed_length, NULL);
  g_autoptr (GZlibDecompressor) zlib = g_zlib_decompressor_new (G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  g_autoptr (GInputStream) stream = g_converter_input_stream_new (memory, G_CONVERTER (zlib));
  g_autoptr (GError) inner = NULL;
  gssize n;

  do
    {
      if (!make_room (load, PIECE, error))
        return FALSE;
      n = g_input_stream_read (stream, load->bytes + load->length, PIECE, NULL, &inner);
      if (n < 0)
        return fail_unpack (load, inner, error);
      load->length += (gsize) n;
      if (!check_unpacked (load, packed_length, error))
        return FALSE;
    }
  while (n > 0);
  return TRUE;
}

static gboolean
load_any (const char *path, gsize budget, gboolean takes_pipes, char **bytes, gsize *length,
          GError **error)
{
  g_auto (Load) load = { 0 }, unpacked = { 0 };

  g_return_val_if_fail (budget <= G_MAXINT32, FALSE);
  load_begin (&load, path, budget);
  if (!read_path (&load, path, takes_pipes, error))
    return FALSE;
  if (load.length < 2 || memcmp (load.bytes, "\x1f\x8b", 2) != 0)
    {
      hand_over (&load, bytes, length);
      return TRUE;
    }
  load_begin (&unpacked, path, budget);
  if (!unpack (&unpacked, load.bytes, load.length, error))
    return FALSE;
  hand_over (&unpacked, bytes, length);
  return TRUE;
}

gboolean
weft_input_load (const char *path, gsize budget, char **bytes, gsize *length, GError **error)
{
  return load_any (path, budget, FALSE, bytes, length, error);
}

gboolean
weft_input_is_stream (const char *path)
{
  struct stat about;

  return strcmp (path, WEFT_INPUT_STANDARD) == 0
         || (stat (path, &about) == 0 && !S_ISREG (about.st_mode) && !S_ISDIR (about.st_mode));
}

gboolean
weft_input_load_text (const char *path, gsize budget, char **bytes, gsize *length, GError **error)
{
  return load_any (path, budget, TRUE, bytes, length, error);
}
