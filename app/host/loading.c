/* loading: large data into a project, or out of it, in a thread, with a way to cancel it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "app/host/loading.h"

#include <string.h>

#include "app/host/work-thread.h"
#include "engine/base/backed.h"
#include "engine/base/errand.h"
#include "engine/plan/check.h"
#include "engine/train/model/model.h"

typedef struct
{
  WeftStore *store;
  WeftLibrary *library;
  WeftGraph *graph;     /* owned */
  WeftDataset *dataset; /* owned, nullable */
  WeftLoadedFunc done;
  gpointer user;
} Job;

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

static gboolean
work_cb (gpointer data, GError **error)
{
  Job *job = data;
  WeftCatalog *catalog = weft_library_get_catalog (job->library);

  if (job->dataset != NULL && !weft_store_put_data (job->store, job->dataset, error))
    return FALSE;
  if (job->dataset != NULL)
    weft_catalog_add (catalog, job->dataset);
  fill_catalog (job->graph, catalog);
  return weft_errand_add (0, error); /* cancelled: an error that the catalog would keep */
}

static void
loaded_cb (const GError *error, gpointer data)
{
  Job *job = data;

  job->done (error, job->user);
  g_object_unref (job->graph);
  g_clear_pointer (&job->dataset, weft_dataset_unref);
  g_free (job);
}

/* --- the main thread's --- */

void
weft_loading_begin (const WeftLoading *loading, WeftLoadedFunc done, gpointer user)
{
  Job *job = g_new0 (Job, 1);
  /* What is written, or read and given a fingerprint, is looked through for copies. */
  gsize bytes = loading->dataset != NULL ? 2 * weft_dataset_get_length (loading->dataset)
                                         : 3 * measure (loading->store, loading->graph);

  *job = (Job){
    .store = loading->store,
    .library = loading->library,
    .graph = weft_graph_dup (loading->graph),
    .dataset = loading->dataset != NULL ? weft_dataset_ref (loading->dataset) : NULL,
    .done = done,
    .user = user,
  };
  weft_work_thread_begin (
      &(WeftWorkThread){
          .window = loading->window,
          .heading = loading->heading,
          .store = loading->store,
          .total = (gint64) bytes,
          .work = work_cb,
          .done = loaded_cb,
      },
      job);
}
