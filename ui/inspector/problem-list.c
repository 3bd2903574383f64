/* problem-list: what is to be said of the network, each leading to its node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/problem-list.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/inspector/problem-box.h"

#define MAX_PROBLEMS 12

typedef struct
{
  WeftContext *context;
  GtkWidget *box;
  GHashTable *open; /* codes of notes whose others are to be seen */
  char *told;       /* all that the rows are made of */
} ProblemList;

static const char key[] = "weft-problem-list", code_key[] = "weft-code", node_key[] = "weft-node";

/* --- a row --- */

static void
clicked_cb (GtkWidget *button, ProblemList *list)
{
  gint64 *node = g_object_get_data (G_OBJECT (button), node_key);

  weft_context_select (list->context, node, 1);
}

static GtkWidget *
make_link (ProblemList *list, const WeftDiagnostic *diagnostic)
{
  g_autofree char *message = weft_diagnostic_dup_sentence (diagnostic);
  GtkWidget *label = weft_label_new (message, "small");
  GtkWidget *button = gtk_button_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_widget_add_css_class (button, "problem-row");
  if (diagnostic->severity == WEFT_SEVERITY_ERROR)
    gtk_widget_add_css_class (button, "bad");
  weft_widget_set_name (button, message);
  g_object_set_data_full (G_OBJECT (button), node_key,
                          g_memdup2 (&diagnostic->node, sizeof diagnostic->node), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (clicked_cb), list);
  gtk_box_append (GTK_BOX (box), button);
  weft_problem_box_append_fixes (GTK_BOX (box), list->context, diagnostic);
  return box;
}

static GtkWidget *
make_row (ProblemList *list, const WeftDiagnostic *diagnostic)
{
  return diagnostic->node != 0 ? make_link (list, diagnostic)
                               : weft_problem_box_new (list->context, diagnostic);
}

/* --- notes of one kind --- */

static gboolean
are_alike (const WeftDiagnostic *a, const WeftDiagnostic *b)
{
  return a->severity == WEFT_SEVERITY_NOTE && g_str_equal (a->code, b->code);
}

static gboolean
is_first (const WeftReport *report, guint i)
{
  for (guint k = 0; k < i; k++)
    if (are_alike (report->diagnostics->pdata[i], report->diagnostics->pdata[k]))
      return FALSE;
  return TRUE;
}

static void
opened_cb (GtkExpander *expander, GParamSpec *property, ProblemList *list)
{
  char *code = g_object_get_data (G_OBJECT (expander), code_key);

  if (gtk_expander_get_expanded (expander))
    g_hash_table_add (list->open, g_strdup (code));
  else
    g_hash_table_remove (list->open, code);
}

/* All that say of their node what the first of them says of its own; of anything but notes only
 * itself. */
static GPtrArray *
list_alike (const WeftReport *report, guint first)
{
  GPtrArray *alike = g_ptr_array_new ();

  g_ptr_array_add (alike, report->diagnostics->pdata[first]);
  for (guint i = first + 1; i < report->diagnostics->len; i++)
    if (are_alike (alike->pdata[0], report->diagnostics->pdata[i]))
      g_ptr_array_add (alike, report->diagnostics->pdata[i]);
  return alike;
}

static void
append_others (ProblemList *list, const GPtrArray *alike)
{
  const WeftDiagnostic *said = alike->pdata[0];
  guint n = alike->len - 1;
  g_autofree char *text = g_strdup_printf (ngettext ("and %u more", "and %u more", n), n);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6), *expander = gtk_expander_new (text);

  for (guint i = 1; i < MIN (alike->len, MAX_PROBLEMS); i++)
    gtk_box_append (GTK_BOX (box), make_row (list, alike->pdata[i]));
  gtk_expander_set_child (GTK_EXPANDER (expander), box);
  gtk_expander_set_expanded (GTK_EXPANDER (expander),
                             g_hash_table_contains (list->open, said->code));
  gtk_widget_add_css_class (expander, "small");
  g_object_set_data_full (G_OBJECT (expander), code_key, g_strdup (said->code), g_free);
  g_signal_connect (expander, "notify::expanded", G_CALLBACK (opened_cb), list);
  gtk_box_append (GTK_BOX (list->box), expander);
}

