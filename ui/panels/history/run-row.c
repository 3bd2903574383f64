/* run-row: one run in the list of them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/history/run-row.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "engine/metrics/meaning.h"
#include "engine/metrics/metric.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/plots/chart.h"

#define MOST_FIGURES 3
#define INDENT 18.0 /* px for each run that it is a branch of */
#define ROUND 5.0

typedef struct
{
  WeftContext *context;
  WeftRunCard *card; /* the panel's */
  GtkWidget *swatch, *branch;
  WeftRunTwig twig;
} Row;

/* --- words --- */

/* "Accuracy 96.4 %" of the best. */
static char *
dup_figure (const WeftRunFigure *figure)
{
  const char *word = strrchr (weft_series_get_name (figure->series), '/') + 1;
  const WeftMetric *metric = weft_metric_find (word);
  gboolean is_share = weft_series_get_meaning (figure->series).unit == WEFT_UNIT_SHARE;
  g_autofree char *number = weft_format_metric (figure->best, is_share);

  if (figure->series == WEFT_SERIES_TRAIN_LOSS)
    return g_strdup_printf (_ ("training loss %s"), number);
  return g_strdup_printf ("%s %s", metric != NULL ? _ (metric->title) : _ ("Loss"), number);
}

static char *
dup_figures (const WeftRunCard *card)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < MIN (card->figures->len, MOST_FIGURES); i++)
    {
      g_autofree char *figure = dup_figure (&g_array_index (card->figures, WeftRunFigure, i));

      g_string_append_printf (text, "%s%s", i > 0 ? " · " : "", figure);
    }
  return g_string_free (text, FALSE);
}

static char *
dup_title (const WeftRunCard *card)
{
  g_autofree char *number = weft_format_count (card->id);

  return g_strdup_printf (card->is_current ? _ ("Run %s · now") : _ ("Run %s"), number);
}

static char *
dup_line (const WeftRunCard *card)
{
  g_autofree char *steps = weft_format_count (card->steps);
  g_autofree char *line = g_strdup_printf (
      ngettext ("%s · %s step", "%s · %s steps", (gulong) card->steps), card->started, steps);
  g_autofree char *parent = weft_run_dup_title (card->parent);
  g_autofree char *first = weft_format_count (card->first);

  if (card->parent == 0)
    return g_steal_pointer (&line);
  /* Translators: when and how long it ran; then "run 1", and a step's number */
  return g_strdup_printf (_ ("%s · from %s at step %s"), line, parent, first);
}

/* --- by hand --- */

static void
tell (Row *row)
{
  const WeftHost *host = weft_context_get_host (row->context);

  host->mark_run (host->user, weft_context_get_window (row->context), row->card);
}

static void
star_cb (GtkToggleButton *button, Row *row)
{
  row->card->is_starred = gtk_toggle_button_get_active (button);
  gtk_button_set_label (GTK_BUTTON (button), row->card->is_starred ? "★" : "☆");
  tell (row);
  gtk_widget_activate_action (GTK_WIDGET (button), "history.sort", NULL);
}

static void
keep_note (GtkEditable *entry, Row *row)
{
  const char *text = gtk_editable_get_text (entry);

  if (g_strcmp0 (text, row->card->note != NULL ? row->card->note : "") == 0)
    return;
  g_free (row->card->note);
  row->card->note = g_strdup (text);
  tell (row);
}

static void
note_left_cb (GtkEventControllerFocus *focus, Row *row)
{
  keep_note (GTK_EDITABLE (gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (focus))), row);
}

static void
show_cb (GtkToggleButton *button, Row *row)
{
  gboolean show = gtk_toggle_button_get_active (button);

  if (!weft_context_show_run (row->context, row->card->id, show))
    {
      gtk_toggle_button_set_active (button, FALSE);
      weft_context_toast (row->context, _ ("Six runs can be told apart on the curves. Take one off "
                                           "them first."));
    }
  gtk_widget_queue_draw (row->swatch);
}

