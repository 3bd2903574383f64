/* confusion: true against predicted classes, and the worst mistakes or a cell's samples */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/kind-row.h"
#include "ui/base/format.h"
#include "ui/panels/results.h"
#include "ui/panels/samples.h"
#include "ui/plots/csv.h"
#include "ui/plots/matrix.h"

enum
{
  MAX_SHOWN = 60,
};

typedef struct
{
  WeftContext *context;
  GtkWidget *score, *list_title;
  GtkWidget *area;
  GtkWidget *samples; /* a flow of samples */
  WeftMatrix matrix;
  int chosen; /* row · n + column; −1: the worst mistakes */
  WeftSeen seen;
} Confusion;

static void
confusion_free (gpointer data)
{
  Confusion *confusion = data;

  weft_seen_clear (&confusion->seen);
  g_free (confusion);
}

typedef struct
{
  guint32 sample;
  int truth, predicted;
  double loss;
} Judged;

static int
compare_judged (gconstpointer a, gconstpointer b)
{
  double x = ((const Judged *) a)->loss, y = ((const Judged *) b)->loss;

  return (x < y) - (x > y);
}

/* −log of the probability that the net gives the true class. */
static Judged
judge (const WeftShown *look, gint64 i)
{
  int n = look->result->classes;
  const float *logits = weft_tensor_floats (look->result->predictions) + i * n;
  Judged judged = { .sample = look->result->samples[i] };
  double sum = 0;

  judged.truth = (int) weft_field_get_class (look->target, judged.sample);
  for (int c = 1; c < n; c++)
    if (logits[c] > logits[judged.predicted])
      judged.predicted = c;
  for (int c = 0; c < n; c++)
    sum += exp ((double) (logits[c] - logits[judged.predicted]));
  judged.loss = log (sum) + (double) (logits[judged.predicted] - logits[judged.truth]);
  return judged;
}

/* The mistakes, or the samples of the chosen cell; worst first. */
static GArray *
collect (const Confusion *confusion, const WeftShown *look)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Judged));

  for (gint64 i = 0; i < look->result->kept; i++)
    {
      Judged judged = judge (look, i);
      int cell = judged.truth * look->result->classes + judged.predicted;

      if (confusion->chosen >= 0 ? cell == confusion->chosen : judged.truth != judged.predicted)
        g_array_append_val (list, judged);
    }
  g_array_sort (list, compare_judged);
  return list;
}

static char *
dup_class (const WeftShown *look, int c)
{
  char *name = weft_dataset_dup_class_name (look->model->dataset, look->target, c);

  return name != NULL ? name : g_strdup_printf ("%d", c);
}

/* Then a mistake takes two lines under its picture. */
static gboolean
has_words (const WeftShown *look)
{
  for (int c = 0; c < look->target->classes; c++)
    {
      g_autofree char *name = weft_dataset_dup_class_name (look->model->dataset, look->target, c);

      if (name != NULL && g_utf8_strlen (name, -1) > 2)
        return TRUE;
    }
  return FALSE;
}

static void
fill_samples (Confusion *confusion, const WeftShown *look)
{
  g_autoptr (GArray) list = collect (confusion, look);

  weft_samples_begin (confusion->samples, look->model->dataset);
  for (guint i = 0; i < MIN (list->len, MAX_SHOWN); i++)
    {
      const Judged *judged = &g_array_index (list, Judged, i);
      g_autofree char *truth = dup_class (look, judged->truth);
      g_autofree char *predicted = dup_class (look, judged->predicted);
      g_autofree char *label
          = judged->truth == judged->predicted
                ? g_strdup (truth)
                : g_strdup_printf (has_words (look) ? "%s\n→ %s" : "%s → %s", truth, predicted);

      weft_samples_add (confusion->samples, judged->sample, label,
                        judged->truth != judged->predicted);
    }
  weft_samples_end (confusion->samples);
}

static gint64
count_right (const WeftShown *look)
{
  gint64 right = 0;

  for (int c = 0; c < look->result->classes; c++)
    right += look->result->confusion[c * look->result->classes + c];
  return right;
}

