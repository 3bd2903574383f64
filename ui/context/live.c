/* live: what the window knows of the run: status, series, the newest snapshot, the newest check */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/live.h"

#include <math.h>

#include "ui/context/price.h"

#define MAX_MARKS 500
#define MIN_INTERVAL (G_USEC_PER_SEC / 10)
#define MAX_INTERVAL (G_USEC_PER_SEC / 2)
#define STUCK_EPOCHS 10
#define PAST_INTERVAL                                                                              \
  (G_USEC_PER_SEC / 25) /* while an earlier step is looked at: nothing learns                      \
                         */
#define PAST_SHARE 2
#define SHARE 40 /* while a net learns the window draws for one part in so many of the time */

/* Signals that data causes, sent together and at most so often. */
enum
{
  THROTTLED_STATUS,
  THROTTLED_SERIES,
  THROTTLED_SNAPSHOT,
  N_THROTTLED,
};

enum
{
  SIGNAL_REPORT = N_THROTTLED,
  SIGNAL_SAVED,
  SIGNAL_SIGHT,
  N_SIGNALS,
};

static const char *const signal_names[N_SIGNALS]
    = { "status", "series", "snapshot", "report", "saved", "sight" };
static guint signals[N_SIGNALS];

struct _WeftLive
{
  GObject parent_instance;

  GHashTable *series; /* its number → WeftSeries */
  guint clearings;    /* of series and marks */
  GPtrArray *marks;   /* WeftLiveMark */
  gboolean is_waiting[N_THROTTLED];
  gint64 last_sent; /* monotonic µs */
  gint64 cost;      /* µs of drawing since then */
  guint timeout;    /* 0: nothing waits */

  WeftStatus status;
  WeftSnapshot *snapshot;
  WeftPast *past;
  WeftReport *report;
  WeftStepSight *sight; /* nullable */
  WeftModel *model;
  gint64 saved_when;
  char *saved_problem;
  gboolean is_unsaved;
  gint64 taken;          /* −1 */
  gint64 looked;         /* −1 */
  char *lost;            /* nullable */
  gint64 newest;         /* while another one is looked at */
  char *taken_words;     /* nullable */
  GPtrArray *taken_rows; /* nullable */
};

G_DEFINE_FINAL_TYPE (WeftLive, weft_live, G_TYPE_OBJECT)

static gboolean
send_cb (gpointer data)
{
  g_autoptr (WeftLive) live = g_object_ref (data);

  live->timeout = 0;
  live->last_sent = g_get_monotonic_time ();
  live->cost = 0;
  for (guint i = 0; i < N_THROTTLED; i++)
    if (live->is_waiting[i])
      {
        live->is_waiting[i] = FALSE;
        g_signal_emit (live, signals[i], 0);
      }
  live->cost += g_get_monotonic_time () - live->last_sent;
  return G_SOURCE_REMOVE;
}

/* What is announced before the main loop goes round again, or before its time, is sent together. */
static void
announce (WeftLive *live, guint which)
{
  gboolean is_past = live->looked >= 0;
  gint64 share = is_past                        ? PAST_SHARE * live->cost
                 : weft_live_is_training (live) ? SHARE * live->cost
                                                : 0;
  gint64 least = is_past ? PAST_INTERVAL : MIN_INTERVAL;
  gint64 due = live->last_sent + CLAMP (share, least, MAX_INTERVAL) - g_get_monotonic_time ();

  live->is_waiting[which] = TRUE;
  if (live->timeout == 0)
    live->timeout = g_timeout_add ((guint) (MAX (due, 0) / 1000), send_cb, live);
}

void
weft_live_add_cost (WeftLive *live, gint64 microseconds)
{
  live->cost += microseconds;
}

void
weft_live_push_samples (WeftLive *live, const WeftSample *samples, guint n)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  for (guint i = 0; i < n; i++)
    weft_series_fold (live->series, &samples[i]);
  if (n > 0)
    announce (live, THROTTLED_SERIES);
}

void
weft_live_clear_series (WeftLive *live)
{
  GHashTableIter iter;
  gpointer series;

  g_hash_table_iter_init (&iter, live->series);
  while (g_hash_table_iter_next (&iter, NULL, &series))
    weft_live_series_clear (series);
  g_ptr_array_set_size (live->marks, 0);
  live->clearings++;
  weft_past_clear (live->past);
  announce (live, THROTTLED_SERIES);
}

