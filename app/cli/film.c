/* film: an episode that a trained network plays, as moving pictures */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/film.h"

#include <math.h>
#include <string.h>

#include "app/cli/command.h"
#include "app/cli/line.h"
#include "app/pictures/graph-picture.h"
#include "app/pictures/screen.h"
#include "engine/ops/op.h"
#include "engine/train/answers/episode.h"
#include "projects/formats/gif.h"
#include "projects/formats/output.h"
#include "ui/base/format.h"

#define REST 200      /* hundredths of a second: the last picture stays */
#define LEAST_DELAY 2 /* hundredths: what is shorter, browsers slow down */

/* --- a film --- */

static void
draw_cb (gpointer user, guint frame, guint32 *pixels)
{
  weft_screen_show (user, frame);
  weft_screen_read (user, pixels);
}

static gboolean
write_gif (WeftScreen *screen, const char *path, GError **error)
{
  double pace = weft_environment_get_pace (screen->episode->environment);
  const WeftGif gif = {
    .width = screen->width,
    .height = screen->height,
    .frames = screen->episode->moves + 1,
    .delay = MAX (LEAST_DELAY, (int) lround (100 / pace)),
    .rest = REST,
    .draw = draw_cb,
    .user = screen,
  };
  g_autoptr (GByteArray) bytes = weft_gif_write (&gif, error);

  return bytes != NULL && weft_output_write (path, bytes->data, bytes->len, error);
}

/* --- a folder of pictures --- */

static gboolean
write_pictures (const WeftScreen *screen, const char *folder, GError **error)
{
  if (g_mkdir_with_parents (folder, 0777) != 0)
    {
      g_set_error (error, WEFT_ERROR, WEFT_ERROR_IO, _ ("The folder %s cannot be made."), folder);
      return FALSE;
    }
  for (guint move = 0; move <= screen->episode->moves; move++)
    {
      g_autofree char *name = g_strdup_printf ("%06u.png", move);
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GByteArray) bytes = NULL;

      weft_screen_show (screen, move);
      bytes = weft_picture_to_png (screen->surface, error);
      if (bytes == NULL || !weft_output_write (path, bytes->data, bytes->len, error))
        return FALSE;
    }
  return TRUE;
}

/* --- both --- */

gboolean
weft_film_is_gif (const char *path)
{
  gsize length = strlen (path);

  return length > 4 && g_ascii_strcasecmp (path + length - 4, ".gif") == 0;
}

gboolean
weft_film_is_name (const char *path)
{
  g_autofree char *name = g_path_get_basename (path);

  return weft_film_is_gif (path) || g_file_test (path, G_FILE_TEST_IS_DIR)
         || (strchr (name, '.') == NULL && !g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
say (const WeftEpisode *episode, const WeftFilm *film, gint64 seed, gboolean as_json)
{
  double sum = weft_episode_get_return (episode, episode->moves);
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *got = weft_format_number (sum), *moves = weft_format_count (episode->moves);

      g_print (_ ("return %s · %s moves · %s\n"), got, moves, film->path);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "event", "film");
  weft_line_string (line, "file", film->path);
  weft_line_string (line, "environment", episode->environment->id);
  weft_line_int (line, "step", episode->step);
  weft_line_int (line, "seed", seed);
  weft_line_int (line, "steps", episode->moves);
  weft_line_number (line, "return", sum);
  weft_line_bool (line, "ended", episode->ended);
  weft_line_print (line);
}

gboolean
weft_film_make (const WeftReplayed *replayed, const WeftFilm *film, gboolean as_json,
                GError **error)
{
  g_autoptr (WeftEpisode) episode = NULL;
  g_auto (WeftScreen) screen = { 0 };
  const WeftGame game = { 0 };
  gint64 seed;

  seed = film->seed >= 0 ? film->seed : (gint64) replayed->state->seed;
  episode = weft_model_play (replayed->model, replayed->state, (guint64) seed, &game, NULL,
                             weft_kernel_best_level (), NULL, error);
  if (episode == NULL)
    return FALSE;
  weft_screen_init (&screen, episode, film->is_dark);
  if (!(weft_film_is_gif (film->path) ? write_gif (&screen, film->path, error)
                                      : write_pictures (&screen, film->path, error)))
    return FALSE;
  say (episode, film, seed, as_json);
  return TRUE;
}
