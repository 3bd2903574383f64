/* mask: pictures with what the net marks and what it should mark, the worst first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/kind-row.h"
#include "ui/base/format.h"
#include "ui/panels/results.h"
#include "ui/plots/raster.h"
#include "ui/plots/plot-text.h"

enum
{
  MAX_SHOWN = 24,
  SIDE = 72,
  TRIPLE = 3 * SIDE + 6,
  GAP = 18,
  MARGIN = 12,
  HEAD = 26,
  ROW = SIDE + 22,
};

typedef struct
{
  gint64 row; /* of the evaluation */
  double overlap;
} Judged;

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Masks;

/* Intersection over union of logits > 0 and the mask. */
static double
measure_overlap (const float *logits, const float *mask, gint64 n)
{
  gint64 both = 0, either = 0;

  for (gint64 i = 0; i < n; i++)
    {
      both += logits[i] > 0 && mask[i] > 0.5f;
      either += logits[i] > 0 || mask[i] > 0.5f;
    }
  return either > 0 ? (double) both / (double) either : 1;
}

static int
compare_judged (gconstpointer a, gconstpointer b)
{
  double x = ((const Judged *) a)->overlap, y = ((const Judged *) b)->overlap;

  return (x > y) - (x < y);
}

static GArray *
judge (const WeftShown *look)
{
  GArray *list = g_array_new (FALSE, FALSE, sizeof (Judged));
  const WeftField *field = look->target;
  gint64 n = weft_shape_count (&field->shape);
  g_autofree float *mask = g_new (float, n);

  for (gint64 i = 0; i < look->result->kept; i++)
    {
      Judged judged = { .row = i };

      weft_field_get (field, look->result->samples[i], mask);
      judged.overlap
          = measure_overlap (weft_tensor_floats (look->result->predictions) + i * n, mask, n);
      g_array_append_val (list, judged);
    }
  g_array_sort (list, compare_judged);
  return list;
}

static void
paint_map (cairo_t *cr, const float *x, const WeftField *field, double left, double top,
           gboolean is_dark)
{
  const gint64 *dims = field->shape.dims;
  cairo_surface_t *picture
      = weft_picture_new (x, (int) dims[1], (int) dims[2], WEFT_TONE_SEQUENTIAL, 0, is_dark);

  weft_picture_paint (cr, picture, left, top, SIDE, SIDE, TRUE);
  cairo_surface_destroy (picture);
}

static void
draw_triple (cairo_t *cr, const WeftShown *look, const Judged *judged, double left, double top,
             gboolean is_dark)
{
  const WeftField *shown = weft_dataset_get_x (look->model->dataset), *field = look->target;
  const gint64 *dims = shown->shape.dims;
  gint64 n = weft_shape_count (&field->shape);
  g_autofree float *x = g_new (float, weft_shape_count (&shown->shape));
  g_autofree float *y = g_new (float, n);
  g_autofree char *overlap = weft_format_fixed (judged->overlap, 2);
  g_autofree char *label = g_strdup_printf (_ ("overlap %s"), overlap);
  const WeftTextStyle style = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  cairo_surface_t *picture;

  weft_field_get (shown, look->result->samples[judged->row], x);
  picture = weft_picture_new_sample (x, (int) dims[0], (int) dims[1], (int) dims[2], FALSE);
  weft_picture_paint (cr, picture, left, top, SIDE, SIDE, TRUE);
  cairo_surface_destroy (picture);
  for (gint64 i = 0; i < n; i++)
    y[i] = 1 / (1 + expf (-weft_tensor_floats (look->result->predictions)[judged->row * n + i]));
  paint_map (cr, y, field, left + SIDE + 3, top, is_dark);
  weft_field_get (field, look->result->samples[judged->row], y);
  paint_map (cr, y, field, left + 2 * (SIDE + 3), top, is_dark);
  weft_text_draw (cr, label, left, top + SIDE + 1, &style);
}

static int
get_columns (int width)
{
  return MAX (1, (width - MARGIN) / (TRIPLE + GAP));
}

static gboolean
can_show (const WeftShown *look)
{
  const WeftField *field = look->target;

  return field != NULL && field->kind == WEFT_KIND_MASK
         && weft_shape_sample_count (&look->result->predictions->shape)
                == weft_shape_count (&field->shape);
}

