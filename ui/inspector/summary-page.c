/* summary-page: the inspector of several nodes, or of the project when none is selected */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/summary-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/count.h"
#include "ui/base/format.h"
#include "ui/commands/levels.h"
#include "ui/context/price.h"
#include "ui/inspector/fact-rows.h"
#include "ui/inspector/learning-section.h"
#include "ui/inspector/problem-list.h"
#include "ui/inspector/shared-params.h"
#include "ui/inspector/tap-section.h"
#include "ui/base/widgets.h"

struct _WeftSummaryPage
{
  GtkBox parent_instance;

  WeftContext *context;
  GtkWidget *facts, *about, *next, *next_button, *problems;
  WeftFactRows rows; /* of the facts */
  double price;      /* that is shown (weft_price_get) */
};

G_DEFINE_FINAL_TYPE (WeftSummaryPage, weft_summary_page, GTK_TYPE_BOX)

/* --- what it costs --- */

static void
add_fact (WeftSummaryPage *page, const char *name, char *value /* taken */)
{
  weft_fact_rows_add (&page->rows, name, value);
  g_free (value);
}

static void
show_selection_facts (WeftSummaryPage *page, WeftReport *report, GArray *selection)
{
  gint64 weights = 0, flops = 0;

  for (guint i = 0; i < selection->len; i++)
    {
      const WeftNodeReport *node = weft_report_find (report, g_array_index (selection, gint64, i));

      weights += node != NULL ? node->weights : 0;
      flops += node != NULL ? node->flops_forward : 0;
    }
  add_fact (page, _ ("Selected nodes"), weft_format_count (selection->len));
  add_fact (page, _ ("Weights"), weft_format_large (weights));
  add_fact (page, _ ("Multiply-adds"), weft_format_brief (flops / 2.0));
}

/* Of 12,345 s nobody wants to know the 5. */
static char *
dup_time (double seconds, const char *how)
{
  double digit = pow (10, floor (log10 (seconds)) - 1);
  /* Translators: units of time, each with the seconds that it has, the smallest first */
  g_autofree char *time
      = weft_count_scale (floor (seconds / digit + .5) * digit,
                          _ ("1e-9 ns|1e-6 µs|1e-3 ms|1 s|60 min|3600 h|86400 d"));

  return time != NULL ? g_strdup_printf (how, time) : NULL;
}

/* As it was measured, else what it takes at the least. NULL: that is not known either. */
static char *
dup_epoch (WeftSummaryPage *page, WeftReport *report)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (page->context));
  g_autofree char *least = NULL;

  if (isfinite (page->price))
    return dup_time (page->price, _ ("about %s"));
  if (model == NULL || (report->batch_seconds < WEFT_PRICE_LONG_BATCH && !isinf (page->price)))
    return NULL;
  return dup_time (report->batch_seconds * (double) weft_model_get_steps_per_epoch (model),
                   _ ("at least %s"));
}

static double
get_time (const WeftNodeReport *of)
{
  return of->seconds;
}

/* Its output, and its weights with their gradients. */
static double
get_memory (const WeftNodeReport *of)
{
  return (double) of->bytes + 8.0 * (double) of->weights;
}

/* The node that takes most of it, with its share; a group stands for all that is inside. */
static char *
dup_dearest (WeftGraph *graph, WeftReport *report, double (*get) (const WeftNodeReport *of))
{
  g_autoptr (GHashTable) sums = g_hash_table_new_full (g_int64_hash, g_int64_equal, NULL, g_free);
  g_autofree char *title = NULL, *share = NULL;
  const WeftNode *dearest = NULL;
  double all = 0, most = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);
      const WeftNode *top = node->parent != 0 ? weft_graph_find_top (graph, node->id) : node;
      const WeftNodeReport *of = weft_report_find (report, node->id);
      double own = 0, *sum = top != node ? g_hash_table_lookup (sums, &top->id) : &own;

      if (of == NULL || node->layer->grouping != WEFT_GROUPING_NONE)
        continue;
      if (sum == NULL)
        g_hash_table_insert (sums, (gpointer) &top->id, sum = g_new0 (double, 1));
      *sum += get (of);
      all += get (of);
      dearest = *sum > most ? top : dearest;
      most = MAX (most, *sum);
    }
  if (dearest == NULL)
    return NULL;
  title = weft_node_dup_title (dearest);
  share = weft_format_fixed (most / all * 100, 0);
  return g_strdup_printf ("%s · %s\u00a0%%", title, share);
}

