/* film-saving: the way of a film of the run to a file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/film-saving.h"

#include <glib/gi18n-lib.h>

#include "engine/base/error.h"
#include "ui/context/chooser.h"
#include "ui/window/editor.h"
#include "ui/window/toasts.h"
#include "ui/window/window-private.h"

typedef struct
{
  WeftWindow *window;
  char *path; /* nullable: not chosen yet */
} Saving;

static void
saving_free (Saving *saving)
{
  g_object_unref (saving->window);
  g_free (saving->path);
  g_free (saving);
}

static void
written_cb (const GError *error, gpointer data)
{
  Saving *saving = data;

  if (error == NULL)
    {
      g_autofree char *name = g_filename_display_basename (saving->path);
      /* Translators: the name of a file */
      g_autofree char *text = g_strdup_printf (_ ("The film is %s"), name);

      weft_window_toast (saving->window, text);
    }
  else if (!g_error_matches (error, WEFT_ERROR, WEFT_ERROR_CANCELLED))
    weft_window_show_error (saving->window, _ ("The film was not saved"), error->message);
  saving_free (saving);
}

static void
taken_cb (GPtrArray *pictures, int delay, gpointer user)
{
  Saving *saving = user;
  WeftWindow *window = saving->window;

  if (pictures != NULL && window->context != NULL)
    {
      window->host->write_film (window->host->user, GTK_WINDOW (window), saving->path, pictures,
                                delay, written_cb, saving);
      return;
    }
  if (window->context != NULL)
    weft_window_toast (window, _ ("The film was ended before its last step, and is not saved"));
  saving_free (saving);
}

static void
chosen_cb (const char *path, gpointer user)
{
  Saving *saving = user;
  WeftWindow *window = saving->window;

  if (path == NULL || window->editor == NULL)
    {
      saving_free (saving);
      return;
    }
  saving->path = g_strdup (path);
  weft_window_toast (window, _ ("The film is taken: leave the window as it is until its end"));
  weft_editor_take_film (WEFT_EDITOR (window->editor), taken_cb, saving);
}

void
weft_film_save (WeftWindow *window)
{
  Saving *saving = g_new0 (Saving, 1);

  saving->window = g_object_ref (window);
  weft_choose_file (GTK_WINDOW (window), WEFT_CHOOSE_FILM, window->title, chosen_cb, saving);
}
