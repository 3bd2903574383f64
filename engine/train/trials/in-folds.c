/* in-folds: k-fold cross-validation: every sample is tested once by a network that never saw it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/train/trials/in-folds.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <pthread.h>
#include <string.h>

#include "engine/data/rare.h"
#include "engine/train/judging/evaluate.h"
#include "engine/train/trainer.h"

#define LOOK_EVERY 0.1 /* seconds: how soon a pause is heard */

typedef struct
{
  double values[WEFT_MAX_CRITERIA];
  double loss;
} Fold;

/* Held by whoever began it and by its thread. */
struct _WeftFolds
{
  gatomicrefcount ref_count;
  guint n, threads;
  WeftModel **models; /* n */
  Fold *done;         /* n */
  pthread_mutex_t lock;
  pthread_cond_t changed;
  /* under the lock */
  WeftFoldsStatus status;
  gboolean is_ended;
};

double
weft_folds_get_mean (const double *values, guint n)
{
  double sum = 0;
  guint counted = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        sum += values[i];
        counted++;
      }
  return sum / counted;
}

double
weft_folds_get_spread (const double *values, guint n)
{
  double mean = weft_folds_get_mean (values, n), sum = 0;
  guint counted = 0;

  for (guint i = 0; i < n; i++)
    if (!isnan (values[i]))
      {
        sum += (values[i] - mean) * (values[i] - mean);
        counted++;
      }
  return counted > 1 ? sqrt (sum / (counted - 1)) : (double) NAN;
}

void
weft_folds_choose_metrics (WeftGraph *graph, const WeftModel *model)
{
  const WeftField *y = weft_dataset_get_classes (model->dataset);
  g_autoptr (WeftEdit) edit = NULL, inverse = NULL;
  gint64 samples;

  if (*model->training.metrics != '\0' || y == NULL
      || weft_dataset_find_rare_class (model->dataset, y, &samples) < 0)
    return;
  edit = weft_edit_set_training ("metrics",
                                 g_variant_new_string ("accuracy,balanced_accuracy,recall,f1"));
  inverse = weft_graph_apply (graph, edit, NULL);
}

static void
folds_unref (WeftFolds *folds)
{
  if (!g_atomic_ref_count_dec (&folds->ref_count))
    return;
  for (guint k = 0; k < folds->n; k++)
    g_clear_pointer (&folds->models[k], weft_model_unref);
  g_free (folds->models);
  g_free (folds->done);
  pthread_mutex_destroy (&folds->lock);
  pthread_cond_destroy (&folds->changed);
  g_free (folds);
}

/* --- in the thread --- */

/* Waits while it is paused. FALSE: it was given up. */
static gboolean
go_on (WeftFolds *folds)
{
  gboolean is_wanted;

  pthread_mutex_lock (&folds->lock);
  while (folds->status.is_paused && !folds->is_ended)
    pthread_cond_wait (&folds->changed, &folds->lock);
  is_wanted = !folds->is_ended;
  pthread_mutex_unlock (&folds->lock);
  return is_wanted;
}

static gboolean
is_stopped (WeftFolds *folds)
{
  gboolean is;

  pthread_mutex_lock (&folds->lock);
  is = folds->status.is_paused || folds->is_ended;
  pthread_mutex_unlock (&folds->lock);
  return is;
}

static gboolean
is_given_up (gpointer user)
{
  WeftFolds *folds = user;
  gboolean is;

  pthread_mutex_lock (&folds->lock);
  is = folds->is_ended;
  pthread_mutex_unlock (&folds->lock);
  return is;
}

static void
tell_epoch (WeftFolds *folds, gint64 epoch)
{
  pthread_mutex_lock (&folds->lock);
  folds->status.epoch = epoch;
  pthread_mutex_unlock (&folds->lock);
}

static void
tell_error (WeftFolds *folds, const char *message)
{
  pthread_mutex_lock (&folds->lock);
  g_strlcpy (folds->status.error, message, sizeof folds->status.error);
  pthread_mutex_unlock (&folds->lock);
}

/* To the end of its epochs; FALSE: given up, or failed, which is told. */
static gboolean
train (WeftFolds *folds, WeftModel *model, WeftTrainer *trainer)
{
  const WeftLimits limits = { .is_round = TRUE };
  WeftStatus status;

  weft_trainer_load (trainer, model, NULL, (guint64) model->training.seed, NULL);
  for (gboolean is_over = FALSE; !is_over;)
    {
      if (!go_on (folds))
        return FALSE;
      weft_trainer_run (trainer, &limits);
      while (!is_over && !is_stopped (folds))
        {
          is_over = weft_trainer_wait (trainer, LOOK_EVERY);
          weft_trainer_get_status (trainer, &status);
          tell_epoch (folds, status.epoch);
        }
      if (is_over)
        break;
      weft_trainer_pause (trainer);
      weft_trainer_wait (trainer, -1);
      weft_trainer_get_status (trainer, &status); /* its end may have come first */
      is_over = status.state == WEFT_TRAINER_FINISHED || status.state == WEFT_TRAINER_FAILED;
    }
  if (*status.error == '\0')
    return TRUE;
  tell_error (folds, status.error);
  return FALSE;
}

