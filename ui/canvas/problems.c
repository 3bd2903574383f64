/* problems: the count of what is wrong, and the list with a button for each cure */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/problems.h"

#include <glib/gi18n-lib.h>

#include "ui/format.h"

#define MAX_ROWS 40

typedef struct
{
  WeftCanvas *canvas; /* not owned: it owns the button */
  WeftContext *context;
  GtkWidget *button, *image, *label, *list;
  GtkFileChooserNative *chooser; /* while it is open */
} Problems;

static void
problems_free (gpointer data)
{
  Problems *self = data;

  g_clear_object (&self->chooser);
  g_object_unref (self->context);
  g_free (self);
}

static void
close_list (Problems *self)
{
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->button));
}

/* --- cures --- */

static void
file_cb (GtkNativeDialog *chooser, int response, Problems *self)
{
  gint64 *node = g_object_get_data (G_OBJECT (chooser), "weft-node");
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (chooser));
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (response == GTK_RESPONSE_ACCEPT && path != NULL)
    gtk_widget_activate_action (self->button, "win.use-data", "(sxdd)", path, *node, 0.0, 0.0);
  g_clear_object (&self->chooser);
}

static void
choose_file (Problems *self, gint64 node)
{
  GtkFileChooserNative *chooser
      = gtk_file_chooser_native_new (_ ("Choose the data"), weft_context_get_window (self->context),
                                     GTK_FILE_CHOOSER_ACTION_OPEN, NULL, NULL);

  g_clear_object (&self->chooser);
  self->chooser = chooser;
  g_object_set_data_full (G_OBJECT (chooser), "weft-node", g_memdup2 (&node, sizeof node), g_free);
  g_signal_connect (chooser, "response", G_CALLBACK (file_cb), self);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
cure_cb (GtkButton *button, Problems *self)
{
  WeftEdit *edit = g_object_get_data (G_OBJECT (button), "weft-edit");
  gint64 *node = g_object_get_data (G_OBJECT (button), "weft-node");
  const char *kind = g_object_get_data (G_OBJECT (button), "weft-kind");

  close_list (self);
  if (edit != NULL)
    weft_context_do (self->context, weft_edit_ref (edit), 0);
  else if (g_str_equal (kind, "choose-data"))
    gtk_widget_activate_action (self->button, "win.add-data", NULL);
  else
    choose_file (self, *node);
}

static GtkWidget *
make_cure (Problems *self, const WeftFix *fix, gint64 node)
{
  GtkWidget *button = gtk_button_new_with_label (fix->label);

  gtk_widget_set_halign (button, GTK_ALIGN_START);
  if (fix->edit != NULL)
    g_object_set_data_full (G_OBJECT (button), "weft-edit", weft_edit_ref (fix->edit),
                            (GDestroyNotify) weft_edit_unref);
  g_object_set_data_full (G_OBJECT (button), "weft-node", g_memdup2 (&node, sizeof node), g_free);
  g_object_set_data (G_OBJECT (button), "weft-kind", (gpointer) fix->kind); /* interned */
  g_signal_connect (button, "clicked", G_CALLBACK (cure_cb), self);
  return button;
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
  for (guint i = 0; diagnostic->fixes != NULL && i < diagnostic->fixes->len; i++)
    gtk_box_append (GTK_BOX (column),
                    make_cure (self, diagnostic->fixes->pdata[i], diagnostic->node));
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
