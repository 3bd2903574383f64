/* runs: which run of a project is meant when none is named, and what is known of its past */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/runs.h"

#include <math.h>

/* A later checkpoint would take its place as long as it waits. */
#define RACING "racing" /* of the project: runs that are children in a race */

gboolean
weft_runs_keep_first (WeftStore *store, WeftTrainer *trainer, GError **error)
{
  weft_trainer_write_frame (trainer);
  weft_trainer_halt (trainer);
  return weft_store_settle (store, error);
}

static gboolean
is_racing (GVariant *racing, gint64 run)
{
  gsize n = 0;
  const gint64 *ids = racing != NULL && g_variant_is_of_type (racing, G_VARIANT_TYPE ("ax"))
                          ? g_variant_get_fixed_array (racing, &n, sizeof (gint64))
                          : NULL;

  for (gsize i = 0; i < n; i++)
    if (ids[i] == run)
      return TRUE;
  return FALSE;
}

void
weft_runs_set_racing (WeftStore *store, gint64 run, gboolean races)
{
  g_autoptr (GVariant) racing = weft_store_get_view (store, RACING);
  GVariantBuilder builder;
  GVariantIter iter;
  gint64 id;

  if (is_racing (racing, run) == races)
    return;
  g_variant_builder_init (&builder, G_VARIANT_TYPE ("ax"));
  if (racing != NULL && g_variant_is_of_type (racing, G_VARIANT_TYPE ("ax")))
    {
      g_variant_iter_init (&iter, racing);
      while (g_variant_iter_next (&iter, "x", &id))
        if (id != run)
          g_variant_builder_add (&builder, "x", id);
    }
  if (races)
    g_variant_builder_add (&builder, "x", run);
  weft_store_set_view (store, RACING, g_variant_builder_end (&builder));
}

gint64
weft_runs_find_newest (WeftStore *store)
{
  g_autoptr (GVariant) racing = weft_store_get_view (store, RACING);
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);
  gint64 newest = 0;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const WeftRunInfo *run = g_ptr_array_index (runs, i);

      if (run->last_frame >= 0 && !is_racing (racing, run->id))
        newest = run->id;
    }
  return newest;
}

WeftState *
weft_runs_load_state (WeftStore *store, gint64 run, gint64 at, GError **error)
{
  return weft_store_load_state (store, run > 0 ? run : weft_runs_find_newest (store), at, error);
}

static gint64
find_best_step (WeftStore *store, gint64 id)
{
  g_autoptr (GPtrArray) runs = weft_store_list_runs (store);

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    {
      const WeftRunInfo *run = g_ptr_array_index (runs, i);

      if (run->id == id)
        return run->best_frame;
    }
  return -1;
}

/* The best of a sample, which may stand for many, and of what was before it. */
static double
choose_better (const WeftSample *sample, double before)
{
  gboolean is_higher = weft_series_get_meaning (sample->series).direction > 0;
  double value = (double) (is_higher ? sample->max : sample->min);

  return weft_series_is_better (sample->series, value, before) ? value : before;
}

/* Whether what was measured before it is of another data set, or loss. */
static gboolean
is_change (const WeftSample *sample, guint32 series)
{
  return sample->series == WEFT_SERIES_DATA
         || (sample->series == WEFT_SERIES_LOSS && series == WEFT_SERIES_VALIDATION_LOSS);
}

void
weft_runs_restore_past (WeftStore *store, gint64 run, gint64 at, const WeftModel *model,
                        WeftTrainer *trainer)
{
  guint32 series = weft_model_get_best_series (model);
  gint64 step = find_best_step (store, run);
  g_autoptr (GArray) samples = weft_store_load_samples (store, run);
  double best = NAN, seconds = 0;
  gint64 changed = -1; /* at which step the data, or the loss */

  for (guint i = 0; samples != NULL && i < samples->len; i++)
    {
      const WeftSample *sample = &g_array_index (samples, WeftSample, i);

      if (is_change (sample, series) && sample->last <= at)
        {
          changed = sample->last;
          best = NAN;
        }
      if (sample->series == series && sample->first <= step && sample->first > changed)
        best = choose_better (sample, best);
      if (sample->series == WEFT_SERIES_SECONDS && sample->first <= at)
        seconds = (double) sample->value;
    }
  if (isfinite (seconds))
    weft_trainer_set_earlier (trainer, seconds);
  if (!isnan (best))
    weft_trainer_set_best (trainer, step, best);
}

/* A parent is older than its fork, so that this comes to an end whatever a file says. */
static WeftState *
load_parent_cb (gpointer user, gint64 run, gint64 step, GError **error)
{
  const WeftRunFamily *family = user;
  g_auto (WeftReplayed) replayed = { 0 };

  if (run >= family->run
      || !weft_runs_replay (family->store, family->catalog, run, step, family->threads, &replayed,
                            error))
    return NULL;
  return g_steal_pointer (&replayed.state);
}

gboolean
weft_runs_load_record (WeftRunFamily *family, WeftRunRecord *record, GError **error)
{
  *record = (WeftRunRecord){ .catalog = family->catalog,
                             .threads = family->threads,
                             .load_parent = load_parent_cb,
                             .parent_user = family };
  return weft_store_load_record (family->store, family->run, record, error);
}

gboolean
weft_runs_replay (WeftStore *store, WeftCatalog *catalog, gint64 run, gint64 step, guint threads,
                  WeftReplayed *replayed, GError **error)
{
  WeftRunFamily family = { store, catalog, run > 0 ? run : weft_runs_find_newest (store), threads };
  g_auto (WeftRunRecord) record = { 0 };
  g_autoptr (GError) cause = NULL;

  *replayed = (WeftReplayed){ .from = step, .is_exact = TRUE };
  if (!weft_runs_load_record (&family, &record, error))
    return FALSE;
  if (weft_replay (&record, step, replayed, &cause))
    return TRUE;
  *replayed = (WeftReplayed){ .from = step, .is_exact = TRUE };
  replayed->state = weft_store_load_state (store, family.run, step, NULL);
  if (replayed->state != NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&cause));
  return FALSE;
}
