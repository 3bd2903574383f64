/* shown-runs: earlier runs whose curves are laid over the one that learns */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/shown-runs.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/context/context-private.h"

void
weft_run_card_free (WeftRunCard *card)
{
  g_free (card->started);
  g_free (card->settings);
  g_clear_pointer (&card->figures, g_array_unref);
  g_free (card->note);
  g_free (card);
}

char *
weft_run_dup_title (gint64 run)
{
  g_autofree char *number = weft_format_count (run);

  return g_strdup_printf (_ ("run %s"), number);
}

void
weft_shown_run_free (gpointer data)
{
  WeftShownRun *shown = data;

  g_free (shown->title);
  g_hash_table_unref (shown->series);
  g_free (shown);
}

static GHashTable *
load_series (WeftContext *context, gint64 run)
{
  GHashTable *all = g_hash_table_new_full (NULL, NULL, NULL, weft_series_free_folded);
  const WeftHost *host = context->host;
  g_autoptr (GArray) samples = host->load_run_samples (host->user, context->window, run);

  for (guint i = 0; i < samples->len; i++)
    weft_series_fold (all, &g_array_index (samples, WeftSample, i));
  return all;
}

static guint
find_place (WeftContext *context)
{
  guint place = 0;

  for (guint i = 0; i < context->shown_runs->len; i++)
    if (((const WeftShownRun *) context->shown_runs->pdata[i])->place == place)
      {
        place++;
        i = G_MAXUINT; /* from the first on */
      }
  return place;
}

const WeftShownRun *
weft_context_get_shown_run (WeftContext *context, guint i)
{
  return i < context->shown_runs->len ? context->shown_runs->pdata[i] : NULL;
}

const WeftShownRun *
weft_context_find_shown_run (WeftContext *context, gint64 run)
{
  for (guint i = 0; i < context->shown_runs->len; i++)
    if (((const WeftShownRun *) context->shown_runs->pdata[i])->id == run)
      return context->shown_runs->pdata[i];
  return NULL;
}

gboolean
weft_context_show_run (WeftContext *context, gint64 run, gboolean show)
{
  const WeftShownRun *there = weft_context_find_shown_run (context, run);
  WeftShownRun *shown;

  if ((there != NULL) == show)
    return TRUE;
  if (show && context->shown_runs->len == WEFT_MAX_SHOWN_RUNS)
    return FALSE;
  if (show)
    {
      shown = g_new (WeftShownRun, 1);
      *shown = (WeftShownRun){ run, find_place (context), weft_run_dup_title (run),
                               load_series (context, run) };
      g_ptr_array_add (context->shown_runs, shown);
    }
  else
    g_ptr_array_remove (context->shown_runs, (gpointer) there);
  g_signal_emit_by_name (context, "runs");
  return TRUE;
}

const WeftSeries *
weft_shown_run_get_series (const WeftShownRun *shown, guint32 series)
{
  return g_hash_table_lookup (shown->series, GUINT_TO_POINTER (series));
}
