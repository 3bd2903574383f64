/* loading: large data into a project, or out of it, in a thread, with a way to cancel it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/loading.h"

#include <glib/gi18n.h>
#include <string.h>

#include "engine/base/backed.h"
#include "engine/base/errand.h"
#include "engine/plan/check.h"
#include "engine/train/model.h"
#include "ui/window/work.h"

typedef struct
{
  GThread *thread;
  WeftStore *store;
  WeftLibrary *library;
  WeftGraph *graph;     /* owned */
  WeftDataset *dataset; /* owned, nullable */
  WeftErrand *errand;
  GtkWidget *work; /* owned */
  GError *error;   /* of the thread */
  guint source;    /* ends it in the main loop; read only where the thread was joined */
  WeftLoadedFunc done;
  gpointer user;
} Job;

static GQueue jobs = G_QUEUE_INIT;

/* --- how much it is --- */

/* Of the sets of its own that a graph names. */
static gsize
measure (WeftStore *store, WeftGraph *graph)
{
  gsize bytes = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      g_autoptr (GVariant) sha256 = NULL;

      if (node->layer->family != WEFT_FAMILY_DATA)
        continue;
      sha256 = weft_node_get_param (node, "sha256");
      if (sha256 != NULL && *g_variant_get_string (sha256, NULL) != '\0')
        bytes += weft_store_measure_data (store, g_variant_get_string (sha256, NULL));
    }
  return bytes;
}

gboolean
weft_loading_is_long (WeftStore *store, WeftGraph *graph, WeftDataset *dataset)
{
  gsize bytes = dataset != NULL ? weft_dataset_get_length (dataset) : measure (store, graph);

  return bytes >= WEFT_BACKED_FROM;
}

/* --- in the thread, and its end --- */

/* The catalog then has the sets and their splits. */
static void
fill_catalog (WeftGraph *graph, WeftCatalog *catalog)
{
  WeftReport *report = weft_check (graph, catalog);
  WeftModel *model = report->can_train ? weft_model_new (graph, catalog, NULL) : NULL;

  g_clear_pointer (&model, weft_model_unref);
  weft_report_unref (report);
}

static void
finish (Job *job)
{
  g_queue_remove (&jobs, job);
  weft_work_end (job->work);
  job->done (job->error, job->user);
  g_clear_error (&job->error);
  g_object_unref (job->work);
  g_object_unref (job->graph);
  g_clear_pointer (&job->dataset, weft_dataset_unref);
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
  WeftCatalog *catalog = weft_library_get_catalog (job->library);

  weft_errand_set_own (job->errand);
  if (job->dataset == NULL || weft_store_put_data (job->store, job->dataset, &job->error))
    {
      if (job->dataset != NULL)
        weft_catalog_add (catalog, job->dataset);
      fill_catalog (job->graph, catalog);
      weft_errand_add (0, &job->error); /* cancelled: an error that the catalog would keep */
    }
  weft_errand_set_own (NULL);
  job->source = g_idle_add_full (G_PRIORITY_DEFAULT, end_cb, job, NULL);
  return NULL;
}

/* --- the main thread's --- */

void
weft_loading_begin (const WeftLoading *loading, WeftLoadedFunc done, gpointer user)
{
  Job *job = g_new0 (Job, 1);
  /* What is written, or read and given a fingerprint, is looked through for copies. */
  gsize bytes = loading->dataset != NULL ? 2 * weft_dataset_get_length (loading->dataset)
                                         : 3 * measure (loading->store, loading->graph);

  job->store = loading->store;
  job->library = loading->library;
  job->graph = weft_graph_dup (loading->graph);
  job->dataset = loading->dataset != NULL ? weft_dataset_ref (loading->dataset) : NULL;
  job->errand = weft_errand_new ((gint64) bytes);
  job->work = g_object_ref (weft_work_begin (loading->window, loading->heading, job->errand));
  job->done = done;
  job->user = user;
  g_queue_push_tail (&jobs, job);
  job->thread = g_thread_new ("weft-loading", run, job);
}

void
weft_loading_end (WeftStore *store)
{
  for (GList *l = jobs.head, *next; l != NULL; l = next)
    {
      Job *job = l->data;

      next = l->next;
      if (store != NULL && job->store != store)
        continue;
      weft_errand_cancel (job->errand);
      g_thread_join (job->thread);
      g_source_remove (job->source);
      finish (job);
    }
}
