/* looking: at an earlier step of the run, as the window asks for it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/looking.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/context/shown-runs.h"

static gint64
get_step (WeftLive *live)
{
  gint64 looked = weft_live_get_looked (live);

  return looked >= 0 ? looked : weft_live_get_newest (live);
}

void
weft_context_look_at (WeftContext *context, gint64 step)
{
  const WeftHost *host = weft_context_get_host (context);
  g_autoptr (GError) error = NULL;

  if (host->look_at_step == NULL || step == get_step (weft_context_get_live (context)))
    return;
  if (!host->look_at_step (host->user, weft_context_get_window (context), step, &error))
    weft_context_toast (context, error->message);
}

void
weft_context_look_further (WeftContext *context, gint64 first, gint64 by)
{
  WeftLive *live = weft_context_get_live (context);

  weft_context_look_at (context, CLAMP (get_step (live) + by, first, weft_live_get_newest (live)));
}

/* The run that is open; 0: none. */
static gint64
find_run (WeftContext *context)
{
  const WeftHost *host = weft_context_get_host (context);
  g_autoptr (GPtrArray) runs = host->list_runs != NULL
                                   ? host->list_runs (host->user, weft_context_get_window (context))
                                   : NULL;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    if (((const WeftRunCard *) runs->pdata[i])->is_current)
      return ((const WeftRunCard *) runs->pdata[i])->id;
  return 0;
}

void
weft_context_branch (WeftContext *context)
{
  const WeftHost *host = weft_context_get_host (context);
  WeftLive *live = weft_context_get_live (context);
  gint64 step = weft_live_get_looked (live), parent;
  g_autofree char *title = NULL, *number = weft_format_count (step), *text = NULL;
  g_autoptr (GError) error = NULL;

  if (step < 0 || host->branch == NULL)
    return;
  parent = find_run (context);
  title = weft_run_dup_title (parent);
  if (!host->branch (host->user, weft_context_get_window (context), &error))
    {
      weft_context_toast (context, error != NULL ? error->message : "");
      return;
    }
  weft_context_show_run (context, parent, TRUE);
  /* Translators: a step's number, and "run 3" */
  text = g_strdup_printf (_ ("A new run begins at step %s of %s. Change what you like, and train."),
                          number, title);
  weft_context_toast (context, text);
}

gboolean
weft_context_may_change (WeftContext *context)
{
  if (weft_live_get_looked (weft_context_get_live (context)) < 0)
    return TRUE;
  weft_context_toast (context, _ ("This is an earlier step, which stays as it was. Go back to now, "
                                  "or branch here to change it."));
  return FALSE;
}
