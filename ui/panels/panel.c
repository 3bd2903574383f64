/* panel: what the dock's panels share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/panel.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/panels/panels.h"
#include "ui/base/theme.h"
#include "ui/plots/plot-menu.h"

#define LARGE_ZOOM 1.35

const WeftPanel *const weft_panels[] = {
#define PANEL(id) &weft_panel_##id,
#include "ui/panels/panels.def"
#undef PANEL
};

static const char stack_key[] = "weft-panel-stack", drawing_key[] = "weft-panel-drawing";

typedef struct
{
  GtkDrawingAreaDrawFunc draw;
  gpointer user;
} Drawing;

/* --- zoom --- */

double
weft_panel_get_zoom (GtkWidget *area)
{
  for (GtkWidget *at = area; at != NULL; at = gtk_widget_get_parent (at))
    if (gtk_widget_has_css_class (at, "large"))
      return LARGE_ZOOM;
  return 1;
}

int
weft_panel_get_width (GtkWidget *area)
{
  return (int) (gtk_widget_get_width (area) / weft_panel_get_zoom (area));
}

int
weft_panel_get_height (GtkWidget *area)
{
  return (int) (gtk_widget_get_height (area) / weft_panel_get_zoom (area));
}

void
weft_panel_to_drawing (GtkWidget *area, double *x, double *y)
{
  double zoom = weft_panel_get_zoom (area);

  *x /= zoom;
  *y /= zoom;
}

int
weft_panel_to_px (GtkWidget *area, double length)
{
  return (int) ceil (length * weft_panel_get_zoom (area));
}

/* Into an image of its own: what a drawing area records is played back under the clip of all that
 * changed in the window, and with many pieces in it every stroke takes several times as long. */
static void
draw_image_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Drawing *drawing = user;
  double zoom = weft_panel_get_zoom (GTK_WIDGET (area));
  int factor = gtk_widget_get_scale_factor (GTK_WIDGET (area));
  cairo_surface_t *image
      = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, width * factor, height * factor);
  cairo_t *on_image = cairo_create (image);

  cairo_surface_set_device_scale (image, factor, factor);
  cairo_scale (on_image, zoom, zoom);
  drawing->draw (area, on_image, (int) (width / zoom), (int) (height / zoom), drawing->user);
  cairo_destroy (on_image);
  cairo_set_source_surface (cr, image, 0, 0);
  cairo_paint (cr);
  cairo_surface_destroy (image);
}

static void
draw_plot (cairo_t *cr, double width, double height, gpointer area)
{
  const Drawing *drawing = g_object_get_data (area, drawing_key);

  drawing->draw (area, cr, (int) width, (int) height, drawing->user);
}

static WeftPlot
get_plot (GtkWidget *area, gpointer user)
{
  return (WeftPlot){ weft_panel_get_width (area), weft_panel_get_height (area), draw_plot, area,
                     weft_theme_is_dark () };
}

void
weft_panel_set_table (GtkWidget *area, char *(*dup_table) (gpointer user))
{
  const Drawing *drawing = g_object_get_data (G_OBJECT (area), drawing_key);

  weft_plot_menu_set_table (area, dup_table, drawing->user);
}

GtkWidget *
weft_panel_area_new (const char *name, GtkDrawingAreaDrawFunc draw, gpointer user)
{
  Drawing *drawing = g_new (Drawing, 1);
  GtkWidget *area
      = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);

  *drawing = (Drawing){ draw, user };
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw_image_cb, drawing, g_free);
  g_object_set_data (G_OBJECT (area), drawing_key, drawing);
  weft_plot_menu_attach (area, name, get_plot, NULL);
  gtk_widget_set_hexpand (area, TRUE);
  gtk_widget_set_vexpand (area, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  return area;
}

GtkWidget *
weft_panel_empty_new (const char *sentence, const char *button_text, const char *action)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *label = gtk_label_new (sentence);
  GtkWidget *button;

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (box, "panel-empty");
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  if (button_text == NULL)
    return box;
  button = gtk_button_new_with_label (button_text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  button_text, -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), button);
  return box;
}

/* Its button has another name than the one of the strip, which says Pause meanwhile. */
GtkWidget *
weft_panel_untrained_new (const char *sentence)
{
  GtkWidget *none = weft_panel_empty_new (sentence, _ ("Train"), "win.train");

  gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_last_child (none)),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, _ ("Start training"), -1);
  return none;
}

