/* node-page: the inspector of one node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/node-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/count.h"
#include "engine/graph/training.h"
#include "ui/base/format.h"
#include "ui/inspector/data-section.h"
#include "ui/inspector/marks-row.h"
#include "ui/base/param-form.h"
#include "ui/inspector/tap-section.h"
#include "ui/inspector/problem-box.h"
#include "ui/inspector/weights-view.h"
#include "ui/base/widgets.h"

struct _WeftNodePage
{
  GtkBox parent_instance;

  WeftContext *context;
  gint64 node;
  guint gesture;

  GtkWidget *title, *form, *shapes, *costs, *problems, *data;
  GtkWidget *weights_label, *weights;
  GtkWidget *marks_place;
  gint64 marked; /* what the marks were made for: weights, and whose they are */
  gboolean had_weights;
  char *file;   /* of a data node: the one that is among the sources; nullable */
  char *sha256; /* its fingerprint; nullable */
};

G_DEFINE_FINAL_TYPE (WeftNodePage, weft_node_page, GTK_TYPE_BOX)

static const WeftNode *
get_node (WeftNodePage *page)
{
  return weft_graph_find (weft_context_get_graph (page->context), page->node);
}

/* --- title --- */

static void
show_title (WeftNodePage *page, const WeftNode *node)
{
  g_autofree char *title = weft_node_dup_title (node);

  if (!g_str_equal (gtk_editable_get_text (GTK_EDITABLE (page->title)), title))
    weft_editable_fill (GTK_EDITABLE (page->title), title);
}

static void
title_edited_cb (WeftNodePage *page)
{
  const WeftNode *node = page->context != NULL ? get_node (page) : NULL;
  const char *text = gtk_editable_get_text (GTK_EDITABLE (page->title));
  g_autofree char *shown = NULL;

  if (node == NULL)
    return;
  shown = weft_node_dup_title (node);
  if (g_str_equal (text, shown))
    return;
  weft_context_do (page->context, weft_edit_set_title (page->node, *text != '\0' ? text : NULL), 0);
  show_title (page, get_node (page));
}

static gboolean
title_key_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
              WeftNodePage *page)
{
  const WeftNode *node = get_node (page);

  if (key == GDK_KEY_Escape && node != NULL)
    show_title (page, node);
  return FALSE;
}

/* --- parameters --- */

/* Another target means that the file is read again. */
static gboolean
takes_another_target (WeftNodePage *page, const WeftNode *node, const char *name, GVariant *value)
{
  g_autoptr (WeftDataChoice) choice = NULL;
  g_autoptr (GVariant) now = weft_node_get_param (node, "target");

  if (page->data == NULL || !g_str_equal (name, "target") || value == NULL)
    return FALSE;
  choice = weft_context_find_choice (page->context, node);
  if (choice == NULL)
    return FALSE;
  if (*g_variant_get_string (value, NULL) != '\0' && !g_variant_equal (value, now))
    gtk_widget_activate_action (GTK_WIDGET (page), "win.set-target", "(xs)", page->node,
                                g_variant_get_string (value, NULL));
  return TRUE;
}

static void
param_edited_cb (WeftParamForm *form, const char *name, GVariant *value, gboolean goes_on,
                 WeftNodePage *page)
{
  const WeftNode *node = get_node (page);

  if (node != NULL && takes_another_target (page, node, name, value))
    {
      weft_param_form_set_values (form, node->params);
      return;
    }
  if (!goes_on || page->gesture == 0)
    page->gesture = weft_history_new_gesture (weft_context_get_history (page->context));
  weft_context_put (page->context, weft_edit_set_param (page->node, name, value), page->gesture);
  node = get_node (page);
  if (node != NULL) /* a refused edit is shown as it was */
    weft_param_form_set_values (form, node->params);
}

/* --- what the check says --- */

/* Masks of steps go without saying, and so does what is optional and not there. */
static char *
join_shapes (const WeftShape *const *shapes, const WeftKind *kinds, guint n)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < n; i++)
    {
      if (i > 0 && (kinds[i] == WEFT_KIND_STEPS || shapes[i]->rank < 0))
        continue;
      g_autofree char *shape
          = shapes[i]->rank >= 0 ? weft_shape_format_short (shapes[i]) : g_strdup ("?");

      g_string_append_printf (text, "%s%s", i > 0 ? " + " : "", shape);
    }
  return g_string_free (text, FALSE);
}