static void
draw_head (cairo_t *cr, const WeftShown *look, GArray *list, int width, gboolean is_dark)
{
  WeftTextStyle style
      = { .size = 12, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };
  g_autofree char *number = NULL, *score = NULL;
  double sum = 0;

  for (guint i = 0; i < list->len; i++)
    sum += g_array_index (list, Judged, i).overlap;
  sum /= MAX (list->len, 1);
  if (!isnan (look->result->badness)) /* then these are but the worst */
    sum = 1 - look->result->badness;
  number = weft_format_digits (sum, 3);
  score = g_strdup_printf (_ ("mean overlap %s"), number);
  weft_text_draw (cr, _ ("Picture · marked by the network · true mask"), MARGIN, 3, &style);
  style.align = 1;
  style.color = weft_theme_get (WEFT_ROLE_BEST, is_dark);
  weft_text_draw (cr, score, width - MARGIN, 3, &style);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Masks *masks = user;
  WeftShown look;
  gboolean is_dark = weft_theme_is_dark ();
  int columns = get_columns (width);
  g_autoptr (GArray) list = NULL;

  if (!weft_results_look (masks->context, &look) || !can_show (&look))
    return;
  list = judge (&look);
  draw_head (cr, &look, list, width, is_dark);
  for (guint i = 0; i < MIN (list->len, MAX_SHOWN); i++)
    draw_triple (cr, &look, &g_array_index (list, Judged, i),
                 MARGIN + (int) i % columns * (TRIPLE + GAP), HEAD + (int) i / columns * ROW,
                 is_dark);
}

/* As high as its rows are. */
static void
update_height (Masks *masks)
{
  WeftShown look;
  int n = weft_results_look (masks->context, &look) ? (int) MIN (look.result->kept, MAX_SHOWN) : 0;
  int columns = get_columns (weft_panel_get_width (masks->area));

  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (masks->area),
      weft_panel_to_px (masks->area, HEAD + (n + columns - 1) / columns * ROW));
}

static void
resize_cb (GtkDrawingArea *area, int width, int height, Masks *masks)
{
  update_height (masks);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Masks *masks)
{
  WeftShown look;
  int columns = get_columns (weft_panel_get_width (masks->area));
  int column, row;
  g_autoptr (GArray) list = NULL;

  weft_panel_to_drawing (masks->area, &x, &y);
  column = (int) ((x - MARGIN) / (TRIPLE + GAP));
  row = (int) ((y - HEAD) / ROW);
  if (!weft_results_look (masks->context, &look) || !can_show (&look) || x < MARGIN || y < HEAD
      || column >= columns)
    return;
  list = judge (&look);
  if ((guint) (row * columns + column) < MIN (list->len, MAX_SHOWN))
    weft_context_set_sample (
        masks->context,
        look.result->samples[g_array_index (list, Judged, row * columns + column).row]);
}

static void
snapshot_cb (Masks *masks)
{
  weft_panel_set_empty (masks->area, !weft_results_is_trained (masks->context));
  update_height (masks);
  gtk_widget_queue_draw (masks->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Masks *masks = g_new0 (Masks, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkWidget *panel;

  masks->context = context;
  masks->area = weft_panel_area_new (_ ("Masks"), draw_cb, masks);
  gtk_widget_set_tooltip_text (masks->area,
                               _ ("The worst first. Click one to see it inside the network."));
  g_signal_connect (masks->area, "resize", G_CALLBACK (resize_cb), masks);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), masks);
  gtk_widget_add_controller (masks->area, GTK_EVENT_CONTROLLER (click));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), masks->area);
  panel
      = weft_panel_new (scrolled, masks->area,
                        weft_panel_untrained_new (_ (
                            "Press Train: what the network marks is laid beside the true masks.")));
  weft_panel_own (panel, masks);
  weft_panel_follow (panel, weft_context_get_live (context), "snapshot", G_CALLBACK (snapshot_cb),
                     masks);
  weft_panel_follow (panel, context, "judge", G_CALLBACK (snapshot_cb), masks);
  snapshot_cb (masks);
  return panel;
}

static gboolean
fits (const WeftModel *model, const WeftField *target)
{
  return target != NULL && weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_MARKS;
}

const WeftResultView weft_result_view_mask = { .id = "mask", .fits = fits, .create = create };
