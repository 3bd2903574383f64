/* results: what the net does with data that it does not learn from, by task */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/panels/panels.h"

#define GOOD 0.9 /* from here on a share is green */

typedef struct
{
  WeftContext *context;
  GtkWidget *stack;
} Results;

typedef struct
{
  const char *id;
  gboolean (*fits) (const WeftDataset *dataset);
  GtkWidget *(*make) (WeftContext *context);
} View;

static gboolean
is_points (const WeftDataset *dataset)
{
  return weft_dataset_get_x (dataset)->kind == WEFT_KIND_POINTS;
}

static gboolean
is_mask (const WeftDataset *dataset)
{
  const WeftField *y = weft_dataset_get_y (dataset);

  return y != NULL && y->kind == WEFT_KIND_MASK;
}

static gboolean
is_classes (const WeftDataset *dataset)
{
  return weft_dataset_get_classes (dataset) != NULL;
}

static gboolean
is_anything (const WeftDataset *dataset)
{
  return TRUE;
}

/* The first that fits is shown. */
static const View views[] = {
  { "boundary", is_points, weft_boundary_view_new },
  { "mask", is_mask, weft_mask_view_new },
  { "confusion", is_classes, weft_confusion_view_new },
  { "scatter", is_anything, weft_scatter_view_new },
};

WeftEvaluation *
weft_results_get_evaluation (WeftContext *context)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (context));

  return snapshot != NULL ? snapshot->evaluation : NULL;
}

gboolean
weft_results_is_trained (WeftContext *context)
{
  WeftEvaluation *evaluation = weft_results_get_evaluation (context);

  return evaluation != NULL && evaluation->step > 0;
}

void
weft_results_mark_score (WeftContext *context, const WeftEvaluation *evaluation, GtkWidget *label)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (context));
  const WeftMetric *metric = model != NULL ? model->metrics[0] : NULL;

  if (metric != NULL && evaluation != NULL && metric->is_share && evaluation->metrics[0] >= GOOD)
    gtk_widget_add_css_class (label, "good");
  else
    gtk_widget_remove_css_class (label, "good");
}

char *
weft_results_dup_titled_score (WeftContext *context, const WeftEvaluation *evaluation)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (context));
  g_autofree char *score = weft_results_dup_score (context, evaluation), *title = NULL;

  if (*score == '\0')
    return g_strdup ("");
  title = weft_model_dup_metric_title (model, 0);
  return g_strdup_printf ("%s %s", title, score);
}

char *
weft_results_dup_score (WeftContext *context, const WeftEvaluation *evaluation)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (context));
  const WeftMetric *metric = model != NULL ? model->metrics[0] : NULL;

  if (metric == NULL || evaluation == NULL)
    return g_strdup ("");
  return weft_format_metric (evaluation->metrics[0], metric->is_share);
}

static void
choose_cb (Results *results)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (results->context));

  if (model == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      if (!views[i].fits (model->dataset))
        continue;
      if (gtk_stack_get_child_by_name (GTK_STACK (results->stack), views[i].id) == NULL)
        gtk_stack_add_named (GTK_STACK (results->stack), views[i].make (results->context),
                             views[i].id);
      gtk_stack_set_visible_child_name (GTK_STACK (results->stack), views[i].id);
      return;
    }
}

static void
map_cb (GtkWidget *stack, Results *results)
{
  weft_context_want_results (results->context, TRUE);
}

static void
unmap_cb (GtkWidget *stack, Results *results)
{
  weft_context_want_results (results->context, FALSE);
}

GtkWidget *
weft_results_panel_new (WeftContext *context)
{
  Results *results = g_new0 (Results, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *none = weft_panel_empty_new (
      _ ("Results are shown as soon as the network is whole: data, layers and a loss."),
      _ ("Choose data"), "win.add-data");

  results->context = context;
  results->stack = gtk_stack_new ();
  gtk_stack_add_named (GTK_STACK (results->stack), none, "none");
  gtk_stack_set_hhomogeneous (GTK_STACK (results->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (results->stack), FALSE);
  weft_panel_own (results->stack, results);
  weft_panel_follow (results->stack, live, "status", G_CALLBACK (choose_cb), results);
  weft_panel_follow (results->stack, live, "snapshot", G_CALLBACK (choose_cb), results);
  weft_panel_follow (results->stack, live, "report", G_CALLBACK (choose_cb), results);
  g_signal_connect (results->stack, "map", G_CALLBACK (map_cb), results);
  g_signal_connect (results->stack, "unmap", G_CALLBACK (unmap_cb), results);
  choose_cb (results);
  return results->stack;
}
