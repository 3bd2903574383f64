/* inside: what a chosen sample becomes in the selected node, and the node's weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/panels/panel.h"
#include "ui/panels/panels.h"
#include "ui/panels/samples.h"
#include "ui/plots/glyph.h"
#include "ui/plots/maps.h"
#include "ui/plots/plot-text.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkWidget *number;     /* which sample */
  WeftDataset *measured; /* the set that the ranges are of; referenced; nullable */
  WeftRanges ranges;
  gboolean is_setting;
} Inside;

enum
{
  SAMPLE = 132, /* px of the sample's own column, at least */
  MARGIN = 12,
  GAP = 20,
  HEAD = 42, /* px above what is drawn */
  HISTOGRAM = 48,
};

/* A column of the panel, below its head. */
typedef struct
{
  double x, y, w, h;
  gboolean is_dark;
} Box;

/* --- heads --- */

static void
draw_line (cairo_t *cr, const char *text, const Box *box, gboolean is_title)
{
  const WeftTextStyle style
      = { .size = is_title ? 12 : 10.5,
          .is_bold = is_title,
          .width = box->w,
          .color = weft_theme_get (is_title ? WEFT_ROLE_INK : WEFT_ROLE_DIM, box->is_dark) };

  weft_text_draw (cr, text, box->x, box->y - HEAD + (is_title ? 4 : 22), &style);
}

/* "16×20×20", "10 numbers" */
static char *
dup_dims (const WeftShape *shape)
{
  g_autofree char *count = weft_format_count (weft_shape_count (shape));
  GString *text;

  if (shape->rank <= 1)
    return g_strdup_printf (ngettext ("%s number", "%s numbers", (gulong) weft_shape_count (shape)),
                            count);
  text = g_string_new (NULL);
  for (int i = 0; i < shape->rank; i++)
    g_string_append_printf (text, "%s%" G_GINT64_FORMAT, i > 0 ? "×" : "", shape->dims[i]);
  return g_string_free (text, FALSE);
}

/* Its shape, what is not shown of it, and from where to where its numbers go. */
static char *
dup_description (const WeftMaps *maps, const Box *box)
{
  gsize n = (gsize) weft_shape_count (&maps->shape);
  double low = INFINITY, high = -INFINITY;
  g_autofree char *dims = dup_dims (&maps->shape);
  g_autofree char *note = weft_maps_dup_note (maps, box->w, box->h);

  for (gsize i = 0; i < n; i++)
    {
      low = MIN (low, (double) maps->x[i]);
      high = MAX (high, (double) maps->x[i]);
    }

  g_autofree char *first = weft_format_digits (low, 3), *last = weft_format_digits (high, 3);

  if (n == 1)
    return g_steal_pointer (&dims);
  if (note != NULL)
    return g_strdup_printf ("%s · %s", note, dims);
  return g_strdup_printf (_ ("%s · %s to %s"), dims, first, last);
}

/* --- the sample itself --- */

static char *
dup_truth (const WeftDataset *dataset, guint32 sample)
{
  g_autofree char *truth = weft_samples_dup_truth (dataset, sample, 4);

  return truth != NULL ? g_strdup_printf (_ ("true: %s"), truth) : g_strdup ("");
}

static void
measure (Inside *inside, WeftDataset *dataset)
{
  if (dataset == inside->measured)
    return;
  weft_dataset_ref (dataset);
  g_clear_pointer (&inside->measured, weft_dataset_unref);
  inside->measured = dataset;
  weft_ranges_measure (&inside->ranges, dataset);
}

static void
draw_sample (cairo_t *cr, Inside *inside, WeftDataset *dataset, guint32 sample, const Box *box)
{
  const WeftField *field = weft_dataset_get_x (dataset);
  g_autofree float *x = g_new (float, MAX (weft_shape_count (&field->shape), 1));
  g_autofree char *line = dup_truth (dataset, sample);
  WeftMaps maps = { .x = x, .names = field->feature_names, .is_dark = box->is_dark };

  draw_line (cr, line, box, FALSE);
  measure (inside, dataset);
  weft_field_get_sample (field, sample, &maps.shape);
  weft_field_get (field, sample, x);
  if (weft_glyph_is_whole (field))
    {
      double side = MIN (box->w, box->h);

      weft_theme_set_source (cr, WEFT_ROLE_WELL, box->is_dark);
      cairo_rectangle (cr, box->x, box->y, side, side);
      cairo_fill (cr);
      weft_glyph_draw (cr, dataset, &inside->ranges, sample, box->x, box->y, side, box->is_dark);
      return;
    }
  maps.low = inside->ranges.low;
  maps.high = inside->ranges.high;
  weft_maps_draw (cr, &maps, box->x, box->y, box->w, box->h);
}

