/* rate-finder: a button that tries learning rates and shows how the loss took them
 *
 * The trial runs on a thread of its own, on first values, and touches nothing of the run. Closing
 * the popover ends it. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/rate-finder.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/graph/training.h"
#include "engine/train/trials/finder.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/plots/chart.h"

#define WIDTH 340
#define HEIGHT 190
#define ABOVE 1.1 /* of the first loss: what is higher is out of sight */

/* What the thread has. */
typedef struct
{
  WeftModel *model;
  WeftMailbox *interrupt;
} Trial;

typedef struct
{
  WeftContext *context; /* not owned: the page holds it */
  GtkWidget *popover, *area, *line, *use;
  WeftFinding *finding; /* nullable */
  GTask *task;          /* that runs; nullable */
} Finder;

static void
trial_free (gpointer data)
{
  Trial *trial = data;

  weft_model_unref (trial->model);
  weft_mailbox_free (trial->interrupt);
  g_free (trial);
}

static void
finder_free (gpointer data)
{
  Finder *finder = data;

  g_clear_pointer (&finder->finding, weft_finding_free);
  g_free (finder);
}

static const WeftTrial *
get_trial (const Finder *finder, guint i)
{
  return &g_array_index (finder->finding->trials, WeftTrial, i);
}

/* --- the picture --- */

static WeftChart
make_chart (const Finder *finder, int width, int height)
{
  guint n = finder->finding->trials->len;
  double low = INFINITY, high = get_trial (finder, 0)->smoothed * ABOVE;
  WeftChart chart = { .width = width,
                      .height = height,
                      .is_dark = weft_theme_is_dark (),
                      .title = _ ("Loss by learning rate") };

  for (guint i = 0; i < n; i++)
    low = MIN (low, get_trial (finder, i)->smoothed);
  chart.x = (WeftAxis){ .low = get_trial (finder, 0)->rate,
                        .high = get_trial (finder, n - 1)->rate,
                        .is_log = TRUE };
  chart.y = (WeftAxis){ .low = low - (high - low) * 0.05, .high = high };
  return chart;
}

static void
draw_proposal (cairo_t *cr, const WeftChart *chart, double rate)
{
  double px = weft_axis_map (&chart->x, rate);

  weft_theme_set_source (cr, WEFT_ROLE_BEST, chart->is_dark);
  cairo_set_line_width (cr, 1.5);
  cairo_move_to (cr, px, chart->y.from);
  cairo_line_to (cr, px, chart->y.to);
  cairo_stroke (cr);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Finder *finder = user;
  WeftChart chart;

  if (finder->finding == NULL || finder->finding->trials->len < 2)
    return;
  chart = make_chart (finder, width, height);
  if (!(chart.y.high > chart.y.low))
    return;
  weft_chart_layout (&chart);
  weft_chart_draw_frame (cr, &chart);
  cairo_save (cr);
  weft_chart_clip (cr, &chart);
  if (isfinite (finder->finding->rate))
    draw_proposal (cr, &chart, finder->finding->rate);
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, chart.is_dark);
  cairo_set_line_width (cr, 2);
  for (guint i = 0; i < finder->finding->trials->len; i++)
    cairo_line_to (cr, weft_axis_map (&chart.x, get_trial (finder, i)->rate),
                   weft_axis_map (&chart.y, get_trial (finder, i)->smoothed));
  cairo_stroke (cr);
  cairo_restore (cr);
}

/* --- the trial --- */

/* Two digits are as much as such a trial says. */
static double
get_proposal (const Finder *finder)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];

  g_ascii_formatd (text, sizeof text, "%.2g", finder->finding->rate);
  return g_ascii_strtod (text, NULL);
}

static void
show_finding (Finder *finder)
{
  gboolean is_found = isfinite (finder->finding->rate);
  g_autofree char *rate = weft_format_number (is_found ? get_proposal (finder) : 0);
  g_autofree char *label = g_strdup_printf (_ ("Use %s"), rate);

  gtk_label_set_text (GTK_LABEL (finder->line),
                      is_found ? _ ("The loss falls most steeply where the line stands.")
                               : _ ("The loss did not fall at any rate."));
  gtk_button_set_label (GTK_BUTTON (finder->use), label);
  weft_widget_set_name (finder->use, label);
  weft_widget_set_shown (finder->use, is_found);
  gtk_widget_queue_draw (finder->area);
}

static void
thread_cb (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Trial *trial = data;
  GError *error = NULL;
  WeftFinding *finding = weft_find_rate (trial->model, NULL, (guint64) trial->model->training.seed,
                                         0, -1, trial->interrupt, &error);

  if (finding != NULL)
    g_task_return_pointer (task, finding, (GDestroyNotify) weft_finding_free);
  else
    g_task_return_error (task, error);
}

