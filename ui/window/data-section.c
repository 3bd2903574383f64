/* data-section: what the inspector says about a data node's set: notes, source, another file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/data-section.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/words.h"
#include "ui/format.h"
#include "ui/window/problem-box.h"
#include "ui/window/widgets.h"

struct _WeftDataSection
{
  GtkBox parent_instance;

  WeftContext *context;
  gint64 node;
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
append_count (WeftDataSection *section, const WeftDataset *dataset)
{
  g_autofree char *count = weft_format_count (dataset->count);
  g_autofree char *text = NULL;

  if (dataset->classes > 0)
    text = g_strdup_printf (
        ngettext ("%s samples · %d class", "%s samples · %d classes", (gulong) dataset->classes),
        count, dataset->classes);
  else
    text = g_strdup_printf (_ ("%s samples"), count);
  append (section, text, NULL);
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
    append (section, dataset->notes[i], NULL);
  if (dataset->about != NULL)
    append (section, dataset->about, "dim-label");
}

void
weft_data_section_update (WeftDataSection *section)
{
  WeftGraph *graph = weft_context_get_graph (section->context);
  const WeftNode *node = weft_graph_find (graph, section->node);
  g_autoptr (WeftDataset) dataset = NULL;

  if (node == NULL)
    return;
  dataset = weft_words_dup_dataset (graph, node, weft_context_get_catalog (section->context));
  if (dataset == section->dataset && dataset != NULL)
    return;
  g_clear_pointer (&section->dataset, weft_dataset_unref);
  section->dataset = g_steal_pointer (&dataset);
  fill (section);
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

  gtk_orientable_set_orientation (GTK_ORIENTABLE (section), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (section), 6);
  weft_widget_set_name (button, _ ("Choose file…"));
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  g_signal_connect_swapped (button, "clicked", G_CALLBACK (choose_cb), section);
  section->facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (section), button);
  gtk_box_append (GTK_BOX (section), section->facts);
}
