/* gallery-bench: how long it takes until the gallery is there, each of its examples, and something
 * that learns
 *
 * Beside the time on the clock stands the processor's, of all threads: it says the same on a busy
 * machine. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/cli/bench/gallery-bench.h"

#include <glib/gi18n.h>

#include "app/cli/line.h"
#include "app/host/host-table.h"
#include "app/user/paths.h"
#include "projects/gallery/gallery.h"
#include "ui/base/format.h"

#define BEAT 0.01 /* s between two looks */
#define MOST 60   /* s */

typedef struct
{
  double clock, processor; /* ms */
} Times;

static Times
get_now (void)
{
  return (Times){ (double) g_get_monotonic_time () / 1000, weft_stage_get_processor_ms () };
}

static Times
get_since (Times begun)
{
  Times now = get_now ();

  return (Times){ now.clock - begun.clock, now.processor - begun.processor };
}

/* Another one than that before; it is not referenced. */
static gboolean
is_open (WeftLive *live, gconstpointer before)
{
  return weft_live_get_model (live) != NULL && weft_live_get_model (live) != before;
}

static gboolean
moves (WeftLive *live, gconstpointer before)
{
  return weft_live_get_status (live)->samples_seen > 0;
}

/* FALSE: not in time. */
static gboolean
wait_for (WeftStage *stage, gboolean (*holds) (WeftLive *live, gconstpointer before),
          gconstpointer before)
{
  for (double waited = 0; waited < MOST; waited += BEAT)
    {
      if (holds (weft_window_get_live (stage->window), before))
        return TRUE;
      weft_stage_run (BEAT);
    }
  return FALSE;
}

static void
print_row (const char *name, const Times *opened, const Times *moved, gboolean as_json)
{
  WeftLine *line;

  if (!as_json)
    {
      g_autofree char *open = weft_format_fixed (opened->clock, 0);
      g_autofree char *move = moved != NULL ? weft_format_fixed (moved->clock, 0) : NULL;

      if (move != NULL)
        g_print (_ ("%s: there after %s ms, and moves %s ms after Train\n"), name, open, move);
      else
        g_print (_ ("%s: there after %s ms\n"), name, open);
      return;
    }
  line = weft_line_new ();
  weft_line_string (line, "name", "gallery");
  weft_line_string (line, "example", name);
  weft_line_number (line, "open_ms", opened->clock);
  weft_line_number (line, "open_processor_ms", opened->processor);
  if (moved != NULL)
    {
      weft_line_number (line, "moves_ms", moved->clock);
      weft_line_number (line, "moves_processor_ms", moved->processor);
    }
  weft_line_print (line);
}

static gboolean
bench_example (WeftStage *stage, const WeftHost *host, const char *id, gboolean as_json)
{
  g_autoptr (WeftModel) before = NULL;
  Times begun = get_now (), opened, moved;
  WeftSession *session;

  if (weft_live_get_model (weft_window_get_live (stage->window)) != NULL)
    before = weft_model_ref (weft_live_get_model (weft_window_get_live (stage->window)));

  if (!host->open_example (stage->application, GTK_WINDOW (stage->window), id, NULL)
      || !wait_for (stage, is_open, before))
    return FALSE;
  weft_stage_wait_frame (stage, 1);
  opened = get_since (begun);
  weft_stage_run (0.3);
  session = weft_application_get_session (GTK_WINDOW (stage->window));
  begun = get_now ();
  weft_session_train (session);
  if (!wait_for (stage, moves, NULL))
    return FALSE;
  moved = get_since (begun);
  weft_session_pause (session);
  weft_stage_run (0.3);
  print_row (id, &opened, &moved, as_json);
  return TRUE;
}

gboolean
weft_bench_gallery (WeftStage *stage, gboolean as_json)
{
  Times gallery = { stage->start_ms, stage->start_processor_ms };
  WeftHost host = weft_host_make (stage->application);
  g_autoptr (GPtrArray) examples = weft_gallery_list (weft_paths_get_gallery (), NULL);

  print_row ("gallery", &gallery, NULL, as_json);
  for (guint i = 0; examples != NULL && i < examples->len; i++)
    {
      const WeftExample *example = examples->pdata[i];

      if (!bench_example (stage, &host, example->id, as_json))
        {
          g_printerr (_ ("weft: %s could not be opened and trained\n"), example->id);
          return FALSE;
        }
    }
  return examples != NULL;
}
