/* wire-page: the inspector of one wire: what flows along it, of the sample that is looked at */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/wire-page.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/kind-row.h"
#include "ui/scene/words.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/inspector/tensor-view.h"

#define N_FIRST 6 /* values that are written out */

struct _WeftWirePage
{
  GtkBox parent_instance;

  WeftContext *context;
  WeftWire wire;
  WeftTensor *values; /* of the sample; nullable */
  GtkWidget *title, *ports, *facts, *view;
};

G_DEFINE_FINAL_TYPE (WeftWirePage, weft_wire_page, GTK_TYPE_BOX)

static const WeftNode *
get_end (WeftWirePage *page, gint64 id)
{
  return weft_graph_find (weft_context_get_graph (page->context), id);
}

/* --- what flows --- */

static WeftDataset *
dup_dataset (WeftWirePage *page)
{
  return weft_words_dup_dataset (weft_context_get_graph (page->context),
                                 get_end (page, page->wire.from),
                                 weft_context_get_catalog (page->context));
}

/* What of the set the wire brings; nullable. */
static const WeftField *
find_field (WeftWirePage *page, const WeftDataset *dataset)
{
  const char *output
      = weft_graph_get_output (weft_context_get_graph (page->context),
                               get_end (page, page->wire.from), (guint) page->wire.output);

  return dataset != NULL && output != NULL ? weft_dataset_find_field (dataset, output) : NULL;
}

/* Of data: the sample itself, or what belongs to it. */
static WeftTensor *
make_from_dataset (WeftWirePage *page)
{
  g_autoptr (WeftDataset) dataset = dup_dataset (page);
  guint32 sample = weft_context_get_sample (page->context);
  const WeftField *field = find_field (page, dataset);
  WeftShape shape;
  WeftTensor *tensor;

  if (field == NULL || sample >= dataset->count)
    return NULL;
  weft_field_get_sample (field, sample, &shape);
  shape.type = WEFT_F32;
  tensor = weft_tensor_new (&shape);
  weft_field_get (field, sample, weft_tensor_floats (tensor));
  return tensor;
}

static WeftTensor *
find_values (WeftWirePage *page)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (page->context));
  WeftTensor *found = NULL;

  if (get_end (page, page->wire.from)->layer->family == WEFT_FAMILY_DATA)
    return make_from_dataset (page);
  if (snapshot != NULL && page->wire.output == 0)
    found = weft_snapshot_find_activation (
        snapshot, weft_words_find_source (weft_context_get_graph (page->context), &page->wire));
  return found != NULL && found->shape.type == WEFT_F32 ? weft_tensor_ref (found) : NULL;
}

/* --- facts --- */

static void
add_fact (WeftWirePage *page, const char *name, char *value /* taken */)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *left = weft_label_new (name, "dim-label"), *right = weft_label_new (value, "numeric");

  gtk_widget_set_valign (left, GTK_ALIGN_START);
  gtk_widget_set_hexpand (left, TRUE);
  gtk_label_set_wrap (GTK_LABEL (right), TRUE);
  gtk_label_set_xalign (GTK_LABEL (right), 1);
  gtk_box_append (GTK_BOX (row), left);
  gtk_box_append (GTK_BOX (row), right);
  gtk_box_append (GTK_BOX (page->facts), row);
  g_free (value);
}

/* What one sample is on this wire: a picture, a row of numbers, a class. */
static char *
dup_kind (const WeftShape *shape, WeftKind kind)
{
  if (shape->type != WEFT_F32 || kind == WEFT_KIND_STEPS)
    return g_strdup (weft_kind_get_title (kind));
  if (shape->rank == 4)
    return g_strdup_printf (
        ngettext ("%d channel of a picture", "%d channels of a picture", (gulong) shape->dims[1]),
        (int) shape->dims[1]);
  if (shape->rank == 2)
    return g_strdup_printf (
        ngettext ("%d number a sample", "%d numbers a sample", (gulong) shape->dims[1]),
        (int) shape->dims[1]);
  return g_strdup (_ ("numbers"));
}

static void
add_values (WeftWirePage *page)
{
  gint64 n = weft_shape_count (&page->values->shape);
  const float *x = weft_tensor_floats (page->values);
  double low = INFINITY, high = -INFINITY, sum = 0;
  g_autoptr (GString) first = g_string_new (NULL);

  for (gint64 i = 0; i < n; i++)
    {
      g_autofree char *text = i < N_FIRST ? weft_format_digits ((double) x[i], 3) : NULL;

      low = MIN (low, (double) x[i]);
      high = MAX (high, (double) x[i]);
      sum += (double) x[i];
      if (text != NULL)
        g_string_append_printf (first, "%s%s", i > 0 ? "  " : "", text);
    }
  g_string_append (first, n > N_FIRST ? "  …" : "");
  if (n > 1)
    {
      g_autofree char *from = weft_format_digits (low, 3), *to = weft_format_digits (high, 3);

      add_fact (page, _ ("Range"), g_strdup_printf (_ ("%s to %s"), from, to));
      add_fact (page, _ ("Mean"), weft_format_digits (sum / (double) n, 3));
    }
  add_fact (page, n > 1 ? _ ("First values") : _ ("Value"),
            g_string_free (g_steal_pointer (&first), FALSE));
}

