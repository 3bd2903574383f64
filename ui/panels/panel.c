/* panel: what the dock's panels share */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/panel.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

static const char stack_key[] = "weft-panel-stack";

GtkWidget *
weft_panel_area_new (const char *name, GtkDrawingAreaDrawFunc draw, gpointer user)
{
  GtkWidget *area
      = g_object_new (GTK_TYPE_DRAWING_AREA, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);

  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, user, NULL);
  gtk_widget_set_hexpand (area, TRUE);
  gtk_widget_set_vexpand (area, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (area), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), area, G_CONNECT_SWAPPED);
  return area;
}

static void
train_cb (GtkButton *button, WeftContext *context)
{
  const WeftHost *host = weft_context_get_host (context);

  host->train (host->user, weft_context_get_window (context));
}

static GtkWidget *
make_empty (WeftContext *context, const char *sentence)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 10);
  GtkWidget *label = gtk_label_new (sentence);
  GtkWidget *button = gtk_button_new_with_label (_ ("Train"));

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_justify (GTK_LABEL (label), GTK_JUSTIFY_CENTER);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (button, "pill");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Start training"), -1);
  gtk_widget_set_halign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_halign (box, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (box, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), button);
  g_signal_connect_object (button, "clicked", G_CALLBACK (train_cb), context, 0);
  return box;
}

GtkWidget *
weft_panel_new (WeftContext *context, GtkWidget *content, GtkWidget *area, const char *empty)
{
  GtkWidget *stack = gtk_stack_new ();

  gtk_stack_add_named (GTK_STACK (stack), content, "content");
  gtk_stack_add_named (GTK_STACK (stack), make_empty (context, empty), "empty");
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

void
weft_panel_own (GtkWidget *panel, gpointer data)
{
  g_object_set_data_full (G_OBJECT (panel), "weft-panel-data", data, g_free);
}

/* A closure that ends with the panel, so that data is never used after it. */
void
weft_panel_follow (GtkWidget *panel, gpointer object, const char *signal, GCallback callback,
                   gpointer data)
{
  GClosure *closure = g_cclosure_new_swap (callback, data, NULL);

  g_object_watch_closure (G_OBJECT (panel), closure);
  g_signal_connect_closure (object, signal, closure, FALSE);
}
