/* widgets: small things that every part of the window does */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

/* What a screen reader calls it. */
static inline void
weft_widget_set_name (GtkWidget *widget, const char *name)
{
  gtk_accessible_update_property (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* What is not to be seen is not to be found by a screen reader either. */
static inline void
weft_widget_set_shown (GtkWidget *widget, gboolean is_shown)
{
  gtk_widget_set_visible (widget, is_shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (widget), GTK_ACCESSIBLE_STATE_HIDDEN, !is_shown, -1);
}

/* Its name, also for the button in it that has the focus: of a drop-down or a menu button. */
static inline void
weft_widget_set_inner_name (GtkWidget *widget, const char *name)
{
  GtkWidget *button = gtk_widget_get_first_child (widget);

  weft_widget_set_name (widget, name);
  if (button == NULL)
    return;
  /* A menu button's text is its name already, and would be read before this one. */
  gtk_accessible_reset_relation (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_RELATION_LABELLED_BY);
  weft_widget_set_name (button, name);
}

/* What an entry begins with: undo in it goes back to that, not to nothing or to what stood there of
 * another thing. */
static inline void
weft_editable_fill (GtkEditable *editable, const char *text)
{
  gtk_editable_set_enable_undo (editable, FALSE);
  gtk_editable_set_text (editable, text);
  gtk_editable_set_enable_undo (editable, TRUE);
}

static inline GtkWidget *
weft_label_new (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}