/* What it costs to press Train, before it is pressed. */
static void
show_price (WeftSummaryPage *page, WeftReport *report)
{
  static const struct
  {
    const char *title;
    double (*get) (const WeftNodeReport *of);
  } costs[] = {
    { N_ ("Most of its time"), get_time },
    { N_ ("Most of its memory"), get_memory },
  };
  WeftGraph *graph = weft_context_get_graph (page->context);
  WeftLive *live = weft_context_get_live (page->context);
  char *time;

  page->price = weft_price_get (live);
  if (!report->can_train)
    return;
  weft_price_want (live);
  time = dup_epoch (page, report);
  if (time != NULL)
    add_fact (page, _ ("An epoch on this machine"), time);
  for (gsize i = 0; i < G_N_ELEMENTS (costs); i++)
    {
      char *dearest = dup_dearest (graph, report, costs[i].get);

      if (dearest != NULL)
        add_fact (page, _ (costs[i].title), dearest);
    }
}

static void
show_project_facts (WeftSummaryPage *page, WeftReport *report)
{
  WeftGraph *graph = weft_context_get_graph (page->context);

  add_fact (page, _ ("Nodes"), weft_format_count (weft_graph_get_n_nodes (graph)));
  add_fact (page, _ ("Wires"), weft_format_count (weft_graph_get_n_wires (graph)));
  if (!report->is_whole)
    return; /* what it costs is not known */
  show_price (page, report);
  add_fact (page, _ ("Weights"), weft_format_large (report->weights));
  add_fact (page, _ ("Multiply-adds, forward"), weft_format_brief (report->flops_forward / 2.0));
  add_fact (page, _ ("Multiply-adds, backward"), weft_format_brief (report->flops_backward / 2.0));
  add_fact (page, _ ("Memory to train"), weft_format_bytes (report->peak_bytes_training));
  add_fact (page, _ ("Memory to use it"), weft_format_bytes (report->peak_bytes_inference));
}

/* --- what it is --- */

static void
add_about (WeftSummaryPage *page, const char *text)
{
  GtkWidget *label;

  if (text == NULL)
    return;
  label = weft_label_new (text, "small");
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_box_append (GTK_BOX (page->about), label);
}

/* --- what to do next --- */

typedef struct
{
  const char *sentence, *button, *action;
} Advice;

static gboolean
is_schedule_over (WeftLive *live)
{
  const WeftStatus *status = weft_live_get_status (live);
  const WeftModel *model = weft_live_get_model (live);

  return model != NULL && model->training.lr > 0 && status->step > 0 && status->rate == 0;
}

static Advice
choose_advice (WeftSummaryPage *page, WeftReport *report)
{
  WeftLive *live = weft_context_get_live (page->context);
  const WeftStatus *status = weft_live_get_status (live);

  if (weft_graph_get_n_nodes (weft_context_get_graph (page->context)) == 0)
    return (Advice){
      _ ("Nothing is here yet. Begin with the data: an output and a loss that fit come with it."),
      _ ("Choose data"), "win.add-data"
    };
  if (report == NULL || !report->is_whole)
    return (Advice){
      _ ("Something does not fit yet. Each problem names its node and what mends it."), NULL, NULL
    };
  if (!report->can_train)
    return (Advice){ _ ("It needs data with labels and a loss before it can learn."), NULL, NULL };
  if (weft_live_is_training (live) && is_schedule_over (live))
    return (
        Advice){ _ ("The schedule has brought the rate to 0, so nothing changes any more. Change "
                    "the network, or pause and train again: the schedule begins anew."),
                 NULL, NULL };
  if (weft_live_is_training (live))
    return (Advice){
      _ ("It is learning. Select a node to see inside it, or change the rate and watch the curve."),
      NULL, NULL
    };
  if (status->step == 0)
    return (Advice){ _ ("Everything fits. Press Train and watch the loss go down."), NULL, NULL };
  return (Advice){ _ ("It waits. Go on training, or change something and see what it does."), NULL,
                   NULL };
}

