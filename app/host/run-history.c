/* run-history: the runs of a project as the window shows them, and the way back to one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/run-history.h"

#include <math.h>
#include <string.h>

#include "app/host/age.h"
#include "app/session/session-private.h"
#include "engine/graph/training.h"
#include "engine/metrics/meaning.h"

/* --- what is known of a run that does not learn any more stays so --- */

typedef struct
{
  gint64 steps; /* for which it holds */
  char *settings;
  GArray *figures;
} Known;

static void
known_free (gpointer data)
{
  Known *known = data;

  g_free (known->settings);
  g_array_unref (known->figures);
  g_free (known);
}

/* --- figures --- */

/* A figure of the whole of the validation part, or what training reduces. */
static gboolean
is_figure (guint32 series)
{
  const char *name = weft_series_get_name (series);

  return series == WEFT_SERIES_TRAIN_LOSS
         || (g_str_has_prefix (name, "validation/")
             && strchr (name + strlen ("validation/"), '/') == NULL
             && weft_series_get_meaning (series).direction != 0);
}

static WeftRunFigure *
find_figure (GArray *figures, guint32 series)
{
  WeftRunFigure new = { .series = series, .best = NAN, .last = NAN };

  for (guint i = 0; i < figures->len; i++)
    if (g_array_index (figures, WeftRunFigure, i).series == series)
      return &g_array_index (figures, WeftRunFigure, i);
  g_array_append_val (figures, new);
  return &g_array_index (figures, WeftRunFigure, figures->len - 1);
}

static void
add_sample (GArray *figures, const WeftSample *sample)
{
  WeftRunFigure *figure = find_figure (figures, sample->series);
  double value = (double) (weft_series_get_meaning (sample->series).direction > 0 ? sample->max
                                                                                  : sample->min);

  figure->last = (double) sample->value;
  if (isfinite (value) && weft_series_is_better (sample->series, value, figure->best))
    {
      figure->best = value;
      figure->best_step = sample->last;
    }
}

/* Which one says what is best, and validation before training. */
static int
get_rank (const WeftRunFigure *figure, guint32 judge)
{
  return figure->series == judge ? 0 : figure->series == WEFT_SERIES_TRAIN_LOSS ? 2 : 1;
}

static int
compare_figures (gconstpointer a, gconstpointer b, gpointer judge)
{
  return get_rank (a, GPOINTER_TO_UINT (judge)) - get_rank (b, GPOINTER_TO_UINT (judge));
}

static GArray *
list_figures (WeftStore *store, gint64 run, guint32 judge)
{
  g_autoptr (GArray) samples = weft_store_load_samples (store, run);
  GArray *figures = g_array_new (FALSE, FALSE, sizeof (WeftRunFigure));

  for (guint i = 0; i < samples->len; i++)
    if (is_figure (g_array_index (samples, WeftSample, i).series))
      add_sample (figures, &g_array_index (samples, WeftSample, i));
  g_array_sort_with_data (figures, compare_figures, GUINT_TO_POINTER (judge));
  return figures;
}

/* --- settings --- */

static guint32
find_judge (WeftGraph *graph)
{
  WeftTraining training;
  g_autofree char *name = NULL;

  weft_training_load (&training, weft_graph_get_training (graph));
  if (*training.best == '\0')
    return WEFT_SERIES_VALIDATION_LOSS;
  name = g_strconcat ("validation/", training.best, NULL);
  return weft_series_intern (name);
}

static void
append_seed (GString *text, const WeftParam *param, guint64 seed)
{
  g_autofree char *label = weft_param_dup_label (param);

  g_string_append_printf (text, " · %s %" G_GUINT64_FORMAT, label, seed);
}