/* --- the node's output and weights --- */

static void
draw_tensor (cairo_t *cr, const char *title, const WeftMaps *maps, const Box *box)
{
  g_autofree char *line = dup_description (maps, box);

  draw_line (cr, title, box, TRUE);
  draw_line (cr, line, box, FALSE);
  weft_maps_draw (cr, maps, box->x, box->y, box->w, box->h);
}

static const char *
get_weight_title (const char *name)
{
  return strcmp (name, "weight") == 0 ? _ ("weight")
         : strcmp (name, "bias") == 0 ? _ ("bias")
                                      : name;
}

static void
draw_weights (cairo_t *cr, const WeftNamedTensor *weights, const WeftShape *shape, const char *node,
              const Box *box)
{
  g_autofree char *title
      = g_strdup_printf (_ ("Weights of %s · %s"), node, get_weight_title (weights->name));
  const WeftMaps maps = { .x = weft_tensor_floats (weights->tensor),
                          .shape = *shape,
                          .is_signed = TRUE,
                          .is_dark = box->is_dark };
  gboolean has_histogram = box->h > 100;
  Box above = *box;

  above.h -= has_histogram ? HISTOGRAM + 8 : 0;
  draw_tensor (cr, title, &maps, &above);
  if (has_histogram)
    weft_histogram_draw (cr, maps.x, (gsize) weft_shape_count (&maps.shape), box->x,
                         box->y + box->h - HISTOGRAM, MIN (box->w, 240), HISTOGRAM, box->is_dark);
}

/* The node that is looked at: the selected one, else the one whose output the loss judges. */
static const WeftNode *
find_node (const Inside *inside, const WeftSnapshot *snapshot)
{
  WeftGraph *graph = weft_context_get_graph (inside->context);
  const WeftNode *node = weft_graph_find (graph, weft_context_get_selected (inside->context));

  if (node != NULL && weft_snapshot_find_activation (snapshot, node->id) != NULL)
    return node;
  for (guint i = weft_graph_get_n_nodes (graph); i-- > 0;)
    {
      node = weft_graph_get_node (graph, i);
      if (!node->layer->is_loss && weft_snapshot_find_activation (snapshot, node->id) != NULL)
        return node;
    }
  return NULL;
}

static const WeftNamedTensor *
find_weights (const WeftSnapshot *snapshot, gint64 node)
{
  const WeftNamedTensor *first = snapshot->weights != NULL && snapshot->weights->len > 0
                                     ? g_ptr_array_index (snapshot->weights, 0)
                                     : NULL;

  return first != NULL && first->node == node ? first : NULL;
}

static void
draw_node (const Inside *inside, cairo_t *cr, const WeftSnapshot *snapshot, const WeftNode *node,
           Box box)
{
  WeftLive *live = weft_context_get_live (inside->context);
  const WeftDataset *dataset = weft_live_get_model (live)->dataset;
  WeftTensor *tensor = weft_snapshot_find_activation (snapshot, node->id);
  const WeftNamedTensor *weights = find_weights (snapshot, node->id);
  g_autofree char *name = weft_node_dup_title (node);
  g_autofree char *title = g_strdup_printf (_ ("Output of %s"), name);
  g_auto (GStrv) names = NULL;
  double room = box.w;

  if (tensor->shape.type != WEFT_F32)
    return;
  if (tensor->shape.rank == 1 && tensor->shape.dims[0] == weft_dataset_count_classes (dataset))
    names = weft_dataset_dup_class_names (dataset, weft_dataset_get_classes (dataset));
  if (weights != NULL)
    box.w = floor ((room - GAP) / 2);
  draw_tensor (cr, title,
               &(WeftMaps){ .x = weft_tensor_floats (tensor),
                            .shape = tensor->shape,
                            .names = names,
                            .is_dark = box.is_dark },
               &box);
  box.x += box.w + GAP;
  if (weights != NULL)
    {
      WeftShape shape = weft_report_view_weight (weft_live_get_report (live),
                                                 weft_context_get_graph (inside->context), node->id,
                                                 &weights->tensor->shape);

      draw_weights (cr, weights, &shape, name, &box);
    }
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Inside *inside = user;
  WeftLive *live = weft_context_get_live (inside->context);
  WeftModel *model = weft_live_get_model (live);
  WeftSnapshot *snapshot = weft_live_get_snapshot (live);
  double side = MIN (MAX (SAMPLE, width / 5), height - HEAD - 8);
  Box box = { MARGIN, HEAD, MAX (side, 150), height - HEAD - 8, weft_theme_is_dark () };
  const WeftNode *node;

  if (model == NULL || snapshot == NULL || side < 20)
    return;
  if (!weft_glyph_is_whole (weft_dataset_get_x (model->dataset)))
    box.w = MAX (box.w, MIN (width / 3, 260)); /* names stand beside the bars */
  draw_sample (cr, inside, model->dataset,
               MIN (snapshot->watch.sample, (guint32) model->dataset->count - 1), &box);
  node = find_node (inside, snapshot);
  if (node == NULL)
    return;
  box.x += box.w + GAP;
  box.w = width - box.x - MARGIN;
  draw_node (inside, cr, snapshot, node, box);
}