/* The line that its curve has. */
static void
draw_swatch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Row *row = user;
  const WeftShownRun *shown = weft_context_find_shown_run (row->context, row->card->id);
  WeftRole role = shown != NULL ? (WeftRole) (WEFT_ROLE_RUN_1 + shown->place) : WEFT_ROLE_FAINT;

  weft_theme_set_source (cr, row->card->is_current ? WEFT_ROLE_TRAIN : role, weft_theme_is_dark ());
  cairo_set_line_width (cr, shown != NULL || row->card->is_current ? 2.5 : 1.5);
  weft_dash_set (cr, shown != NULL ? shown->place + 1 : 0);
  cairo_move_to (cr, 1, height / 2.0);
  cairo_line_to (cr, width - 1, height / 2.0);
  cairo_stroke (cr);
}

/* --- parts --- */

/* Lines of runs above that go on to later branches, and the one that leads here. */
static void
draw_branch_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const WeftRunTwig *twig = &((const Row *) user)->twig;
  double middle = height / 2;

  weft_theme_set_source (cr, WEFT_ROLE_FAINT, weft_theme_is_dark ());
  cairo_set_line_width (cr, 1.5);
  for (guint d = 0; d < twig->depth; d++)
    {
      double x = (d + 0.5) * INDENT;

      if (twig->lines >> d & 1)
        {
          cairo_move_to (cr, x, 0);
          cairo_line_to (cr, x, height);
        }
      if (d + 1 == twig->depth)
        {
          cairo_move_to (cr, x, 0);
          cairo_line_to (cr, x, middle - ROUND);
          cairo_curve_to (cr, x, middle, x, middle, x + ROUND, middle);
          cairo_line_to (cr, width, middle);
        }
    }
  cairo_stroke (cr);
}

static GtkWidget *
make_branch (Row *row)
{
  row->branch = gtk_drawing_area_new ();
  gtk_widget_add_css_class (row->branch, "run-branch");
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (row->branch), draw_branch_cb, row, NULL);
  return row->branch;
}

static GtkWidget *
make_swatch (Row *row)
{
  GtkWidget *button = gtk_toggle_button_new ();
  g_autofree char *title = weft_run_dup_title (row->card->id);
  g_autofree char *name = g_strdup_printf (_ ("Show the curve of %s"), title);

  row->swatch = gtk_drawing_area_new ();
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (row->swatch), draw_swatch_cb, row, NULL);
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (row->swatch), 28);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (row->swatch), 12);
  gtk_button_set_child (GTK_BUTTON (button), row->swatch);
  gtk_widget_set_sensitive (button, !row->card->is_current && !row->card->is_binned);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button),
                                row->card->is_current
                                    || weft_context_find_shown_run (row->context, row->card->id));
  gtk_widget_set_tooltip_text (button, row->card->is_current ? _ ("Its curves are shown")
                                                             : _ ("Lay its curve over the others"));
  weft_widget_set_name (button, name);
  g_signal_connect (button, "toggled", G_CALLBACK (show_cb), row);
  return button;
}

static GtkWidget *
make_star (Row *row)
{
  GtkWidget *button = gtk_toggle_button_new_with_label (row->card->is_starred ? "★" : "☆");
  g_autofree char *title = weft_run_dup_title (row->card->id);
  g_autofree char *name = g_strdup_printf (_ ("Star on %s"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (button), row->card->is_starred);
  gtk_widget_set_tooltip_text (button, _ ("A star: it stands above the others"));
  weft_widget_set_name (button, name);
  g_signal_connect (button, "toggled", G_CALLBACK (star_cb), row);
  return button;
}

static GtkWidget *
make_note (Row *row)
{
  GtkWidget *entry = gtk_entry_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  g_autofree char *title = weft_run_dup_title (row->card->id);
  g_autofree char *name = g_strdup_printf (_ ("Note on %s"), title);

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), _ ("Add a note"));
  gtk_entry_set_max_length (GTK_ENTRY (entry), 500);
  weft_editable_fill (GTK_EDITABLE (entry), row->card->note != NULL ? row->card->note : "");
  gtk_entry_set_has_frame (GTK_ENTRY (entry), FALSE);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 8);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_widget_add_css_class (entry, "run-note");
  weft_widget_set_name (entry, name);
  g_signal_connect (entry, "activate", G_CALLBACK (keep_note), row);
  g_signal_connect (focus, "leave", G_CALLBACK (note_left_cb), row);
  gtk_widget_add_controller (entry, focus);
  return entry;
}