static char *
dup_class_name (WeftWirePage *page)
{
  g_autoptr (WeftDataset) dataset = dup_dataset (page);
  const WeftField *field = find_field (page, dataset);
  gint64 c = (gint64) *weft_tensor_floats (page->values);

  return field != NULL && weft_kind_get_row (field->kind)->answer == WEFT_ANSWER_CHOICE
             ? weft_dataset_dup_class_name (dataset, field, c)
             : NULL;
}

static void
show_values (WeftWirePage *page)
{
  char *name = dup_class_name (page);

  if (name != NULL)
    add_fact (page, _ ("Class"), name);
  else
    add_values (page);
}

static void
show_facts (WeftWirePage *page)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (page->context));
  const WeftNodeReport *of = report != NULL ? weft_report_find (report, page->wire.from) : NULL;
  const WeftShape *shape
      = of != NULL && (guint) page->wire.output < of->n_out ? of->out[page->wire.output] : NULL;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (page->facts)) != NULL)
    gtk_box_remove (GTK_BOX (page->facts), child);
  if (shape != NULL && shape->rank >= 0)
    {
      add_fact (page, _ ("Shape"), weft_shape_format (shape, TRUE));
      add_fact (page, _ ("Kind"), dup_kind (shape, of->out_kind[page->wire.output]));
    }
  else
    add_fact (page, _ ("Shape"), g_strdup (_ ("not known yet")));
  if (page->values != NULL)
    show_values (page);
}

/* --- all of it --- */

static void
show_title (WeftWirePage *page)
{
  const WeftNode *from = get_end (page, page->wire.from), *to = get_end (page, page->wire.to);
  g_autofree char *source = weft_node_dup_title (from), *target = weft_node_dup_title (to);
  g_autofree char *title = g_strdup_printf ("%s → %s", source, target);
  WeftGraph *graph = weft_context_get_graph (page->context);
  g_autofree char *output = weft_graph_dup_output_title (graph, from, (guint) page->wire.output);
  g_autofree char *input = weft_graph_dup_input_title (graph, to, (guint) page->wire.input);
  g_autofree char *ports = g_strdup_printf (_ ("From output “%s” to input “%s”"), output, input);

  gtk_label_set_text (GTK_LABEL (page->title), title);
  gtk_label_set_text (GTK_LABEL (page->ports), ports);
}

/* One number is said among the facts. */
static gboolean
has_many (WeftWirePage *page)
{
  return page->values != NULL && weft_shape_count (&page->values->shape) > 1;
}

static void
update (WeftWirePage *page)
{
  g_autoptr (WeftTensor) values = NULL;

  if (get_end (page, page->wire.from) == NULL || get_end (page, page->wire.to) == NULL)
    return; /* it goes in a moment */
  values = find_values (page);
  if (values != page->values || values == NULL)
    {
      g_clear_pointer (&page->values, weft_tensor_unref);
      page->values = g_steal_pointer (&values);
      weft_tensor_view_set (WEFT_TENSOR_VIEW (page->view), has_many (page) ? page->values : NULL);
    }
  show_title (page);
  show_facts (page);
}

GtkWidget *
weft_wire_page_new (WeftContext *context, const WeftWire *wire)
{
  WeftWirePage *page = g_object_new (WEFT_TYPE_WIRE_PAGE, NULL);
  WeftLive *live = weft_context_get_live (context);

  page->context = g_object_ref (context);
  page->wire = *wire;
  update (page);
  g_signal_connect_object (weft_context_get_graph (context), "changed", G_CALLBACK (update), page,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "report", G_CALLBACK (update), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (live, "snapshot", G_CALLBACK (update), page, G_CONNECT_SWAPPED);
  g_signal_connect_object (context, "sample", G_CALLBACK (update), page, G_CONNECT_SWAPPED);
  return GTK_WIDGET (page);
}

static void
weft_wire_page_dispose (GObject *object)
{
  WeftWirePage *page = WEFT_WIRE_PAGE (object);

  g_clear_pointer (&page->values, weft_tensor_unref);
  g_clear_object (&page->context);
  G_OBJECT_CLASS (weft_wire_page_parent_class)->dispose (object);
}

static void
weft_wire_page_class_init (WeftWirePageClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_wire_page_dispose;
}

static void
append_button (WeftWirePage *page, const char *label, const char *action)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  weft_widget_set_name (button, label);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (page), button);
}

static void
weft_wire_page_init (WeftWirePage *page)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (page), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (page), 7);
  page->title = weft_label_new ("", "title");
  gtk_label_set_wrap (GTK_LABEL (page->title), TRUE);
  page->ports = weft_label_new ("", "small");
  gtk_widget_add_css_class (page->ports, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (page->ports), TRUE);
  page->facts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_widget_add_css_class (page->facts, "facts");
  page->view = weft_tensor_view_new ();
  gtk_box_append (GTK_BOX (page), page->title);
  gtk_box_append (GTK_BOX (page), page->ports);
  gtk_box_append (GTK_BOX (page), page->facts);
  gtk_box_append (GTK_BOX (page), page->view);
  append_button (page, _ ("Insert a layer…"), "canvas.search");
  append_button (page, _ ("Delete wire"), "canvas.delete");
}
