/* played: the world that a network acts in, as the network plays it now, game after game */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/opponent.h"
#include "ui/panels/results.h"
#include "ui/paint/world.h"

enum
{
  BEAT = 40,  /* ms from picture to picture, at least */
  REST = 1500 /* ms that a game's end is seen */
};

/* Playing a game takes at most one part in so many of the trainer's time. */
#define SHARE 20

typedef struct
{
  WeftContext *context;
  GtkWidget *area, *line, *button, *pass, *against;
  WeftDrawing *drawing;
  WeftEpisode *episode; /* nullable */
  WeftOpponent opponent;
  guint asked;      /* number of the game with him that was asked for */
  double placed[3]; /* of the drawing in its area: x, y, px a unit */
  guint timer;      /* 0: it stands still */
  gint64 last;      /* monotonic µs of the last beat */
  double at;        /* moves shown */
  double rested;    /* ms since the end was reached */
} Played;

static guint
get_move (const Played *played)
{
  return MIN ((guint) played->at, played->episode->moves);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Played *played = user;
  const double box[] = { 0, 0, width, height };

  if (played->episode == NULL || width < 8 || height < 8)
    return;
  played->episode->environment->draw (weft_episode_get_state (played->episode, get_move (played)),
                                      played->drawing);
  weft_world_paint (cr, played->drawing, box, weft_theme_is_dark (), played->placed);
}

static gboolean
is_against (const Played *played)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (played->against));
}

/* "After step 300 · move 12 of 26 · return 12" */
static char *
dup_line (const Played *played)
{
  const WeftEpisode *episode = played->episode;
  guint move = get_move (played);
  g_autofree char *step = weft_format_count (episode->step), *made = weft_format_count (move),
                  *moves = weft_format_count (episode->moves),
                  *got = weft_format_number (weft_episode_get_return (episode, move));

  if (is_against (played))
    return g_strdup (weft_opponent_tell (&played->opponent, episode));
  return g_strdup_printf (_ ("After step %s · move %s of %s · return %s"), step, made, moves, got);
}

static void
tell (Played *played)
{
  g_autofree char *text = dup_line (played);

  gtk_label_set_text (GTK_LABEL (played->line), text);
  if (get_move (played) == played->episode->moves)
    gtk_accessible_update_property (GTK_ACCESSIBLE (played->area),
                                    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
show (Played *played)
{
  tell (played);
  gtk_widget_queue_draw (played->area);
}

/* The end stays for a while, and for longer where playing costs the trainer much. */
static double
get_rest (const Played *played)
{
  return MAX (REST, SHARE * 1000 * played->episode->seconds);
}

/* Whether it was played in the world that the network is for now: what was under way when another
 * one was chosen comes after that. */
static gboolean
is_of_model (const Played *played, const WeftEpisode *episode)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (played->context));

  return model != NULL && model->environment == episode->environment;
}

/* Another episode than the one that is shown, if it was shown to its end; the other cell of the
 * dock may have asked for it. Of a game with somebody the one that he waits for. */
static gboolean
is_next (const Played *played, const WeftEpisode *episode)
{
  if (episode == NULL || episode == played->episode || !is_of_model (played, episode))
    return FALSE;
  if (is_against (played))
    return episode->game.number == played->asked;
  if (episode->game.waits_for > 0) /* somebody's, in the other cell */
    return FALSE;
  return played->episode == NULL || played->rested >= get_rest (played)
         || played->episode->game.waits_for > 0;
}

static gboolean
take_newest (Played *played)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (played->context));
  WeftEpisode *episode = snapshot != NULL ? snapshot->episode : NULL;

  if (!is_next (played, episode))
    return FALSE;
  g_clear_pointer (&played->episode, weft_episode_unref);
  played->episode = weft_episode_ref (episode);
  played->at = MIN (episode->game.n_given, episode->moves);
  played->rested = 0;
  gtk_widget_set_visible (played->against, weft_opponent_can_play (episode->environment));
  weft_panel_set_empty (played->area, FALSE);
  show (played);
  return TRUE;
}

