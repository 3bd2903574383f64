/* several: what is predicted of each sample in several numbers, or in a yes or no each: how well,
 * one by one, in a row each; and of the number that was clicked each answer beside its truth */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/base/number.h"
#include "engine/data/called.h"
#include "ui/base/format.h"
#include "ui/panels/results/shown-answers.h"
#include "ui/plots/csv.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/scatter.h"

#define N_FIGURES 3
#define ROW 22
#define TOP 48     /* px above the first row */
#define NAMES 0.34 /* of the width */
#define BESIDE 520 /* px from which there is room for the answers, too */

/* By what each is judged. */
static const char *const of_numbers[N_FIGURES] = { "r2", "mae", NULL };
static const char *const of_labels[N_FIGURES] = { "f1", "precision", "recall" };

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  WeftSeen seen;
  gint64 n;      /* numbers of an answer */
  double *found; /* (n, N_FIGURES); NaN: nothing can be said */
  gint64 *order; /* n: in which they are told; as they stand, or the lowest first */
  gint64 chosen;
} Several;

static void
several_free (gpointer data)
{
  Several *several = data;

  weft_seen_clear (&several->seen);
  g_free (several->found);
  g_free (several->order);
  g_free (several);
}

static const char *const *
get_figures (const WeftShown *look)
{
  return weft_model_judges_chances (look->model, look->judge) ? of_labels : of_numbers;
}

/* px that one of a row takes: as its title asks. */
static double
get_figure_width (const WeftShown *look)
{
  return get_figures (look) == of_labels ? 84 : 120;
}

/* Of all of them. */
static double
get_figures_width (const WeftShown *look)
{
  return get_figure_width (look) * (get_figures (look) == of_labels ? N_FIGURES : N_FIGURES - 1);
}

/* --- how well each is met --- */

/* The i-th number of each answer, and what is true. */
static float *
dup_column (const WeftShown *look, gint64 i, float **truth)
{
  gint64 width = weft_shape_count (&look->target->shape), n = MAX (look->result->kept, 1);
  g_autofree float *y = g_new (float, width);
  float *said = g_new0 (float, n);

  *truth = g_new0 (float, n);
  for (gint64 s = 0; s < look->result->kept; s++)
    {
      weft_field_get (look->target, look->result->samples[s], y);
      (*truth)[s] = y[i];
      said[s] = weft_tensor_floats (look->result->predictions)[s * width + i];
    }
  return said;
}

static double
measure (const char *id, const float *said, const float *truth, gint64 n)
{
  const WeftJudged judged = { .prediction_kind = WEFT_KIND_NUMBERS,
                              .target_kind = WEFT_KIND_NUMBERS,
                              .prediction = WEFT_SHAPE (n, 1),
                              .target = WEFT_SHAPE (n, 1) };
  const WeftMetric *metric = id != NULL ? weft_metric_find (id) : NULL;
  g_autoptr (WeftMeasure) begun = NULL;

  if (metric == NULL || n == 0)
    return NAN;
  begun = weft_measure_begin (metric, &judged, NULL);
  if (begun == NULL)
    return NAN;
  weft_measure_add (begun,
                    &(WeftJudgedBatch){ .n = n, .steps = 1, .prediction = said, .target = truth });
  return weft_measure_end (begun);
}

static int
compare (gconstpointer a, gconstpointer b, gpointer user)
{
  const double *found = user;
  double x = found[*(const gint64 *) a * N_FIGURES], y = found[*(const gint64 *) b * N_FIGURES];

  return (x > y) - (x < y);
}

static void
collect (Several *several, const WeftShown *look)
{
  const char *const *figures = get_figures (look);

  several->n = weft_shape_count (&look->target->shape);
  several->chosen = MIN (several->chosen, several->n - 1);
  several->found = g_renew (double, several->found, several->n *N_FIGURES);
  several->order = g_renew (gint64, several->order, several->n);
  for (gint64 i = 0; i < several->n; i++)
    {
      g_autofree float *truth = NULL;
      g_autofree float *said = dup_column (look, i, &truth);

      several->order[i] = i;
      for (int k = 0; k < N_FIGURES; k++)
        several->found[i * N_FIGURES + k] = measure (figures[k], said, truth, look->result->kept);
    }
}

/* --- drawing --- */

