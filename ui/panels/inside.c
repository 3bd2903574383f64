/* inside: what a chosen sample becomes in the selected node, and the node's weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/format.h"
#include "ui/panels/panel.h"
#include "ui/panels/panels.h"
#include "ui/plots/maps.h"
#include "ui/plots/text.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkWidget *number; /* which sample */
  GtkWidget *label;
  gboolean is_setting;
} Inside;

enum
{
  SAMPLE = 132, /* px of the sample's own picture */
  MARGIN = 12,
};

/* --- drawing: sample, output, weights side by side --- */

static WeftTextStyle
style_of (gboolean is_bold, gboolean is_dark, double width)
{
  return (WeftTextStyle){ .size = is_bold ? 12 : 10.5,
                          .is_bold = is_bold,
                          .width = width,
                          .color = weft_theme_get (is_bold ? WEFT_ROLE_INK : WEFT_ROLE_DIM, is_dark) };
}

static void
draw_head (cairo_t *cr, const char *title, const char *line, double x, double width, gboolean is_dark)
{
  const WeftTextStyle bold = style_of (TRUE, is_dark, width), dim = style_of (FALSE, is_dark, width);

  weft_text_draw (cr, title, x, 4, &bold);
  weft_text_draw (cr, line, x, 20, &dim);
}

static void
draw_sample (cairo_t *cr, const WeftDataset *dataset, guint32 sample, double size, gboolean is_dark)
{
  g_autofree float *x = g_new (float, weft_shape_count (&dataset->x_shape));
  const gint64 *dims = dataset->x_shape.dims;
  const char *name = dataset->classes > 0
                         ? weft_dataset_get_class_name (dataset, weft_dataset_get_class (dataset, sample))
                         : NULL;
  g_autofree char *line
      = dataset->classes == 0 ? g_strdup (dataset->target_name != NULL ? dataset->target_name : "")
        : name != NULL ? g_strdup_printf (_ ("true: %s"), name)
                       : g_strdup_printf (_ ("true: %d"), (int) weft_dataset_get_class (dataset, sample));
  g_autofree char *title = g_strdup_printf (_ ("Sample %u"), sample);

  weft_dataset_get_x (dataset, sample, x);
  draw_head (cr, title, line, MARGIN, size, is_dark);
  if (dataset->is_picture)
    {
      cairo_surface_t *picture = weft_picture_new_sample (x, (int) dims[0], (int) dims[1], (int) dims[2],
                                                          !is_dark && dims[0] == 1);

      weft_picture_paint (cr, picture, MARGIN, 38, size, size, FALSE);
      cairo_surface_destroy (picture);
      return;
    }
  weft_maps_draw (cr, &(WeftMaps){ .x = x, .shape = dataset->x_shape, .is_signed = TRUE,
                                   .names = dataset->feature_names, .is_dark = is_dark },
                  MARGIN, 38, size + 60, size);
}

static char *
dup_statistics (const WeftTensor *tensor)
{
  gsize n = (gsize) weft_shape_count (&tensor->shape);
  const float *x = weft_tensor_floats (tensor);
  double low = INFINITY, high = -INFINITY, sum = 0;
  g_autofree char *shape = weft_shape_format (&tensor->shape, FALSE);

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, (double) x[i]);
      high = MAX (high, (double) x[i]);
      sum += (double) x[i];
    }

  g_autofree char *a = weft_format_number (low), *b = weft_format_number (high),
                  *m = weft_format_number (sum / (double) MAX (n, 1));

  return g_strdup_printf (_ ("%s · from %s to %s · mean %s"), shape, a, b, m);
}

static void
draw_tensor (cairo_t *cr, const char *title, const WeftTensor *tensor, gboolean is_signed,
             char *const *names, const double box[4], gboolean is_dark)
{
  g_autofree char *line = dup_statistics (tensor);

  draw_head (cr, title, line, box[0], box[2], is_dark);
  weft_maps_draw (cr, &(WeftMaps){ .x = weft_tensor_floats (tensor), .shape = tensor->shape,
                                   .is_signed = is_signed, .names = names, .is_dark = is_dark },
                  box[0], box[1], box[2], box[3]);
}

static void
draw_weights (cairo_t *cr, const WeftSnapshot *snapshot, const double box[4], gboolean is_dark)
{
  const WeftNamedTensor *first = g_ptr_array_index (snapshot->weights, 0);
  g_autofree char *title = g_strdup_printf (_ ("Weights: %s"), first->name);
  double maps[4] = { box[0], box[1], box[2], box[3] - 56 };

  draw_tensor (cr, title, first->tensor, TRUE, NULL, maps, is_dark);
  weft_histogram_draw (cr, weft_tensor_floats (first->tensor), (gsize) weft_shape_count (&first->tensor->shape),
                       box[0], box[1] + box[3] - 50, MIN (box[2], 240), 50, is_dark);
}