/* The report counts its output for the batch; people think of one sample. */
static gint64
get_batch_size (WeftNodePage *page)
{
  WeftTraining training;

  weft_training_load (&training, weft_graph_get_training (weft_context_get_graph (page->context)));
  return MAX (training.batch_size, 1);
}

static void
show_shapes (WeftNodePage *page, const WeftNodeReport *report)
{
  g_autofree char *in = join_shapes (report->in, report->in_kind, report->n_in);
  g_autofree char *out = join_shapes (report->out, report->out_kind, report->n_out);
  g_autofree char *bytes = weft_format_bytes (report->bytes / get_batch_size (page));
  g_autofree char *text
      = g_strdup_printf ("%s%s→  %s%s%s", in, *in != '\0' ? "  " : "", *out != '\0' ? out : "1",
                         report->bytes > 0 ? " · " : "", report->bytes > 0 ? bytes : "");

  gtk_label_set_text (GTK_LABEL (page->shapes), text);
}

static void
show_costs (WeftNodePage *page, const WeftNodeReport *report, double share)
{
  g_autofree char *weights = weft_format_large (report->weights);
  g_autofree char *products = weft_format_brief (report->flops_forward / 2.0);
  GString *text = g_string_new (NULL);

  if (report->weights > 0)
    g_string_append_printf (text, ngettext ("%s weight", "%s weights", (gulong) report->weights),
                            weights);
  if (report->flops_forward > 0)
    {
      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, _ ("%s multiply-adds"), products);
    }
  if (share >= .01)
    {
      g_autofree char *number = weft_format_fixed (share * 100, 0);
      g_autofree char *part = g_strdup_printf ("%s\u00a0%%", number);

      g_string_append (text, text->len > 0 ? " · " : "");
      g_string_append_printf (text, _ ("about %s of the time"), part);
    }
  gtk_label_set_text (GTK_LABEL (page->costs), weft_count_close_up (text->str));
  gtk_widget_set_visible (page->costs, text->len > 0);
  g_string_free (text, TRUE);
}

static void
show_problems (WeftNodePage *page, WeftReport *report)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (page->problems)) != NULL)
    gtk_box_remove (GTK_BOX (page->problems), child);
  for (guint i = 0; i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (diagnostic->node == page->node)
        gtk_box_append (GTK_BOX (page->problems), weft_problem_box_new (page->context, diagnostic));
    }
  gtk_widget_set_visible (page->problems, gtk_widget_get_first_child (page->problems) != NULL);
}

/* A group that is looked into is not selected: what would be marked is. */
static gboolean
can_be_marked (WeftNodePage *page, const WeftNode *node)
{
  return weft_context_get_selected (page->context) == node->id
         && (node->layer->grouping == WEFT_GROUPING_NONE
             || node->layer->grouping == WEFT_GROUPING_GROUP);
}

static void
show_marks (WeftNodePage *page, const WeftNode *node, gboolean has_weights)
{
  gint64 made_for;

  page->had_weights |= has_weights; /* what is bypassed has none, and can still be frozen */
  made_for = node->shared * 2 + page->had_weights + 1;
  if (!can_be_marked (page, node) || page->marked == made_for)
    return;
  if (page->marked != 0)
    gtk_box_remove (GTK_BOX (page->marks_place), gtk_widget_get_first_child (page->marks_place));
  page->marked = made_for;
  gtk_box_append (GTK_BOX (page->marks_place),
                  weft_marks_row_new (page->context, node->id, page->had_weights));
}

static void
show_report (WeftNodePage *page)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (page->context));
  const WeftNodeReport *found = report != NULL ? weft_report_find (report, page->node) : NULL;
  const WeftNode *node = get_node (page);

  if (found == NULL || node == NULL || weft_layer_is_remark (node->layer))
    return;
  show_shapes (page, found);
  show_costs (page, found, report->batch_seconds > 0 ? found->seconds / report->batch_seconds : 0);
  show_problems (page, report);
  show_marks (page, node, found->weights > 0);
  if (page->data != NULL)
    weft_data_section_update (WEFT_DATA_SECTION (page->data));
}

/* --- weights --- */

static WeftTensor *
find_weight (WeftSnapshot *snapshot, gint64 node)
{
  if (snapshot == NULL || snapshot->weights == NULL || snapshot->watch.weights_of != node)
    return NULL;
  for (guint i = 0; i < snapshot->weights->len; i++)
    {
      const WeftNamedTensor *named = snapshot->weights->pdata[i];

      if (named->node == node && named->tensor->shape.type == WEFT_F32
          && named->tensor->shape.rank >= 1)
        return named->tensor; /* the first is the chief one */
    }
  return NULL;
}