static gint64
count_rows (const Several *several, double height)
{
  return CLAMP ((gint64) ((height - TOP) / ROW), 0, several->n);
}

/* As they stand while there is room for all. */
static void
sort (Several *several, double height)
{
  for (gint64 i = 0; i < several->n; i++)
    several->order[i] = i;
  if (count_rows (several, height) < several->n)
    g_qsort_with_data (several->order, (gint) several->n, sizeof *several->order, compare,
                       several->found);
}

static char *
dup_figure (const WeftShown *look, double value, int k)
{
  const WeftMetric *metric = weft_metric_find (get_figures (look)[k]);

  return isnan (value) ? g_strdup ("–") : weft_format_metric (value, metric->is_share);
}

static void
draw_head (cairo_t *cr, const WeftShown *look, double names)
{
  const char *const *figures = get_figures (look);
  double each = get_figure_width (look);

  for (int k = 0; k < N_FIGURES && figures[k] != NULL; k++)
    weft_text_draw (
        cr, _ (weft_metric_find (figures[k])->title), names + (k + 1) * each - 8, TOP - 20,
        &(WeftTextStyle){ .size = 11,
                          .align = 1,
                          .width = each - 12,
                          .color = weft_theme_get (WEFT_ROLE_DIM, weft_theme_is_dark ()) });
}

static void
draw_row (cairo_t *cr, const Several *several, const WeftShown *look, gint64 i, double top,
          double names, gboolean is_marked)
{
  const char *const *figures = get_figures (look);
  double each = get_figure_width (look);
  gboolean is_dark = weft_theme_is_dark ();
  WeftTextStyle style
      = { .size = 12, .width = names - 16, .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };

  style.is_bold = is_marked;
  if (is_marked)
    {
      weft_theme_set_source (cr, WEFT_ROLE_WELL, is_dark);
      cairo_rectangle (cr, 4, top - 3, names + get_figures_width (look) - 8, ROW);
      cairo_fill (cr);
    }
  weft_text_draw (cr, weft_called_feature (look->model->dataset, look->target, i), 12, top, &style);
  style.align = 1;
  style.width = each - 8;
  for (int k = 0; k < N_FIGURES && figures[k] != NULL; k++)
    {
      g_autofree char *text = dup_figure (look, several->found[i * N_FIGURES + k], k);

      weft_text_draw (cr, text, names + (k + 1) * each - 8, top, &style);
    }
}

/* The answers of the chosen number. */
static void
draw_answers (cairo_t *cr, const Several *several, const WeftShown *look, double left, double width,
              double height)
{
  gint64 n = look->result->kept;
  g_autofree float *truth = NULL;
  g_autofree float *said = dup_column (look, several->chosen, &truth);
  g_autofree double *x = g_new (double, n + 1), *y = g_new (double, n + 1);
  WeftChart chart = { .title = "",
                      .is_dark = weft_theme_is_dark (),
                      .width = width - left,
                      .height = height,
                      .x_label = C_ ("axis", "true"),
                      .y_label = C_ ("axis", "predicted") };

  for (gint64 i = 0; i < n; i++)
    {
      x[i] = (double) truth[i];
      y[i] = (double) said[i];
    }
  cairo_save (cr);
  cairo_translate (cr, left, 0);
  weft_scatter_draw (cr, &chart, &(WeftScatter){ x, y, (guint) n });
  cairo_restore (cr);
}

static gboolean
has_answers (const WeftShown *look, double width)
{
  return width >= BESIDE && get_figures (look) == of_numbers;
}

/* The names get what the figures leave, up to a part of the width where the answers stand beside.
 */
static double
get_names (const WeftShown *look, double width)
{
  double figures = get_figures_width (look);

  return has_answers (look, width) ? MIN (width * NAMES, width - figures - 240)
                                   : MAX (width - figures - 8, 60);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Several *several = user;
  WeftShown look;
  double names;
  g_autofree char *score = NULL;
  const WeftTextStyle style = { .size = 12,
                                .align = 1,
                                .is_bold = TRUE,
                                .color = weft_theme_get (WEFT_ROLE_INK, weft_theme_is_dark ()) };

  if (!weft_results_look (several->context, &look) || several->n == 0)
    return;
  names = get_names (&look, width);
  sort (several, height);
  draw_head (cr, &look, names);
  for (gint64 r = 0; r < count_rows (several, height); r++)
    draw_row (cr, several, &look, several->order[r], TOP + (double) r * ROW, names,
              has_answers (&look, width) && several->order[r] == several->chosen);
  if (has_answers (&look, width))
    draw_answers (cr, several, &look, names + get_figures_width (&look), width, height);
  score = weft_results_dup_titled_score (several->context, look.evaluation);
  weft_text_draw (cr, score, width - 14, 3, &style);
}