static void
append_item (GMenu *menu, const char *label, const char *action, gint64 run)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, NULL);

  g_menu_item_set_action_and_target (item, action, "x", run);
  g_menu_append_item (menu, item);
}

static GtkWidget *
make_menu (const WeftRunCard *card)
{
  GtkWidget *button = gtk_menu_button_new ();
  g_autoptr (GMenu) menu = g_menu_new ();
  g_autofree char *title = weft_run_dup_title (card->id);
  g_autofree char *name = g_strdup_printf (_ ("What to do with %s"), title);

  if (!card->is_current && !card->is_binned && card->has_frame)
    append_item (menu, _ ("Go back to this run"), "history.go-back", card->id);
  append_item (menu, _ ("Compare the networks…"), "history.compare", card->id);
  if (card->is_binned)
    append_item (menu, _ ("Take it out of the bin"), "history.unbin", card->id);
  else if (!card->is_current)
    append_item (menu, _ ("Put it in the bin"), "history.bin", card->id);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "view-more-symbolic");
  gtk_menu_button_set_menu_model (GTK_MENU_BUTTON (button), G_MENU_MODEL (menu));
  gtk_widget_add_css_class (button, "flat");
  weft_widget_set_inner_name (button, name);
  return button;
}

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = weft_label_new (text, style);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text (label, text);
  return label;
}

static GtkWidget *
make_words (Row *row)
{
  GtkWidget *grid = gtk_grid_new ();
  g_autofree char *title = dup_title (row->card), *line = dup_line (row->card);
  g_autofree char *figures = dup_figures (row->card);
  GtkWidget *number = make_label (figures, "score");

  gtk_widget_set_hexpand (number, TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (grid), 12);
  gtk_grid_attach (GTK_GRID (grid), weft_label_new (title, "panel-title"), 0, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), number, 1, 0, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), weft_label_new (line, "dim-label"), 0, 1, 1, 1);
  if (row->card->settings != NULL)
    gtk_grid_attach (GTK_GRID (grid), make_label (row->card->settings, "dim-label"), 1, 1, 1, 1);
  gtk_grid_attach (GTK_GRID (grid), make_note (row), 0, 2, 2, 1);
  return grid;
}

GtkWidget *
weft_run_row_new (WeftContext *context, WeftRunCard *card)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  Row *row = g_new0 (Row, 1);
  g_autofree char *title = dup_title (card);

  row->context = context;
  row->card = card;
  g_object_set_data_full (G_OBJECT (box), "weft-run-row", row, g_free);
  weft_widget_set_name (box, title);
  gtk_widget_add_css_class (box, "run-row");
  gtk_box_append (GTK_BOX (box), make_branch (row));
  gtk_box_append (GTK_BOX (box), make_swatch (row));
  gtk_box_append (GTK_BOX (box), make_star (row));
  gtk_box_append (GTK_BOX (box), make_words (row));
  gtk_box_append (GTK_BOX (box), make_menu (card));
  for (GtkWidget *child = gtk_widget_get_first_child (box); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    gtk_widget_set_valign (child, child == row->branch ? GTK_ALIGN_FILL : GTK_ALIGN_CENTER);
  return box;
}

void
weft_run_row_hang (GtkWidget *box, const WeftRunTwig *twig)
{
  Row *row = g_object_get_data (G_OBJECT (box), "weft-run-row");

  row->twig = *twig;
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (row->branch), (int) (twig->depth * INDENT));
  gtk_widget_set_visible (row->branch, twig->depth > 0);
  gtk_widget_queue_draw (row->branch);
}