static void
show_advice (WeftSummaryPage *page)
{
  Advice advice
      = choose_advice (page, weft_live_get_report (weft_context_get_live (page->context)));

  if (g_str_equal (gtk_label_get_text (GTK_LABEL (page->next)), advice.sentence))
    return;
  gtk_label_set_text (GTK_LABEL (page->next), advice.sentence);
  weft_widget_set_shown (page->next_button, advice.button != NULL);
  if (advice.button != NULL)
    {
      gtk_button_set_label (GTK_BUTTON (page->next_button), advice.button);
      weft_widget_set_name (page->next_button, advice.button);
      gtk_actionable_set_action_name (GTK_ACTIONABLE (page->next_button), advice.action);
    }
}

static void
show_report (WeftSummaryPage *page)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (page->context));
  GArray *selection = weft_context_get_selection (page->context);

  weft_fact_rows_begin (&page->rows, page->facts);
  if (report != NULL && selection->len > 1)
    show_selection_facts (page, report, selection);
  else if (report != NULL)
    {
      if (weft_graph_get_n_nodes (weft_context_get_graph (page->context)) > 0)
        show_project_facts (page, report);
      weft_problem_list_show (page->problems, report);
    }
  weft_fact_rows_end (&page->rows);
  if (selection->len == 0)
    show_advice (page);
}

static void
status_changed_cb (WeftSummaryPage *page)
{
  WeftLive *live = weft_context_get_live (page->context);
  double price = weft_price_get (live);

  if (weft_context_get_selection (page->context)->len != 0)
    return;
  weft_price_want (live);
  if (price != page->price && (!isnan (price) || !isnan (page->price)))
    show_report (page);
  else
    show_advice (page);
}

GtkWidget *
weft_summary_page_new (WeftContext *context)
{
  GtkWidget *section;
  WeftSummaryPage *page = g_object_new (WEFT_TYPE_SUMMARY_PAGE, NULL);
  WeftLive *live = weft_context_get_live (context);
  gboolean is_project = weft_context_get_selection (context)->len == 0;
  GtkWidget *title = weft_label_new (is_project ? _ ("The network") : _ ("Several nodes"), "title");

  page->context = g_object_ref (context);
  gtk_box_prepend (GTK_BOX (page), title);
  page->problems = weft_problem_list_new (context);
  gtk_box_insert_child_after (GTK_BOX (page), page->problems, page->next_button);
  if (is_project)
    {
      add_about (page, weft_context_get_about (context));
      add_about (page, weft_context_get_goal (context));
    }
  gtk_widget_set_visible (page->about, gtk_widget_get_first_child (page->about) != NULL);
  weft_widget_set_shown (page->next, is_project);
  weft_widget_set_shown (page->next_button, FALSE);
  /* What it is, what can be set, what it costs: the last is long, and only read. */
  section = is_project ? weft_learning_section_new (context) : weft_shared_params_new (context);
  gtk_box_insert_child_after (GTK_BOX (page), section, page->about);
  if (is_project)
    gtk_box_insert_child_after (GTK_BOX (page), weft_tap_list_new (context), page->about);
  if (is_project)
    weft_level_bind (section, weft_context_get_host (context)->settings, "learning");
  weft_level_bind (page->facts, weft_context_get_host (context)->settings, "facts");
  show_report (page);
  g_signal_connect_object (live, "report", G_CALLBACK (show_report), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "status", G_CALLBACK (status_changed_cb), page, G_CONNECT_SWAPPED);
  return GTK_WIDGET (page);
}

static void
weft_summary_page_dispose (GObject *object)
{
  WeftSummaryPage *page = WEFT_SUMMARY_PAGE (object);

  g_clear_object (&page->context);
  G_OBJECT_CLASS (weft_summary_page_parent_class)->dispose (object);
}

static void
weft_summary_page_class_init (WeftSummaryPageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_summary_page_dispose;
}

static void
weft_summary_page_init (WeftSummaryPage *page)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (page), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (page), 9);
  page->about = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  page->next = weft_label_new ("", "small");
  gtk_label_set_wrap (GTK_LABEL (page->next), TRUE);
  page->next_button = gtk_button_new ();
  gtk_widget_set_halign (page->next_button, GTK_ALIGN_START);
  page->facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (page->facts, "facts");
  gtk_box_append (GTK_BOX (page), page->next);
  gtk_box_append (GTK_BOX (page), page->next_button);
  gtk_box_append (GTK_BOX (page), page->about);
  gtk_box_append (GTK_BOX (page), page->facts);
}
