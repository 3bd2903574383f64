/* work-thread: what takes long for a project, in a thread, with a way to cancel it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/work-thread.h"

#include "ui/window/work.h"

typedef struct
{
  WeftWorkThread what; /* without its words and window */
  gpointer data;
  GThread *thread;
  WeftErrand *errand;
  GtkWidget *work; /* owned */
  GError *error;   /* of the thread */
  guint source;    /* ends it in the main loop; read only where the thread was joined */
} Job;

static GQueue jobs = G_QUEUE_INIT;

static void
finish (Job *job)
{
  g_queue_remove (&jobs, job);
  weft_work_end (job->work);
  job->what.done (job->error, job->data);
  g_clear_error (&job->error);
  g_object_unref (job->work);
  weft_errand_unref (job->errand);
  g_free (job);
}

static gboolean
end_cb (gpointer data)
{
  Job *job = data;

  g_thread_join (job->thread);
  finish (job);
  return G_SOURCE_REMOVE;
}

static gpointer
run (gpointer data)
{
  Job *job = data;

  weft_errand_set_own (job->errand);
  job->what.work (job->data, &job->error);
  weft_errand_set_own (NULL);
  job->source = g_idle_add_full (G_PRIORITY_DEFAULT, end_cb, job, NULL);
  return NULL;
}

void
weft_work_thread_begin (const WeftWorkThread *what, gpointer data)
{
  Job *job = g_new0 (Job, 1);

  job->what = *what;
  job->data = data;
  job->errand = weft_errand_new (what->total);
  job->work = g_object_ref (weft_work_begin (what->window, what->heading, job->errand));
  g_queue_push_tail (&jobs, job);
  job->thread = g_thread_new ("weft-work", run, job);
}

void
weft_work_thread_end (WeftStore *store)
{
  for (GList *l = jobs.head, *next; l != NULL; l = next)
    {
      Job *job = l->data;

      next = l->next;
      if (store != NULL && job->what.store != store)
        continue;
      weft_errand_cancel (job->errand);
      g_thread_join (job->thread);
      g_source_remove (job->source);
      finish (job);
    }
}