static gboolean
judge (WeftFolds *folds, guint k, WeftTrainer *trainer)
{
  const WeftInterrupt interrupt = { is_given_up, folds };
  g_autoptr (WeftState) state = weft_trainer_dup_state (trainer);
  g_autoptr (GError) error = NULL;
  g_autoptr (WeftEvaluation) evaluation
      = state ? weft_evaluate_until (folds->models[k], state, WEFT_PART_TEST, NULL, -1, &interrupt,
                                     &error)
              : NULL;

  if (error)
    tell_error (folds, error->message);
  if (!evaluation)
    return FALSE;
  pthread_mutex_lock (&folds->lock);
  memcpy (folds->done[k].values, evaluation->metrics, sizeof folds->done[k].values);
  folds->done[k].loss = evaluation->loss;
  folds->status.n_done = k + 1;
  folds->status.epoch = 0;
  pthread_mutex_unlock (&folds->lock);
  return TRUE;
}

static gpointer
run (gpointer user)
{
  WeftFolds *folds = user;
  const WeftTrainerOptions options
      = { .threads = folds->threads, .level = -1, .polite = TRUE, .only_steps = FALSE };
  gboolean goes_well = TRUE;

  for (guint k = 0; goes_well && k < folds->n; k++)
    {
      g_autoptr (WeftTrainer) trainer = weft_trainer_new (&options);

      goes_well = train (folds, folds->models[k], trainer) && judge (folds, k, trainer);
    }
  pthread_mutex_lock (&folds->lock);
  folds->status.is_over = TRUE;
  pthread_mutex_unlock (&folds->lock);
  folds_unref (folds);
  return NULL;
}

/* --- whoever began it --- */

/* All of them, so that what is wrong is said at once; they share the data. */
static gboolean
make_models (WeftFolds *folds, WeftGraph *graph, WeftCatalog *catalog, GError **error)
{
  g_autoptr (WeftGraph) copy = weft_graph_dup (graph);
  WeftModel *first = weft_model_new_fold (copy, catalog, 0, (int) folds->n, error);

  if (!first)
    return FALSE;
  weft_folds_choose_metrics (copy, first);
  weft_model_unref (first);
  for (guint k = 0; k < folds->n; k++)
    {
      folds->models[k] = weft_model_new_fold (copy, catalog, (int) k, (int) folds->n, error);
      if (!folds->models[k])
        return FALSE;
    }
  return TRUE;
}

WeftFolds *
weft_folds_begin (WeftGraph *graph, WeftCatalog *catalog, int folds, guint threads, GError **error)
{
  WeftFolds *it = g_new0 (WeftFolds, 1);

  g_atomic_ref_count_init (&it->ref_count);
  it->n = (guint) folds;
  it->threads = threads;
  it->models = g_new0 (WeftModel *, it->n);
  it->done = g_new0 (Fold, it->n);
  pthread_mutex_init (&it->lock, NULL);
  pthread_cond_init (&it->changed, NULL);
  if (!make_models (it, graph, catalog, error))
    {
      folds_unref (it);
      return NULL;
    }
  it->status.n = it->n;
  it->status.epochs = it->models[0]->training.epochs;
  g_atomic_ref_count_inc (&it->ref_count);
  g_thread_unref (g_thread_new ("weft-folds", run, it));
  return it;
}

void
weft_folds_set_paused (WeftFolds *folds, gboolean is_paused)
{
  pthread_mutex_lock (&folds->lock);
  folds->status.is_paused = is_paused;
  pthread_cond_broadcast (&folds->changed);
  pthread_mutex_unlock (&folds->lock);
}

void
weft_folds_get_status (WeftFolds *folds, WeftFoldsStatus *status)
{
  pthread_mutex_lock (&folds->lock);
  *status = folds->status;
  pthread_mutex_unlock (&folds->lock);
}

const WeftModel *
weft_folds_get_model (const WeftFolds *folds)
{
  return folds->models[0];
}

guint
weft_folds_get_values (WeftFolds *folds, int criterion, double *values, guint n)
{
  pthread_mutex_lock (&folds->lock);
  n = MIN (n, folds->status.n_done);
  for (guint k = 0; k < n; k++)
    values[k] = criterion < 0 ? folds->done[k].loss : folds->done[k].values[criterion];
  pthread_mutex_unlock (&folds->lock);
  return n;
}

void
weft_folds_end (WeftFolds *folds)
{
  pthread_mutex_lock (&folds->lock);
  folds->is_ended = TRUE;
  pthread_cond_broadcast (&folds->changed);
  pthread_mutex_unlock (&folds->lock);
  folds_unref (folds);
}
