/* race-window: two to six children of a step, one difference each, that learn side by side */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/race-window.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/metrics/meaning.h"
#include "engine/train/judging/figures.h"
#include "engine/train/model/judges.h"
#include "engine/train/trials/race.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/context/beside-window.h"
#include "ui/context/pyramid.h"
#include "ui/panels/history/race-plot.h"
#include "ui/panels/history/race-rows.h"
#include "ui/panels/history/runs-compared.h"
#include "ui/plots/chart.h"

#define WIDTH 760
#define HEIGHT 620
#define PLOT 230
#define LOOK_EVERY 200 /* ms */
#define USUAL 500      /* steps */
#define MOST 1000000

typedef struct
{
  GHashTable *series; /* number → WeftSeries */
  WeftRacerStatus status;
  GtkWidget *figures, *take; /* of its row in the table */
} Child;

typedef struct
{
  WeftContext *context; /* owned */
  WeftBeside beside;
  GtkWidget *stack, *area, *table;
  WeftRaceRows *rows;
  WeftRace *race;    /* nullable: not begun */
  GPtrArray *titles; /* of the children; nullable */
  Child children[WEFT_RACE_MOST];
  guint n, timeout;
} Self;

static void
let_go (Self *self)
{
  g_clear_handle_id (&self->timeout, g_source_remove);
  g_clear_pointer (&self->race, weft_race_end);
}

static void
self_free (gpointer data)
{
  Self *self = data;

  let_go (self);
  for (guint i = 0; i < self->n; i++)
    g_clear_pointer (&self->children[i].series, g_hash_table_unref);
  g_clear_pointer (&self->titles, g_ptr_array_unref);
  g_object_unref (self->context);
  g_free (self);
}

/* --- curves laid over each other --- */

static gboolean
have_series (const Self *self, guint32 series)
{
  for (guint i = 0; i < self->n; i++)
    if (g_hash_table_lookup (self->children[i].series, GUINT_TO_POINTER (series)) == NULL)
      return FALSE;
  return TRUE;
}

/* Whether what one child's losses come to can be held against another's. */
static gboolean
have_same_losses (const Self *self)
{
  for (guint i = 1; self->race != NULL && i < self->n; i++)
    if (!weft_model_has_same_losses (weft_race_get_model (self->race, 0),
                                     weft_race_get_model (self->race, i)))
      return FALSE;
  return TRUE;
}

/* Of the first child's metrics the first that all have; else the training loss. */
static guint32
choose_metric (const Self *self)
{
  const WeftModel *model = weft_race_get_model (self->race, 0);

  for (guint i = 0; i < model->n_criteria; i++)
    {
      guint32 series = weft_model_get_series (model, WEFT_PART_VALIDATION, (int) i);

      if (model->criteria[i].metric != NULL && have_series (self, series))
        return series;
    }
  return WEFT_SERIES_TRAIN_LOSS;
}

/* What judges them: the validation figure where all have one, else the training loss. */
static guint32
choose_series (const Self *self)
{
  guint32 best;

  if (self->race == NULL)
    return WEFT_SERIES_TRAIN_LOSS;
  best = weft_model_get_best_series (weft_race_get_model (self->race, 0));
  if (best == WEFT_SERIES_VALIDATION_LOSS && !have_same_losses (self))
    return choose_metric (self);
  return have_series (self, best) ? best : WEFT_SERIES_TRAIN_LOSS;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Self *self = user;
  GHashTable *children[WEFT_RACE_MOST];

  for (guint i = 0; i < self->n; i++)
    children[i] = self->children[i].series;
  weft_race_plot_draw (cr, width, height, children, self->n, choose_series (self));
}

/* --- the table --- */

static double
get_last (const Self *self, guint i, guint32 series)
{
  const WeftSeries *of = g_hash_table_lookup (self->children[i].series, GUINT_TO_POINTER (series));

  return of != NULL && of->samples->len > 0
             ? (double) g_array_index (of->samples, WeftSample, of->samples->len - 1).value
             : NAN;
}

/* Who stands best by what judges them; `n`: nothing does. */
static guint
find_winner (const Self *self, guint32 series)
{
  guint winner = 0;

  if (series == WEFT_SERIES_TRAIN_LOSS && !have_same_losses (self))
    return self->n;
  for (guint i = 1; i < self->n; i++)
    if (weft_series_is_better (series, get_last (self, i, series), get_last (self, winner, series)))
      winner = i;
  return winner;
}

