/* notes-box: what a reader has to say of its data, with a button where it can be cured */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/notes-box.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/widgets.h"

/* What a cure's button says, by option and, where that matters, value. */
static const struct
{
  const char *option, *value, *title;
} rows[] = {
  { "leave-out", NULL, N_ ("Leave it out") },
  { "keep", NULL, N_ ("Take it back") },
  { "merge", NULL, N_ ("Make them one") },
  { "copies", "drop", N_ ("Remove the copies") },
  { "copies", "drop-near", N_ ("Remove them") },
  { "copies", "together", N_ ("Keep them together") },
  { "horizon", NULL, N_ ("Predict what comes next") },
  { "target", "sound", N_ ("Have it read aloud") },
  { "totals", NULL, N_ ("Leave out the row") },
  { "type", NULL, N_ ("The month comes first") },
  { "weights", NULL, N_ ("Weigh the classes") },
};

static const char *
find_title (const char *option, const char *value)
{
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    if (strcmp (rows[i].option, option) == 0
        && (rows[i].value == NULL || strcmp (rows[i].value, value) == 0))
      return _ (rows[i].title);
  return NULL;
}

typedef struct
{
  char *option, *value;
  WeftCureFunc cure;
  gpointer user;
} Cure;

static void
cure_free (gpointer data, GClosure *closure)
{
  Cure *cure = data;

  g_free (cure->option);
  g_free (cure->value);
  g_free (cure);
}

static void
clicked_cb (GtkButton *button, Cure *cure)
{
  cure->cure (cure->user, cure->option, cure->value);
}

static void
append_button (GtkBox *buttons, const char *note, const char *option, const char *value,
               WeftCureFunc func, gpointer user)
{
  const char *title = find_title (option, value);
  GtkWidget *button;
  Cure *cure;

  if (title == NULL)
    return; /* another Weft knew it */
  button = gtk_button_new_with_label (title);
  cure = g_new (Cure, 1);
  *cure = (Cure){ g_strdup (option), g_strdup (value), func, user };
  gtk_widget_add_css_class (button, "small");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  note, -1);
  weft_widget_set_name (button, title);
  g_signal_connect_data (button, "clicked", G_CALLBACK (clicked_cb), cure, cure_free, 0);
  gtk_box_append (buttons, button);
}

gboolean
weft_notes_has_cure (const char *note, char *const *cures)
{
  for (guint i = 0; cures != NULL && cures[i] != NULL; i += 3)
    if (strcmp (cures[i], note) == 0)
      return TRUE;
  return FALSE;
}

void
weft_notes_box_append (GtkBox *box, const char *note, char *const *cures, WeftCureFunc cure,
                       gpointer user)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = weft_label_new (note, NULL);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (line), label);
  for (guint i = 0; cures != NULL && cures[i] != NULL; i += 3)
    if (strcmp (cures[i], note) == 0)
      append_button (GTK_BOX (buttons), note, cures[i + 1], cures[i + 2], cure, user);
  gtk_widget_set_valign (buttons, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (line), buttons);
  gtk_box_append (box, line);
}

void
weft_notes_box_fill (GtkBox *box, char *const *notes, char *const *cures, WeftCureFunc cure,
                     gpointer user)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
  for (int pass = 0; pass < 2; pass++)
    for (guint i = 0; notes != NULL && notes[i] != NULL; i++)
      if (weft_notes_has_cure (notes[i], cures) == (pass == 0))
        weft_notes_box_append (box, notes[i], cures, cure, user);
}
