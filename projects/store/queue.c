/* queue: what the main and the trainer thread hand to the store thread, and what comes back */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/store/queue.h"

#include <errno.h>
#include <pthread.h>
#include <time.h>

typedef struct
{
  gpointer job;
  gint64 key; /* 0: was offered, and may be the only such one */
} Bulk;

struct _WeftQueue
{
  pthread_mutex_t lock; /* guards all below */
  pthread_cond_t changed;
  GQueue first; /* jobs */
  GQueue bulk;  /* Bulk */
  guint64 pushed[WEFT_LANE_BULK + 1], finished[WEFT_LANE_BULK + 1];
  guint n_offered; /* of those in bulk */
  guint n_hurried;
  gboolean is_open;
  gint64 seq, when;
  GError *report;  /* not taken yet */
  GError *problem; /* as long as it lasts */
  char *moved;
  GError *why;

  /* Only the thread that made it. */
  pthread_t thread;
  gboolean has_thread;
  void (*run) (gpointer data);
  gpointer data;
};

WeftQueue *
weft_queue_new (void)
{
  WeftQueue *queue = g_new0 (WeftQueue, 1);
  pthread_condattr_t attributes;

  pthread_mutex_init (&queue->lock, NULL);
  pthread_condattr_init (&attributes);
  pthread_condattr_setclock (&attributes, CLOCK_MONOTONIC);
  pthread_cond_init (&queue->changed, &attributes);
  pthread_condattr_destroy (&attributes);
  g_queue_init (&queue->first);
  g_queue_init (&queue->bulk);
  queue->is_open = TRUE;
  return queue;
}

void
weft_queue_free (WeftQueue *queue)
{
  g_assert (!queue->has_thread);
  g_assert (queue->first.length == 0 && queue->bulk.length == 0);
  g_clear_error (&queue->report);
  g_clear_error (&queue->problem);
  g_clear_error (&queue->why);
  g_free (queue->moved);
  pthread_cond_destroy (&queue->changed);
  pthread_mutex_destroy (&queue->lock);
  g_free (queue);
}

static void *
run_thread (void *data)
{
  WeftQueue *queue = data;

  queue->run (queue->data);
  return NULL;
}

gboolean
weft_queue_start (WeftQueue *queue, void (*run) (gpointer data), gpointer data)
{
  queue->run = run;
  queue->data = data;
  queue->has_thread = pthread_create (&queue->thread, NULL, run_thread, queue) == 0;
  return queue->has_thread;
}

void
weft_queue_join (WeftQueue *queue)
{
  if (queue->has_thread)
    pthread_join (queue->thread, NULL);
  queue->has_thread = FALSE;
}

/* --- pushing --- */

guint64
weft_queue_push (WeftQueue *queue, gpointer job)
{
  guint64 ticket;

  pthread_mutex_lock (&queue->lock);
  g_queue_push_tail (&queue->first, job);
  ticket = ++queue->pushed[WEFT_LANE_FIRST];
  pthread_cond_broadcast (&queue->changed);
  pthread_mutex_unlock (&queue->lock);
  return ticket;
}

/* With the lock. */
static void
add_bulk (WeftQueue *queue, gpointer job, gint64 key)
{
  Bulk *bulk = g_new (Bulk, 1);

  *bulk = (Bulk){ job, key };
  g_queue_push_tail (&queue->bulk, bulk);
  queue->n_offered += key == 0;
  queue->pushed[WEFT_LANE_BULK]++;
  pthread_cond_broadcast (&queue->changed);
}

gboolean
weft_queue_offer (WeftQueue *queue, gpointer job)
{
  gboolean is_taken;

  pthread_mutex_lock (&queue->lock);
  is_taken = queue->is_open && queue->n_offered == 0;
  if (is_taken)
    add_bulk (queue, job, 0);
  pthread_mutex_unlock (&queue->lock);
  return is_taken;
}

gpointer
weft_queue_push_bulk (WeftQueue *queue, gpointer job, gint64 key)
{
  gpointer replaced = NULL;

  pthread_mutex_lock (&queue->lock);
  for (GList *l = queue->bulk.head; l && !replaced; l = l->next)
    {
      Bulk *bulk = l->data;

      if (bulk->key == key)
        {
          replaced = bulk->job;
          bulk->job = job;
        }
    }
  if (!replaced)
    add_bulk (queue, job, key);
  pthread_mutex_unlock (&queue->lock);
  return replaced;
}

/* --- waiting --- */

void
weft_queue_wait_for (WeftQueue *queue, guint64 ticket)
{
  pthread_mutex_lock (&queue->lock);
  while (queue->finished[WEFT_LANE_FIRST] < ticket)
    pthread_cond_wait (&queue->changed, &queue->lock);
  pthread_mutex_unlock (&queue->lock);
}