static char *
dup_figures (const Self *self, guint i, guint32 series)
{
  const Child *child = &self->children[i];
  g_autofree char *step = weft_format_count (child->status.step);
  g_autofree char *loss = weft_format_digits ((double) child->status.loss, 4);
  g_autofree char *figure = weft_format_metric (
      get_last (self, i, series), weft_series_get_meaning (series).unit == WEFT_UNIT_SHARE);

  if (child->status.state == WEFT_TRAINER_FAILED)
    return g_strdup (child->status.error);
  if (isnan (child->status.loss))
    return g_strdup ("–");
  if (series == WEFT_SERIES_TRAIN_LOSS)
    return g_strdup_printf (_ ("step %s · loss %s"), step, loss);
  return g_strdup_printf (_ ("step %s · loss %s · validation %s"), step, loss, figure);
}

static void
show_table (Self *self)
{
  guint32 series = choose_series (self);
  guint winner = find_winner (self, series);

  for (guint i = 0; i < self->n; i++)
    {
      g_autofree char *figures = dup_figures (self, i, series);
      gboolean is_best = i == winner && !isnan (get_last (self, i, series));
      g_autofree char *text = is_best ? g_strdup_printf ("★ %s", figures) : g_strdup (figures);

      gtk_label_set_text (GTK_LABEL (self->children[i].figures), text);
      if (is_best)
        gtk_widget_add_css_class (self->children[i].take, "suggested-action");
      else
        gtk_widget_remove_css_class (self->children[i].take, "suggested-action");
    }
}

static void
swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  guint i = GPOINTER_TO_UINT (user);

  weft_theme_set_source (cr, (WeftRole) (WEFT_ROLE_RUN_1 + i), weft_theme_is_dark ());
  cairo_set_line_width (cr, 3);
  weft_dash_set (cr, i);
  cairo_move_to (cr, 0, height / 2.0);
  cairo_line_to (cr, width, height / 2.0);
  cairo_stroke (cr);
}

static guint
get_number (GtkWidget *button)
{
  return GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "weft-child"));
}

/* The project goes on as that child. */
static void
take_cb (GtkWidget *button, Self *self)
{
  const WeftHost *host = weft_context_get_host (self->context);
  gint64 run = weft_race_get_run (self->race, get_number (button));
  g_autoptr (WeftContext) context = g_object_ref (self->context);
  g_autoptr (GError) error = NULL;
  g_autofree char *title = g_strdup (self->titles->pdata[get_number (button)]);
  g_autofree char *text = NULL;

  let_go (self); /* what it learnt is with the file */
  if (host->go_back_to_run (host->user, weft_context_get_window (context), run, &error))
    text
        = g_strdup_printf (_ ("The project goes on as the child “%s”. Undo brings the network back "
                              "as it was before."),
                           title);
  else
    text = g_strdup (error != NULL ? error->message : "");
  weft_context_toast (context, text);
  gtk_window_close (GTK_WINDOW (self->beside.window));
}

static void
compare_cb (GtkWidget *button, Self *self)
{
  const WeftHost *host = weft_context_get_host (self->context);
  g_autoptr (GPtrArray) cards
      = host->list_runs (host->user, weft_context_get_window (self->context));

  GtkWindow *compared = weft_runs_compared_new (
      self->context, cards, weft_race_get_run (self->race, get_number (button)));

  gtk_window_set_transient_for (compared, GTK_WINDOW (self->beside.window));
  gtk_window_present (compared);
}

static GtkWidget *
make_button (Self *self, guint i, const char *label, GCallback callback)
{
  g_autofree char *name = g_strdup_printf ("%s: %s", label, (char *) self->titles->pdata[i]);
  GtkWidget *button = gtk_button_new_with_label (label);

  g_object_set_data (G_OBJECT (button), "weft-child", GUINT_TO_POINTER (i));
  weft_widget_set_name (button, name);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  g_signal_connect (button, "clicked", callback, self);
  return button;
}

static void
append_child (Self *self, guint i)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *swatch = gtk_drawing_area_new ();
  GtkWidget *title = weft_label_new (self->titles->pdata[i], "heading");
  Child *child = &self->children[i];

  g_object_set (swatch, "content-width", 34, "content-height", 12, NULL);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (swatch), swatch_cb, GUINT_TO_POINTER (i), NULL);
  child->figures = weft_label_new ("–", "numeric");
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_ellipsize (GTK_LABEL (child->figures), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_box_append (GTK_BOX (words), title);
  gtk_box_append (GTK_BOX (words), child->figures);
  gtk_box_append (GTK_BOX (row), swatch);
  gtk_box_append (GTK_BOX (row), words);
  gtk_box_append (GTK_BOX (row), make_button (self, i, _ ("Compare"), G_CALLBACK (compare_cb)));
  child->take = make_button (self, i, _ ("Make it the project"), G_CALLBACK (take_cb));
  gtk_box_append (GTK_BOX (row), child->take);
  gtk_box_append (GTK_BOX (self->table), row);
}

/* --- the race --- */

static void
read_child (Self *self, guint i)
{
  Child *child = &self->children[i];
  WeftSample samples[256];
  guint n;

  weft_race_get_status (self->race, i, &child->status);
  while ((n = weft_race_read_samples (self->race, i, samples, G_N_ELEMENTS (samples))) > 0)
    for (guint k = 0; k < n; k++)
      weft_series_fold (child->series, &samples[k]);
}

