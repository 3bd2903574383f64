/* problems: the count of what is wrong, and the list with a button for each cure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/problems.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/inspector/problem-box.h"

#define MAX_ROWS 40

typedef struct
{
  WeftCanvas *canvas; /* not owned: it owns the button */
  WeftContext *context;
  GtkWidget *button, *image, *label, *list;
} Problems;

static void
problems_free (gpointer data)
{
  Problems *self = data;

  g_object_unref (self->context);
  g_free (self);
}

static void
close_list (Problems *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

/* --- the list --- */

static const char *
get_icon (WeftSeverity severity)
{
  return severity == WEFT_SEVERITY_ERROR ? "dialog-error-symbolic" : "dialog-warning-symbolic";
}

static void
activated_cb (GtkListBox *list, GtkListBoxRow *row, Problems *self)
{
  gint64 *node = g_object_get_data (G_OBJECT (row), "weft-node");

  close_list (self);
  if (*node == 0)
    return;
  weft_context_select (self->context, node, 1);
  weft_canvas_show_node (self->canvas, *node);
}

static GtkWidget *
make_row (Problems *self, const WeftDiagnostic *diagnostic)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4), *label;
  GtkWidget *image = gtk_image_new_from_icon_name (get_icon (diagnostic->severity));
  g_autofree char *message = weft_diagnostic_dup_sentence (diagnostic);

  gtk_widget_add_css_class (image,
                            diagnostic->severity == WEFT_SEVERITY_ERROR ? "error" : "warning");
  gtk_widget_set_valign (image, GTK_ALIGN_START);
  label = gtk_label_new (message);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 44);
  gtk_box_append (GTK_BOX (column), label);
  weft_problem_box_append_fixes (GTK_BOX (column), self->context, diagnostic);
  gtk_box_append (GTK_BOX (box), image);
  gtk_box_append (GTK_BOX (box), column);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, message, -1);
  g_object_set_data_full (G_OBJECT (row), "weft-node",
                          g_memdup2 (&diagnostic->node, sizeof diagnostic->node), g_free);
  return row;
}

/* Nobody reads on through thousands, and each is a row of widgets. */
static GtkWidget *
make_rest (guint n)
{
  g_autofree char *count = weft_format_count (n);
  g_autofree char *text = g_strdup_printf (ngettext ("and %s more", "and %s more", n), count);
  GtkWidget *row = gtk_list_box_row_new (), *label = gtk_label_new (text);

  gtk_widget_add_css_class (label, "dim-label");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  return row;
}

static void
update (Problems *self)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));
  WeftSeverity worst = WEFT_SEVERITY_NOTE;
  g_autofree char *text = NULL;
  GtkWidget *row;
  guint n = 0;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; report != NULL && i < report->diagnostics->len; i++)
    {
      const WeftDiagnostic *diagnostic = report->diagnostics->pdata[i];

      if (diagnostic->severity == WEFT_SEVERITY_NOTE)
        continue;
      worst = MAX (worst, diagnostic->severity);
      if (n++ < MAX_ROWS)
        gtk_list_box_append (GTK_LIST_BOX (self->list), make_row (self, diagnostic));
    }
  if (n > MAX_ROWS)
    gtk_list_box_append (GTK_LIST_BOX (self->list), make_rest (n - MAX_ROWS));
  text = g_strdup_printf (ngettext ("%u problem", "%u problems", n), n);
  gtk_label_set_text (GTK_LABEL (self->label), text);
  gtk_image_set_from_icon_name (GTK_IMAGE (self->image), get_icon (worst));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  text, -1);
  if (n == 0)
    close_list (self);
  /* An empty canvas says itself how to begin. */
  gtk_widget_set_visible (self->button, n > 0 && g_hash_table_size (report->nodes) > 0);
}

static GtkWidget *
make_popover (Problems *self)
{
  GtkWidget *popover = gtk_popover_new (), *scroll = gtk_scrolled_window_new ();

  self->list = gtk_list_box_new ();
  gtk_list_box_set_selection_mode (GTK_LIST_BOX (self->list), GTK_SELECTION_NONE);
  gtk_widget_add_css_class (self->list, "palette-list");
  g_signal_connect (self->list, "row-activated", G_CALLBACK (activated_cb), self);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->list);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_propagate_natural_width (GTK_SCROLLED_WINDOW (scroll), TRUE);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (scroll), 320);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroll), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_popover_set_child (GTK_POPOVER (popover), scroll);
  return popover;
}

static void
destroy_cb (GtkWidget *button, Problems *self)
{
  WeftLive *live = weft_context_get_live (self->context);

  g_signal_handlers_disconnect_by_data (live, self);
  problems_free (self);
}

GtkWidget *
weft_problems_new (WeftCanvas *canvas, WeftContext *context)
{
  Problems *self = g_new0 (Problems, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->canvas = canvas;
  self->context = g_object_ref (context);
  self->button = gtk_menu_button_new ();
  self->image = gtk_image_new ();
  self->label = gtk_label_new (NULL);
  gtk_box_append (GTK_BOX (box), self->image);
  gtk_box_append (GTK_BOX (box), self->label);
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), box);
  gtk_menu_button_set_direction (GTK_MENU_BUTTON (self->button), GTK_ARROW_UP);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), make_popover (self));
  gtk_widget_add_css_class (self->button, "problems");
  g_signal_connect_swapped (weft_context_get_live (context), "report", G_CALLBACK (update), self);
  g_signal_connect (self->button, "destroy", G_CALLBACK (destroy_cb), self);
  update (self);
  return self->button;
}