static void
show_weights (WeftNodePage *page)
{
  WeftLive *live = weft_context_get_live (page->context);
  WeftTensor *tensor = find_weight (weft_live_get_snapshot (live), page->node);
  WeftShape shape;

  if (tensor == NULL && gtk_widget_get_visible (page->weights))
    return; /* the next snapshot will have them again */
  weft_widget_set_shown (page->weights, tensor != NULL);
  weft_widget_set_shown (page->weights_label, tensor != NULL);
  if (tensor == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (page->weights_label),
                      tensor->shape.rank == 4 ? _ ("FILTERS") : _ ("WEIGHTS"));
  shape = weft_report_view_weight (weft_live_get_report (live),
                                   weft_context_get_graph (page->context), page->node,
                                   &tensor->shape);
  weft_weights_view_set_tensor (WEFT_WEIGHTS_VIEW (page->weights), tensor, &shape);
}

/* --- building --- */

static GtkWidget *
append_label (WeftNodePage *page, const char *text, const char *style, const char *more)
{
  GtkWidget *label = weft_label_new (text, style);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  if (more != NULL)
    gtk_widget_add_css_class (label, more);
  gtk_box_append (GTK_BOX (page), label);
  return label;
}

/* An entry that looks like a title until it is used. (GtkEditableLabel of GTK 4.8 leaves a timeout
 * behind that outlives it.) */
static void
append_title (WeftNodePage *page)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  page->title = gtk_entry_new ();
  gtk_entry_set_has_frame (GTK_ENTRY (page->title), FALSE);
  gtk_widget_add_css_class (page->title, "title");
  gtk_widget_set_tooltip_text (page->title, _ ("The node’s title: type another"));
  weft_widget_set_name (page->title, _ ("Title"));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  gtk_widget_add_controller (page->title, focus);
  gtk_widget_add_controller (page->title, keys);
  gtk_box_append (GTK_BOX (page), page->title);
  g_signal_connect_swapped (page->title, "activate", G_CALLBACK (title_edited_cb), page);
  g_signal_connect_swapped (focus, "leave", G_CALLBACK (title_edited_cb), page);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (title_key_cb), page);
}

/* Every set there is by what people call it; and the node's own file, when it has one. */
static void
suggest_sources (WeftNodePage *page, const WeftNode *node)
{
  WeftCatalog *catalog = weft_context_get_catalog (page->context);
  g_auto (GStrv) sources = weft_catalog_list (catalog);
  g_autoptr (GVariant) source = weft_node_get_param (node, "source");
  g_autoptr (GVariant) name = weft_node_get_param (node, "name");
  g_autoptr (GVariant) sha256 = weft_node_get_param (node, "sha256");
  g_autoptr (GStrvBuilder) values = g_strv_builder_new (), labels = g_strv_builder_new ();
  g_auto (GStrv) all_values = NULL, all_labels = NULL;

  g_clear_pointer (&page->file, g_free);
  g_clear_pointer (&page->sha256, g_free);
  page->sha256 = sha256 != NULL ? g_variant_dup_string (sha256, NULL) : NULL;
  for (guint i = 0; sources[i] != NULL; i++)
    {
      g_strv_builder_add (values, sources[i]);
      g_strv_builder_add (labels, weft_catalog_get_title (catalog, sources[i]));
    }
  if (source != NULL && g_str_equal (g_variant_get_string (source, NULL), "file"))
    {
      const char *file = name != NULL ? g_variant_get_string (name, NULL) : "";

      page->file = g_strdup (file);
      weft_data_section_suggest_targets (page->context, node, WEFT_PARAM_FORM (page->form));
      g_strv_builder_add (values, "file");
      g_strv_builder_add (labels, *file != '\0' ? file : _ ("File"));
    }
  all_values = g_strv_builder_end (values);
  all_labels = g_strv_builder_end (labels);
  weft_param_form_set_suggestions (WEFT_PARAM_FORM (page->form), "source",
                                   (const char *const *) all_values,
                                   (const char *const *) all_labels);
}

