/* boxes: pictures with what the net finds in them framed, and what there is to be found */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>

#include "engine/data/kind-row.h"
#include "engine/metrics/found.h"
#include "ui/base/format.h"
#include "ui/panels/results.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  MAX_SHOWN = 24,
  SIDE = 128,
  GAP = 10,
  MARGIN = 12,
  HEAD = 26,
  LABEL = 13, /* high */
  KEY = 13,   /* a class's colour and the room behind it */
};

#define SURE 0.3   /* what is less sure is not framed */
#define WIDEST 1.5 /* a label beside its box */

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
} Boxes;

typedef struct
{
  cairo_t *cr;
  const WeftShown *look;
  double left, top, w, h; /* of the picture at hand, px */
  cairo_region_t *labels; /* where the picture at hand has some */
  gboolean is_dark;
} Drawing;

static gboolean
can_show (const WeftShown *look)
{
  const WeftShape *shape = &look->result->predictions->shape;

  return look->target != NULL && weft_dataset_get_x (look->model->dataset)->shape.rank == 3
         && shape->rank == 4 && shape->dims[1] > WEFT_FOUND_NUMBERS;
}

static void
frame (const Drawing *drawing, const WeftFoundBox *box)
{
  cairo_rectangle (drawing->cr, drawing->left + (box->x - box->width / 2) * drawing->w,
                   drawing->top + (box->y - box->height / 2) * drawing->h, box->width * drawing->w,
                   box->height * drawing->h);
  cairo_stroke (drawing->cr);
}

/* "7 92 %" at the upper edge, dark on the frame's colour; where it would hide another's, or is far
 * wider than what it is about, the colour says enough. */
static void
draw_label (Drawing *drawing, const WeftFoundBox *box, const GdkRGBA *color)
{
  g_autofree char *name = weft_dataset_dup_class_name (drawing->look->model->dataset,
                                                       drawing->look->target, box->class);
  g_autofree char *share = weft_format_share (box->score);
  g_autofree char *text = name != NULL
                              ? g_strdup_printf ("%s %s", name, share)
                              : g_strdup_printf ("%" G_GINT64_FORMAT " %s", box->class, share);
  const WeftTextStyle style = { .size = 9.5, .color = weft_theme_get_ink_on (color) };
  double w = weft_text_measure (drawing->cr, text, &style) + 4;
  double x = drawing->left + MAX (box->x - box->width / 2, 0) * drawing->w;
  double y = drawing->top + (box->y - box->height / 2) * drawing->h - LABEL;
  cairo_rectangle_int_t place;

  x = MAX (MIN (x, drawing->left + drawing->w - w), drawing->left);
  y = MAX (y, drawing->top);
  place = (cairo_rectangle_int_t){ (int) x, (int) y, (int) ceil (w), LABEL };
  if (w > box->width * drawing->w * WIDEST
      || cairo_region_contains_rectangle (drawing->labels, &place) != CAIRO_REGION_OVERLAP_OUT)
    return;
  cairo_region_union_rectangle (drawing->labels, &place);
  gdk_cairo_set_source_rgba (drawing->cr, color);
  cairo_rectangle (drawing->cr, x, y, w, LABEL);
  cairo_fill (drawing->cr);
  weft_text_draw (drawing->cr, text, x + 2, y, &style);
}

/* What there is: dashed, dark on light, so that it has no class's colour and is seen on every
 * picture. */
static void
draw_true (const Drawing *drawing, guint32 sample)
{
  const WeftField *field = drawing->look->target;
  WeftShape shape;
  const float *rows = weft_field_get_sample (field, sample, &shape);
  gint64 n = weft_shape_count (&shape);
  g_autofree WeftFoundBox *boxes = g_new (WeftFoundBox, n + 1);
  const double dash[] = { 3, 3 };

  n = weft_found_read_objects (rows, n, MAX (field->classes, 1), boxes);
  cairo_set_line_width (drawing->cr, 1.5);
  for (gint64 i = 0; i < n; i++)
    {
      cairo_set_dash (drawing->cr, NULL, 0, 0);
      cairo_set_source_rgb (drawing->cr, 1, 1, 1);
      frame (drawing, &boxes[i]);
      cairo_set_dash (drawing->cr, dash, 2, 0);
      cairo_set_source_rgb (drawing->cr, 0, 0, 0);
      frame (drawing, &boxes[i]);
    }
  cairo_set_dash (drawing->cr, NULL, 0, 0);
}