static gboolean
look_cb (gpointer user)
{
  Self *self = user;

  for (guint i = 0; i < self->n; i++)
    read_child (self, i);
  show_table (self);
  gtk_widget_queue_draw (self->area);
  if (!weft_race_is_over (self->race))
    return G_SOURCE_CONTINUE;
  for (guint i = 0; i < self->n; i++)
    read_child (self, i);
  show_table (self);
  weft_widget_set_shown (self->beside.pause, FALSE);
  gtk_label_set_text (GTK_LABEL (self->beside.line),
                      _ ("Over. Each child is a run in History, under the one it began at."));
  self->timeout = 0;
  return G_SOURCE_REMOVE;
}

static void
begin_cb (Self *self)
{
  const WeftHost *host = weft_context_get_host (self->context);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) edits = weft_race_rows_dup_edits (self->rows, &self->titles, &error);
  gint64 steps = gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->beside.number));

  if (edits != NULL)
    self->race = host->begin_race (host->user, weft_context_get_window (self->context), edits,
                                   steps, &error);
  if (self->race == NULL)
    {
      gtk_label_set_text (GTK_LABEL (self->beside.line), error != NULL ? error->message : "");
      g_clear_pointer (&self->titles, g_ptr_array_unref);
      return;
    }
  self->n = weft_race_count (self->race);
  for (guint i = 0; i < self->n; i++)
    {
      self->children[i].series = g_hash_table_new_full (NULL, NULL, NULL, weft_series_free_folded);
      self->children[i].status.loss = NAN;
      append_child (self, i);
    }
  gtk_label_set_text (GTK_LABEL (self->beside.line), _ ("The same batches, step by step."));
  weft_widget_set_shown (self->beside.begin, FALSE);
  weft_widget_set_shown (self->beside.pause, TRUE);
  gtk_widget_set_sensitive (self->beside.number, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "race");
  gtk_widget_grab_focus (self->beside.pause);
  self->timeout = g_timeout_add (LOOK_EVERY, look_cb, self);
}

static void
pause_cb (Self *self)
{
  gboolean was_paused = weft_race_is_paused (self->race);

  weft_race_set_paused (self->race, !was_paused);
  gtk_button_set_label (GTK_BUTTON (self->beside.pause), was_paused ? _ ("Pause") : _ ("Go on"));
}

static void
add_cb (Self *self)
{
  weft_race_rows_add (self->rows);
}

/* --- the widgets --- */

static GtkWidget *
make_setup (Self *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *rows = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *more = gtk_button_new_with_label (_ ("One child more"));

  self->rows = weft_race_rows_new (self->context, rows);
  gtk_widget_set_halign (more, GTK_ALIGN_START);
  g_signal_connect_swapped (more, "clicked", G_CALLBACK (add_cb), self);
  gtk_box_append (GTK_BOX (box), rows);
  gtk_box_append (GTK_BOX (box), more);
  return box;
}

static GtkWidget *
make_race (Self *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  self->area = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (self->area), PLOT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (self->area), draw_cb, self, NULL);
  weft_widget_set_name (self->area, _ ("Curves of the children"));
  self->table = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);
  weft_widget_set_name (self->table, _ ("Children"));
  gtk_box_append (GTK_BOX (box), self->area);
  gtk_box_append (GTK_BOX (box), self->table);
  return box;
}

GtkWindow *
weft_race_window_new (WeftContext *context)
{
  Self *self = g_new0 (Self, 1);
  const WeftBesideForm form = {
    .title = _ ("Fork and race"),
    .line = _ ("Children of this step learn side by side from what it left, on the same batches, "
               "with one difference each. The run stays as it is."),
    .number = _ ("Steps"),
    .begin = _ ("Race"),
    .width = WIDTH,
    .height = HEIGHT,
    .least = 1,
    .most = MOST,
    .step = 100,
    .usual = USUAL,
    .begin_cb = G_CALLBACK (begin_cb),
    .pause_cb = G_CALLBACK (pause_cb),
  };

  self->context = g_object_ref (context);
  self->stack = gtk_stack_new ();
  gtk_stack_set_vhomogeneous (GTK_STACK (self->stack), FALSE);
  gtk_stack_add_named (GTK_STACK (self->stack), make_setup (self), "setup");
  gtk_stack_add_named (GTK_STACK (self->stack), make_race (self), "race");
  self->beside = weft_beside_window_new (context, &form, self->stack, self);
  g_object_set_data_full (G_OBJECT (self->beside.window), "weft-race", self, self_free);
  g_signal_connect_swapped (self->beside.window, "destroy", G_CALLBACK (let_go), self);
  return GTK_WINDOW (self->beside.window);
}
