/* host-film: a film that the window took of itself, as a GIF, written in a thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/host-film.h"

#include <glib/gi18n.h>
#include <string.h>

#include "app/host/work-thread.h"
#include "engine/base/error.h"
#include "projects/formats/gif.h"
#include "projects/formats/output.h"

#define REST 200 /* hundredths of a second: the last picture stays */

typedef struct
{
  GPtrArray *pictures; /* GBytes: PNG */
  char *path;
  int delay;
  WeftBroughtFunc done;
  gpointer data;
} Film;

typedef struct
{
  const guchar *bytes;
  gsize left;
} Source;

static cairo_status_t
read_cb (void *user, unsigned char *data, unsigned int length)
{
  Source *source = user;

  if (length > source->left)
    return CAIRO_STATUS_READ_ERROR;
  memcpy (data, source->bytes, length);
  source->bytes += length;
  source->left -= length;
  return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *
read_picture (GBytes *picture)
{
  Source source;

  source.bytes = g_bytes_get_data (picture, &source.left);
  return cairo_image_surface_create_from_png_stream (read_cb, &source);
}

static void
draw_cb (gpointer user, guint frame, guint32 *pixels)
{
  const Film *film = user;
  cairo_surface_t *surface = read_picture (g_ptr_array_index (film->pictures, frame));
  gsize width = (gsize) cairo_image_surface_get_width (surface);
  gsize height = (gsize) cairo_image_surface_get_height (surface);
  gsize stride = (gsize) cairo_image_surface_get_stride (surface);
  const guchar *data = cairo_image_surface_get_data (surface);

  for (gsize y = 0; data != NULL && y < height; y++)
    memcpy (pixels + y * width, data + y * stride, width * sizeof *pixels);
  cairo_surface_destroy (surface);
}

static gboolean
write_cb (gpointer data, GError **error)
{
  Film *film = data;
  cairo_surface_t *first = read_picture (g_ptr_array_index (film->pictures, 0));
  const WeftGif gif = {
    .width = cairo_image_surface_get_width (first),
    .height = cairo_image_surface_get_height (first),
    .frames = film->pictures->len,
    .delay = film->delay,
    .rest = REST,
    .draw = draw_cb,
    .user = film,
  };
  gboolean is_read = cairo_surface_status (first) == CAIRO_STATUS_SUCCESS;
  g_autoptr (GByteArray) bytes = NULL;

  cairo_surface_destroy (first);
  if (!is_read)
    {
      g_set_error_literal (error, WEFT_ERROR, WEFT_ERROR_MEMORY,
                           _ ("There is not enough memory for the film."));
      return FALSE;
    }
  bytes = weft_gif_write (&gif, error);
  return bytes != NULL && weft_output_write (film->path, bytes->data, bytes->len, error);
}

static void
written_cb (const GError *error, gpointer data)
{
  Film *film = data;

  film->done (error, film->data);
  g_ptr_array_unref (film->pictures);
  g_free (film->path);
  g_free (film);
}

static void
write_film_cb (gpointer user, GtkWindow *window, const char *path, GPtrArray *pictures, int delay,
               WeftBroughtFunc done, gpointer data)
{
  WeftSession *session = weft_application_get_session (window);
  g_autofree char *name = g_filename_display_basename (path);
  /* Translators: the name of a file */
  g_autofree char *heading = g_strdup_printf (_ ("Writing “%s”"), name);
  Film *film = g_new (Film, 1);

  *film = (Film){ g_ptr_array_ref (pictures), g_strdup (path), delay, done, data };
  weft_work_thread_begin (
      &(WeftWorkThread){
          .window = window,
          .heading = heading,
          .store = weft_session_get_store (session),
          .total = (gint64) pictures->len,
          .work = write_cb,
          .done = written_cb,
      },
      film);
}

void
weft_host_fill_film (WeftHost *host)
{
  host->write_film = write_film_cb;
}