/* --- the widget --- */

static char *
dup_table (gpointer user)
{
  const Several *several = user;
  GString *csv = g_string_new ("name");
  WeftShown look;

  if (!weft_results_look (several->context, &look))
    return g_string_free (csv, FALSE);
  for (int k = 0; k < N_FIGURES && get_figures (&look)[k] != NULL; k++)
    g_string_append_printf (csv, ",%s", get_figures (&look)[k]);
  for (gint64 i = 0; i < several->n; i++)
    {
      g_string_append_c (csv, '\n');
      weft_csv_append_text (csv, look.target->feature_names[i]);
      for (int k = 0; k < N_FIGURES && get_figures (&look)[k] != NULL; k++)
        {
          char number[WEFT_NUMBER_SIZE];

          g_string_append_printf (
              csv, ",%s",
              weft_number_write_float (number, (float) several->found[i * N_FIGURES + k]));
        }
    }
  g_string_append_c (csv, '\n');
  return g_string_free (csv, FALSE);
}

/* Each with its first figure, for who cannot see it, and whose answers stand beside. */
static void
tell (const Several *several, const WeftShown *look)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (gint64 i = 0; i < several->n; i++)
    {
      g_autofree char *figure = dup_figure (look, several->found[i * N_FIGURES], 0);

      g_string_append_printf (text, "%s%s%s %s", i > 0 ? " · " : "",
                              i == several->chosen && get_figures (look) == of_numbers ? "▸ " : "",
                              weft_called_feature (look->model->dataset, look->target, i), figure);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (several->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text->str, -1);
}

static void
snapshot_cb (Several *several)
{
  WeftShown look;
  gboolean is_there
      = weft_results_look (several->context, &look) && weft_results_is_trained (several->context);

  weft_panel_set_empty (several->area, !is_there);
  if (!is_there || look.target == NULL || look.target->feature_names == NULL
      || !weft_seen_take (&several->seen, &look))
    return;
  collect (several, &look);
  tell (several, &look);
  gtk_widget_queue_draw (several->area);
}

static void
choose_row (Several *several, gint64 row)
{
  gint64 n = count_rows (several, weft_panel_get_height (several->area));
  WeftShown look;

  if (row < 0 || row >= n || !weft_results_look (several->context, &look))
    return;
  several->chosen = several->order[row];
  tell (several, &look);
  gtk_widget_queue_draw (several->area);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Several *several)
{
  weft_panel_to_drawing (several->area, &x, &y);
  gtk_widget_grab_focus (several->area);
  choose_row (several, (gint64) floor ((y - TOP + 3) / ROW));
}

static gboolean
key_cb (GtkEventControllerKey *key, guint keyval, guint code, GdkModifierType state,
        Several *several)
{
  gint64 row = 0;

  if (keyval != GDK_KEY_Up && keyval != GDK_KEY_Down)
    return GDK_EVENT_PROPAGATE;
  while (row < several->n && several->order[row] != several->chosen)
    row++;
  choose_row (several, row + (keyval == GDK_KEY_Down ? 1 : -1));
  return GDK_EVENT_STOP;
}

static GtkWidget *
create (WeftContext *context)
{
  Several *several = g_new0 (Several, 1);
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *key = gtk_event_controller_key_new ();
  GtkWidget *panel;

  several->context = context;
  several->area = weft_panel_area_new (_ ("One by one"), draw_cb, several);
  weft_panel_set_table (several->area, dup_table);
  gtk_widget_set_focusable (several->area, TRUE);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), several);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), several);
  gtk_widget_add_controller (several->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (several->area, key);
  panel = weft_panel_new (
      several->area, several->area,
      weft_panel_untrained_new (
          _ ("Press Train: how well each of what is predicted is met is listed here.")));
  weft_panel_own_full (panel, several, several_free);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), several);
  return panel;
}

const WeftResultView weft_result_view_several = {
  .id = "several", .title = N_ ("One by one"), .fits = weft_results_is_several, .create = create
};