void
weft_queue_wait (WeftQueue *queue)
{
  guint64 first, bulk;

  pthread_mutex_lock (&queue->lock);
  first = queue->pushed[WEFT_LANE_FIRST];
  bulk = queue->pushed[WEFT_LANE_BULK];
  queue->n_hurried++;
  pthread_cond_broadcast (&queue->changed);
  while (queue->finished[WEFT_LANE_FIRST] < first || queue->finished[WEFT_LANE_BULK] < bulk)
    pthread_cond_wait (&queue->changed, &queue->lock);
  queue->n_hurried--;
  pthread_mutex_unlock (&queue->lock);
}

/* --- popping --- */

/* With the lock. */
static WeftLane
take (WeftQueue *queue, gboolean wants_bulk, gpointer *job)
{
  Bulk *bulk;

  if (queue->first.length > 0)
    {
      *job = g_queue_pop_head (&queue->first);
      return WEFT_LANE_FIRST;
    }
  if (!wants_bulk || queue->bulk.length == 0)
    return WEFT_LANE_NONE;
  bulk = g_queue_pop_head (&queue->bulk);
  *job = bulk->job;
  queue->n_offered -= bulk->key == 0;
  g_free (bulk);
  return WEFT_LANE_BULK;
}

WeftLane
weft_queue_pop (WeftQueue *queue, gboolean wants_bulk, gint64 until, gpointer *job)
{
  struct timespec at = { until / G_USEC_PER_SEC, until % G_USEC_PER_SEC * 1000 };
  guint n_hurried;
  WeftLane lane;

  pthread_mutex_lock (&queue->lock);
  n_hurried = queue->n_hurried;
  lane = take (queue, wants_bulk, job);
  while (lane == WEFT_LANE_NONE && queue->n_hurried <= n_hurried
         && pthread_cond_timedwait (&queue->changed, &queue->lock, &at) != ETIMEDOUT)
    lane = take (queue, wants_bulk, job);
  pthread_mutex_unlock (&queue->lock);
  return lane;
}

void
weft_queue_finish (WeftQueue *queue, WeftLane lane)
{
  pthread_mutex_lock (&queue->lock);
  queue->finished[lane]++;
  pthread_cond_broadcast (&queue->changed);
  pthread_mutex_unlock (&queue->lock);
}

gboolean
weft_queue_is_hurried (WeftQueue *queue)
{
  gboolean is_hurried;

  pthread_mutex_lock (&queue->lock);
  is_hurried = queue->n_hurried > 0;
  pthread_mutex_unlock (&queue->lock);
  return is_hurried;
}

void
weft_queue_set_open (WeftQueue *queue, gboolean is_open)
{
  pthread_mutex_lock (&queue->lock);
  queue->is_open = is_open;
  pthread_mutex_unlock (&queue->lock);
}

/* --- what comes back --- */

void
weft_queue_acknowledge (WeftQueue *queue, gint64 seq, gint64 when)
{
  pthread_mutex_lock (&queue->lock);
  queue->seq = seq;
  queue->when = when;
  pthread_mutex_unlock (&queue->lock);
}

gint64
weft_queue_get_acknowledged (WeftQueue *queue, gint64 *when)
{
  gint64 seq;

  pthread_mutex_lock (&queue->lock);
  seq = queue->seq;
  if (when)
    *when = queue->when;
  pthread_mutex_unlock (&queue->lock);
  return seq;
}

void
weft_queue_report (WeftQueue *queue, const GError *error)
{
  pthread_mutex_lock (&queue->lock);
  g_clear_error (&queue->report);
  queue->report = g_error_copy (error);
  pthread_mutex_unlock (&queue->lock);
}

GError *
weft_queue_take_report (WeftQueue *queue)
{
  GError *report;

  pthread_mutex_lock (&queue->lock);
  report = g_steal_pointer (&queue->report);
  pthread_mutex_unlock (&queue->lock);
  return report;
}

void
weft_queue_set_problem (WeftQueue *queue, const GError *problem)
{
  pthread_mutex_lock (&queue->lock);
  g_clear_error (&queue->problem);
  queue->problem = problem ? g_error_copy (problem) : NULL;
  pthread_mutex_unlock (&queue->lock);
}

GError *
weft_queue_dup_problem (WeftQueue *queue)
{
  GError *problem;

  pthread_mutex_lock (&queue->lock);
  problem = queue->problem ? g_error_copy (queue->problem) : NULL;
  pthread_mutex_unlock (&queue->lock);
  return problem;
}

void
weft_queue_tell_move (WeftQueue *queue, const char *path, const GError *why)
{
  pthread_mutex_lock (&queue->lock);
  g_free (queue->moved);
  queue->moved = g_strdup (path);
  g_clear_error (&queue->why);
  queue->why = why ? g_error_copy (why) : NULL;
  pthread_mutex_unlock (&queue->lock);
}

char *
weft_queue_take_move (WeftQueue *queue, GError **why)
{
  char *moved;

  pthread_mutex_lock (&queue->lock);
  moved = g_steal_pointer (&queue->moved);
  *why = g_steal_pointer (&queue->why);
  pthread_mutex_unlock (&queue->lock);
  return moved;
}
