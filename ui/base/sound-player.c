/* sound-player: lets a sound be heard, one at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/sound-player.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#define HEAD 44 /* bytes of a WAV file before its samples */

typedef struct
{
  GtkMediaStream *stream;
  char *path; /* of a file that goes when it is over: not every module reads from memory */
  WeftPlayedFunc played;
  gpointer user;
} Playing;

static Playing *now; /* nullable */

/* --- the file --- */

static void
put (guint8 *to, guint32 value, int bytes)
{
  for (int i = 0; i < bytes; i++)
    to[i] = (guint8) (value >> 8 * i);
}

/* RIFF, PCM of 16 bits (Microsoft and IBM 1991, Multimedia Programming Interface and Data
 * Specifications 1.0). */
static void
write_head (guint8 *bytes, guint32 size, int channels, guint32 rate)
{
  memcpy (bytes, "RIFF....WAVEfmt ", 16);
  put (bytes + 4, HEAD - 8 + size, 4);
  put (bytes + 16, 16, 4);
  put (bytes + 20, 1, 2);
  put (bytes + 22, (guint32) channels, 2);
  put (bytes + 24, rate, 4);
  put (bytes + 28, rate * (guint32) channels * 2, 4);
  put (bytes + 32, (guint32) channels * 2, 2);
  put (bytes + 34, 16, 2);
  memcpy (bytes + 36, "data", 4);
  put (bytes + 40, size, 4);
}

GBytes *
weft_player_make_wav (const float *x, int channels, gint64 n, double rate)
{
  gsize size = (gsize) n * (gsize) channels * 2;
  guint8 *bytes = g_malloc (HEAD + size), *to = bytes + HEAD;

  write_head (bytes, (guint32) size, channels, (guint32) lround (rate));
  for (gint64 i = 0; i < n; i++)
    for (int c = 0; c < channels; c++, to += 2)
      {
        float value = x[(gint64) c * n + i];
        int level = isfinite (value) ? (int) lroundf (CLAMP (value, -1.0f, 1.0f) * 32767) : 0;

        put (to, (guint32) level, 2);
      }
  return g_bytes_new_take (bytes, HEAD + size);
}

char *
weft_player_write_wav (const float *x, int channels, gint64 n, double rate, GError **error)
{
  g_autoptr (GBytes) bytes = weft_player_make_wav (x, channels, n, rate);
  g_autofree char *path = NULL;
  int fd = g_file_open_tmp ("weft-XXXXXX.wav", &path, error);

  if (fd < 0)
    return NULL;
  close (fd);
  if (g_file_set_contents (path, g_bytes_get_data (bytes, NULL), (gssize) g_bytes_get_size (bytes),
                           error))
    return g_steal_pointer (&path);
  g_unlink (path);
  return NULL;
}

/* --- playing --- */

static void
end (const char *problem)
{
  Playing *playing = g_steal_pointer (&now);

  if (playing == NULL)
    return;
  g_signal_handlers_disconnect_by_data (playing->stream, playing);
  gtk_media_stream_pause (playing->stream);
  g_object_unref (playing->stream);
  g_unlink (playing->path);
  g_free (playing->path);
  if (playing->played != NULL)
    playing->played (problem, playing->user);
  g_free (playing);
}

/* Not while the stream tells of itself. */
static gboolean
end_cb (gpointer data)
{
  Playing *playing = data;
  const GError *error = playing == now ? gtk_media_stream_get_error (playing->stream) : NULL;
  g_autofree char *problem
      = error != NULL ? g_strdup_printf (_ ("No sound is heard here: %s"), error->message) : NULL;

  if (problem != NULL || (playing == now && gtk_media_stream_get_ended (playing->stream)))
    end (problem);
  return G_SOURCE_REMOVE;
}

static void
ended_cb (GtkMediaStream *stream, GParamSpec *property, Playing *playing)
{
  if (gtk_media_stream_get_ended (stream) || gtk_media_stream_get_error (stream) != NULL)
    g_idle_add (end_cb, playing);
}

void
weft_player_play (const float *x, int channels, gint64 n, double rate, WeftPlayedFunc played,
                  gpointer user)
{
  g_autoptr (GError) error = NULL;
  char *path;

  end (NULL);
  path = weft_player_write_wav (x, channels, n, rate, &error);
  if (path == NULL)
    {
      played (error->message, user);
      return;
    }
  now = g_new (Playing, 1);
  *now = (Playing){ gtk_media_file_new_for_filename (path), path, played, user };
  g_signal_connect (now->stream, "notify::ended", G_CALLBACK (ended_cb), now);
  g_signal_connect (now->stream, "notify::error", G_CALLBACK (ended_cb), now);
  gtk_media_stream_play (now->stream);
  if (gtk_media_stream_get_error (now->stream) != NULL)
    g_idle_add (end_cb, now);
}

void
weft_player_stop (gpointer user)
{
  if (now != NULL && now->user == user)
    end (NULL);
}

void
weft_player_forget (gpointer user)
{
  if (now == NULL || now->user != user)
    return;
  now->played = NULL;
  end (NULL);
}
