/* played: the world that a network acts in, as the network plays it now, game after game */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/results.h"
#include "ui/panels/results/hands.h"
#include "ui/panels/results/played-row.h"
#include "ui/panels/results/told-episode.h"
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
  GtkWidget *area;
  WeftPlayedRow row;
  WeftDrawing *drawing;
  WeftEpisode *episode; /* nullable */
  WeftOpponent opponent;
  WeftSteering steering;
  gboolean steers;  /* somebody holds it */
  guint asked;      /* number of the game that was asked for: with him, or to go on after him */
  gboolean awaits;  /* what goes on after him */
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

static gboolean
is_against (const Played *played)
{
  return gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (played->row.against));
}

/* What is seen: as the network left it, or as who steers has it now. */
static gconstpointer
get_state (const Played *played)
{
  return played->steers || played->awaits
             ? (gconstpointer) played->steering.game.from
             : weft_episode_get_state (played->episode, get_move (played));
}

/* What it held of moves: of the next one, and, of a game with somebody, of its own last one. */
static void
paint_beliefs (const Played *played, cairo_t *cr)
{
  const WeftEpisode *episode = played->episode;
  guint move = get_move (played) - is_against (played);
  const float *beliefs
      = episode->environment->players == 2 ? weft_episode_get_beliefs (episode, move) : NULL;

  if (beliefs != NULL)
    weft_world_paint_beliefs (cr, episode->environment, weft_episode_get_state (episode, move),
                              played->drawing, beliefs, played->placed, weft_theme_is_dark ());
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Played *played = user;
  const double box[] = { 0, 0, width, height };

  if (played->episode == NULL || width < 8 || height < 8)
    return;
  played->episode->environment->draw (get_state (played), played->drawing);
  weft_world_paint (cr, played->drawing, box, weft_theme_is_dark (), played->placed);
  paint_beliefs (played, cr);
}

static char *
dup_line (const Played *played)
{
  if (played->steers || played->awaits)
    return weft_told_episode_dup_steered (&played->steering);
  if (is_against (played))
    return weft_told_episode_dup_against (&played->opponent, played->episode);
  return weft_told_episode_dup_line (played->episode, get_move (played));
}

static void
tell (Played *played)
{
  g_autofree char *text = dup_line (played);

  gtk_label_set_text (GTK_LABEL (played->row.line), text);
  gtk_widget_set_tooltip_text (played->row.line, text);
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
  if (played->steers)
    return FALSE;
  if (is_against (played) || played->awaits)
    return episode->game.number == played->asked;
  if (episode->game.waits_for > 0
      || episode->game.world != NULL) /* somebody's, in the other cell */
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
  played->awaits = FALSE;
  weft_played_row_fit (&played->row, episode->environment, played->area);
  weft_panel_set_empty (played->area, FALSE);
  show (played);
  return TRUE;
}

/* game: with somebody; NULL: the network's alone. */
static void
want (Played *played, const WeftGame *game)
{
  WeftGame wanted = game != NULL ? *game : (WeftGame){ 0 };

  if (gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (played->row.ahead)))
    wanted.simulations = WEFT_PLAYED_THOUGHTS;
  played->asked = weft_context_want_game (played->context, &wanted);
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

/* The network has it again, from where he left it. */
static void
let_go (Played *played)
{
  if (!played->steers)
    return;
  played->steers = FALSE;
  played->awaits = TRUE;
  played->rested = 0;
  want (played, played->steering.ended ? NULL : &played->steering.game);
}

/* As long as he holds it, at the pace at which it is shown. What was asked for after him may have
 * been put aside. */
