/* results: what the net does with data that it does not learn from, by task */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/kind-row.h"
#include "engine/environments/environment.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/keeping.h"
#include "ui/panels/panels.h"

#define GOOD 0.9 /* from here on a share is green */
#define VIEW_KEY "results-view"

static const WeftResultView *const views[] = {
#define RESULT_VIEW(id) &weft_result_view_##id,
#include "ui/panels/results/views.def"
#undef RESULT_VIEW
};

typedef struct
{
  WeftContext *context;
  GtkWidget *stack;
  GtkWidget *choice, *title; /* the title where there is but one to choose */
  const WeftResultView *fitting[G_N_ELEMENTS (views)];
  guint n_fitting;
  char *wanted; /* the id of what somebody chose, whether it fits or not; nullable */
  gboolean is_filling;
} Results;

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

gboolean
weft_seen_take (WeftSeen *seen, const WeftShown *look)
{
  if (look->evaluation == seen->evaluation && look->judge == seen->judge)
    return FALSE;
  weft_seen_clear (seen);
  seen->evaluation = weft_evaluation_ref ((WeftEvaluation *) look->evaluation);
  seen->judge = look->judge;
  return TRUE;
}

void
weft_seen_clear (WeftSeen *seen)
{
  g_clear_pointer (&seen->evaluation, weft_evaluation_unref);
}

void
weft_results_follow (GtkWidget *panel, WeftContext *context, GCallback callback, gpointer data)
{
  weft_panel_follow (panel, weft_context_get_live (context), "snapshot", callback, data);
  weft_panel_follow (panel, context, "judge", callback, data);
  ((void (*) (gpointer)) callback) (data);
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
weft_results_is_choice (const WeftModel *model, guint judge)
{
  const WeftField *target = weft_model_get_target (model, judge);

  return target != NULL && weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_CHOICE
         && !weft_model_judges_codes (model, judge);
}

gboolean
weft_results_is_binary (const WeftModel *model, guint judge)
{
  return weft_results_is_choice (model, judge) && weft_model_get_target (model, judge)->classes == 2
         && model->judges[judge].judged.positive > 0;
}

gboolean
weft_results_is_numbers (const WeftModel *model, guint judge)
{
  const WeftField *target = weft_model_get_target (model, judge);

  return target != NULL && weft_kind_get_row (target->kind)->answer != WEFT_ANSWER_CHOICE
         && !weft_results_is_several (model, judge);
}

gboolean
weft_results_is_several (const WeftModel *model, guint judge)
{
  const WeftField *target = weft_model_get_target (model, judge);

  return target != NULL && target->kind == WEFT_KIND_NUMBERS && target->feature_names != NULL
         && target->shape.rank == 1 && target->shape.dims[0] > 1
         && weft_shape_sample_count (&model->judges[judge].judged.prediction)
                == target->shape.dims[0];
}

gboolean
weft_results_is_trained (WeftContext *context)
{
  WeftEvaluation *evaluation = weft_results_get_evaluation (context);

  return evaluation != NULL
         && (evaluation->step > 0 || weft_live_get_looked (weft_context_get_live (context)) >= 0);
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

/* --- which of the views --- */

static void
recall (Results *results)
{
  g_autoptr (GVariant) kept
      = weft_context_recall (results->context, VIEW_KEY, G_VARIANT_TYPE_STRING);

  if (kept != NULL)
    results->wanted = g_variant_dup_string (kept, NULL);
}

/* Those that fit: the first, and where it has a title the others that have one. */
static guint
list_fitting (const WeftModel *model, guint judge, const WeftResultView **fitting)
{
  guint n = 0;

  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    if ((n == 0 || views[i]->title != NULL) && views[i]->fits (model, judge))
      {
        fitting[n++] = views[i];
        if (views[i]->title == NULL)
          break;
      }
  return n;
}

static guint
find_wanted (const Results *results)
{
  for (guint i = 0; i < results->n_fitting; i++)
    if (g_strcmp0 (results->fitting[i]->id, results->wanted) == 0)
      return i;
  return 0;
}

/* What a stack hides is not to be found by a screen reader either. */
static void
show_page (Results *results, const char *id)
{
  GtkStack *stack = GTK_STACK (results->stack);
  GtkWidget *page;

  gtk_stack_set_visible_child_name (stack, id);
  for (page = gtk_widget_get_first_child (results->stack); page != NULL;
       page = gtk_widget_get_next_sibling (page))
    gtk_accessible_update_state (GTK_ACCESSIBLE (page), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 page != gtk_stack_get_visible_child (stack), -1);
}

static void
show_view (Results *results)
{
  const WeftResultView *view = results->fitting[find_wanted (results)];

  if (gtk_stack_get_child_by_name (GTK_STACK (results->stack), view->id) == NULL)
    gtk_stack_add_named (GTK_STACK (results->stack), view->create (results->context), view->id);
  show_page (results, view->id);
}

static void
fill_choice (Results *results)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);

  for (guint i = 0; i < results->n_fitting; i++)
    gtk_string_list_append (names, _ (results->fitting[i]->title));
  gtk_drop_down_set_model (GTK_DROP_DOWN (results->choice), G_LIST_MODEL (names));
}

