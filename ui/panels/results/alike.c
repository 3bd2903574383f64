/* alike: samples beside those whose codes lie nearest to theirs; first those that are of another
 * class */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/panels/results.h"
#include "ui/panels/samples.h"
#include "ui/plots/glyph.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  MOST = 400, /* samples that are compared with each other */
  MAX_SHOWN = 60,
  SIDE = 56,
  BETWEEN = 3,
  PAIR = 2 * SIDE + BETWEEN,
  GAP = 18,
  MARGIN = 12,
  HEAD = 26,
  ROW = SIDE + 22,
};

typedef struct
{
  guint32 sample, nearest;
  double distance;
  gboolean is_wrong;
} Pair;

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  WeftRanges ranges;
  WeftDataset *measured; /* of which the ranges are; nullable */
  GArray *pairs;         /* Pair */
} Alike;

static void
free_alike (gpointer data)
{
  Alike *alike = data;

  weft_ranges_measure (&alike->ranges, NULL);
  g_clear_pointer (&alike->measured, weft_dataset_unref);
  g_array_unref (alike->pairs);
  g_free (alike);
}

static double
find_square (const float *a, const float *b, gint64 width)
{
  double sum = 0;

  for (gint64 k = 0; k < width; k++)
    sum += ((double) a[k] - (double) b[k]) * ((double) a[k] - (double) b[k]);
  return sum;
}

static Pair
find_pair (const WeftShown *look, gint64 n, gint64 of)
{
  const float *codes = weft_tensor_floats (look->result->predictions);
  gint64 width = weft_shape_sample_count (&look->result->predictions->shape), nearest = -1;
  double least = INFINITY;
  Pair pair = { .sample = look->result->samples[of] };

  for (gint64 i = 0; i < n; i++)
    {
      double square
          = i == of ? INFINITY : find_square (codes + of * width, codes + i * width, width);

      if (nearest >= 0 && square >= least)
        continue;
      least = square;
      nearest = i == of ? nearest : i;
    }
  pair.nearest = look->result->samples[nearest];
  pair.distance = sqrt (least);
  pair.is_wrong = weft_field_get_class (look->target, pair.sample)
                  != weft_field_get_class (look->target, pair.nearest);
  return pair;
}

/* Wrong ones first, of those the surest. */
static int
compare (gconstpointer a, gconstpointer b)
{
  const Pair *x = a, *y = b;

  if (x->is_wrong != y->is_wrong)
    return x->is_wrong ? -1 : 1;
  return (x->distance > y->distance) - (x->distance < y->distance);
}

static void
measure (Alike *alike, WeftDataset *dataset)
{
  if (alike->measured == dataset)
    return;
  g_clear_pointer (&alike->measured, weft_dataset_unref);
  alike->measured = weft_dataset_ref (dataset);
  weft_ranges_measure (&alike->ranges, dataset);
}

static void
fill (Alike *alike, const WeftShown *look)
{
  gint64 n = MIN (look->result->kept, MOST);

  g_array_set_size (alike->pairs, 0);
  if (look->target == NULL || look->result->predictions == NULL || n < 2)
    return;
  measure (alike, look->model->dataset);
  for (gint64 i = 0; i < n; i++)
    {
      Pair pair = find_pair (look, n, i);

      g_array_append_val (alike->pairs, pair);
    }
  g_array_sort (alike->pairs, compare);
}

static int
get_columns (int width)
{
  return MAX (1, (width - MARGIN + GAP) / (PAIR + GAP));
}

static void
draw_glyph (cairo_t *cr, const Alike *alike, const WeftShown *look, guint32 sample, double x,
            double y, gboolean is_dark)
{
  cairo_save (cr);
  weft_picture_round (cr, x, y, SIDE, SIDE, 5);
  cairo_clip (cr);
  weft_glyph_draw (cr, look->model->dataset, &alike->ranges, sample, x, y, SIDE, is_dark);
  cairo_restore (cr);
}

/* "017", or "017 ≠ 023". */
static char *
dup_label (const WeftShown *look, const Pair *pair)
{
  const WeftDataset *dataset = look->model->dataset;
  g_autofree char *own = weft_dataset_dup_class_name (
      dataset, look->target, weft_field_get_class (look->target, pair->sample));
  g_autofree char *other = weft_dataset_dup_class_name (
      dataset, look->target, weft_field_get_class (look->target, pair->nearest));

  return pair->is_wrong ? g_strdup_printf ("%s ≠ %s", own, other) : g_steal_pointer (&own);
}

