/* mask: pictures with what the net marks and what it should mark, which class it gives each pixel
 * and which it should, or what it makes of them and what it should, the worst first */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

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

/* How answers of a kind are judged and drawn; x: n of them, of a picture as large as dims. */
typedef struct
{
  WeftAnswer answer;
  const char *title, *head, *score, *label; /* N_ () */
  /* The better, the greater; below 0 it is an error. */
  double (*judge) (const float *scores, const float *wanted, gint64 n, gint64 classes);
  /* Scores become what is drawn, in the place of the first n. */
  void (*decide) (float *scores, gint64 n, gint64 classes);
  void (*paint) (cairo_t *cr, const float *x, const gint64 *dims, double left, double top,
                 gboolean is_dark); /* dims: C, H, W */
} Form;

/* Intersection over union of logits > 0 and the mask. */
static double
measure_overlap (const float *logits, const float *mask, gint64 n, gint64 classes)
{
  gint64 both = 0, either = 0;

  for (gint64 i = 0; i < n; i++)
    {
      both += logits[i] > 0 && mask[i] > 0.5f;
      either += logits[i] > 0 || mask[i] > 0.5f;
    }
  return either > 0 ? (double) both / (double) either : 1;
}

static void
decide_mask (float *scores, gint64 n, gint64 classes)
{
  for (gint64 i = 0; i < n; i++)
    scores[i] = 1 / (1 + expf (-scores[i]));
}

static void
paint_mask (cairo_t *cr, const float *x, const gint64 *dims, double left, double top,
            gboolean is_dark)
{
  cairo_surface_t *picture
      = weft_picture_new (x, (int) dims[1], (int) dims[2], WEFT_TONE_SEQUENTIAL, 0, is_dark);

  weft_picture_paint (cr, picture, left, top, SIDE, SIDE, TRUE);
  cairo_surface_destroy (picture);
}

static gint64
find_likeliest (const float *scores, gint64 i, gint64 n, gint64 classes)
{
  gint64 best = 0;

  for (gint64 c = 1; c < classes; c++)
    if (scores[c * n + i] > scores[best * n + i])
      best = c;
  return best;
}

/* The share of the places that are called what they are. */
static double
measure_right (const float *scores, const float *labels, gint64 n, gint64 classes)
{
  gint64 right = 0;

  for (gint64 i = 0; i < n; i++)
    right += find_likeliest (scores, i, n, classes) == (gint64) labels[i];
  return (double) right / (double) n;
}

static void
decide_class (float *scores, gint64 n, gint64 classes)
{
  for (gint64 i = 0; i < n; i++)
    scores[i] = (float) find_likeliest (scores, i, n, classes);
}

/* Each class in its colour; the first, which is mostly what lies behind, in none. */
static void
paint_classes (cairo_t *cr, const float *x, const gint64 *dims, double left, double top,
               gboolean is_dark)
{
  int rows = (int) dims[1], columns = (int) dims[2];
  cairo_surface_t *picture = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, columns, rows);
  int stride = cairo_image_surface_get_stride (picture);

  for (int i = 0; i < rows * columns; i++)
    {
      GdkRGBA color = weft_theme_get_class (MAX ((int) x[i] - 1, 0), is_dark);
      guint32 *pixel = (guint32 *) (void *) (cairo_image_surface_get_data (picture)
                                             + (gsize) (i / columns) * (gsize) stride)
                       + i % columns;

      if (x[i] > 0)
        *pixel = 0xff000000u | (guint32) (color.red * 255) << 16
                 | (guint32) (color.green * 255) << 8 | (guint32) (color.blue * 255);
    }
  cairo_surface_mark_dirty (picture);
  weft_picture_paint (cr, picture, left, top, SIDE, SIDE, TRUE);
  cairo_surface_destroy (picture);
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, is_dark);
  cairo_rectangle (cr, left + 0.5, top + 0.5, SIDE - 1, SIDE - 1);
  cairo_set_line_width (cr, 1);
  cairo_stroke (cr);
}

/* Minus the mean absolute error. */
static double
measure_error (const float *made, const float *wanted, gint64 n, gint64 classes)
{
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += fabs ((double) (made[i] - wanted[i]));
  return -sum / (double) n;
}

/* The same of scores, whose sigmoid is what is made. */
static double
measure_bits (const float *scores, const float *wanted, gint64 n, gint64 classes)
{
  double sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += fabs (1 / (1 + exp (-(double) scores[i])) - (double) wanted[i]);
  return -sum / (double) n;
}

static void
leave_numbers (float *scores, gint64 n, gint64 classes)
{
}

static void
paint_picture (cairo_t *cr, const float *x, const gint64 *dims, double left, double top,
               gboolean is_dark)
{
  cairo_surface_t *picture
      = weft_picture_new_sample (x, (int) dims[0], (int) dims[1], (int) dims[2], FALSE);

  weft_picture_paint (cr, picture, left, top, SIDE, SIDE, TRUE);
  cairo_surface_destroy (picture);
}