static void
set_titles (Confusion *confusion, const WeftShown *look)
{
  g_autofree char *score = weft_results_dup_score (confusion->context, look->evaluation);

  gtk_label_set_text (GTK_LABEL (confusion->score), score);
  weft_results_mark_score (confusion->context, look->evaluation, confusion->score);
  if (confusion->chosen < 0)
    {
      gtk_label_set_text (GTK_LABEL (confusion->list_title),
                          count_right (look) < look->evaluation->count ? _ ("Worst mistakes")
                                                                       : _ ("No mistakes"));
      return;
    }

  g_autofree char *truth = dup_class (look, confusion->chosen / look->result->classes);
  g_autofree char *predicted = dup_class (look, confusion->chosen % look->result->classes);
  g_autofree char *title = g_strdup_printf (_ ("%s taken for %s"), truth, predicted);

  gtk_label_set_text (GTK_LABEL (confusion->list_title), title);
}

static void
describe (Confusion *confusion, const WeftShown *look)
{
  g_autofree char *right = weft_format_count (count_right (look));
  g_autofree char *all = weft_format_count (look->evaluation->count);
  g_autofree char *text = g_strdup_printf (look->evaluation->part == WEFT_PART_TEST
                                               ? _ ("%s of %s test samples are right")
                                               : _ ("%s of %s validation samples are right"),
                                           right, all);

  gtk_accessible_update_property (GTK_ACCESSIBLE (confusion->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static gboolean
look_at (const Confusion *confusion, WeftShown *look)
{
  return weft_results_look (confusion->context, look)
         && weft_results_is_trained (confusion->context) && look->result->confusion != NULL;
}

static void
show (Confusion *confusion)
{
  WeftShown look;

  if (!look_at (confusion, &look))
    return;
  if (confusion->chosen >= look.result->classes * look.result->classes)
    confusion->chosen = -1;
  set_titles (confusion, &look);
  fill_samples (confusion, &look);
  describe (confusion, &look);
  gtk_widget_queue_draw (confusion->area);
}

static void
snapshot_cb (Confusion *confusion)
{
  WeftShown look;
  gboolean is_there = look_at (confusion, &look);

  weft_panel_set_empty (confusion->area, !is_there);
  if (is_there && weft_seen_take (&confusion->seen, &look))
    show (confusion);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Confusion *confusion = user;
  WeftShown look;
  g_auto (GStrv) names = NULL;

  if (!weft_results_look (confusion->context, &look) || look.result->confusion == NULL)
    return;
  names = weft_dataset_dup_class_names (look.model->dataset, look.target);
  confusion->matrix = (WeftMatrix){ .counts = look.result->confusion,
                                    .n = look.result->classes,
                                    .names = names,
                                    .chosen = confusion->chosen,
                                    .is_dark = weft_theme_is_dark () };
  weft_matrix_layout (&confusion->matrix, width, height);
  weft_matrix_draw (cr, &confusion->matrix);
  weft_panel_fit_set_width (
      gtk_widget_get_parent (confusion->area),
      weft_panel_to_px (confusion->area, weft_matrix_get_width (&confusion->matrix, height)));
  confusion->matrix.counts = NULL; /* not ours to keep */
  confusion->matrix.names = NULL;
}

static void
append_class (GString *csv, char *const *names, int class)
{
  g_autofree char *number = g_strdup_printf ("%d", class);

  weft_csv_append_text (csv, names != NULL ? names[class] : number);
}

/* A row for each true class, a column for each that the network says. */
static char *
dup_table (gpointer user)
{
  const Confusion *confusion = user;
  GString *csv = g_string_new ("true");
  g_auto (GStrv) names = NULL;
  WeftShown look;
  int n = 0;

  if (weft_results_look (confusion->context, &look) && look.result->confusion != NULL)
    {
      n = look.result->classes;
      names = weft_dataset_dup_class_names (look.model->dataset, look.target);
    }
  for (int row = -1; row < n; row++)
    {
      if (row >= 0)
        append_class (csv, names, row);
      for (int column = 0; column < n; column++)
        {
          g_string_append_c (csv, ',');
          if (row < 0)
            append_class (csv, names, column);
          else
            g_string_append_printf (csv, "%" G_GINT64_FORMAT,
                                    look.result->confusion[row * n + column]);
        }
      g_string_append_c (csv, '\n');
    }
  return g_string_free (csv, FALSE);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Confusion *confusion)
{
  int cell;

  weft_panel_to_drawing (confusion->area, &x, &y);
  cell = confusion->matrix.n > 0 ? weft_matrix_find (&confusion->matrix, x, y) : -1;
  gtk_widget_grab_focus (confusion->area);
  confusion->chosen = cell == confusion->chosen ? -1 : cell;
  show (confusion);
}

static gboolean
key_cb (GtkEventControllerKey *key, guint keyval, guint code, GdkModifierType state,
        Confusion *confusion)
{
  int n = confusion->matrix.n, row = MAX (confusion->chosen, 0) / MAX (n, 1);
  int column = MAX (confusion->chosen, 0) % MAX (n, 1);

  if (n == 0 || (keyval == GDK_KEY_Escape && confusion->chosen < 0))
    return GDK_EVENT_PROPAGATE;
  if (keyval == GDK_KEY_Up || keyval == GDK_KEY_Down)
    row = CLAMP (row + (keyval == GDK_KEY_Down ? 1 : -1), 0, n - 1);
  else if (keyval == GDK_KEY_Left || keyval == GDK_KEY_Right)
    column = CLAMP (column + (keyval == GDK_KEY_Right ? 1 : -1), 0, n - 1);
  else if (keyval != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  confusion->chosen = keyval == GDK_KEY_Escape ? -1 : row * n + column;
  show (confusion);
  return GDK_EVENT_STOP;
}

static void
add_controllers (Confusion *confusion)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  gtk_widget_set_focusable (confusion->area, TRUE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), confusion);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), confusion);
  gtk_widget_add_controller (confusion->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (confusion->area, key);
}

static GtkWidget *
make_left (Confusion *confusion)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);

  confusion->score = gtk_label_new ("");
  confusion->area = weft_panel_area_new (_ ("Confusion matrix"), draw_cb, confusion);
  weft_panel_set_table (confusion->area, dup_table);
  gtk_label_set_xalign (GTK_LABEL (confusion->score), 1);
  gtk_widget_set_hexpand (confusion->score, TRUE);
  gtk_widget_add_css_class (head, "panel-head");
  gtk_widget_add_css_class (confusion->score, "score");
  gtk_box_append (GTK_BOX (head), confusion->score);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), weft_panel_fit_new (confusion->area));
  gtk_widget_set_hexpand (box, FALSE); /* whatever the title would like */
  gtk_widget_set_tooltip_text (confusion->area, _ ("Rows are the true classes, columns what the "
                                                   "network says. Click a cell for its samples."));
  add_controllers (confusion);
  return box;
}