static void
draw_pair (cairo_t *cr, const Alike *alike, const WeftShown *look, const Pair *pair, double x,
           double y, gboolean is_dark)
{
  g_autofree char *label = dup_label (look, pair);
  const WeftTextStyle style
      = { .size = 10,
          .width = PAIR,
          .color = weft_theme_get (pair->is_wrong ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_DIM, is_dark) };

  draw_glyph (cr, alike, look, pair->sample, x, y, is_dark);
  draw_glyph (cr, alike, look, pair->nearest, x + SIDE + BETWEEN, y, is_dark);
  if (pair->sample == weft_context_get_sample (alike->context))
    {
      weft_picture_round (cr, x, y, SIDE, SIDE, 5);
      weft_theme_set_source (cr, WEFT_ROLE_ACCENT, is_dark);
      cairo_set_line_width (cr, 2.5);
      cairo_stroke (cr);
    }
  weft_text_draw (cr, label, x, y + SIDE + 2, &style);
}

static void
draw_head (cairo_t *cr, const Alike *alike, const WeftShown *look, int width, gboolean is_dark)
{
  WeftTextStyle style
      = { .size = 12, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };
  g_autofree char *score = weft_results_dup_titled_score (alike->context, look->evaluation);

  weft_text_draw (cr, _ ("Each sample beside the one most like it"), MARGIN, 3, &style);
  style.align = 1;
  style.color = weft_theme_get (WEFT_ROLE_BEST, is_dark);
  weft_text_draw (cr, score, width - MARGIN, 3, &style);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Alike *alike = user;
  WeftShown look;
  gboolean is_dark = weft_theme_is_dark ();
  int columns = get_columns (width);

  if (!weft_results_look (alike->context, &look))
    return;
  draw_head (cr, alike, &look, width, is_dark);
  for (guint i = 0; i < MIN (alike->pairs->len, MAX_SHOWN); i++)
    draw_pair (cr, alike, &look, &g_array_index (alike->pairs, Pair, i),
               MARGIN + (int) i % columns * (PAIR + GAP), HEAD + (int) i / columns * ROW, is_dark);
}

static void
update_height (Alike *alike)
{
  int n = (int) MIN (alike->pairs->len, MAX_SHOWN);
  int columns = get_columns (weft_panel_get_width (alike->area));

  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (alike->area),
      weft_panel_to_px (alike->area, HEAD + (n + columns - 1) / columns * ROW));
}

static void
resize_cb (GtkDrawingArea *area, int width, int height, Alike *alike)
{
  update_height (alike);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Alike *alike)
{
  int columns = get_columns (weft_panel_get_width (alike->area)), column, i;

  weft_panel_to_drawing (alike->area, &x, &y);
  column = (int) ((x - MARGIN) / (PAIR + GAP));
  i = (int) ((y - HEAD) / ROW) * columns + column;
  if (x < MARGIN || y < HEAD || column >= columns
      || (guint) i >= MIN (alike->pairs->len, MAX_SHOWN))
    return;
  weft_context_set_sample (alike->context, g_array_index (alike->pairs, Pair, i).sample);
  gtk_widget_queue_draw (alike->area);
}

/* In words, for who cannot see it. */
static void
tell (Alike *alike, const WeftShown *look)
{
  g_autofree char *score = weft_results_dup_titled_score (alike->context, look->evaluation);

  gtk_accessible_update_property (GTK_ACCESSIBLE (alike->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  score, -1);
}

static void
snapshot_cb (Alike *alike)
{
  WeftShown look;

  weft_panel_set_empty (alike->area, !weft_results_is_trained (alike->context));
  if (weft_results_look (alike->context, &look))
    {
      fill (alike, &look);
      tell (alike, &look);
    }
  update_height (alike);
  gtk_widget_queue_draw (alike->area);
}

static GtkWidget *
make_area (Alike *alike)
{
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  alike->area = weft_panel_area_new (_ ("Each sample beside the one most like it"), draw_cb, alike);
  gtk_widget_set_tooltip_text (alike->area, _ ("Those taken for one class that are two come first. "
                                               "Click one to see it inside the network."));
  g_signal_connect (alike->area, "resize", G_CALLBACK (resize_cb), alike);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), alike);
  gtk_widget_add_controller (alike->area, GTK_EVENT_CONTROLLER (click));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), alike->area);
  return scrolled;
}

static GtkWidget *
create (WeftContext *context)
{
  Alike *alike = g_new0 (Alike, 1);
  GtkWidget *scrolled, *panel;

  alike->context = context;
  alike->pairs = g_array_new (FALSE, FALSE, sizeof (Pair));
  scrolled = make_area (alike);
  panel = weft_panel_new (
      scrolled, alike->area,
      weft_panel_untrained_new (_ ("Press Train: samples that the network takes for alike are laid "
                                   "side by side.")));
  weft_panel_own_full (panel, alike, free_alike);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), alike);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return weft_model_get_target (model, judge) != NULL && weft_model_judges_codes (model, judge);
}

const WeftResultView weft_result_view_alike = { .id = "alike", .fits = fits, .create = create };
