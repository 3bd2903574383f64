/* canvas: the plane with what lies over it: zoom, problems, minimap, a word for the empty one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/canvas.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/canvas/drop.h"
#include "ui/canvas/key-strip.h"
#include "ui/canvas/minimap.h"
#include "ui/canvas/path-bar.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/actions.h"
#include "ui/canvas/search.h"
#include "ui/canvas/problems.h"
#include "ui/context/keeping.h"

#define VIEW_KEY "canvas"
#define KEEP_AFTER 400 /* ms at rest */

struct _WeftCanvas
{
  GtkWidget parent_instance;
  GtkWidget *overlay, *plane, *minimap, *zoom, *problems, *empty;
  GActionGroup *actions;
  WeftContext *context;
  guint keep_source;     /* 0: the view is kept as it is */
  gboolean is_view_kept; /* the project holds one: */
  WeftView kept;
};

G_DEFINE_FINAL_TYPE (WeftCanvas, weft_canvas, GTK_TYPE_WIDGET)

/* --- the view --- */

void
weft_canvas_fit_all (WeftCanvas *self)
{
  weft_sight_fit (WEFT_PLANE (self->plane), FALSE);
}

void
weft_canvas_fit_selection (WeftCanvas *self)
{
  weft_sight_fit (WEFT_PLANE (self->plane), TRUE);
}

void
weft_canvas_zoom_to (WeftCanvas *self, double zoom)
{
  WeftPlane *plane = WEFT_PLANE (self->plane);
  WeftView view = plane->sight.view;

  weft_view_zoom_at (&view, zoom,
                     (WeftPoint){ plane->sight.width / 2.0, plane->sight.height / 2.0 });
  weft_sight_set (plane, &view);
}

void
weft_canvas_zoom_in (WeftCanvas *self)
{
  weft_canvas_zoom_to (self, weft_zoom_step (weft_canvas_get_zoom (self), 1));
}

void
weft_canvas_zoom_out (WeftCanvas *self)
{
  weft_canvas_zoom_to (self, weft_zoom_step (weft_canvas_get_zoom (self), -1));
}

double
weft_canvas_get_zoom (WeftCanvas *self)
{
  return WEFT_PLANE (self->plane)->sight.view.zoom;
}

void
weft_canvas_take_focus (WeftCanvas *self)
{
  WeftPlane *plane = WEFT_PLANE (self->plane);

  weft_plane_focus_node (plane, weft_context_get_selected (self->context));
}

void
weft_canvas_drop_file (WeftCanvas *self, GFile *file)
{
  WeftPoint middle
      = { gtk_widget_get_width (self->plane) / 2.0, gtk_widget_get_height (self->plane) / 2.0 };

  weft_drop_file (WEFT_PLANE (self->plane), file, middle);
}

void
weft_canvas_show_node (WeftCanvas *self, gint64 node)
{
  weft_sight_show_node (WEFT_PLANE (self->plane), node);
}

/* --- the view is kept with the project, once it is more than all of it --- */

static gboolean
keep_view_cb (gpointer user)
{
  WeftCanvas *self = user;
  WeftPlane *plane = WEFT_PLANE (self->plane);
  GVariant *value = plane->sight.is_fitted
                        ? g_variant_new_string ("fitted")
                        : g_variant_new ("(ddd)", plane->sight.view.zoom, plane->sight.view.x,
                                         plane->sight.view.y);

  self->keep_source = 0;
  self->is_view_kept = !plane->sight.is_fitted;
  self->kept = plane->sight.view;
  weft_context_keep (self->context, VIEW_KEY, value);
  return G_SOURCE_REMOVE;
}

static void
view_moved_cb (WeftCanvas *self)
{
  const WeftPlane *plane = WEFT_PLANE (self->plane);

  g_clear_handle_id (&self->keep_source, g_source_remove);
  if (weft_context_get_inside (self->context) != 0)
    return; /* it opens on the whole */
  if (self->is_view_kept && !plane->sight.is_fitted
      && weft_view_is_same (&self->kept, &plane->sight.view))
    return; /* only the room for it is another */
  if (self->is_view_kept || !plane->sight.is_fitted)
    self->keep_source = g_timeout_add (KEEP_AFTER, keep_view_cb, self);
}

