/* boundary: what the net says everywhere on the plane, live, and which points it learns from */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/data/source.h"
#include "ui/base/widgets.h"
#include "ui/panels/data/brush.h"
#include "ui/panels/results.h"
#include "ui/panels/results/ground-area.h"
#include "ui/panels/results/points-key.h"

enum
{
  SCORE_MARGIN = 10, /* px */
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area, *score, *list;
  GtkWidget *key, *tools; /* of data that is painted the second */
  WeftBrush *brush;
  gboolean is_painted;
} Boundary;

static void
locate (gpointer user, WeftGround *ground)
{
  Boundary *boundary = user;

  weft_ground_area_fill (boundary->area, ground);
  weft_brush_prepare (boundary->brush, ground);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Boundary *boundary = user;
  WeftGround ground;

  if (!weft_ground_area_fill (boundary->area, &ground))
    return;
  weft_brush_prepare (boundary->brush, &ground);
  weft_ground_draw (cr, &ground);
  weft_brush_draw (boundary->brush, cr, &ground);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Boundary *boundary)
{
  WeftGround ground;
  gint64 sample;

  if (!weft_ground_area_fill (boundary->area, &ground)
      || weft_brush_find_node (boundary->context) != NULL)
    return;
  weft_panel_to_drawing (boundary->area, &x, &y);
  sample = weft_ground_find (&ground, x, y);
  if (sample >= 0)
    weft_context_set_sample (boundary->context, (guint32) sample);
}

/* --- the choice of data --- */

static gint64
find_data_node (WeftGraph *graph)
{
  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    if (weft_graph_get_node (graph, i)->layer->family == WEFT_FAMILY_DATA)
      return weft_graph_get_node (graph, i)->id;
  return 0;
}

static void
source_cb (GtkToggleButton *button, Boundary *boundary)
{
  const char *id = g_object_get_data (G_OBJECT (button), "source");
  gint64 node = find_data_node (weft_context_get_graph (boundary->context));
  g_autoptr (GVariant) now = NULL;

  if (!gtk_toggle_button_get_active (button) || node == 0)
    return;
  now = weft_node_get_param (weft_graph_find (weft_context_get_graph (boundary->context), node),
                             "source");
  if (now == NULL || strcmp (g_variant_get_string (now, NULL), id) != 0)
    weft_context_do (boundary->context,
                     weft_edit_set_param (node, "source", g_variant_new_string (id)), 0);
}

/* What is painted has tools in place of a key, and the plane takes the keys. */
static void
show_brush (Boundary *boundary, gboolean is_painted)
{
  weft_widget_set_shown (boundary->key, !is_painted);
  weft_widget_set_shown (boundary->tools, is_painted);
  gtk_widget_set_focusable (boundary->area, is_painted);
  gtk_widget_set_cursor_from_name (boundary->area, is_painted ? "crosshair" : NULL);
  gtk_widget_set_tooltip_text (
      boundary->area,
      is_painted
          ? NULL /* it would lie over what is painted */
          : _ ("What the network says everywhere. Click a point to see it inside the network."));
  boundary->is_painted = is_painted;
}

/* Points that are painted stand in the document; others come with what was learnt from them. */
static void
follow_brush (Boundary *boundary)
{
  gboolean is_painted = weft_brush_find_node (boundary->context) != NULL;

  if (is_painted || boundary->is_painted)
    gtk_widget_queue_draw (boundary->area);
  if (is_painted != boundary->is_painted)
    show_brush (boundary, is_painted);
}

/* The button of the source in force is the one that is down; undo moves it too. */
static void
follow_source (Boundary *boundary)
{
  WeftGraph *graph = weft_context_get_graph (boundary->context);
  gint64 node = find_data_node (graph);
  g_autoptr (GVariant) now
      = node != 0 ? weft_node_get_param (weft_graph_find (graph, node), "source") : NULL;

  for (GtkWidget *button = gtk_widget_get_first_child (boundary->list);
       button != NULL && now != NULL; button = gtk_widget_get_next_sibling (button))
    if (g_strcmp0 (g_object_get_data (G_OBJECT (button), "source"),
                   g_variant_get_string (now, NULL))
        == 0)
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), TRUE);
  follow_brush (boundary);
}

