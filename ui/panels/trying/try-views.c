/* try-views: what a network says of what is tried */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/try-views.h"

#include <glib/gi18n-lib.h>

#include "engine/train/model/judges.h"
#include "ui/base/sound-player.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"

#define MOST 8

typedef struct
{
  const WeftAnswerView *row;
  const WeftTryViews *views;
  guint judge;
  GtkWidget *area, *play; /* play: nullable */
} View;

struct _WeftTryViews
{
  WeftContext *context;
  GtkWidget *box;
  View shown[MOST];
  guint n;
  WeftGiven given;
};

static const WeftSaid *
find_said (const WeftTryViews *views, guint judge)
{
  const GPtrArray *said = views->given.response != NULL ? views->given.response->said : NULL;

  for (guint i = 0; said != NULL && i < said->len; i++)
    if (((const WeftSaid *) said->pdata[i])->judge == judge)
      return said->pdata[i];
  return NULL;
}

static gboolean
find_given (const View *view, WeftGiven *given)
{
  *given = view->views->given;
  given->said = find_said (view->views, view->judge);
  if (given->said == NULL)
    return FALSE;
  given->target = weft_model_get_target (given->model, view->judge);
  return TRUE;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const View *view = user;
  WeftGiven given;

  if (find_given (view, &given))
    view->row->draw (cr, &given, width, height, weft_theme_is_dark ());
}

/* --- what is heard --- */

static void
played_cb (const char *problem, gpointer user)
{
  const View *view = user;

  gtk_button_set_label (GTK_BUTTON (view->play), _ ("Play"));
  if (problem != NULL)
    weft_context_toast (view->views->context, problem);
}

static void
play_cb (GtkWidget *button, View *view)
{
  g_autofree float *x = NULL;
  WeftGiven given;
  gint64 n;

  if (g_str_equal (gtk_button_get_label (GTK_BUTTON (button)), _ ("Stop")))
    {
      weft_player_stop (view);
      return;
    }
  if (!find_given (view, &given))
    return;
  x = view->row->make_sound (&given, &n);
  gtk_button_set_label (GTK_BUTTON (button), _ ("Stop"));
  weft_player_play (x, 1, n, given.target->rate, played_cb, view);
}

static GtkWidget *
make_play (View *view)
{
  view->play = gtk_button_new_with_label (_ ("Play"));
  gtk_widget_set_tooltip_text (view->play, _ ("Hear what the network says"));
  gtk_widget_set_halign (view->play, GTK_ALIGN_START);
  gtk_widget_set_sensitive (view->play, FALSE);
  gtk_widget_add_css_class (view->play, "panel-controls");
  g_signal_connect (view->play, "clicked", G_CALLBACK (play_cb), view);
  return view->play;
}

/* --- all of them --- */

void
weft_try_views_show (WeftTryViews *views, const WeftGiven *given)
{
  views->given = *given;
  for (guint i = 0; i < views->n; i++)
    {
      const View *view = &views->shown[i];
      WeftGiven own;
      g_autofree char *words
          = find_given (view, &own) ? view->row->dup_words (&own) : g_strdup (_ (WEFT_TRY_ASKS));

      gtk_accessible_update_property (GTK_ACCESSIBLE (view->area),
                                      GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, words, -1);
      if (view->play != NULL)
        gtk_widget_set_sensitive (view->play, find_given (view, &own));
      gtk_widget_queue_draw (view->area);
    }
}

char *
weft_try_views_dup_words (const WeftTryViews *views)
{
  GString *all = g_string_new (NULL);

  for (guint i = 0; i < views->n; i++)
    {
      WeftGiven own;
      g_autofree char *words
          = find_given (&views->shown[i], &own) ? views->shown[i].row->dup_words (&own) : NULL;

      if (words != NULL)
        g_string_append_printf (all, "%s%s", all->len > 0 ? "; " : "", words);
    }
  return g_string_free (all, all->len == 0);
}

static void
add (WeftTryViews *views, const WeftAnswerView *row, guint judge, const char *title)
{
  View *view = &views->shown[views->n++];
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  if (title != NULL)
    {
      GtkWidget *label = weft_label_new (title, "panel-title");

      gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (box), label);
    }
  *view = (View){ row, views, judge,
                  weft_panel_area_new (_ ("What the network says"), draw_cb, view), NULL };
  gtk_accessible_update_property (GTK_ACCESSIBLE (view->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  _ (WEFT_TRY_ASKS), -1);
  gtk_box_append (GTK_BOX (box), view->area);
  if (row->make_sound != NULL)
    gtk_box_append (GTK_BOX (box), make_play (view));
  gtk_box_append (GTK_BOX (views->box), box);
}

/* Nothing that is played is theirs any more. */
static void
forget (WeftTryViews *views)
{
  for (guint i = 0; i < views->n; i++)
    weft_player_forget (&views->shown[i]);
}

void
weft_try_views_set_model (WeftTryViews *views, WeftModel *model)
{
  guint n = 0;

  forget (views);
  for (GtkWidget *child; (child = gtk_widget_get_first_child (views->box)) != NULL;)
    gtk_box_remove (GTK_BOX (views->box), child);
  views->n = 0;
  views->given = (WeftGiven){ .truth = -1 };
  for (guint i = 0; model != NULL && i < model->n_judges; i++)
    n += weft_answer_view_find (model, i) != NULL;
  for (guint i = 0; n > 0 && i < model->n_judges && views->n < MOST; i++)
    {
      const WeftAnswerView *row = weft_answer_view_find (model, i);
      g_autofree char *title = n > 1 ? weft_model_dup_judge_title (model, i) : NULL;

      if (row != NULL)
        add (views, row, i, title);
    }
}

WeftTryViews *
weft_try_views_new (WeftContext *context)
{
  WeftTryViews *views = g_new0 (WeftTryViews, 1);

  views->context = context;
  views->box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_vexpand (views->box, TRUE);
  views->given.truth = -1;
  return views;
}

void
weft_try_views_free (WeftTryViews *views)
{
  forget (views);
  g_free (views);
}

GtkWidget *
weft_try_views_get_widget (const WeftTryViews *views)
{
  return views->box;
}