/* box: holds the finder, and is the task's source, so that it outlives it. */
static void
done_cb (GObject *box, GAsyncResult *result, gpointer user)
{
  Finder *finder = g_object_get_data (box, "weft-finder");
  g_autoptr (GError) error = NULL;
  WeftFinding *finding = g_task_propagate_pointer (G_TASK (result), &error);

  if (finder->task != G_TASK (result)) /* it was ended, and perhaps another begun */
    {
      g_clear_pointer (&finding, weft_finding_free);
      return;
    }
  finder->task = NULL;
  if (finding == NULL)
    {
      gtk_label_set_text (GTK_LABEL (finder->line), error->message);
      return;
    }
  g_clear_pointer (&finder->finding, weft_finding_free);
  finder->finding = finding;
  show_finding (finder);
}

static void
begin_cb (GtkWidget *popover, GtkWidget *box)
{
  Finder *finder = g_object_get_data (G_OBJECT (box), "weft-finder");
  g_autoptr (GError) error = NULL;
  WeftModel *model = weft_model_new (weft_context_get_graph (finder->context),
                                     weft_context_get_catalog (finder->context), &error);
  Trial *trial;

  weft_widget_set_shown (finder->use, FALSE);
  gtk_label_set_text (GTK_LABEL (finder->line),
                      model != NULL ? _ ("Trying rates on a copy…") : error->message);
  if (model == NULL)
    return;
  trial = g_new (Trial, 1);
  *trial = (Trial){ model, weft_mailbox_new (g_free) };
  finder->task = g_task_new (box, NULL, done_cb, NULL);
  g_task_set_task_data (finder->task, trial, trial_free);
  g_task_run_in_thread (finder->task, thread_cb);
  g_object_unref (finder->task); /* lives while it runs */
}

static void
end_cb (GtkWidget *popover, GtkWidget *box)
{
  Finder *finder = g_object_get_data (G_OBJECT (box), "weft-finder");
  Trial *trial = finder->task != NULL ? g_task_get_task_data (finder->task) : NULL;

  if (trial != NULL)
    weft_mailbox_send (trial->interrupt, g_strdup ("end"));
  finder->task = NULL;
}

static void
use_cb (GtkWidget *button, Finder *finder)
{
  GVariant *rate = g_variant_new_double (get_proposal (finder));

  weft_context_do (finder->context, weft_edit_set_training ("lr", rate), 0);
  gtk_popover_popdown (GTK_POPOVER (finder->popover));
}

/* --- the widgets --- */

static GtkWidget *
make_content (Finder *finder)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);

  finder->area = gtk_drawing_area_new ();
  finder->line = weft_label_new ("", "small");
  finder->use = gtk_button_new ();
  gtk_widget_set_size_request (finder->area, WIDTH, HEIGHT);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (finder->area), draw_cb, finder, NULL);
  weft_widget_set_name (finder->area, _ ("Loss by learning rate"));
  gtk_label_set_wrap (GTK_LABEL (finder->line), TRUE);
  gtk_widget_add_css_class (finder->use, "suggested-action");
  gtk_widget_set_halign (finder->use, GTK_ALIGN_START);
  g_signal_connect (finder->use, "clicked", G_CALLBACK (use_cb), finder);
  gtk_box_append (GTK_BOX (box), finder->area);
  gtk_box_append (GTK_BOX (box), finder->line);
  gtk_box_append (GTK_BOX (box), finder->use);
  return box;
}

GtkWidget *
weft_rate_finder_new (WeftContext *context)
{
  Finder *finder = g_new0 (Finder, 1);
  GtkWidget *button = gtk_menu_button_new ();

  finder->context = context;
  finder->popover = gtk_popover_new ();
  gtk_popover_set_child (GTK_POPOVER (finder->popover), make_content (finder));
  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), _ ("Find a learning rate"));
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), finder->popover);
  weft_widget_set_inner_name (button, _ ("Find a learning rate"));
  gtk_widget_set_tooltip_text (
      button, _ ("Tries rates from tiny to huge on a copy, and proposes one. The run stays as it "
                 "is."));
  g_object_set_data_full (G_OBJECT (button), "weft-finder", finder, finder_free);
  g_signal_connect (finder->popover, "show", G_CALLBACK (begin_cb), button);
  g_signal_connect (finder->popover, "closed", G_CALLBACK (end_cb), button);
  g_signal_connect (button, "destroy", G_CALLBACK (end_cb), button);
  return button;
}