/* What an older or a foreign file says is believed only as far as it makes sense. */
static void
recall_view (WeftCanvas *self)
{
  g_autoptr (GVariant) value
      = weft_context_recall (self->context, VIEW_KEY, G_VARIANT_TYPE ("(ddd)"));
  WeftView view;

  if (value == NULL)
    return;
  g_variant_get (value, "(ddd)", &view.zoom, &view.x, &view.y);
  if (!isfinite (view.zoom) || !isfinite (view.x) || !isfinite (view.y))
    return;
  self->is_view_kept = TRUE;
  self->kept = view;
  weft_sight_set (WEFT_PLANE (self->plane), &view);
}

void
weft_canvas_pan_by (WeftCanvas *self, double dx, double dy)
{
  WeftView view = WEFT_PLANE (self->plane)->sight.view;

  view.x += dx;
  view.y += dy;
  weft_sight_set (WEFT_PLANE (self->plane), &view);
}

void
weft_canvas_open_search (WeftCanvas *self, double x, double y)
{
  WeftPlane *plane = WEFT_PLANE (self->plane);

  weft_search_open (plane, (WeftPoint){ x, y },
                    weft_context_get_selected (plane->context) != 0 ? WEFT_SEARCH_BEHIND
                                                                    : WEFT_SEARCH_ALL);
}

GActionGroup *
weft_canvas_get_actions (WeftCanvas *self)
{
  return self->actions;
}

/* --- overlays --- */

static void
view_changed_cb (WeftCanvas *self)
{
  g_autofree char *text
      = g_strdup_printf (_ ("%d %%"), (int) floor (weft_canvas_get_zoom (self) * 100 + .5));

  gtk_button_set_label (GTK_BUTTON (self->zoom), text);
  weft_minimap_update (WEFT_MINIMAP (self->minimap));
}

static void
graph_cb (WeftCanvas *self)
{
  WeftGraph *graph = weft_context_get_graph (WEFT_PLANE (self->plane)->context);

  gtk_widget_set_visible (self->empty, weft_graph_get_n_nodes (graph) == 0);
  weft_minimap_change (WEFT_MINIMAP (self->minimap));
}

static void
show_problems_cb (WeftCanvas *self)
{
  if (gtk_widget_get_visible (self->problems))
    gtk_menu_button_popup (GTK_MENU_BUTTON (self->problems));
}

static void
toggle_minimap_cb (WeftCanvas *self)
{
  weft_minimap_toggle (WEFT_MINIMAP (self->minimap));
}

static GtkWidget *
make_button (const char *icon, const char *action, const char *tooltip)
{
  GtkWidget *button = gtk_button_new ();

  if (icon != NULL)
    gtk_button_set_icon_name (GTK_BUTTON (button), icon);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_tooltip_text (button, tooltip);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, tooltip,
                                  -1);
  gtk_widget_set_focus_on_click (button, FALSE);
  return button;
}

static GtkWidget *
make_bar (WeftCanvas *self, WeftContext *context)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *zoom = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  self->zoom = make_button (NULL, "canvas.zoom-100", _ ("Zoom to 100 %"));
  gtk_widget_set_size_request (self->zoom, 50, -1);
  gtk_box_append (GTK_BOX (zoom),
                  make_button ("zoom-out-symbolic", "canvas.zoom-out", _ ("Zoom out")));
  gtk_box_append (GTK_BOX (zoom), self->zoom);
  gtk_box_append (GTK_BOX (zoom),
                  make_button ("zoom-in-symbolic", "canvas.zoom-in", _ ("Zoom in")));
  gtk_box_append (GTK_BOX (zoom),
                  make_button ("zoom-fit-best-symbolic", "canvas.fit-all", _ ("Show everything")));
  gtk_widget_add_css_class (zoom, "linked");
  gtk_widget_add_css_class (zoom, "canvas-zoom");
  self->problems = weft_problems_new (self, context);
  gtk_box_append (GTK_BOX (bar), zoom);
  gtk_box_append (GTK_BOX (bar), self->problems);
  gtk_widget_add_css_class (bar, "canvas-bar");
  gtk_widget_set_halign (bar, GTK_ALIGN_START);
  gtk_widget_set_valign (bar, GTK_ALIGN_END);
  gtk_widget_set_margin_start (bar, 12);
  gtk_widget_set_margin_bottom (bar, 12);
  return bar;
}