static void
steer (Played *played, double passed)
{
  if (!played->steers)
    {
      played->rested += passed;
      if (played->rested >= REST)
        {
          played->steers = TRUE;
          let_go (played);
        }
      return;
    }
  for (played->at += weft_environment_get_pace (played->episode->environment) * passed / 1000;
       played->at >= 1; played->at--)
    weft_steering_move (&played->steering);
  show (played);
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
  if (played->steers || played->awaits)
    {
      steer (played, passed);
      return G_SOURCE_CONTINUE;
    }
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
  played->steers = played->awaits = FALSE;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (played->row.against), FALSE);
  weft_played_row_fit (&played->row, NULL, played->area);
  weft_panel_set_empty (played->area, TRUE);
  take_newest (played);
}

/* A game with somebody begins, or the network goes on alone. */
static void
against_cb (GtkToggleButton *button, Played *played)
{
  if (is_against (played))
    weft_opponent_begin (&played->opponent);
  gtk_widget_set_visible (played->row.hold, !is_against (played));
  weft_widget_set_shown (played->row.pass, is_against (played) && played->episode != NULL
                                               && played->episode->environment->pass > 0);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (played->row.hold), FALSE);
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
answer_point (Played *played, float x, float y)
{
  if (played->episode->game.number != played->asked)
    return;
  if (played->episode->ended)
    {
      weft_opponent_begin (&played->opponent);
      want_answer (played);
    }
  else if (weft_opponent_point (&played->opponent, played->episode, x, y))
    want_answer (played);
}

/* Where that is in the drawing. */
static void
point_at (Played *played, double x, double y)
{
  weft_panel_to_drawing (played->area, &x, &y);
  played->steering.x = (float) ((x - played->placed[0]) / played->placed[2]);
  played->steering.y = (float) ((y - played->placed[1]) / played->placed[2]);
}

/* From what is seen: also where he has just let go. */
static void
take_over (Played *played)
{
  if (played->steers
      || (played->awaits
              ? played->steering.ended
              : !weft_steering_begin (&played->steering, played->episode, get_move (played))))
    return;
  played->steers = TRUE;
  played->awaits = FALSE;
  played->at = 0;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (played->row.hold), FALSE);
  weft_steering_move (&played->steering);
  show (played);
}

static void
begin_cb (gpointer user, double x, double y)
{
  Played *played = user;

  if (played->episode == NULL || played->placed[2] <= 0)
    return;
  point_at (played, x, y);
  if (is_against (played))
    answer_point (played, played->steering.x, played->steering.y);
  else
    take_over (played);
}

static void
move_cb (gpointer user, double x, double y)
{
  Played *played = user;

  if (played->placed[2] > 0)
    point_at (played, x, y);
}

static void
end_cb (gpointer user)
{
  let_go (user);
}

static const WeftHands hands = { begin_cb, move_cb, end_cb };

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
  if (!gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (played->row.hold)))
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
make_world (Played *played)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);

  played->area = weft_panel_area_new (_ ("The network plays"), draw_cb, played);
  weft_hands_attach (played->area, &hands, played);
  gtk_widget_set_vexpand (played->area, TRUE);
  gtk_widget_set_hexpand (box, TRUE);
  gtk_box_append (GTK_BOX (box), played->area);
  weft_played_row_make (&played->row);
  g_signal_connect (played->row.hold, "toggled", G_CALLBACK (toggled_cb), played);
  g_signal_connect (played->row.against, "toggled", G_CALLBACK (against_cb), played);
  g_signal_connect (played->row.pass, "clicked", G_CALLBACK (pass_cb), played);
  gtk_box_append (GTK_BOX (box), played->row.row);
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
  GtkWidget *beside = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *figure = weft_result_view_figure.create (context);

  played->context = context;
  played->drawing = weft_drawing_new ();
  gtk_box_append (GTK_BOX (panel), make_world (played));
  gtk_widget_set_vexpand (figure, TRUE);
  gtk_box_append (GTK_BOX (beside), figure);
  gtk_box_append (GTK_BOX (beside), played->row.ways);
  gtk_widget_set_size_request (beside, 220, -1);
  gtk_box_append (GTK_BOX (panel), beside);
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