static void
append_form (WeftNodePage *page, const WeftNode *node)
{
  page->form = weft_param_form_new (node->layer->params, NULL);
  g_signal_connect (page->form, "edited", G_CALLBACK (param_edited_cb), page);
  if (node->layer->family == WEFT_FAMILY_DATA)
    suggest_sources (page, node);
  weft_param_form_set_values (WEFT_PARAM_FORM (page->form), node->params);
  gtk_box_append (GTK_BOX (page), page->form);
}

static gboolean
is_other_file (WeftNodePage *page, const WeftNode *node)
{
  g_autoptr (GVariant) source = weft_node_get_param (node, "source");
  g_autoptr (GVariant) name = weft_node_get_param (node, "name");
  g_autoptr (GVariant) sha256 = weft_node_get_param (node, "sha256");

  return source != NULL && name != NULL && sha256 != NULL
         && g_str_equal (g_variant_get_string (source, NULL), "file")
         && (g_strcmp0 (page->file, g_variant_get_string (name, NULL)) != 0
             || g_strcmp0 (page->sha256, g_variant_get_string (sha256, NULL)) != 0);
}

static void
graph_changed_cb (WeftNodePage *page)
{
  const WeftNode *node = get_node (page);

  if (node == NULL)
    return;
  if (gtk_widget_get_focus_child (page->title) == NULL) /* not under the hand that types */
    show_title (page, node);
  if (page->data != NULL && is_other_file (page, node))
    suggest_sources (page, node);
  weft_param_form_set_values (WEFT_PARAM_FORM (page->form), node->params);
}

/* What is rarely wanted comes last, below what is looked at. */
static void
append_more (WeftNodePage *page)
{
  GtkWidget *more = weft_param_form_take_more (WEFT_PARAM_FORM (page->form));

  if (more != NULL)
    gtk_box_append (GTK_BOX (page), more);
  g_clear_object (&more);
}

static void
build (WeftNodePage *page, const WeftNode *node)
{
  GtkWidget *tap = weft_tap_section_new (page->context, node->id);

  append_title (page);
  page->problems = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  gtk_box_append (GTK_BOX (page), page->problems);
  append_label (page, _ (node->layer->summary), "small", "dim-label");
  if (node->layer->formula != NULL)
    {
      GtkWidget *formula = append_label (page, "", "formula", NULL);

      gtk_label_set_markup (GTK_LABEL (formula), node->layer->formula);
    }
  append_form (page, node);
  if (tap != NULL)
    gtk_box_append (GTK_BOX (page), tap);
  if (node->layer->family == WEFT_FAMILY_DATA)
    {
      page->data = weft_data_section_new (page->context, page->node);
      gtk_box_append (GTK_BOX (page), page->data);
    }
  page->shapes = append_label (page, "", "numeric", "small");
  page->costs = append_label (page, "", "dim-label", "costs");
  gtk_widget_add_css_class (page->costs, "numeric");
  page->marks_place = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_box_append (GTK_BOX (page), page->marks_place);
  page->weights_label = append_label (page, "", "section", NULL);
  page->weights = weft_weights_view_new ();
  gtk_box_append (GTK_BOX (page), page->weights);
  append_more (page);
  weft_widget_set_shown (page->weights, FALSE);
  weft_widget_set_shown (page->weights_label, FALSE);
}

GtkWidget *
weft_node_page_new (WeftContext *context, gint64 node)
{
  WeftNodePage *page = g_object_new (WEFT_TYPE_NODE_PAGE, NULL);
  WeftLive *live = weft_context_get_live (context);
  WeftGraph *graph = weft_context_get_graph (context);

  page->context = g_object_ref (context);
  page->node = node;
  build (page, weft_graph_find (graph, node));
  show_title (page, weft_graph_find (graph, node));
  show_report (page);
  show_weights (page);
  g_signal_connect_object (graph, "changed", G_CALLBACK (graph_changed_cb), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "report", G_CALLBACK (show_report), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "snapshot", G_CALLBACK (show_weights), page, G_CONNECT_SWAPPED);
  return GTK_WIDGET (page);
}

static void
weft_node_page_dispose (GObject *object)
{
  g_clear_object (&WEFT_NODE_PAGE (object)->context);
  g_clear_pointer (&WEFT_NODE_PAGE (object)->file, g_free);
  g_clear_pointer (&WEFT_NODE_PAGE (object)->sha256, g_free);
  G_OBJECT_CLASS (weft_node_page_parent_class)->dispose (object);
}

static void
weft_node_page_class_init (WeftNodePageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_node_page_dispose;
}

static void
weft_node_page_init (WeftNodePage *page)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (page), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (page), 5);
}