static char *
dup_settings (WeftGraph *graph, guint64 seed)
{
  static const char *const keys[] = { "optimizer", "lr", "batch_size" };
  const WeftParam *params = weft_training_params ();
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      const WeftParam *param = weft_params_find (params, keys[i]);
      g_autoptr (GVariant) value
          = weft_params_get (params, weft_graph_get_training (graph), keys[i]);
      g_autofree char *words = weft_param_format (param, value);
      g_autofree char *label = weft_param_dup_label (param);

      if (i > 0)
        g_string_append_printf (text, " · %s ", label);
      g_string_append (text, words);
    }
  append_seed (text, weft_params_find (params, "seed"), seed);
  return g_string_free (text, FALSE);
}

static Known *
learn_of (WeftStore *store, const WeftRunInfo *info)
{
  g_autoptr (WeftGraph) graph = weft_store_load_run_graph (store, info->id, NULL);
  Known *known = g_new0 (Known, 1);

  known->steps = info->last_step;
  known->settings = graph != NULL ? dup_settings (graph, info->seed) : NULL;
  known->figures = list_figures (store, info->id,
                                 graph != NULL ? find_judge (graph) : WEFT_SERIES_VALIDATION_LOSS);
  return known;
}

static const Known *
find_known (WeftSession *session, const WeftRunInfo *info)
{
  Known *known = session->runs != NULL ? g_hash_table_lookup (session->runs, &info->id) : NULL;

  if (known != NULL && known->steps == info->last_step && info->id != session->run)
    return known;
  if (session->runs == NULL)
    session->runs = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, known_free);
  known = learn_of (session->store, info);
  g_hash_table_insert (session->runs, g_memdup2 (&info->id, sizeof (gint64)), known);
  return known;
}

/* --- cards --- */

static char *
dup_started (const char *iso)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_iso8601 (iso, NULL);

  return when != NULL ? weft_age_dup (g_date_time_to_unix (when)) : g_strdup ("");
}

static WeftRunCard *
make_card (WeftSession *session, const WeftRunInfo *info)
{
  WeftRunCard *card = g_new0 (WeftRunCard, 1);
  const Known *known = find_known (session, info);
  g_auto (WeftRunMark) mark = { NULL };

  weft_store_get_run_mark (session->store, info->id, &mark);
  card->id = info->id;
  card->steps = info->last_step;
  card->parent = info->parent;
  card->first = info->first_step;
  card->started = dup_started (info->started);
  card->settings = g_strdup (known->settings);
  card->figures = g_array_ref (known->figures);
  card->note = mark.note != NULL && *mark.note != '\0' ? g_steal_pointer (&mark.note) : NULL;
  card->is_starred = mark.is_starred;
  card->is_binned = mark.is_binned;
  card->is_current = info->id == session->run;
  card->has_frame = info->last_frame >= 0;
  return card;
}

GPtrArray *
weft_run_history_list (gpointer user, GtkWindow *window)
{
  WeftSession *session = weft_application_get_session (window);
  GPtrArray *cards = g_ptr_array_new_with_free_func ((GDestroyNotify) weft_run_card_free);
  g_autoptr (GPtrArray) runs = session != NULL ? weft_store_list_runs (session->store) : NULL;

  for (guint i = 0; runs != NULL && i < runs->len; i++)
    g_ptr_array_add (cards, make_card (session, runs->pdata[i]));
  return cards;
}

void
weft_run_history_mark (gpointer user, GtkWindow *window, const WeftRunCard *card)
{
  WeftSession *session = weft_application_get_session (window);

  session->is_edited = TRUE;
  weft_store_set_run_mark (session->store, card->id,
                           &(WeftRunMark){ card->note, card->is_starred, card->is_binned });
}

GArray *
weft_run_history_load_samples (gpointer user, GtkWindow *window, gint64 run)
{
  return weft_store_load_samples (weft_application_get_session (window)->store, run);
}

WeftGraph *
weft_run_history_load_graph (gpointer user, GtkWindow *window, gint64 run, GError **error)
{
  return weft_store_load_run_graph (weft_application_get_session (window)->store, run, error);
}

gboolean
weft_run_history_go_back (gpointer user, GtkWindow *window, gint64 run, GError **error)
{
  return weft_session_go_back (weft_application_get_session (window), run, error);
}
