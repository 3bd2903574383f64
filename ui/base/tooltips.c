/* tooltips: they make way for what is opened from where they belong
 *
 * GTK shows the tooltip of a button over the menu that the button has opened, on whose first lines
 * it then lies. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/tooltips.h"

#include <gtk/gtk.h>

#define KEY "weft-had-tooltip"

static void
hush (GtkWidget *widget)
{
  if (!gtk_widget_get_has_tooltip (widget))
    return;
  g_object_set_data (G_OBJECT (widget), KEY, widget);
  gtk_widget_set_has_tooltip (widget, FALSE);
}

static void
unhush (GtkWidget *widget)
{
  if (g_object_steal_data (G_OBJECT (widget), KEY) != NULL)
    gtk_widget_set_has_tooltip (widget, TRUE);
}

/* Where what it belongs to says nothing, GTK asks what that lies in. */
static gboolean
mapped_hook (GSignalInvocationHint *hint, guint n, const GValue *values, gpointer opens)
{
  GtkWidget *widget = g_value_get_object (&values[0]);

  if (!GTK_IS_POPOVER (widget))
    return G_SOURCE_CONTINUE;
  for (GtkWidget *owner = gtk_widget_get_parent (widget); owner != NULL;
       owner = gtk_widget_get_parent (owner))
    (opens != NULL ? hush : unhush) (owner);
  if (opens != NULL && gtk_widget_get_parent (widget) != NULL)
    gtk_widget_trigger_tooltip_query (gtk_widget_get_parent (widget));
  return G_SOURCE_CONTINUE;
}

void
weft_tooltips_make_way (void)
{
  static gsize once = 0;

  if (!g_once_init_enter (&once))
    return;
  g_type_class_unref (g_type_class_ref (GTK_TYPE_WIDGET));
  g_signal_add_emission_hook (g_signal_lookup ("map", GTK_TYPE_WIDGET), 0, mapped_hook,
                              GINT_TO_POINTER (TRUE), NULL);
  g_signal_add_emission_hook (g_signal_lookup ("unmap", GTK_TYPE_WIDGET), 0, mapped_hook, NULL,
                              NULL);
  g_once_init_leave (&once, 1);
}