/* game: with somebody; NULL: the network's alone. */
static void
want (Played *played, const WeftGame *game)
{
  static const WeftGame alone = { 0 };

  played->asked = weft_context_want_game (played->context, game != NULL ? game : &alone);
}

/* What was asked for may have been put aside for what the other cell asked for. */
static void
wait_for_answer (Played *played, double passed)
{
  played->rested += passed;
  if (played->episode->game.number == played->asked || played->rested < REST)
    return;
  played->rested = 0;
  want (played, &played->opponent.game);
}

static void
rest (Played *played, double passed)
{
  gboolean is_waiting = played->rested >= get_rest (played);

  if (is_against (played))
    {
      wait_for_answer (played, passed);
      return;
    }
  played->rested += passed;
  if (!is_waiting && played->rested >= get_rest (played) && !take_newest (played))
    want (played, NULL);
}

static void
want_answer (Played *played)
{
  played->rested = 0;
  want (played, &played->opponent.game);
}

static gboolean
beat_cb (gpointer user)
{
  Played *played = user;
  gint64 now = g_get_monotonic_time ();
  double passed = (double) (now - played->last) / 1000;
  guint before;

  played->last = now;
  if (played->episode == NULL)
    return G_SOURCE_CONTINUE;
  before = get_move (played);
  if (before == played->episode->moves)
    {
      rest (played, passed);
      return G_SOURCE_CONTINUE;
    }
  played->at += weft_environment_get_pace (played->episode->environment) * passed / 1000;
  if (get_move (played) != before)
    show (played);
  return G_SOURCE_CONTINUE;
}

static void
stop (Played *played)
{
  if (played->timer != 0)
    g_source_remove (played->timer);
  played->timer = 0;
}

static void
start (Played *played)
{
  stop (played);
  played->last = g_get_monotonic_time ();
  played->timer = g_timeout_add (BEAT, beat_cb, played);
}

static void
snapshot_cb (Played *played)
{
  take_newest (played);
}

/* Another world, or none: what was played in it is of nobody any more. */
static void
model_cb (Played *played)
{
  if (played->episode == NULL || is_of_model (played, played->episode))
    return;
  g_clear_pointer (&played->episode, weft_episode_unref);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (played->against), FALSE);
  gtk_widget_set_visible (played->against, FALSE);
  weft_panel_set_empty (played->area, TRUE);
  take_newest (played);
}

/* A game with somebody begins, or the network goes on alone. */
static void
against_cb (GtkToggleButton *button, Played *played)
{
  if (is_against (played))
    weft_opponent_begin (&played->opponent);
  gtk_widget_set_visible (played->button, !is_against (played));
  weft_widget_set_shown (played->pass, is_against (played) && played->episode != NULL
                                           && played->episode->environment->pass > 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (played->button), FALSE);
  want (played, is_against (played) ? &played->opponent.game : NULL);
}

static void
pass_cb (GtkButton *button, Played *played)
{
  if (played->episode != NULL && played->episode->game.number == played->asked
      && weft_opponent_pass (&played->opponent, played->episode))
    want_answer (played);
}

static void
pressed_cb (GtkGestureClick *gesture, int n, double x, double y, Played *played)
{
  if (played->episode == NULL || !is_against (played)
      || played->episode->game.number != played->asked || played->placed[2] <= 0)
    return;
  if (played->episode->ended)
    {
      weft_opponent_begin (&played->opponent);
      want_answer (played);
      return;
    }
  weft_panel_to_drawing (played->area, &x, &y);
  if (weft_opponent_point (&played->opponent, played->episode,
                           (float) ((x - played->placed[0]) / played->placed[2]),
                           (float) ((y - played->placed[1]) / played->placed[2])))
    want_answer (played);
}

static void
toggled_cb (GtkToggleButton *button, Played *played)
{
  gboolean holds = gtk_toggle_button_get_active (button);

  gtk_button_set_icon_name (GTK_BUTTON (button), holds ? "media-playback-start-symbolic"
                                                       : "media-playback-pause-symbolic");
  if (holds)
    stop (played);
  else
    start (played);
}

