/* learning-actions: the window's commands that make the network learn, or give it weights */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/learning-actions.h"

#include <glib/gi18n-lib.h>

#include "ui/context/chooser.h"
#include "ui/context/looking.h"
#include "ui/inspector/folds-window.h"
#include "ui/panels/history/race-window.h"
#include "ui/window/editor.h"
#include "ui/window/film-saving.h"
#include "ui/window/obstacle.h"
#include "ui/window/taken-window.h"
#include "ui/window/toasts.h"
#include "ui/window/window-private.h"

static gboolean
has_no_best (WeftWindow *window, const char *text)
{
  return !weft_live_can_take_best (window->live);
}

static void
train_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  WeftTrainerState state = weft_live_get_status (window->live)->state;

  if (state == WEFT_TRAINER_RUNNING || state == WEFT_TRAINER_PREPARING)
    window->host->pause (window->host->user, GTK_WINDOW (window));
  else if (weft_window_can_train (window))
    window->host->train (window->host->user, GTK_WINDOW (window));
}

static const struct
{
  const char *name;
  WeftStepUnit unit;
} steps[] = {
  { "batch", WEFT_STEP_BATCH }, { "epoch", WEFT_STEP_EPOCH },
  { "op", WEFT_STEP_OP },       { "op-back", WEFT_STEP_BACK },
  { "layer", WEFT_STEP_LAYER }, { "layer-back", WEFT_STEP_LAYER_BACK },
};

/* To the end of the batch or epoch before the one at hand, which is looked at. */
static void
step_back (WeftWindow *window, gboolean by_epoch)
{
  const WeftStatus *status = weft_live_get_status (window->live);
  gint64 looked = weft_live_get_looked (window->live), step = looked >= 0 ? looked : status->step;
  gint64 per_epoch = MAX (status->steps_per_epoch, 1);
  g_autoptr (GError) error = NULL;

  step = by_epoch ? (step - 1) / per_epoch * per_epoch : step - 1;
  if (!window->host->look_at_step (window->host->user, GTK_WINDOW (window), MAX (step, 0), &error))
    weft_window_toast (window, error->message);
}

static void
step_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  const char *name = g_variant_get_string (parameter, NULL);

  if (!weft_window_can_train (window))
    return;
  if (g_str_equal (name, "batch-back") || g_str_equal (name, "epoch-back"))
    step_back (window, g_str_equal (name, "epoch-back"));
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    if (g_str_equal (steps[i].name, name))
      window->host->step (window->host->user, GTK_WINDOW (window), steps[i].unit);
}

static void
step_into_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_step_into (WEFT_EDITOR (window->editor));
}

/* Of a recipe with several lanes, each can be stepped by its name. */
static void
step_alone_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  WeftModel *model = weft_live_get_model (window->live);
  const char *name = g_variant_get_string (parameter, NULL);

  if (!weft_window_can_train (window) || model == NULL)
    return;
  for (guint i = 0; i < weft_recipe_count_lanes (model->recipe); i++)
    if (g_str_equal (model->recipe->lanes[i].name, name))
      window->host->step_alone (window->host->user, GTK_WINDOW (window), i);
}

static void
start_over_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  window->host->start_over (window->host->user, GTK_WINDOW (window),
                            g_str_equal (g_variant_get_string (parameter, NULL), "new"));
}

static void
take_best_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  g_autoptr (GError) error = NULL;

  if (!window->host->take_best (window->host->user, GTK_WINDOW (window), &error))
    weft_window_hint (window, error != NULL ? error->message : _ ("There is no best state yet."),
                      has_no_best);
}

/* Tensor by tensor. */
static void
show_taken_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  GPtrArray *rows = weft_live_get_taken_rows (window->live);

  if (rows != NULL)
    gtk_window_present (weft_taken_window_new (GTK_WINDOW (window),
                                               weft_live_get_taken_words (window->live), rows));
}

static gboolean
is_left_out (gconstpointer row)
{
  gboolean is_taken;

  g_variant_get_child ((GVariant *) row, 2, "b", &is_taken);
  return !is_taken;
}

/* Where all fitted, a sentence says so. */
static void
show_left_out (WeftWindow *window)
{
  GPtrArray *rows = weft_live_get_taken_rows (window->live);
  gboolean has_some = FALSE;

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    has_some |= is_left_out (rows->pdata[i]);
  if (has_some)
    show_taken_cb (NULL, NULL, window);
}

