/* whose: which weights answer what is tried: those that learn, or the best so far */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/whose.h"

#include <glib/gi18n-lib.h>

#include "ui/base/widgets.h"
#include "ui/panels/panel.h"

enum
{
  NOW,
  BEST,
};

typedef struct
{
  WeftContext *context;
  GtkWidget *list;
  void (*changed) (gpointer user);
  gpointer user;
  gint64 best_step; /* of those that are known; −1: none */
} Whose;

static gboolean
is_best (const Whose *whose)
{
  return gtk_drop_down_get_selected (GTK_DROP_DOWN (whose->list)) == BEST;
}

static void
chosen_cb (Whose *whose)
{
  whose->changed (whose->user);
}

static void
status_cb (Whose *whose)
{
  const WeftStatus *status = weft_live_get_status (weft_context_get_live (whose->context));

  if (whose->best_step == status->best_step)
    return;
  whose->best_step = status->best_step;
  weft_widget_set_shown (whose->list, whose->best_step >= 0);
  if (!is_best (whose))
    return;
  if (whose->best_step < 0)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (whose->list), NOW);
  else
    whose->changed (whose->user);
}

WeftState *
weft_whose_load (GtkWidget *list)
{
  const Whose *whose = g_object_get_data (G_OBJECT (list), "weft-panel-data");
  const WeftHost *host = weft_context_get_host (whose->context);
  g_autoptr (GError) error = NULL;
  WeftState *state = NULL;

  if (is_best (whose) && host->load_best != NULL)
    state = host->load_best (host->user, weft_context_get_window (whose->context), &error);
  if (error != NULL)
    weft_context_toast (whose->context, error->message);
  return state;
}

GtkWidget *
weft_whose_new (WeftContext *context, void (*changed) (gpointer user), gpointer user)
{
  Whose *whose = g_new0 (Whose, 1);
  const char *names[] = { C_ ("weights", "Now"), C_ ("weights", "Best"), NULL };

  whose->context = context;
  whose->changed = changed;
  whose->user = user;
  whose->best_step = -1;
  whose->list = gtk_drop_down_new_from_strings (names);
  weft_widget_set_inner_name (whose->list, _ ("Whose weights answer"));
  gtk_widget_set_tooltip_text (whose->list,
                               _ ("Whose weights answer: those that learn, or the best so far"));
  gtk_widget_set_valign (whose->list, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (whose->list, "panel-controls");
  weft_widget_set_shown (whose->list, FALSE);
  weft_panel_own (whose->list, whose);
  g_signal_connect_swapped (whose->list, "notify::selected", G_CALLBACK (chosen_cb), whose);
  weft_panel_follow (whose->list, weft_context_get_live (context), "status", G_CALLBACK (status_cb),
                     whose);
  status_cb (whose);
  return whose->list;
}