static void
map_cb (GtkWidget *panel, Played *played)
{
  want (played, is_against (played) ? &played->opponent.game : NULL);
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (played->button)))
    start (played);
}

static void
unmap_cb (GtkWidget *panel, Played *played)
{
  stop (played);
  weft_context_want_game (played->context, NULL);
}

static void
destroy_cb (GtkWidget *panel, Played *played)
{
  stop (played);
  g_clear_pointer (&played->episode, weft_episode_unref);
  g_clear_pointer (&played->drawing, weft_drawing_free);
}

static GtkWidget *
make_controls (Played *played)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  played->button = gtk_toggle_button_new ();
  gtk_button_set_icon_name (GTK_BUTTON (played->button), "media-playback-pause-symbolic");
  gtk_widget_set_tooltip_text (played->button, _ ("Hold the episode"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (played->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Hold the episode"), -1);
  gtk_widget_add_css_class (played->button, "flat");
  g_signal_connect (played->button, "toggled", G_CALLBACK (toggled_cb), played);
  played->line = gtk_label_new ("");
  gtk_label_set_ellipsize (GTK_LABEL (played->line), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (played->line, "numeric");
  gtk_widget_add_css_class (played->line, "dim-label");
  played->against = gtk_toggle_button_new_with_label (_ ("Play against it"));
  gtk_widget_set_visible (played->against, FALSE);
  g_signal_connect (played->against, "toggled", G_CALLBACK (against_cb), played);
  gtk_widget_set_hexpand (played->line, TRUE);
  gtk_label_set_xalign (GTK_LABEL (played->line), 0);
  gtk_box_append (GTK_BOX (row), played->button);
  gtk_box_append (GTK_BOX (row), played->line);
  played->pass = gtk_button_new_with_label (_ ("Pass"));
  weft_widget_set_name (played->pass, _ ("Pass"));
  weft_widget_set_shown (played->pass, FALSE);
  g_signal_connect (played->pass, "clicked", G_CALLBACK (pass_cb), played);
  gtk_box_append (GTK_BOX (row), played->pass);
  gtk_box_append (GTK_BOX (row), played->against);
  return row;
}

static GtkWidget *
make_world (Played *played)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkGesture *click = gtk_gesture_click_new ();

  played->area = weft_panel_area_new (_ ("The network plays"), draw_cb, played);
  gtk_widget_set_tooltip_text (played->area,
                               _ ("An episode that the network plays as it is now: what it holds "
                                  "for the best move each time."));
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), played);
  gtk_widget_add_controller (played->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_set_vexpand (played->area, TRUE);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), played->area);
  gtk_box_append (GTK_BOX (box), make_controls (played));
  return weft_panel_new (
      box, played->area,
      weft_panel_empty_new (_ ("An episode of the network is shown here as soon as it is whole."),
                            NULL, NULL));
}

static GtkWidget *
create (WeftContext *context)
{
  Played *played = g_new0 (Played, 1);
  GtkWidget *panel = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *figure = weft_result_view_figure.create (context);

  played->context = context;
  played->drawing = weft_drawing_new ();
  gtk_box_append (GTK_BOX (panel), make_world (played));
  gtk_widget_set_size_request (figure, 220, -1);
  gtk_box_append (GTK_BOX (panel), figure);
  gtk_widget_add_css_class (panel, "panel-body");
  weft_panel_set_empty (played->area, TRUE);
  weft_panel_own (panel, played);
  weft_panel_follow (panel, weft_context_get_live (context), "snapshot", G_CALLBACK (snapshot_cb),
                     played);
  weft_panel_follow (panel, weft_context_get_live (context), "status", G_CALLBACK (model_cb),
                     played);
  g_signal_connect (panel, "map", G_CALLBACK (map_cb), played);
  g_signal_connect (panel, "unmap", G_CALLBACK (unmap_cb), played);
  g_signal_connect (panel, "destroy", G_CALLBACK (destroy_cb), played);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_model_plays (model);
}

const WeftResultView weft_result_view_played = { .id = "played", .fits = fits, .create = create };