static void
append_way (GtkWidget *row, const char *label, const char *action, gboolean is_first)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "pill");
  if (is_first)
    gtk_widget_add_css_class (button, "suggested-action");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_box_append (GTK_BOX (row), button);
}

static GtkWidget *
make_empty (void)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *text = gtk_label_new (
      _ ("Drag layers here, or drop a table, pictures, a recording or texts to begin with data"));

  gtk_widget_add_css_class (text, "dim-label");
  gtk_label_set_wrap (GTK_LABEL (text), TRUE);
  gtk_label_set_justify (GTK_LABEL (text), GTK_JUSTIFY_CENTER);
  append_way (row, _ ("Choose data"), "win.add-data", TRUE);
  append_way (row, _ ("Add a layer…"), "canvas.search", FALSE);
  append_way (row, _ ("Open an example"), "win.gallery", FALSE);
  gtk_widget_set_halign (row, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), row);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  return box;
}

static void
weft_canvas_dispose (GObject *object)
{
  WeftCanvas *self = WEFT_CANVAS (object);
  GtkWidget *child;

  g_clear_handle_id (&self->keep_source, g_source_remove);
  g_clear_object (&self->context);
  if (self->plane != NULL)
    WEFT_PLANE (self->plane)->canvas = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  self->plane = NULL;
  g_clear_object (&self->actions);
  G_OBJECT_CLASS (weft_canvas_parent_class)->dispose (object);
}

static void
weft_canvas_class_init (WeftCanvasClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->dispose = weft_canvas_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "canvas");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
weft_canvas_init (WeftCanvas *self)
{
  gtk_widget_set_hexpand (GTK_WIDGET (self), TRUE);
  gtk_widget_set_vexpand (GTK_WIDGET (self), TRUE);
  gtk_orientable_set_orientation (
      GTK_ORIENTABLE (gtk_widget_get_layout_manager (GTK_WIDGET (self))), GTK_ORIENTATION_VERTICAL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Canvas"), -1);
}

GtkWidget *
weft_canvas_new (WeftContext *context)
{
  WeftCanvas *self = g_object_new (WEFT_TYPE_CANVAS, NULL);

  self->context = g_object_ref (context);
  self->plane = weft_plane_new (context, self);
  weft_drop_attach (WEFT_PLANE (self->plane), GTK_WIDGET (self));
  self->actions = weft_actions_new (WEFT_PLANE (self->plane));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "canvas", self->actions);
  self->overlay = gtk_overlay_new ();
  self->minimap = weft_minimap_new (WEFT_PLANE (self->plane));
  self->empty = make_empty ();
  gtk_overlay_set_child (GTK_OVERLAY (self->overlay), self->plane);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->empty);
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), make_bar (self, context));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), weft_path_bar_new (self, context));
  gtk_overlay_add_overlay (GTK_OVERLAY (self->overlay), self->minimap);
  gtk_widget_set_vexpand (self->overlay, TRUE);
  gtk_widget_set_parent (self->overlay, GTK_WIDGET (self));
  gtk_widget_set_parent (weft_key_strip_new (WEFT_PLANE (self->plane)), GTK_WIDGET (self));
  g_signal_connect_object (self->plane, "view-changed", G_CALLBACK (view_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plane, "toggle-minimap", G_CALLBACK (toggle_minimap_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->plane, "show-problems", G_CALLBACK (show_problems_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (weft_context_get_graph (context), "changed", G_CALLBACK (graph_cb), self,
                           G_CONNECT_SWAPPED);
  graph_cb (self);
  recall_view (self);
  view_changed_cb (self);
  g_signal_connect_object (self->plane, "view-changed", G_CALLBACK (view_moved_cb), self,
                           G_CONNECT_SWAPPED);
  weft_actions_update (WEFT_PLANE (self->plane));
  return GTK_WIDGET (self);
}