static void
add_sources (Boundary *boundary)
{
  guint n;
  const WeftSource *const *sources = weft_sources (&n);
  GtkWidget *first = NULL;

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *button;

      if (!sources[i]->is_points && !sources[i]->is_painted)
        continue;
      button = gtk_toggle_button_new_with_label (_ (sources[i]->title));
      gtk_widget_add_css_class (button, "source");
      gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
      g_object_set_data (G_OBJECT (button), "source", (gpointer) sources[i]->id);
      if (first != NULL)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (button), GTK_TOGGLE_BUTTON (first));
      else
        first = button;
      g_signal_connect (button, "toggled", G_CALLBACK (source_cb), boundary);
      gtk_box_append (GTK_BOX (boundary->list), button);
    }
}

/* --- what comes --- */

static void
snapshot_cb (Boundary *boundary)
{
  WeftEvaluation *evaluation = weft_results_get_evaluation (boundary->context);
  g_autofree char *text = weft_results_dup_titled_score (boundary->context, evaluation);

  gtk_label_set_text (GTK_LABEL (boundary->score), text);
  weft_results_mark_score (boundary->context, evaluation, boundary->score);
  gtk_accessible_update_property (GTK_ACCESSIBLE (boundary->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static GtkWidget *
make_side (Boundary *boundary)
{
  GtkWidget *side = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *title = gtk_label_new (_ ("Data"));
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  boundary->list = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_widget_add_css_class (title, "panel-title");
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), boundary->list);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_size_request (side, 130, -1);
  gtk_widget_set_hexpand (side, FALSE);
  gtk_box_append (GTK_BOX (side), title);
  gtk_box_append (GTK_BOX (side), scrolled);
  add_sources (boundary);
  return side;
}

static GtkWidget *
make_left (Boundary *boundary)
{
  GtkWidget *left = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkGesture *click = gtk_gesture_click_new ();

  boundary->area
      = weft_ground_area_new (boundary->context, _ ("Decision boundary"), draw_cb, boundary);
  boundary->brush = weft_brush_new (boundary->context, boundary->area, locate, boundary);
  gtk_widget_add_css_class (head, "panel-head");
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), boundary);
  gtk_widget_add_controller (boundary->area, GTK_EVENT_CONTROLLER (click));
  gtk_box_append (GTK_BOX (left), head);
  gtk_box_append (GTK_BOX (left), weft_panel_fit_new (boundary->area));
  gtk_widget_set_hexpand (left, FALSE);
  return left;
}

/* At the right, as the score of every result is: the plot may be narrower than the switch above it.
 */
static GtkWidget *
add_score (Boundary *boundary, GtkWidget *row)
{
  GtkWidget *overlay = gtk_overlay_new ();

  boundary->score = weft_label_new ("", "score");
  gtk_widget_set_halign (boundary->score, GTK_ALIGN_END);
  gtk_widget_set_valign (boundary->score, GTK_ALIGN_START);
  gtk_widget_set_can_target (boundary->score, FALSE);
  gtk_widget_set_margin_end (boundary->score, SCORE_MARGIN);
  gtk_widget_set_margin_top (boundary->score, 3);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), row);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), boundary->score);
  return overlay;
}

static GtkWidget *
create (WeftContext *context)
{
  Boundary *boundary = g_new0 (Boundary, 1);
  WeftLive *live = weft_context_get_live (context);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20), *panel;

  boundary->context = context;
  gtk_widget_add_css_class (row, "panel-body");
  gtk_box_append (GTK_BOX (row), make_left (boundary));
  gtk_box_append (GTK_BOX (row), make_side (boundary));
  boundary->key = weft_points_key_new (context);
  boundary->tools = weft_brush_make_tools (boundary->brush);
  gtk_box_append (GTK_BOX (row), boundary->key);
  gtk_box_append (GTK_BOX (row), boundary->tools);
  panel = add_score (boundary, row);
  weft_panel_own (panel, boundary);
  weft_panel_follow (panel, live, "snapshot", G_CALLBACK (snapshot_cb), boundary);
  weft_panel_follow (panel, live, "report", G_CALLBACK (follow_source), boundary);
  snapshot_cb (boundary);
  show_brush (boundary, FALSE);
  follow_source (boundary);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_dataset_get_x (model->dataset)->kind == WEFT_KIND_POINTS;
}

const WeftResultView weft_result_view_boundary
    = { .id = "boundary", .title = N_ ("Decision boundary"), .fits = fits, .create = create };