/* --- the choice of a sample --- */

static void
number_cb (GtkSpinButton *spin, Inside *inside)
{
  if (!inside->is_setting)
    weft_context_set_sample (inside->context, (guint32) gtk_spin_button_get_value_as_int (spin));
}

/* For a screen reader: what is shown, in a line. */
static void
describe (Inside *inside)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (inside->context));
  const WeftNode *node = snapshot != NULL ? find_node (inside, snapshot) : NULL;
  g_autofree char *name = NULL, *title = NULL, *dims = NULL, *text = NULL;

  if (node == NULL)
    return;
  name = weft_node_dup_title (node);
  title = g_strdup_printf (_ ("Output of %s"), name);
  dims = dup_dims (&weft_snapshot_find_activation (snapshot, node->id)->shape);
  text = g_strdup_printf ("%s: %s", title, dims);
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
follow_cb (Inside *inside)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (inside->context));

  inside->is_setting = TRUE;
  if (model != NULL)
    gtk_spin_button_set_range (GTK_SPIN_BUTTON (inside->number), 0,
                               (double) model->dataset->count - 1);
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (inside->number),
                             weft_context_get_sample (inside->context));
  inside->is_setting = FALSE;
  weft_panel_set_empty (inside->area,
                        weft_live_get_snapshot (weft_context_get_live (inside->context)) == NULL);
  describe (inside);
  gtk_widget_queue_draw (inside->area);
}

/* In the place of the first column's title. */
static GtkWidget *
make_controls (Inside *inside)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (_ ("Sample"));

  inside->number = gtk_spin_button_new_with_range (0, 1, 1);
  gtk_editable_set_width_chars (GTK_EDITABLE (inside->number), 4);
  gtk_widget_set_tooltip_text (inside->number, _ ("Which sample is sent through the network"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (inside->number), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Sample"), -1);
  gtk_widget_add_css_class (label, "panel-title");
  gtk_widget_add_css_class (row, "panel-controls");
  gtk_widget_add_css_class (row, "at-start");
  gtk_widget_set_halign (row, GTK_ALIGN_START);
  gtk_widget_set_valign (row, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), inside->number);
  g_signal_connect (inside->number, "value-changed", G_CALLBACK (number_cb), inside);
  return row;
}

static void
destroy_cb (GtkWidget *panel, Inside *inside)
{
  g_clear_pointer (&inside->measured, weft_dataset_unref);
  weft_ranges_measure (&inside->ranges, NULL);
}

static GtkWidget *
create (WeftContext *context)
{
  Inside *inside = g_new0 (Inside, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *panel;

  inside->context = context;
  inside->area = weft_panel_area_new (_ ("Activations and weights"), draw_cb, inside);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), inside->area);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), make_controls (inside));
  panel = weft_panel_new (
      overlay, inside->area,
      weft_panel_empty_new (
          _ ("As soon as the network is whole, what it makes of a sample is shown here."),
          _ ("Choose data"), "win.add-data"));
  weft_panel_own (panel, inside);
  g_signal_connect (panel, "destroy", G_CALLBACK (destroy_cb), inside);
  weft_panel_follow (panel, live, "snapshot", G_CALLBACK (follow_cb), inside);
  weft_panel_follow (panel, context, "selection", G_CALLBACK (follow_cb), inside);
  weft_panel_follow (panel, context, "sample", G_CALLBACK (follow_cb), inside);
  follow_cb (inside);
  return panel;
}

const WeftPanel weft_panel_inside = {
  .id = "inside",
  .title = N_ ("Inside"),
  .create = create,
};