guint
weft_live_count_clearings (WeftLive *live)
{
  return live->clearings;
}

static void
mark_free (gpointer data)
{
  WeftLiveMark *mark = data;

  g_free (mark->words);
  g_free (mark);
}

void
weft_live_add_mark (WeftLive *live, gint64 step, const char *words)
{
  WeftLiveMark *mark = g_new (WeftLiveMark, 1);

  g_return_if_fail (WEFT_IS_LIVE (live));
  *mark = (WeftLiveMark){ step, g_strdup (words) };
  while (live->marks->len > 0
         && ((const WeftLiveMark *) live->marks->pdata[live->marks->len - 1])->step > step)
    g_ptr_array_set_size (live->marks, (int) live->marks->len - 1);
  if (live->marks->len == MAX_MARKS)
    g_ptr_array_remove_index (live->marks, 0);
  g_ptr_array_add (live->marks, mark);
  announce (live, THROTTLED_SERIES);
}

void
weft_live_set_status (WeftLive *live, const WeftStatus *status)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  live->status = *status;
  if (weft_live_is_training (live))
    weft_price_stop (live);
  announce (live, THROTTLED_STATUS);
}

void
weft_live_set_snapshot (WeftLive *live, WeftSnapshot *snapshot)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  g_clear_pointer (&live->snapshot, weft_snapshot_unref);
  live->snapshot = snapshot;
  if (snapshot != NULL && snapshot->movement != NULL)
    weft_past_add (live->past, snapshot->movement);
  announce (live, THROTTLED_SNAPSHOT);
}

void
weft_live_set_report (WeftLive *live, WeftReport *report)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  g_clear_pointer (&live->report, weft_report_unref);
  live->report = report;
  g_signal_emit (live, signals[SIGNAL_REPORT], 0);
}

void
weft_live_set_sight (WeftLive *live, WeftStepSight *sight)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  if (sight == NULL && live->sight == NULL)
    return;
  g_clear_pointer (&live->sight, weft_step_sight_unref);
  live->sight = sight;
  g_signal_emit (live, signals[SIGNAL_SIGHT], 0);
}

WeftStepSight *
weft_live_get_sight (WeftLive *live)
{
  return live->sight;
}

void
weft_live_set_model (WeftLive *live, WeftModel *model)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  if (model == NULL)
    weft_price_end (live);
  else if (model != live->model)
    weft_price_stop (live);
  if (model != NULL)
    weft_model_ref (model);
  g_clear_pointer (&live->model, weft_model_unref);
  live->model = model;
  announce (live, THROTTLED_STATUS);
}

void
weft_live_set_saved (WeftLive *live, gint64 when, const char *problem, gboolean is_unsaved)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  live->saved_when = when;
  live->is_unsaved = is_unsaved;
  if (problem != live->saved_problem)
    {
      g_free (live->saved_problem);
      live->saved_problem = g_strdup (problem);
    }
  g_signal_emit (live, signals[SIGNAL_SAVED], 0);
}

const WeftSeries *
weft_live_get_series (WeftLive *live, guint32 number)
{
  WeftSeries *series = g_hash_table_lookup (live->series, GUINT_TO_POINTER (number));

  if (series != NULL)
    return series;
  series = weft_live_series_new ();
  g_hash_table_insert (live->series, GUINT_TO_POINTER (number), series);
  return series;
}

GArray *
weft_live_list_series (WeftLive *live)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (guint32));
  GHashTableIter iter;
  gpointer key, series;

  g_hash_table_iter_init (&iter, live->series);
  while (g_hash_table_iter_next (&iter, &key, &series))
    {
      guint32 number = GPOINTER_TO_UINT (key);

      if (((const WeftSeries *) series)->samples->len > 0)
        g_array_append_val (list, number);
    }
  return list;
}

const GPtrArray *
weft_live_get_marks (WeftLive *live)
{
  return live->marks;
}

const WeftStatus *
weft_live_get_status (WeftLive *live)
{
  return &live->status;
}

WeftSnapshot *
weft_live_get_snapshot (WeftLive *live)
{
  return live->snapshot;
}

const WeftPast *
weft_live_get_past (WeftLive *live)
{
  return live->past;
}

WeftReport *
weft_live_get_report (WeftLive *live)
{
  return live->report;
}

WeftModel *
weft_live_get_model (WeftLive *live)
{
  return live->model;
}