static void
draw_found (Drawing *drawing, gint64 row)
{
  const WeftShape *shape = &drawing->look->result->predictions->shape;
  gint64 size = weft_shape_sample_count (shape);
  g_autofree WeftFoundBox *boxes = g_new (WeftFoundBox, shape->dims[2] * shape->dims[3] + 1);
  gint64 n = weft_found_read_picture (
      weft_tensor_floats (drawing->look->result->predictions) + row * size, shape->dims + 1, boxes);

  while (n > 0 && boxes[n - 1].score < SURE)
    n--;
  cairo_set_line_width (drawing->cr, 2);
  for (gint64 i = n; i-- > 0;) /* the surest above the others */
    {
      GdkRGBA color = weft_theme_get_class ((int) boxes[i].class, drawing->is_dark);

      gdk_cairo_set_source_rgba (drawing->cr, &color);
      frame (drawing, &boxes[i]);
    }
  drawing->labels = cairo_region_create ();
  for (gint64 i = 0; i < n; i++)
    {
      GdkRGBA color = weft_theme_get_class ((int) boxes[i].class, drawing->is_dark);

      draw_label (drawing, &boxes[i], &color);
    }
  cairo_region_destroy (drawing->labels);
}

static void
draw_picture (Drawing *drawing, gint64 row, double left, double top)
{
  const WeftField *x = weft_dataset_get_x (drawing->look->model->dataset);
  const gint64 *dims = x->shape.dims;
  guint32 sample = drawing->look->result->samples[row];
  g_autofree float *numbers = g_new (float, weft_shape_count (&x->shape));
  double scale = (double) SIDE / (double) MAX (dims[1], dims[2]);
  cairo_surface_t *picture;

  drawing->w = (double) dims[2] * scale;
  drawing->h = (double) dims[1] * scale;
  drawing->left = left + (SIDE - drawing->w) / 2;
  drawing->top = top + (SIDE - drawing->h) / 2;
  weft_field_get (x, sample, numbers);
  picture = weft_picture_new_sample (numbers, (int) dims[0], (int) dims[1], (int) dims[2], FALSE);
  cairo_save (drawing->cr);
  weft_picture_paint (drawing->cr, picture, drawing->left, drawing->top, drawing->w, drawing->h,
                      TRUE);
  cairo_rectangle (drawing->cr, drawing->left, drawing->top, drawing->w, drawing->h);
  cairo_clip (drawing->cr);
  draw_true (drawing, sample);
  draw_found (drawing, row);
  cairo_restore (drawing->cr);
  cairo_surface_destroy (picture);
}

static int
get_columns (int width)
{
  return MAX (1, (width - 2 * MARGIN + GAP) / (SIDE + GAP));
}

/* Which colour is which class, as many as there is room for. */
static void
draw_classes (const Drawing *drawing, double left, double right)
{
  const WeftField *field = drawing->look->target;
  const WeftTextStyle style
      = { .size = 11, .color = weft_theme_get (WEFT_ROLE_INK, drawing->is_dark) };

  for (gint64 c = 0; c < field->classes; c++)
    {
      GdkRGBA color = weft_theme_get_class ((int) c, drawing->is_dark);
      g_autofree char *name = weft_dataset_dup_class_name (drawing->look->model->dataset, field, c);
      double w = name != NULL ? weft_text_measure (drawing->cr, name, &style) : 0;

      if (name == NULL || left + KEY + w > right)
        return;
      gdk_cairo_set_source_rgba (drawing->cr, &color);
      cairo_rectangle (drawing->cr, left, 6, 9, 9);
      cairo_fill (drawing->cr);
      weft_text_draw (drawing->cr, name, left + KEY, 3, &style);
      left += KEY + w + GAP;
    }
}

