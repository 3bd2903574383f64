/* drop-down: a list of which what is chosen is no wider than its place, and its items have names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/drop-down.h"

static void
make_item_cb (GtkListItemFactory *factory, GtkListItem *item, gpointer n_chars)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), GPOINTER_TO_INT (n_chars));
  gtk_list_item_set_child (item, label);
}

static void
show_item_cb (GtkListItemFactory *factory, GtkListItem *item)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (item)));
}

void
weft_drop_down_bound (GtkDropDown *list, int n_chars)
{
  g_autoptr (GtkListItemFactory) own = gtk_signal_list_item_factory_new ();

  g_signal_connect (own, "setup", G_CALLBACK (make_item_cb), GINT_TO_POINTER (n_chars));
  g_signal_connect (own, "bind", G_CALLBACK (show_item_cb), NULL);
  gtk_drop_down_set_list_factory (list, gtk_drop_down_get_factory (list)); /* with its tick */
  gtk_drop_down_set_factory (list, own);
}

static gboolean
bind_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer user)
{
  GtkListItem *item = g_value_get_object (&values[1]);
  GtkWidget *child = gtk_list_item_get_child (item);
  gpointer text = gtk_list_item_get_item (item);

  if (child != NULL && gtk_widget_get_parent (child) != NULL && GTK_IS_STRING_OBJECT (text))
    gtk_accessible_update_property (GTK_ACCESSIBLE (gtk_widget_get_parent (child)),
                                    GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    gtk_string_object_get_string (text), -1);
  return G_SOURCE_CONTINUE;
}

void
weft_drop_down_name_items (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  g_type_class_unref (g_type_class_ref (GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY));
  g_signal_add_emission_hook (g_signal_lookup ("bind", GTK_TYPE_SIGNAL_LIST_ITEM_FACTORY), 0,
                              bind_hook, NULL, NULL);
  g_once_init_leave (&once, 1);
}
