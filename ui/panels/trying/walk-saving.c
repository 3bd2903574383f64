/* walk-saving: the way of a walk between two samples to a file, as a film */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/walk-saving.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "ui/base/theme.h"
#include "ui/context/chooser.h"
#include "ui/panels/results/made-drawing.h"

enum
{
  SIDE = 240, /* px */
  DELAY = 10, /* hundredths of a second: as long as the walk is played */
};

struct _WeftWalkSaving
{
  gatomicrefcount ref_count; /* of the panel, and of who waits for a file to be chosen or written */
  WeftContext *context;      /* NULL: the panel is gone */
  WeftQuestion *(*ask) (gpointer user);
  gpointer user;
  WeftQuestion *question; /* nullable: nothing is asked */
  char *path;             /* nullable: not chosen */
};

WeftWalkSaving *
weft_walk_saving_new (WeftContext *context, WeftQuestion *(*ask) (gpointer user), gpointer user)
{
  WeftWalkSaving *saving = g_new0 (WeftWalkSaving, 1);

  g_atomic_ref_count_init (&saving->ref_count);
  saving->context = context;
  saving->ask = ask;
  saving->user = user;
  return saving;
}

static void
unref (WeftWalkSaving *saving)
{
  if (!g_atomic_ref_count_dec (&saving->ref_count))
    return;
  g_free (saving->path);
  g_free (saving);
}

static WeftWalkSaving *
ref (WeftWalkSaving *saving)
{
  g_atomic_ref_count_inc (&saving->ref_count);
  return saving;
}

void
weft_walk_saving_free (WeftWalkSaving *saving)
{
  if (saving->question != NULL)
    weft_context_withdraw (saving->context, saving->question);
  saving->context = NULL;
  g_clear_pointer (&saving->question, weft_question_unref);
  unref (saving);
}

static void
chosen_cb (const char *path, gpointer user)
{
  WeftWalkSaving *saving = user;

  if (path != NULL && saving->context != NULL)
    {
      g_free (saving->path);
      saving->path = g_strdup (path);
      g_clear_pointer (&saving->question, weft_question_unref);
      saving->question = saving->ask (saving->user);
      if (saving->question != NULL)
        weft_context_ask (saving->context, saving->question);
    }
  unref (saving);
}

void
weft_walk_saving_begin (WeftWalkSaving *saving)
{
  weft_choose_file (weft_context_get_window (saving->context), WEFT_CHOOSE_FILM, _ ("walk"),
                    chosen_cb, ref (saving));
}

static void
written_cb (const GError *error, gpointer user)
{
  WeftWalkSaving *saving = user;
  g_autofree char *name = g_filename_display_basename (saving->path);
  g_autofree char *text
      = error == NULL ? g_strdup_printf (_ ("The film is %s"), name) : g_strdup (error->message);

  if (saving->context != NULL && !g_error_matches (error, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    weft_context_toast (saving->context, text);
  unref (saving);
}

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

/* GBytes, a PNG each; transfer full. */
static GPtrArray *
draw_pictures (const WeftDataset *dataset, const WeftTensor *made)
{
  GPtrArray *pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  gint64 size = weft_shape_sample_count (&made->shape);

  for (gint64 i = 0; i < made->shape.dims[0]; i++)
    {
      cairo_surface_t *surface = weft_made_new_picture (
          dataset, weft_tensor_floats (made) + i * size, SIDE, weft_theme_is_dark ());
      GByteArray *bytes = g_byte_array_new ();

      cairo_surface_write_to_png_stream (surface, append_cb, bytes);
      cairo_surface_destroy (surface);
      g_ptr_array_add (pictures, g_byte_array_free_to_bytes (bytes));
    }
  return pictures;
}

gboolean
weft_walk_saving_take (WeftWalkSaving *saving, const WeftResponse *response)
{
  const WeftHost *host = weft_context_get_host (saving->context);
  g_autoptr (GPtrArray) pictures = NULL;

  if (saving->question == NULL || response->question != saving->question)
    return FALSE;
  if (response->made != NULL)
    {
      pictures = draw_pictures (response->question->of->dataset, response->made);
      host->write_film (host->user, weft_context_get_window (saving->context), saving->path,
                        pictures, DELAY, written_cb, ref (saving));
    }
  else if (response->error != NULL)
    weft_context_toast (saving->context, response->error);
  g_clear_pointer (&saving->question, weft_question_unref);
  return TRUE;
}
