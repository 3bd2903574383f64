/* problem-box: a diagnostic as a sentence with the buttons that mend it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/problem-box.h"

#include <glib/gi18n-lib.h>

#include "ui/context/place.h"
#include "ui/base/widgets.h"

static const char *const severity_styles[] = {
  [WEFT_SEVERITY_NOTE] = "note",
  [WEFT_SEVERITY_WARNING] = "warning",
  [WEFT_SEVERITY_ERROR] = "bad",
};

/* What a fix button needs, after the report that it came from may be gone. */
typedef struct
{
  WeftContext *context;
  WeftEdit *edit;   /* nullable: something is to be chosen */
  const char *kind; /* WeftFix's */
  gint64 node;
} Fix;

static void
free_fix (gpointer data, GClosure *closure)
{
  Fix *fix = data;

  g_object_unref (fix->context);
  g_clear_pointer (&fix->edit, weft_edit_unref);
  g_free (fix);
}

typedef struct
{
  WeftContext *context;
  gint64 node;
} Choice;

static void
file_chosen_cb (const char *path, gpointer data)
{
  Choice *choice = data;
  double spot[2];

  if (path != NULL)
    {
      weft_place_find_data_spot (weft_context_get_graph (choice->context), spot);
      gtk_widget_activate_action (GTK_WIDGET (weft_context_get_window (choice->context)),
                                  "win.use-data", "(sxdd)", path, choice->node, spot[0], spot[1]);
    }
  g_object_unref (choice->context);
  g_free (choice);
}

void
weft_choose_data (WeftContext *context, gint64 node, WeftChoose what)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->context = g_object_ref (context);
  choice->node = node;
  weft_choose_file (weft_context_get_window (context), what, NULL, file_chosen_cb, choice);
}

void
weft_choose_data_file (WeftContext *context, gint64 node)
{
  weft_choose_data (context, node, WEFT_CHOOSE_DATA);
}

/* A list of problems that pops up is closed first: what follows may take its rows away. */
static void
fix_clicked_cb (GtkWidget *button, Fix *fix)
{
  GtkWindow *window = weft_context_get_window (fix->context);
  GtkWidget *popover = gtk_widget_get_ancestor (button, GTK_TYPE_POPOVER);

  if (popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (popover));
  if (fix->edit != NULL)
    {
      weft_context_put (fix->context, weft_edit_ref (fix->edit), 0);
      gtk_widget_activate_action (GTK_WIDGET (window), "win.focus-canvas", NULL);
    }
  else if (g_str_equal (fix->kind, "choose-data"))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.add-data", NULL);
  else if (g_str_equal (fix->kind, "bring-network"))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.bring-network", NULL);
  else if (g_str_equal (fix->kind, "draw"))
    gtk_widget_activate_action (GTK_WIDGET (window), "win.show-panel", "s", "data");
  else
    weft_choose_data_file (fix->context, fix->node);
}

static GtkWidget *
make_button (WeftContext *context, const WeftDiagnostic *diagnostic, const WeftFix *fix)
{
  GtkWidget *button = gtk_button_new_with_label (fix->label);
  Fix *data = g_new0 (Fix, 1);

  data->context = g_object_ref (context);
  data->edit = fix->edit != NULL ? weft_edit_ref (fix->edit) : NULL;
  data->kind = fix->kind;
  data->node = diagnostic->node;
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  weft_widget_set_name (button, fix->label);
  g_signal_connect_data (button, "clicked", G_CALLBACK (fix_clicked_cb), data, free_fix, 0);
  return button;
}

void
weft_problem_box_append_fixes (GtkBox *box, WeftContext *context, const WeftDiagnostic *diagnostic)
{
  for (guint i = 0; diagnostic->fixes != NULL && i < diagnostic->fixes->len; i++)
    gtk_box_append (box, make_button (context, diagnostic, diagnostic->fixes->pdata[i]));
}

GtkWidget *
weft_problem_box_new (WeftContext *context, const WeftDiagnostic *diagnostic)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *message = weft_diagnostic_dup_sentence (diagnostic);
  GtkWidget *label = weft_label_new (message, "small");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_selectable (GTK_LABEL (label), FALSE);
  gtk_box_append (GTK_BOX (box), label);
  weft_problem_box_append_fixes (GTK_BOX (box), context, diagnostic);
  gtk_widget_add_css_class (box, "problem");
  gtk_widget_add_css_class (box, severity_styles[diagnostic->severity]);
  return box;
}