/* The node that is looked at: the selected one, else the one whose output the loss judges. */
static const WeftNode *
find_node (const Inside *inside, const WeftSnapshot *snapshot)
{
  WeftGraph *graph = weft_context_get_graph (inside->context);
  const WeftNode *node = weft_graph_find (graph, weft_context_get_selected (inside->context));

  if (node != NULL)
    return node;
  for (guint i = weft_graph_get_n_nodes (graph); i-- > 0;)
    {
      node = weft_graph_get_node (graph, i);
      if (!node->layer->is_loss && weft_snapshot_find_activation (snapshot, node->id) != NULL)
        return node;
    }
  return NULL;
}

/* Class names belong to a vector that has as many entries as there are classes. */
static char *const *
get_names (const WeftDataset *dataset, const WeftTensor *tensor)
{
  return tensor->shape.rank == 1 && tensor->shape.dims[0] == dataset->classes ? dataset->class_names : NULL;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Inside *inside = user;
  WeftLive *live = weft_context_get_live (inside->context);
  WeftModel *model = weft_live_get_model (live);
  WeftSnapshot *snapshot = weft_live_get_snapshot (live);
  gboolean is_dark = weft_theme_is_dark (), has_weights;
  double side = MIN (SAMPLE, height - 44), left = MARGIN + side + 20;
  const WeftNode *node;
  WeftTensor *tensor;

  if (model == NULL || snapshot == NULL || side < 20)
    return;
  left += model->dataset->is_picture ? 0 : 60;
  draw_sample (cr, model->dataset, MIN (snapshot->watch.sample, (guint32) model->dataset->count - 1), side, is_dark);
  node = find_node (inside, snapshot);
  tensor = node != NULL ? weft_snapshot_find_activation (snapshot, node->id) : NULL;
  if (tensor == NULL || tensor->shape.type != WEFT_F32)
    return;
  has_weights = snapshot->weights != NULL && snapshot->weights->len > 0
                && ((WeftNamedTensor *) g_ptr_array_index (snapshot->weights, 0))->node == node->id;

  double room = width - left - MARGIN, share = has_weights ? room / 2 - 8 : room;
  g_autofree char *name = weft_node_dup_title (node);
  g_autofree char *title = g_strdup_printf (_ ("Output of %s"), name);

  draw_tensor (cr, title, tensor, FALSE, get_names (model->dataset, tensor),
               (const double[]){ left, 38, share, height - 46 }, is_dark);
  if (has_weights)
    draw_weights (cr, snapshot, (const double[]){ left + share + 16, 38, share, height - 46 }, is_dark);
}

/* --- the choice of a sample --- */

static void
number_cb (GtkSpinButton *spin, Inside *inside)
{
  if (!inside->is_setting)
    weft_context_set_sample (inside->context, (guint32) gtk_spin_button_get_value_as_int (spin));
}

static void
follow_cb (Inside *inside)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (inside->context));

  inside->is_setting = TRUE;
  if (model != NULL)
    gtk_spin_button_set_range (GTK_SPIN_BUTTON (inside->number), 0, (double) model->dataset->count - 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (inside->number), weft_context_get_sample (inside->context));
  inside->is_setting = FALSE;
  weft_panel_set_empty (inside->area, weft_live_get_snapshot (weft_context_get_live (inside->context)) == NULL);
  gtk_widget_queue_draw (inside->area);
}

static GtkWidget *
make_controls (Inside *inside)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (_ ("Sample"));

  inside->number = gtk_spin_button_new_with_range (0, 1, 1);
  gtk_widget_set_tooltip_text (inside->number, _ ("Which sample is sent through the network"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside->number), GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Sample"), -1);
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_set_halign (row, GTK_ALIGN_END);
  gtk_widget_set_valign (row, GTK_ALIGN_END);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), inside->number);
  g_signal_connect (inside->number, "value-changed", G_CALLBACK (number_cb), inside);
  return row;
}

GtkWidget *
weft_inside_panel_new (WeftContext *context)
{
  Inside *inside = g_new0 (Inside, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *panel;

  inside->context = context;
  inside->area = weft_panel_area_new (_ ("Activations and weights"), draw_cb, inside);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), inside->area);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_controls (inside));
  panel = weft_panel_new (context, overlay, inside->area,
                          _ ("Select a layer: what it makes of a sample is shown here."));
  weft_panel_own (panel, inside);
  weft_panel_follow (panel, live, "snapshot", G_CALLBACK (follow_cb), inside);
  weft_panel_follow (panel, context, "selection", G_CALLBACK (follow_cb), inside);
  weft_panel_follow (panel, context, "sample", G_CALLBACK (follow_cb), inside);
  follow_cb (inside);
  return panel;
}