GtkWidget *
weft_panel_new (GtkWidget *content, GtkWidget *area, GtkWidget *none)
{
  GtkWidget *stack = gtk_stack_new ();

  gtk_stack_add_named (GTK_STACK (stack), content, "content");
  gtk_stack_add_named (GTK_STACK (stack), none, "empty");
  gtk_stack_set_hhomogeneous (GTK_STACK (stack), FALSE);
  gtk_stack_set_vhomogeneous (GTK_STACK (stack), FALSE);
  gtk_widget_add_css_class (stack, "panel");
  g_object_set_data (G_OBJECT (area), stack_key, stack);
  return stack;
}

void
weft_panel_set_empty (GtkWidget *area, gboolean is_empty)
{
  GtkStack *stack = g_object_get_data (G_OBJECT (area), stack_key);
  const char *wanted = is_empty ? "empty" : "content";

  if (stack == NULL || g_str_equal (gtk_stack_get_visible_child_name (stack), wanted))
    return;
  gtk_stack_set_visible_child_name (stack, wanted);
  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (stack)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_accessible_update_state (GTK_ACCESSIBLE (child), GTK_ACCESSIBLE_STATE_HIDDEN,
                                 child != gtk_stack_get_visible_child (stack), -1);
}

/* --- a child with a natural width of its own --- */

static const char width_key[] = "weft-fit-width";

enum
{
  SMALLEST = 120,
};

static void
fit_measure_cb (GtkWidget *fit, GtkOrientation orientation, int for_size, int *minimum,
                int *natural, int *minimum_baseline, int *natural_baseline)
{
  int width = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (fit), width_key));

  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? SMALLEST : 40;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? MAX (width, SMALLEST) : 40;
}

static void
fit_allocate_cb (GtkWidget *fit, int width, int height, int baseline)
{
  gtk_widget_allocate (gtk_widget_get_first_child (fit), width, height, baseline, NULL);
}

GtkWidget *
weft_panel_fit_new (GtkWidget *child)
{
  GtkWidget *fit = adw_bin_new ();

  adw_bin_set_child (ADW_BIN (fit), child);
  gtk_widget_set_hexpand (fit, FALSE);
  gtk_widget_set_vexpand (fit, TRUE);
  gtk_widget_set_layout_manager (fit,
                                 gtk_custom_layout_new (NULL, fit_measure_cb, fit_allocate_cb));
  return fit;
}

/* Sizes do not change while widgets are drawn or laid out, from where this is called. */
static gboolean
resize_cb (gpointer fit)
{
  gtk_widget_queue_resize (fit);
  return G_SOURCE_REMOVE;
}

void
weft_panel_fit_set_width (GtkWidget *fit, int width)
{
  if (GPOINTER_TO_INT (g_object_get_data (G_OBJECT (fit), width_key)) == width)
    return;
  g_object_set_data (G_OBJECT (fit), width_key, GINT_TO_POINTER (width));
  g_idle_add_full (G_PRIORITY_HIGH_IDLE, resize_cb, g_object_ref (fit), g_object_unref);
}

void
weft_panel_own (GtkWidget *panel, gpointer data)
{
  weft_panel_own_full (panel, data, g_free);
}

void
weft_panel_own_full (GtkWidget *panel, gpointer data, GDestroyNotify free_data)
{
  g_object_set_data_full (G_OBJECT (panel), "weft-panel-data", data, free_data);
}

/* --- what a panel follows --- */

typedef struct
{
  GtkWidget *panel;
  GCallback callback;
  gpointer data;
  gboolean is_due; /* it came while the panel was out of sight */
} Following;

static void
follow (Following *following)
{
  following->is_due = FALSE;
  ((void (*) (gpointer)) following->callback) (following->data);
}

static void
signal_cb (Following *following)
{
  if (gtk_widget_get_mapped (following->panel))
    follow (following);
  else
    following->is_due = TRUE;
}

static void
map_cb (GtkWidget *panel, Following *following)
{
  if (following->is_due)
    follow (following);
}

static void
following_free (gpointer following, GClosure *closure)
{
  g_free (following);
}

/* A closure that ends with the panel, so that data is never used after it. */
void
weft_panel_follow (GtkWidget *panel, gpointer object, const char *signal, GCallback callback,
                   gpointer data)
{
  Following *following = g_new (Following, 1);
  GClosure *closure;

  *following = (Following){ panel, callback, data, FALSE };
  closure = g_cclosure_new_swap (G_CALLBACK (signal_cb), following, NULL);
  g_object_watch_closure (G_OBJECT (panel), closure);
  g_signal_connect_closure (object, signal, closure, FALSE);
  g_signal_connect_data (panel, "map", G_CALLBACK (map_cb), following, following_free, 0);
}
