/* results: what the net does with data that it does not learn from, by task */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/environments/environment.h"
#include "ui/base/format.h"
#include "ui/panels/panels.h"

#define GOOD 0.9 /* from here on a share is green */

typedef struct
{
  WeftContext *context;
  GtkWidget *stack;
} Results;

static const WeftResultView *const views[] = {
#define RESULT_VIEW(id) &weft_result_view_##id,
#include "ui/panels/views.def"
#undef RESULT_VIEW
};

WeftEvaluation *
weft_results_get_evaluation (WeftContext *context)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (context));

  return snapshot != NULL ? snapshot->evaluation : NULL;
}

gboolean
weft_results_look (WeftContext *context, WeftShown *look)
{
  guint judge = weft_context_get_judge (context);

  *look = (WeftShown){ .model = weft_live_get_model (weft_context_get_live (context)),
                       .evaluation = weft_results_get_evaluation (context),
                       .judge = judge };
  if (look->model == NULL || look->evaluation == NULL || judge >= look->model->n_judges
      || judge >= look->evaluation->n_results)
    return FALSE;
  look->result = &look->evaluation->results[judge];
  look->target = weft_model_get_target (look->model, judge);
  return look->result->predictions != NULL;
}

/* The criterion that a view shows as the score; NULL: there is none. */
static const WeftCriterion *
get_chief (WeftContext *context, const WeftEvaluation *evaluation, double *value)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (context));
  guint judge = weft_context_get_judge (context);
  int chief = model != NULL && judge < model->n_judges ? model->judges[judge].chief : -1;

  if (chief < 0 || evaluation == NULL)
    return NULL;
  *value = evaluation->metrics[chief];
  return &model->criteria[chief];
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
  double value = 0;
  const WeftCriterion *chief = get_chief (context, evaluation, &value);

  if (chief != NULL && chief->metric->is_share && value >= GOOD)
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
  title = weft_model_dup_criterion_title (
      model, (guint) model->judges[weft_context_get_judge (context)].chief);
  return g_strdup_printf ("%s %s", title, score);
}

char *
weft_results_dup_score (WeftContext *context, const WeftEvaluation *evaluation)
{
  double value;
  const WeftCriterion *chief = get_chief (context, evaluation, &value);

  return chief != NULL ? weft_format_metric (value, chief->metric->is_share) : g_strdup ("");
}

/* Whether the network at hand is still that of the graph's data: the last whole one outlives what
 * makes it whole, and plays on in a world that nobody has chosen any more. */
static gboolean
is_of_data (const Results *results, const WeftModel *model)
{
  WeftGraph *graph = weft_context_get_graph (results->context);

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      g_autoptr (GVariant) source
          = node->layer->family == WEFT_FAMILY_DATA ? weft_node_get_param (node, "source") : NULL;

      if (source != NULL
          && model->environment == weft_environment_find (g_variant_get_string (source, NULL)))
        return TRUE;
    }
  return FALSE;
}

static void
choose_cb (Results *results)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (results->context));
  const WeftField *target;

  if (model == NULL)
    return;
  if (!is_of_data (results, model))
    {
      gtk_stack_set_visible_child_name (GTK_STACK (results->stack), "none");
      return;
    }
  weft_context_limit_judge (results->context, model);
  target = weft_model_get_target (model, weft_context_get_judge (results->context));
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      if (!views[i]->fits (model, target))
        continue;
      if (gtk_stack_get_child_by_name (GTK_STACK (results->stack), views[i]->id) == NULL)
        gtk_stack_add_named (GTK_STACK (results->stack), views[i]->create (results->context),
                             views[i]->id);
      gtk_stack_set_visible_child_name (GTK_STACK (results->stack), views[i]->id);
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

static GtkWidget *
create (WeftContext *context)
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
  weft_panel_follow (results->stack, context, "judge", G_CALLBACK (choose_cb), results);
  weft_panel_follow (results->stack, live, "report", G_CALLBACK (choose_cb), results);
  g_signal_connect (results->stack, "map", G_CALLBACK (map_cb), results);
  g_signal_connect (results->stack, "unmap", G_CALLBACK (unmap_cb), results);
  choose_cb (results);
  return results->stack;
}

const WeftPanel weft_panel_results = {
  .id = "results",
  .title = N_ ("Results"),
  .create = create,
  .create_choice = weft_results_part_new,
};
