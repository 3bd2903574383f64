/* taken-window: of weights that were imported, tensor by tensor what fitted, and of the rest why
 * not
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/taken-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/base/escape.h"
#include "ui/base/widgets.h"

#define WIDTH 640
#define HEIGHT 480

/* --- rows: an item's text is its place among them --- */

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  GtkWidget *name = weft_label_new (NULL, NULL), *what = weft_label_new (NULL, "dim-label");

  gtk_label_set_ellipsize (GTK_LABEL (name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars (GTK_LABEL (name), 24);
  gtk_label_set_max_width_chars (GTK_LABEL (name), 24);
  gtk_label_set_wrap (GTK_LABEL (what), TRUE);
  gtk_widget_set_hexpand (what, TRUE);
  gtk_widget_add_css_class (what, "numeric");
  g_object_set (row, "margin-top", 4, "margin-bottom", 4, NULL);
  gtk_box_append (GTK_BOX (row), gtk_image_new ());
  gtk_box_append (GTK_BOX (row), name);
  gtk_box_append (GTK_BOX (row), what);
  gtk_list_item_set_activatable (item, FALSE);
  gtk_list_item_set_child (item, row);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, GPtrArray *rows)
{
  const char *place = gtk_string_object_get_string (gtk_list_item_get_item (item));
  GtkWidget *icon = gtk_widget_get_first_child (gtk_list_item_get_child (item));
  GtkWidget *name = gtk_widget_get_next_sibling (icon);
  GtkWidget *what = gtk_widget_get_next_sibling (name);
  const char *called, *said, *of;
  g_autofree char *both = NULL;
  gboolean is_taken;

  g_variant_get (rows->pdata[g_ascii_strtoull (place, NULL, 10)], "(&s&sb&s)", &called, &said,
                 &is_taken, &of);
  both = *of != '\0' ? g_strdup_printf ("%s  ← %s", said, of) : g_strdup (said);
  gtk_image_set_from_icon_name (GTK_IMAGE (icon),
                                is_taken ? "object-select-symbolic" : "window-close-symbolic");
  weft_widget_set_name (icon, is_taken ? _ ("taken") : _ ("not taken"));
  gtk_label_set_text (GTK_LABEL (name), called);
  gtk_widget_set_tooltip_text (name, called);
  gtk_label_set_text (GTK_LABEL (what), both);
}

static gboolean
is_taken (GPtrArray *rows, guint i)
{
  gboolean taken;

  g_variant_get_child (rows->pdata[i], 2, "b", &taken);
  return taken;
}

static GListModel *
make_model (GPtrArray *rows)
{
  GtkStringList *list = gtk_string_list_new (NULL);

  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; i < rows->len; i++)
      if (is_taken (rows, i) == pass)
        gtk_string_list_take (list, g_strdup_printf ("%u", i));
  return G_LIST_MODEL (list);
}

static GtkWidget *
make_list (GPtrArray *rows)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkWidget *scroll = gtk_scrolled_window_new (), *list;

  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
  g_signal_connect_data (factory, "bind", G_CALLBACK (bind_cb), g_ptr_array_ref (rows),
                         (GClosureNotify) (GCallback) g_ptr_array_unref, 0);
  list
      = gtk_list_view_new (GTK_SELECTION_MODEL (gtk_no_selection_new (make_model (rows))), factory);
  weft_widget_set_name (list, _ ("Weights"));
  gtk_widget_add_css_class (list, "rich-list");
  g_object_set (scroll, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, "child", list,
                NULL);
  gtk_widget_add_css_class (scroll, "view");
  return scroll;
}

GtkWindow *
weft_taken_window_new (GtkWindow *parent, const char *words, GPtrArray *rows)
{
  GtkWidget *window = adw_window_new (), *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = weft_label_new (words, NULL);

  gtk_label_set_wrap (GTK_LABEL (line), TRUE);
  g_object_set (line, "margin-start", 18, "margin-end", 18, "margin-top", 6, "margin-bottom", 12,
                NULL);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), line);
  gtk_box_append (GTK_BOX (content), make_list (rows));
  g_object_set (window, "title", _ ("Imported weights"), "default-width", WIDTH, "default-height",
                HEIGHT, "destroy-with-parent", TRUE, "transient-for", parent, NULL);
  adw_window_set_content (ADW_WINDOW (window), content);
  weft_window_close_by_escape (window);
  return GTK_WINDOW (window);
}
