/* fact-rows: names and what they are, a row each, told anew after each edit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/fact-rows.h"

#include "ui/base/widgets.h"

static void
say (GtkWidget *label, const char *text)
{
  if (!g_str_equal (gtk_label_get_text (GTK_LABEL (label)), text))
    gtk_label_set_text (GTK_LABEL (label), text);
}

static GtkWidget *
append_row (WeftFactRows *rows)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *left = weft_label_new ("", "dim-label");

  gtk_widget_set_hexpand (left, TRUE);
  gtk_box_append (GTK_BOX (row), left);
  gtk_box_append (GTK_BOX (row), weft_label_new ("", "numeric"));
  gtk_box_append (GTK_BOX (rows->box), row);
  return row;
}

void
weft_fact_rows_begin (WeftFactRows *rows, GtkWidget *box)
{
  rows->box = box;
  rows->next = gtk_widget_get_first_child (box);
}

void
weft_fact_rows_add (WeftFactRows *rows, const char *name, const char *value)
{
  GtkWidget *row = rows->next != NULL ? rows->next : append_row (rows);

  say (gtk_widget_get_first_child (row), name);
  say (gtk_widget_get_last_child (row), value);
  rows->next = gtk_widget_get_next_sibling (row);
}

void
weft_fact_rows_end (WeftFactRows *rows)
{
  while (rows->next != NULL)
    {
      GtkWidget *row = rows->next;

      rows->next = gtk_widget_get_next_sibling (row);
      gtk_box_remove (GTK_BOX (rows->box), row);
    }
}
