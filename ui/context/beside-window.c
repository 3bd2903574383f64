/* beside-window: a window for what is trained beside the run */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/context/beside-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "ui/base/escape.h"
#include "ui/base/widgets.h"

static GtkWidget *
make_controls (WeftBeside *beside, const WeftBesideForm *form, gpointer user)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);

  beside->number = gtk_spin_button_new_with_range (form->least, form->most, form->step);
  beside->begin = gtk_button_new_with_label (form->begin);
  beside->pause = gtk_button_new_with_label (_ ("Pause"));
  gtk_spin_button_set_value (GTK_SPIN_BUTTON (beside->number), form->usual);
  gtk_widget_add_css_class (beside->begin, "suggested-action");
  weft_widget_set_name (beside->number, form->number);
  weft_widget_set_shown (beside->pause, FALSE);
  g_signal_connect_swapped (beside->begin, "clicked", form->begin_cb, user);
  g_signal_connect_swapped (beside->pause, "clicked", form->pause_cb, user);
  gtk_box_append (GTK_BOX (box), gtk_label_new (form->number));
  gtk_box_append (GTK_BOX (box), beside->number);
  gtk_box_append (GTK_BOX (box), beside->begin);
  gtk_box_append (GTK_BOX (box), beside->pause);
  return box;
}

static GtkWidget *
make_content (WeftBeside *beside, const WeftBesideForm *form, GtkWidget *found, gpointer user)
{
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12),
            *scroller = gtk_scrolled_window_new ();

  beside->line = weft_label_new (form->line, "small");
  gtk_label_set_wrap (GTK_LABEL (beside->line), TRUE);
  g_object_set (scroller, "hscrollbar-policy", GTK_POLICY_NEVER, "vexpand", TRUE, "child", found,
                NULL);
  g_object_set (box, "margin-start", 18, "margin-end", 18, "margin-top", 6, "margin-bottom", 18,
                NULL);
  gtk_box_append (GTK_BOX (box), make_controls (beside, form, user));
  gtk_box_append (GTK_BOX (box), beside->line);
  gtk_box_append (GTK_BOX (box), scroller);
  gtk_box_append (GTK_BOX (content), adw_header_bar_new ());
  gtk_box_append (GTK_BOX (content), box);
  return content;
}

WeftBeside
weft_beside_window_new (WeftContext *context, const WeftBesideForm *form, GtkWidget *found,
                        gpointer user)
{
  WeftBeside beside = { .window = adw_window_new () };

  g_object_set (beside.window, "title", form->title, "default-width", form->width, "default-height",
                form->height, "destroy-with-parent", TRUE, "transient-for",
                weft_context_get_window (context), NULL);
  adw_window_set_content (ADW_WINDOW (beside.window), make_content (&beside, form, found, user));
  weft_window_close_by_escape (beside.window);
  gtk_window_set_focus (GTK_WINDOW (beside.window), beside.begin);
  return beside;
}