static const Form forms[] = {
  { WEFT_ANSWER_MARKS, N_ ("Masks"), N_ ("Picture · marked by the network · true mask"),
    N_ ("mean overlap %s"), N_ ("overlap %s"), measure_overlap, decide_mask, paint_mask },
  { WEFT_ANSWER_AREAS, N_ ("Masks"), N_ ("Picture · classes by the network · true classes"),
    N_ ("right pixels %s"), N_ ("right %s"), measure_right, decide_class, paint_classes },
};

/* Of a picture that is to become a picture: numbers, and scores of bits that become shares. */
static const Form picture_forms[] = {
  { WEFT_ANSWER_NUMBERS, N_ ("Pictures"), N_ ("Picture · made by the network · as it should be"),
    N_ ("mean absolute error %s"), N_ ("off by %s"), measure_error, leave_numbers, paint_picture },
  { WEFT_ANSWER_NUMBERS, N_ ("Pictures"), N_ ("Picture · made by the network · as it should be"),
    N_ ("mean absolute error %s"), N_ ("off by %s"), measure_bits, decide_mask, paint_picture }
};

static const Form *
find_form (const WeftModel *model, guint judge)
{
  const WeftField *field = weft_model_get_target (model, judge);
  const WeftNode *loss = weft_graph_find (model->graph, model->judges[judge].node);

  for (guint i = 0; field != NULL && i < G_N_ELEMENTS (forms); i++)
    if (weft_kind_get_row (field->kind)->answer == forms[i].answer)
      return &forms[i];
  if (field == NULL || field->kind != WEFT_KIND_PICTURE
      || weft_dataset_get_x (model->dataset)->kind != WEFT_KIND_PICTURE)
    return NULL;
  return &picture_forms[loss != NULL && g_str_equal (loss->layer->id, "bce_with_logits")];
}

static const Form *
get_form (const WeftShown *look)
{
  return find_form (look->model, look->judge);
}

/* Numbers of one answer. */
static gint64
count_scores (const WeftShown *look)
{
  return weft_shape_sample_count (&look->result->predictions->shape);
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
  const Form *form = get_form (look);
  gint64 n = weft_shape_count (&field->shape), width = count_scores (look);
  g_autofree float *mask = g_new (float, n);

  for (gint64 i = 0; i < look->result->kept; i++)
    {
      Judged judged = { .row = i };

      weft_field_get (field, look->result->samples[i], mask);
      judged.overlap = form->judge (weft_tensor_floats (look->result->predictions) + i * width,
                                    mask, n, width / n);
      g_array_append_val (list, judged);
    }
  g_array_sort (list, compare_judged);
  return list;
}

static void
draw_triple (cairo_t *cr, const WeftShown *look, const Judged *judged, double left, double top,
             gboolean is_dark)
{
  const WeftField *shown = weft_dataset_get_x (look->model->dataset), *field = look->target;
  const Form *form = get_form (look);
  const gint64 *dims = form->paint == paint_picture ? field->shape.dims : shown->shape.dims;
  gint64 n = weft_shape_count (&field->shape), width = count_scores (look);
  g_autofree float *x = g_new (float, weft_shape_count (&shown->shape));
  g_autofree float *y = g_new (float, width);
  g_autofree char *overlap = weft_format_fixed (fabs (judged->overlap), 2);
  g_autofree char *label = g_strdup_printf (_ (form->label), overlap);
  const WeftTextStyle style = { .size = 10, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };

  weft_field_get (shown, look->result->samples[judged->row], x);
  paint_picture (cr, x, shown->shape.dims, left, top, is_dark);
  memcpy (y, weft_tensor_floats (look->result->predictions) + judged->row * width,
          (gsize) width * sizeof *y);
  form->decide (y, n, width / n);
  form->paint (cr, y, dims, left + SIDE + 3, top, is_dark);
  weft_field_get (field, look->result->samples[judged->row], y);
  form->paint (cr, y, dims, left + 2 * (SIDE + 3), top, is_dark);
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

  return get_form (look) != NULL && count_scores (look) % weft_shape_count (&field->shape) == 0;
}

static void
draw_head (cairo_t *cr, const WeftShown *look, GArray *list, int width, gboolean is_dark)
{
  WeftTextStyle style
      = { .size = 12, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, is_dark) };
  const Form *form = get_form (look);
  g_autofree char *number = NULL, *score = NULL;
  double sum = 0;

  for (guint i = 0; i < list->len; i++)
    sum += g_array_index (list, Judged, i).overlap;
  sum /= MAX (list->len, 1);
  if (!isnan (look->result->badness)) /* then these are but the worst */
    sum = 1 - look->result->badness;
  number = weft_format_digits (fabs (sum), 3);
  score = g_strdup_printf (_ (form->score), number);
  weft_text_draw (cr, _ (form->head), MARGIN, 3, &style);
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
  WeftShown look;

  if (weft_results_look (masks->context, &look) && get_form (&look) != NULL)
    gtk_accessible_update_property (GTK_ACCESSIBLE (masks->area), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                    _ (get_form (&look)->title), -1);
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
  panel = weft_panel_new (scrolled, masks->area,
                          weft_panel_untrained_new (_ (
                              "Press Train: what the network makes of each picture is laid beside "
                              "what it should be.")));
  weft_panel_own (panel, masks);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), masks);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  return find_form (model, judge) != NULL;
}

const WeftResultView weft_result_view_mask = { .id = "mask", .fits = fits, .create = create };
