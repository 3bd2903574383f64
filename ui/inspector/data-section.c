/* data-section: what the inspector says about a data node's set: notes, source, another file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/data-section.h"

#include <glib/gi18n-lib.h>

#include "engine/base/count.h"
#include "engine/data/own-pictures.h"
#include "ui/scene/words.h"
#include "ui/base/format.h"
#include "ui/base/notes-box.h"
#include "ui/inspector/problem-box.h"
#include "ui/base/widgets.h"

struct _WeftDataSection
{
  GtkBox parent_instance;

  WeftContext *context;
  gint64 node;
  GtkWidget *columns;   /* the button to the dialogue */
  GtkWidget *facts;     /* made anew when the set is another */
  WeftDataset *dataset; /* nullable */
};

G_DEFINE_FINAL_TYPE (WeftDataSection, weft_data_section, GTK_TYPE_BOX)

static void
append (WeftDataSection *section, const char *text, const char *style)
{
  GtkWidget *label = weft_label_new (text, "small");

  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_box_append (GTK_BOX (section->facts), label);
}

static void
cure_cb (gpointer user, const char *option, const char *value)
{
  WeftDataSection *section = user;

  gtk_widget_activate_action (GTK_WIDGET (section), "win.cure-data", "(xss)", section->node, option,
                              value);
}

static void
append_count (WeftDataSection *section, const WeftDataset *dataset)
{
  const WeftNode *node = weft_graph_find (weft_context_get_graph (section->context), section->node);
  g_auto (GStrv) missing = node != NULL ? weft_own_pictures_list_missing (node->params) : NULL;
  gint64 n = dataset->count - (missing != NULL ? g_strv_length (missing) : 0);
  g_autofree char *count = weft_format_large (n);
  g_autofree char *text = NULL;
  int classes = weft_dataset_count_classes (dataset);

  if (classes > 0)
    text = g_strdup_printf (
        ngettext ("%s samples · %d class", "%s samples · %d classes", (gulong) classes), count,
        classes);
  else
    text = g_strdup_printf (ngettext ("%s sample", "%s samples", (gulong) n), count);
  append (section, weft_count_close_up (text), NULL);
}

static void
fill (WeftDataSection *section)
{
  const WeftDataset *dataset = section->dataset;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (section->facts)) != NULL)
    gtk_box_remove (GTK_BOX (section->facts), child);
  if (dataset == NULL)
    return;
  append (section, _ ("ABOUT THIS DATA"), "section");
  append_count (section, dataset);
  for (guint i = 0; dataset->notes != NULL && dataset->notes[i] != NULL; i++)
    weft_notes_box_append (GTK_BOX (section->facts), dataset->notes[i], dataset->cures, cure_cb,
                           section);
  if (dataset->about != NULL)
    append (section, dataset->about, "dim-label");
}

void
weft_data_section_update (WeftDataSection *section)
{
  WeftGraph *graph = weft_context_get_graph (section->context);
  const WeftNode *node = weft_graph_find (graph, section->node);
  g_autoptr (WeftDataset) dataset = NULL;
  g_autoptr (WeftDataChoice) choice = NULL;

  if (node == NULL)
    return;
  dataset = weft_words_dup_dataset (graph, node, weft_context_get_catalog (section->context));
  if (dataset == section->dataset && dataset != NULL)
    return;
  g_clear_pointer (&section->dataset, weft_dataset_unref);
  section->dataset = g_steal_pointer (&dataset);
  choice = weft_context_find_choice (section->context, node);
  weft_widget_set_shown (section->columns, choice != NULL && choice->targets != NULL);
  fill (section);
}

/* The column that the set has is told by its name, also where the node names none. */
void
weft_data_section_suggest_targets (WeftContext *context, const WeftNode *node, WeftParamForm *form)
{
  g_autoptr (WeftDataset) dataset = weft_words_dup_dataset (weft_context_get_graph (context), node,
                                                            weft_context_get_catalog (context));
  g_autoptr (WeftDataChoice) choice = weft_context_find_choice (context, node);
  g_autoptr (GVariant) named = weft_node_get_param (node, "target");
  const char *now = named != NULL ? g_variant_get_string (named, NULL) : "";
  g_autoptr (GPtrArray) values = g_ptr_array_new (), labels = g_ptr_array_new ();
  char **targets = choice != NULL ? choice->targets : NULL;
  const char *own = dataset != NULL ? weft_dataset_get_target_title (dataset) : NULL;

  for (guint i = 0; targets != NULL && targets[i] != NULL; i++)
    {
      gboolean is_own = *now == '\0' && g_strcmp0 (own, targets[i]) == 0;

      g_ptr_array_add (values, is_own ? (char *) "" : targets[i]);
      g_ptr_array_add (labels, targets[i]);
    }
  if (own != NULL && (labels->len == 0 || !g_strv_contains ((const char *const *) targets, own)))
    {
      g_ptr_array_add (values, (char *) now);
      g_ptr_array_add (labels, (char *) own);
    }
  if (labels->len == 0)
    return;
  g_ptr_array_add (values, NULL);
  g_ptr_array_add (labels, NULL);
  weft_param_form_set_suggestions (form, "target", (const char *const *) values->pdata,
                                   (const char *const *) labels->pdata);
}

static void
columns_cb (WeftDataSection *section)
{
  gtk_widget_activate_action (GTK_WIDGET (section), "win.columns", "x", section->node);
}

static void
choose_cb (WeftDataSection *section)
{
  weft_choose_data_file (section->context, section->node);
}

GtkWidget *
weft_data_section_new (WeftContext *context, gint64 node)
{
  WeftDataSection *section = g_object_new (WEFT_TYPE_DATA_SECTION, NULL);

  section->context = g_object_ref (context);
  section->node = node;
  weft_data_section_update (section);
  return GTK_WIDGET (section);
}

static void
weft_data_section_dispose (GObject *object)
{
  WeftDataSection *section = WEFT_DATA_SECTION (object);

  g_clear_object (&section->context);
  g_clear_pointer (&section->dataset, weft_dataset_unref);
  G_OBJECT_CLASS (weft_data_section_parent_class)->dispose (object);
}

static void
weft_data_section_class_init (WeftDataSectionClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_data_section_dispose;
}

static void
weft_data_section_init (WeftDataSection *section)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Choose file…"));
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  gtk_orientable_set_orientation (GTK_ORIENTABLE (section), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (section), 6);
  weft_widget_set_name (button, _ ("Choose file…"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_cb), section);
  section->facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  section->columns = gtk_button_new_with_label (_ ("Columns…"));
  weft_widget_set_name (section->columns, _ ("Columns…"));
  gtk_widget_set_tooltip_text (section->columns,
                               _ ("What each column is for, and which is predicted"));
  gtk_box_append (GTK_BOX (buttons), button);
  gtk_box_append (GTK_BOX (buttons), section->columns);
  weft_widget_set_shown (section->columns, FALSE);
  g_signal_connect_swapped (section->columns, "clicked", G_CALLBACK (columns_cb), section);
  gtk_box_append (GTK_BOX (section), buttons);
  gtk_box_append (GTK_BOX (section), section->facts);
}