static void
draw_head (const Drawing *drawing, const Boxes *boxes, int width)
{
  WeftTextStyle style
      = { .size = 12, .is_bold = TRUE, .color = weft_theme_get (WEFT_ROLE_INK, drawing->is_dark) };
  g_autofree char *score
      = weft_results_dup_titled_score (boxes->context, drawing->look->evaluation);
  const char *words = _ ("Found by the network · dashed: what there is");
  double title;

  weft_text_draw (drawing->cr, words, MARGIN, 3, &style);
  title = weft_text_measure (drawing->cr, words, &style);
  draw_classes (drawing, MARGIN + title + 2 * GAP,
                width - MARGIN - 2 * GAP - weft_text_measure (drawing->cr, score, &style));
  style.align = 1;
  style.color = weft_theme_get (WEFT_ROLE_BEST, drawing->is_dark);
  weft_text_draw (drawing->cr, score, width - MARGIN, 3, &style);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Boxes *boxes = user;
  WeftShown look;
  Drawing drawing = { .cr = cr, .look = &look, .is_dark = weft_theme_is_dark () };
  int columns = get_columns (width);

  if (!weft_results_look (boxes->context, &look) || !can_show (&look))
    return;
  draw_head (&drawing, boxes, width);
  for (int i = 0; i < (int) MIN (look.result->kept, MAX_SHOWN); i++)
    draw_picture (&drawing, i, MARGIN + i % columns * (SIDE + GAP),
                  HEAD + i / columns * (SIDE + GAP));
}

/* As high as its rows are. */
static void
update_height (Boxes *boxes)
{
  WeftShown look;
  int n = weft_results_look (boxes->context, &look) ? (int) MIN (look.result->kept, MAX_SHOWN) : 0;
  int columns = get_columns (weft_panel_get_width (boxes->area));

  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (boxes->area),
      weft_panel_to_px (boxes->area, HEAD + (n + columns - 1) / columns * (SIDE + GAP)));
}

static void
resize_cb (GtkDrawingArea *area, int width, int height, Boxes *boxes)
{
  update_height (boxes);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Boxes *boxes)
{
  WeftShown look;
  int columns = get_columns (weft_panel_get_width (boxes->area)), column, row;

  weft_panel_to_drawing (boxes->area, &x, &y);
  column = (int) ((x - MARGIN) / (SIDE + GAP));
  row = (int) ((y - HEAD) / (SIDE + GAP));
  if (weft_results_look (boxes->context, &look) && can_show (&look) && x >= MARGIN && y >= HEAD
      && column < columns && row * columns + column < MIN (look.result->kept, MAX_SHOWN))
    weft_context_set_sample (boxes->context, look.result->samples[row * columns + column]);
}

static void
snapshot_cb (Boxes *boxes)
{
  weft_panel_set_empty (boxes->area, !weft_results_is_trained (boxes->context));
  update_height (boxes);
  gtk_widget_queue_draw (boxes->area);
}

static GtkWidget *
create (WeftContext *context)
{
  Boxes *boxes = g_new0 (Boxes, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();
  GtkGesture *click = gtk_gesture_click_new ();
  GtkWidget *panel;

  boxes->context = context;
  boxes->area = weft_panel_area_new (_ ("Boxes over pictures"), draw_cb, boxes);
  gtk_widget_set_tooltip_text (boxes->area, _ ("Click a picture to see it inside the network."));
  g_signal_connect (boxes->area, "resize", G_CALLBACK (resize_cb), boxes);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), boxes);
  gtk_widget_add_controller (boxes->area, GTK_EVENT_CONTROLLER (click));
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), boxes->area);
  panel = weft_panel_new (
      scrolled, boxes->area,
      weft_panel_untrained_new (_ ("Press Train: what the network finds is framed.")));
  weft_panel_own (panel, boxes);
  weft_results_follow (panel, context, G_CALLBACK (snapshot_cb), boxes);
  return panel;
}

static gboolean
fits (const WeftModel *model, guint judge)
{
  const WeftField *target = weft_model_get_target (model, judge);

  return target != NULL && weft_kind_get_row (target->kind)->answer == WEFT_ANSWER_BOXES;
}

const WeftResultView weft_result_view_boxes = { .id = "boxes", .fits = fits, .create = create };