static void
weights_chosen_cb (const char *path, gpointer user)
{
  WeftWindow *window = user;
  g_autoptr (GError) error = NULL;

  if (path != NULL && window->context != NULL
      && !window->host->take_weights (window->host->user, GTK_WINDOW (window), path, &error))
    weft_window_show_error (window, _ ("No weights were taken"), error->message);
  else if (path != NULL && window->context != NULL)
    show_left_out (window);
  g_object_unref (window);
}

static void
take_weights (WeftWindow *window, const char *path)
{
  weights_chosen_cb (path, g_object_ref (window));
}

static void
take_weights_of_cb (GSimpleAction *action, GVariant *parameter, gpointer window)
{
  weft_window_take_later (window, g_variant_get_string (parameter, NULL), take_weights);
}

static void
network_chosen_cb (const char *path, gpointer user)
{
  WeftWindow *window = user;
  g_autoptr (GError) error = NULL;

  if (path != NULL && window->context != NULL
      && !window->host->bring_network (window->host->user, GTK_WINDOW (window), path, &error))
    weft_window_show_error (window, _ ("No network was brought"), error->message);
  g_object_unref (window);
}

static void
bring_network_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_choose_file (GTK_WINDOW (user), WEFT_CHOOSE_WEIGHTS, NULL, network_chosen_cb,
                    g_object_ref (user));
}

static void
take_weights_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_choose_file (GTK_WINDOW (user), WEFT_CHOOSE_WEIGHTS, NULL, weights_chosen_cb,
                    g_object_ref (user));
}

static void
untake_best_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  window->host->untake_best (window->host->user, GTK_WINDOW (window));
}

/* The breakpoint at which it was paused, where it stands. */
static void
show_stop_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;
  gint64 point = weft_live_get_status (window->live)->stop.point;
  const WeftNode *node = window->context != NULL
                             ? weft_graph_find (weft_context_get_graph (window->context), point)
                             : NULL;

  if (node == NULL)
    return;
  if (node->parent != weft_context_get_inside (window->context))
    weft_context_enter (window->context, node->parent);
  weft_context_select (window->context, &point, 1);
  gtk_widget_activate_action (GTK_WIDGET (window), "canvas.fit-selection", NULL);
}

/* Where to on the timeline. */
static void
look_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_look (WEFT_EDITOR (window->editor), g_variant_get_string (parameter, NULL));
}

static void
now_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_look (WEFT_EDITOR (window->editor), "now");
}

static void
film_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_look (WEFT_EDITOR (window->editor), NULL);
}

static void
save_film_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  weft_film_save (user);
}

static void
branch_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->context != NULL)
    weft_context_branch (window->context);
}

static void
folds_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->context != NULL)
    gtk_window_present (weft_folds_window_new (window->context));
}

static void
race_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->context != NULL)
    gtk_window_present (weft_race_window_new (window->context));
}

static void
training_settings_cb (GSimpleAction *action, GVariant *parameter, gpointer user)
{
  WeftWindow *window = user;

  if (window->editor != NULL)
    weft_editor_show_settings (WEFT_EDITOR (window->editor));
}

static const GActionEntry entries[] = {
  { "train", train_cb },
  { "step", step_cb, "s" },
  { "step-into", step_into_cb },
  { "step-alone", step_alone_cb, "s" },
  { "start-over", start_over_cb, "s" },
  { "take-best", take_best_cb },
  { "bring-network", bring_network_cb },
  { "take-weights", take_weights_cb },
  { "show-taken", show_taken_cb },
  { "take-weights-of", take_weights_of_cb, "s" },
  { "untake-best", untake_best_cb },
  { "look", look_cb, "s" },
  { "show-stop", show_stop_cb },
  { "now", now_cb },
  { "film", film_cb },
  { "save-film", save_film_cb },
  { "branch", branch_cb },
  { "folds", folds_cb },
  { "race", race_cb },
  { "training-settings", training_settings_cb },
};

void
weft_learning_actions_add (WeftWindow *window)
{
  g_action_map_add_action_entries (G_ACTION_MAP (window), entries, G_N_ELEMENTS (entries), window);
}