/* --- all of them --- */

static gboolean
has_edit (const WeftDiagnostic *diagnostic)
{
  for (guint i = 0; diagnostic->fixes != NULL && i < diagnostic->fixes->len; i++)
    if (((const WeftFix *) diagnostic->fixes->pdata[i])->edit != NULL)
      return TRUE;
  return FALSE;
}

static void
sign_fix (GString *text, const WeftFix *fix)
{
  g_autoptr (GVariant) edit = fix->edit != NULL ? weft_edit_serialize (fix->edit) : NULL;
  g_autofree char *printed = edit != NULL ? g_variant_print (edit, FALSE) : NULL;

  g_string_append_printf (text, "\n%s %s %s", fix->kind, fix->label,
                          printed != NULL ? printed : "");
}

/* What is shown: kinds of notes, and the rest one by one. That the network is empty is said above;
 * that a world could begin it is not. */
static GPtrArray *
list_kinds (const WeftReport *report, gboolean is_empty)
{
  GPtrArray *kinds = g_ptr_array_new_with_free_func ((GDestroyNotify) g_ptr_array_unref);

  for (guint i = 0; i < report->diagnostics->len && kinds->len < MAX_PROBLEMS; i++)
    if ((!is_empty || has_edit (report->diagnostics->pdata[i])) && is_first (report, i))
      g_ptr_array_add (kinds, list_alike (report, i));
  return kinds;
}

static void
sign_kind (GString *text, const GPtrArray *alike)
{
  g_string_append_printf (text, "\n%u", alike->len);
  for (guint i = 0; i < MIN (alike->len, MAX_PROBLEMS); i++)
    {
      const WeftDiagnostic *diagnostic = alike->pdata[i];
      g_autofree char *sentence = weft_diagnostic_dup_sentence (diagnostic);

      g_string_append_printf (text, "\n%d %" G_GINT64_FORMAT " %s", (int) diagnostic->severity,
                              diagnostic->node, sentence);
      for (guint k = 0; diagnostic->fixes != NULL && k < diagnostic->fixes->len; k++)
        sign_fix (text, diagnostic->fixes->pdata[k]);
    }
}

/* All that the rows are made of. */
static char *
sign_kinds (const GPtrArray *kinds)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kinds->len; i++)
    sign_kind (text, kinds->pdata[i]);
  return g_string_free (text, FALSE);
}

static void
clear (GtkWidget *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (box)) != NULL)
    gtk_box_remove (GTK_BOX (box), child);
}

/* What is shown already stays: new rows would have the whole window laid out anew. */
void
weft_problem_list_show (GtkWidget *box, WeftReport *report)
{
  ProblemList *list = g_object_get_data (G_OBJECT (box), key);
  gboolean is_empty = weft_graph_get_n_nodes (weft_context_get_graph (list->context)) == 0;
  g_autoptr (GPtrArray) kinds = list_kinds (report, is_empty);
  g_autofree char *told = sign_kinds (kinds);

  if (g_strcmp0 (told, list->told) == 0)
    return;
  g_free (list->told);
  list->told = g_steal_pointer (&told);
  clear (box);
  for (guint i = 0; i < kinds->len; i++)
    {
      const GPtrArray *alike = kinds->pdata[i];

      gtk_box_append (GTK_BOX (box), make_row (list, alike->pdata[0]));
      if (alike->len > 1)
        append_others (list, alike);
    }
  gtk_widget_set_visible (box, kinds->len > 0);
}

static void
list_free (gpointer data)
{
  ProblemList *list = data;

  g_object_unref (list->context);
  g_hash_table_unref (list->open);
  g_free (list->told);
  g_free (list);
}

GtkWidget *
weft_problem_list_new (WeftContext *context)
{
  ProblemList *list = g_new0 (ProblemList, 1);

  list->context = g_object_ref (context);
  list->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  list->open = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  gtk_widget_set_visible (list->box, FALSE);
  g_object_set_data_full (G_OBJECT (list->box), key, list, list_free);
  return list->box;
}
