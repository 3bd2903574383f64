/* results-judge: chooses which loss's results are looked at; not there with one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/drop-down.h"
#include "ui/base/widgets.h"
#include "ui/panels/results.h"

#define NAME_CHARS 24 /* of the loss that is chosen */

typedef struct
{
  WeftContext *context;
  GtkWidget *choice;
  GArray *judges; /* guint, by the row of the choice */
  gboolean is_filling;
} Judges;

static void
choice_cb (GtkDropDown *choice, GParamSpec *property, Judges *judges)
{
  guint selected = gtk_drop_down_get_selected (choice);

  if (!judges->is_filling && selected < judges->judges->len)
    weft_context_set_judge (judges->context, g_array_index (judges->judges, guint, selected));
}

static GtkStringList *
list_names (Judges *judges, const WeftModel *model)
{
  GtkStringList *names = gtk_string_list_new (NULL);

  g_array_set_size (judges->judges, 0);
  for (guint i = 0; model != NULL && i < model->n_judges; i++)
    if (model->judges[i].is_answer)
      {
        g_autofree char *title = weft_model_dup_judge_title (model, i);

        gtk_string_list_append (names, title);
        g_array_append_val (judges->judges, i);
      }
  return names;
}

static gboolean
is_same (GtkStringList *a, GtkStringList *b)
{
  guint n = g_list_model_get_n_items (G_LIST_MODEL (a));
  gboolean same = n == g_list_model_get_n_items (G_LIST_MODEL (b));

  for (guint i = 0; same && i < n; i++)
    same = g_str_equal (gtk_string_list_get_string (a, i), gtk_string_list_get_string (b, i));
  return same;
}

static void
model_cb (Judges *judges)
{
  GtkDropDown *choice = GTK_DROP_DOWN (judges->choice);
  WeftModel *model = weft_live_get_model (weft_context_get_live (judges->context));
  g_autoptr (GtkStringList) names = list_names (judges, model);

  gtk_widget_set_visible (judges->choice, judges->judges->len > 1);
  judges->is_filling = TRUE;
  if (!is_same (names, GTK_STRING_LIST (gtk_drop_down_get_model (choice))))
    gtk_drop_down_set_model (choice, G_LIST_MODEL (names));
  for (guint i = 0; i < judges->judges->len; i++)
    if (g_array_index (judges->judges, guint, i) == weft_context_get_judge (judges->context))
      gtk_drop_down_set_selected (choice, i);
  judges->is_filling = FALSE;
}

static void
free_cb (gpointer data, GObject *widget)
{
  g_array_unref (data);
}

GtkWidget *
weft_results_judge_new (WeftContext *context)
{
  Judges *judges = g_new0 (Judges, 1);
  WeftLive *live = weft_context_get_live (context);

  judges->context = context;
  judges->judges = g_array_new (FALSE, FALSE, sizeof (guint));
  judges->choice = gtk_drop_down_new_from_strings ((const char *const[]){ NULL });
  weft_drop_down_bound (GTK_DROP_DOWN (judges->choice), NAME_CHARS);
  weft_widget_set_inner_name (judges->choice, _ ("Which loss is looked at"));
  gtk_widget_set_tooltip_text (judges->choice, _ ("Which loss is looked at"));
  gtk_widget_set_valign (judges->choice, GTK_ALIGN_CENTER);
  g_signal_connect (judges->choice, "notify::selected", G_CALLBACK (choice_cb), judges);
  g_object_weak_ref (G_OBJECT (judges->choice), free_cb, judges->judges);
  weft_panel_own (judges->choice, judges);
  weft_panel_follow (judges->choice, live, "report", G_CALLBACK (model_cb), judges);
  weft_panel_follow (judges->choice, live, "status", G_CALLBACK (model_cb), judges);
  weft_panel_follow (judges->choice, context, "judge", G_CALLBACK (model_cb), judges);
  model_cb (judges);
  return judges->choice;
}
