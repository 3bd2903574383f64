/* checking: a network is looked over, and made ready to be trained, in a thread */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/session/checking.h"

#include <gio/gio.h>

#include "engine/data/catalog-dup.h"
#include "engine/graph/training.h"

#define DELAY 20 /* ms: to copy thousands of nodes is too long for the edit's own frame */

struct _WeftChecking
{
  WeftGraph *graph;     /* the document, and of it a copy when the thread begins */
  WeftCatalog *catalog; /* the document's, and the thread's own */
  guint begins;         /* until then; 0: it has begun */
  WeftReport *report;
  WeftModel *model;        /* nullable */
  WeftCheckedFunc checked; /* NULL: nobody wants it any more */
  gpointer user;
};

/* How many threads are at it: the program does not end under them. */
static struct
{
  GMutex lock;
  GCond change;
  guint n;
} working;

static void
begin_work (void)
{
  g_mutex_lock (&working.lock);
  working.n++;
  g_mutex_unlock (&working.lock);
}

static void
end_work (void)
{
  g_mutex_lock (&working.lock);
  working.n--;
  g_cond_signal (&working.change);
  g_mutex_unlock (&working.lock);
}

void
weft_checking_wait (void)
{
  g_mutex_lock (&working.lock);
  while (working.n > 0)
    g_cond_wait (&working.change, &working.lock);
  g_mutex_unlock (&working.lock);
}

static void
checking_free (gpointer data)
{
  WeftChecking *checking = data;

  g_clear_object (&checking->graph);
  weft_catalog_unref (checking->catalog);
  g_clear_pointer (&checking->report, weft_report_unref);
  g_clear_pointer (&checking->model, weft_model_unref);
  g_free (checking);
}

gboolean
weft_checking_is_due (WeftGraph *graph, WeftCatalog *catalog)
{
  WeftTraining training;
  guint n = weft_graph_get_n_nodes (graph);

  if (!weft_check_takes_long (graph))
    return FALSE;
  weft_training_load (&training, weft_graph_get_training (graph));
  for (guint i = 0; i < n; i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->layer->family == WEFT_FAMILY_DATA
          && !weft_catalog_has (catalog, node->params, training.batch_size,
                                (guint64) training.seed))
        return FALSE;
    }
  return TRUE;
}

static void
check_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  WeftChecking *checking = data;

  checking->report = weft_check (checking->graph, checking->catalog);
  if (checking->report->can_train)
    checking->model = weft_model_new (checking->graph, checking->catalog, NULL);
  g_clear_object (&checking->graph); /* here, for that takes long, too */
  g_task_return_boolean (task, TRUE);
  end_work ();
}

static void
checked_cb (GObject *source, GAsyncResult *result, gpointer user)
{
  WeftChecking *checking = g_task_get_task_data (G_TASK (result));

  if (checking->checked != NULL)
    checking->checked (g_steal_pointer (&checking->report), g_steal_pointer (&checking->model),
                       checking->user);
}

static gboolean
begin_cb (gpointer user)
{
  WeftChecking *checking = user;
  g_autoptr (WeftGraph) document = checking->graph;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, checked_cb, NULL);

  checking->begins = 0;
  checking->graph = weft_graph_dup (document);
  checking->catalog = weft_catalog_dup (checking->catalog);
  g_task_set_task_data (task, checking, checking_free);
  begin_work ();
  g_task_run_in_thread (task, check_cb);
  return G_SOURCE_REMOVE;
}

WeftChecking *
weft_checking_begin (WeftGraph *graph, WeftCatalog *catalog, WeftCheckedFunc checked, gpointer user)
{
  WeftChecking *checking = g_new0 (WeftChecking, 1);

  checking->graph = g_object_ref (graph);
  checking->catalog = catalog;
  checking->checked = checked;
  checking->user = user;
  checking->begins = g_timeout_add (DELAY, begin_cb, checking);
  return checking;
}

void
weft_checking_cancel (WeftChecking *checking)
{
  checking->checked = NULL;
  if (checking->begins == 0)
    return;
  g_source_remove (checking->begins);
  g_object_unref (checking->graph);
  g_free (checking);
}

static void
forget_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  WeftChecking *checking = data;

  g_clear_pointer (&checking->report, weft_report_unref);
  g_clear_pointer (&checking->model, weft_model_unref);
  end_work ();
}

void
weft_checking_forget (WeftReport *report, WeftModel *model)
{
  g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);
  WeftChecking *checking = g_new0 (WeftChecking, 1);

  checking->report = report;
  checking->model = model;
  g_task_set_task_data (task, checking, g_free);
  begin_work ();
  g_task_run_in_thread (task, forget_cb);
}