gint64
weft_live_get_saved (WeftLive *live, const char **problem)
{
  if (problem != NULL)
    *problem = live->saved_problem;
  return live->saved_when;
}

gboolean
weft_live_is_unsaved (WeftLive *live)
{
  return live->is_unsaved;
}

void
weft_live_set_taken (WeftLive *live, gint64 step, const char *words, GPtrArray *rows)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  if (rows != NULL)
    g_ptr_array_ref (rows);
  g_clear_pointer (&live->taken_rows, g_ptr_array_unref);
  live->taken_rows = rows;
  if (live->taken == step && g_strcmp0 (live->taken_words, words) == 0)
    return;
  live->taken = step;
  g_free (live->taken_words);
  live->taken_words = g_strdup (words);
  announce (live, THROTTLED_STATUS);
}

void
weft_live_set_looked (WeftLive *live, gint64 step, gint64 newest, const char *why)
{
  g_return_if_fail (WEFT_IS_LIVE (live));

  if (live->looked == step && g_strcmp0 (live->lost, why) == 0)
    return;
  g_free (live->lost);
  live->lost = g_strdup (why);
  live->looked = step;
  live->newest = newest;
  announce (live, THROTTLED_STATUS);
  announce (live, THROTTLED_SERIES);
}

gint64
weft_live_get_looked (WeftLive *live)
{
  return live->looked;
}

const char *
weft_live_get_lost (WeftLive *live)
{
  return live->lost;
}

gint64
weft_live_get_newest (WeftLive *live)
{
  return live->looked >= 0 ? live->newest : live->status.step;
}

gint64
weft_live_get_taken (WeftLive *live)
{
  return live->taken;
}

const char *
weft_live_get_taken_words (WeftLive *live)
{
  return live->taken_words;
}

GPtrArray *
weft_live_get_taken_rows (WeftLive *live)
{
  return live->taken_rows;
}

gboolean
weft_live_can_take_best (WeftLive *live)
{
  return live->status.best_step >= 0 && live->status.best_step != live->status.step;
}

/* As long again as it took to get there, and ten epochs at least. */
gboolean
weft_live_is_stuck (WeftLive *live)
{
  const WeftStatus *status = &live->status;
  gint64 since = status->step - status->best_step;

  return weft_live_is_training (live) && status->best_step >= 0
         && since >= MAX (STUCK_EPOCHS * status->steps_per_epoch, status->best_step);
}

gboolean
weft_live_is_training (WeftLive *live)
{
  switch (live->status.state)
    {
    case WEFT_TRAINER_PREPARING:
    case WEFT_TRAINER_RUNNING:
    case WEFT_TRAINER_STEPPING:
      return TRUE;
    default:
      return FALSE;
    }
}

static void
weft_live_finalize (GObject *object)
{
  WeftLive *live = WEFT_LIVE (object);

  g_clear_handle_id (&live->timeout, g_source_remove);
  g_hash_table_unref (live->series);
  g_ptr_array_unref (live->marks);
  weft_past_free (live->past);
  g_clear_pointer (&live->snapshot, weft_snapshot_unref);
  g_clear_pointer (&live->report, weft_report_unref);
  g_clear_pointer (&live->sight, weft_step_sight_unref);
  g_clear_pointer (&live->model, weft_model_unref);
  g_free (live->saved_problem);
  g_clear_pointer (&live->taken_rows, g_ptr_array_unref);
  g_free (live->taken_words);
  g_free (live->lost);
  G_OBJECT_CLASS (weft_live_parent_class)->finalize (object);
}

static void
weft_live_class_init (WeftLiveClass *class)
{
  G_OBJECT_CLASS (class)->finalize = weft_live_finalize;
  for (guint i = 0; i < N_SIGNALS; i++)
    signals[i] = g_signal_new (signal_names[i], G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0,
                               NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
weft_live_init (WeftLive *live)
{
  live->last_sent = G_MININT64 / 2;
  live->series = g_hash_table_new_full (NULL, NULL, NULL, weft_series_free_folded);
  live->marks = g_ptr_array_new_with_free_func (mark_free);
  live->past = weft_past_new ();
  live->status.loss = NAN;
  live->status.best_step = -1;
  live->taken = -1;
  live->looked = -1;
}

WeftLive *
weft_live_new (void)
{
  return g_object_new (WEFT_TYPE_LIVE, NULL);
}