static void
update_choice (Results *results, gboolean are_others)
{
  gboolean has_title = results->n_fitting > 0 && results->fitting[0]->title != NULL;

  results->is_filling = TRUE;
  if (results->n_fitting > 1 && are_others)
    fill_choice (results);
  if (results->n_fitting > 1)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (results->choice), find_wanted (results));
  results->is_filling = FALSE;
  gtk_label_set_text (GTK_LABEL (results->title), has_title ? _ (results->fitting[0]->title) : "");
  weft_widget_set_shown (results->choice, results->n_fitting > 1);
  weft_widget_set_shown (results->title, has_title && results->n_fitting == 1);
}

static void
choice_cb (GtkDropDown *choice, GParamSpec *property, Results *results)
{
  guint selected = gtk_drop_down_get_selected (choice);

  if (results->is_filling || selected >= results->n_fitting)
    return;
  g_free (results->wanted);
  results->wanted = g_strdup (results->fitting[selected]->id);
  weft_context_keep (results->context, VIEW_KEY, g_variant_new_string (results->wanted));
  show_view (results);
}

static void
choose_cb (Results *results)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (results->context));
  const WeftResultView *fitting[G_N_ELEMENTS (views)] = { NULL };
  gboolean are_others;
  guint n = 0;

  if (model == NULL)
    return;
  if (is_of_data (results, model))
    {
      weft_context_limit_judge (results->context, model);
      n = list_fitting (model, weft_context_get_judge (results->context), fitting);
    }
  are_others = n != results->n_fitting || memcmp (fitting, results->fitting, sizeof fitting) != 0;
  memcpy (results->fitting, fitting, sizeof fitting);
  results->n_fitting = n;
  if (are_others)
    update_choice (results, TRUE);
  if (n > 0)
    show_view (results);
  else
    show_page (results, "none");
}

static GtkWidget *
make_choice (Results *results)
{
  GtkWidget *choice = gtk_drop_down_new_from_strings ((const char *const[]){ NULL });

  weft_widget_set_inner_name (choice, _ ("What of the results is shown"));
  gtk_widget_set_tooltip_text (choice, _ ("What of the results is shown"));
  gtk_widget_set_halign (choice, GTK_ALIGN_START);
  gtk_widget_set_valign (choice, GTK_ALIGN_START);
  gtk_widget_add_css_class (choice, "panel-controls");
  gtk_widget_add_css_class (choice, "panel-choice");
  g_signal_connect (choice, "notify::selected", G_CALLBACK (choice_cb), results);
  return choice;
}

static GtkWidget *
make_title (void)
{
  GtkWidget *title = weft_label_new ("", "panel-title");

  gtk_widget_add_css_class (title, "panel-choice");
  gtk_widget_add_css_class (title, "panel-head");
  gtk_widget_set_halign (title, GTK_ALIGN_START);
  gtk_widget_set_valign (title, GTK_ALIGN_START);
  return title;
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

static void
results_free (gpointer data)
{
  Results *results = data;

  g_free (results->wanted);
  g_free (results);
}

static void
follow (Results *results, GtkWidget *panel)
{
  WeftLive *live = weft_context_get_live (results->context);

  weft_panel_own_full (panel, results, results_free);
  weft_panel_follow (panel, live, "status", G_CALLBACK (choose_cb), results);
  weft_panel_follow (panel, live, "snapshot", G_CALLBACK (choose_cb), results);
  weft_panel_follow (panel, results->context, "judge", G_CALLBACK (choose_cb), results);
  weft_panel_follow (panel, live, "report", G_CALLBACK (choose_cb), results);
  g_signal_connect (panel, "map", G_CALLBACK (map_cb), results);
  g_signal_connect (panel, "unmap", G_CALLBACK (unmap_cb), results);
}

static GtkWidget *
create (WeftContext *context)
{
  Results *results = g_new0 (Results, 1);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *none = weft_panel_empty_new (
      _ ("Results are shown as soon as the network is whole: data, layers and a loss."),
      _ ("Choose data"), "win.add-data");

  results->context = context;
  results->stack = gtk_stack_new ();
  results->choice = make_choice (results);
  results->title = make_title ();
  recall (results);
  gtk_stack_add_named (GTK_STACK (results->stack), none, "none");
  gtk_stack_set_hhomogeneous (GTK_STACK (results->stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (results->stack), FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), results->stack);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), results->choice);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), results->title);
  update_choice (results, FALSE);
  follow (results, overlay);
  choose_cb (results);
  return overlay;
}

const WeftPanel weft_panel_results = {
  .id = "results",
  .title = N_ ("Results"),
  .create = create,
  .create_choice = weft_results_part_new,
};