static GtkWidget *
make_right (Confusion *confusion)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);

  confusion->list_title = gtk_label_new (_ ("Worst mistakes"));
  confusion->samples = weft_samples_new (confusion->context);
  gtk_label_set_xalign (GTK_LABEL (confusion->list_title), 0);
  gtk_widget_add_css_class (confusion->list_title, "panel-title");
  gtk_box_append (GTK_BOX (box), confusion->list_title);
  gtk_box_append (GTK_BOX (box), confusion->samples);
  gtk_widget_set_hexpand (box, TRUE);
  return box;
}

static GtkWidget *
create (WeftContext *context)
{
  Confusion *confusion = g_new0 (Confusion, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  GtkWidget *panel;

  confusion->context = context;
  confusion->chosen = -1;
  gtk_box_append (GTK_BOX (row), make_left (confusion));
  gtk_box_append (GTK_BOX (row), make_right (confusion));
  gtk_widget_add_css_class (row, "panel-body");
  panel = weft_panel_new (row, confusion->area,
                          weft_panel_untrained_new (
                              _ ("Press Train: what the network takes for what is counted here.")));
  weft_panel_own_full (panel, confusion, confusion_free);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), confusion);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_results_is_choice (model, judge);
}

const WeftResultView weft_result_view_confusion
    = { .id = "confusion", .title = N_ ("Confusion matrix"), .fits = fits, .create = create };
