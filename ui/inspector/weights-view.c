/* weights-view: a node's weights as small maps, negative orange, positive blue, and their histogram
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/weights-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/plots/raster.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"

#define GAP 4
#define HISTOGRAM_HEIGHT 56
#define LABEL_HEIGHT 15
#define N_BINS 41
#define MAX_MAPS 32
#define MAX_MAP 96 /* a matrix is shown by at most so many rows */

struct _WeftWeightsView
{
  GtkWidget parent_instance;
  WeftTensor *tensor;
  WeftShape shape; /* as it is looked at */
  float limit;     /* of the histogram: the largest magnitude or a little more */
  double full;     /* where a colour is full */
  int bins[N_BINS];
  int top; /* of the bins */
};

G_DEFINE_FINAL_TYPE (WeftWeightsView, weft_weights_view, GTK_TYPE_WIDGET)

/* How the maps are laid out for a width: n of h × w numbers, each drawn as a tile. */
typedef struct
{
  int n, h, w;
  int columns, rows;
  double tile_w, tile_h;
} Layout;

static Layout
lay_out (WeftWeightsView *view, int width)
{
  const WeftShape *shape = &view->shape;
  Layout layout = {
    .n = 1, .h = 1, .w = (int) MIN (weft_shape_count (shape), 4096), .columns = 1, .rows = 1
  };

  if (shape->rank == 4)
    {
      layout.n = (int) MIN (shape->dims[0] * shape->dims[1], MAX_MAPS);
      layout.h = (int) shape->dims[2];
      layout.w = (int) shape->dims[3];
      layout.columns = CLAMP ((width + GAP) / (26 + GAP), 1, 8);
      layout.columns = MIN (layout.columns, MAX (layout.n, 4));
      layout.rows = (layout.n + layout.columns - 1) / layout.columns;
    }
  else if (shape->rank >= 2)
    {
      layout.h = (int) MIN (shape->dims[0], MAX_MAP);
      layout.w = (int) MIN (weft_shape_sample_count (shape), 4096);
    }
  layout.tile_w = (double) (width - (layout.columns - 1) * GAP) / layout.columns;
  layout.tile_h = shape->rank == 4
                      ? layout.tile_w * layout.h / layout.w
                      : CLAMP (MAX (layout.tile_w * layout.h / layout.w, layout.h * 6.0), 14, 120);
  return layout;
}

static cairo_surface_t *
make_surface (WeftWeightsView *view, const Layout *layout, int map)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_ARGB32, layout->w, layout->h);
  const float *x = weft_tensor_floats (view->tensor);
  gint64 stride = view->shape.rank >= 2 && view->shape.rank != 4
                      ? weft_shape_sample_count (&view->shape)
                      : layout->w;
  gboolean is_dark = weft_theme_is_dark ();

  x += (gint64) map * layout->h * layout->w;
  cairo_surface_flush (surface);
  for (int i = 0; i < layout->h; i++)
    {
      guint32 *row
          = (guint32 *) (gpointer) (cairo_image_surface_get_data (surface)
                                    + (gsize) i * cairo_image_surface_get_stride (surface));

      for (int j = 0; j < layout->w; j++)
        row[j] = weft_theme_map_diverging (CLAMP (x[i * stride + j] / view->full, -1, 1), is_dark);
    }
  cairo_surface_mark_dirty (surface);
  return surface;
}

static void
draw_maps (WeftWeightsView *view, cairo_t *cr, const Layout *layout)
{
  for (int map = 0; map < layout->n; map++)
    {
      cairo_surface_t *surface = make_surface (view, layout, map);

      cairo_save (cr);
      cairo_translate (cr, map % layout->columns * (layout->tile_w + GAP),
                       map / layout->columns * (layout->tile_h + GAP));
      cairo_rectangle (cr, 0, 0, layout->tile_w, layout->tile_h);
      cairo_scale (cr, layout->tile_w / layout->w, layout->tile_h / layout->h);
      cairo_set_source_surface (cr, surface, 0, 0);
      cairo_pattern_set_filter (cairo_get_source (cr), layout->w > layout->tile_w
                                                           ? CAIRO_FILTER_GOOD
                                                           : CAIRO_FILTER_NEAREST);
      cairo_fill (cr);
      cairo_restore (cr);
      weft_picture_outline (cr, map % layout->columns * (layout->tile_w + GAP),
                            map / layout->columns * (layout->tile_h + GAP), layout->tile_w,
                            layout->tile_h, weft_theme_is_dark ());
      cairo_surface_destroy (surface);
    }
}

static void
draw_number (GtkWidget *widget, cairo_t *cr, double value, double x, double y, double align)
{
  g_autofree char *text = weft_format_number (value);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, text);
  PangoFontDescription *font = pango_font_description_new ();
  int width;

  pango_font_description_set_absolute_size (font, 10 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  pango_layout_get_pixel_size (layout, &width, NULL);
  weft_theme_set_source (cr, WEFT_ROLE_DIM, weft_theme_is_dark ());
  cairo_move_to (cr, x - align * width, y);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_histogram (WeftWeightsView *view, cairo_t *cr, double width, double y)
{
  double bar = width / N_BINS;
  gboolean is_dark = weft_theme_is_dark ();

  for (int i = 0; i < N_BINS; i++)
    {
      double height = view->top > 0 ? (double) view->bins[i] / view->top * HISTOGRAM_HEIGHT : 0;

      weft_theme_set_source (cr,
                             i < N_BINS / 2   ? WEFT_ROLE_NEGATIVE
                             : i > N_BINS / 2 ? WEFT_ROLE_POSITIVE
                                              : WEFT_ROLE_FAINT,
                             is_dark);
      cairo_rectangle (cr, i * bar, y + HISTOGRAM_HEIGHT - height, MAX (bar - 1, 1), height);
      cairo_fill (cr);
    }
  weft_theme_set_source (cr, WEFT_ROLE_AXIS, is_dark);
  cairo_rectangle (cr, 0, y + HISTOGRAM_HEIGHT, width, 1);
  cairo_fill (cr);
  draw_number (GTK_WIDGET (view), cr, -view->limit, 0, y + HISTOGRAM_HEIGHT + 2, 0);
  draw_number (GTK_WIDGET (view), cr, 0, width / 2, y + HISTOGRAM_HEIGHT + 2, 0.5);
  draw_number (GTK_WIDGET (view), cr, view->limit, width, y + HISTOGRAM_HEIGHT + 2, 1);
}

static double
maps_height (const Layout *layout)
{
  return layout->rows * (layout->tile_h + GAP);
}

static void
weft_weights_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftWeightsView *view = WEFT_WEIGHTS_VIEW (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  Layout layout;
  cairo_t *cr;

  if (view->tensor == NULL)
    return;
  layout = lay_out (view, width);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  draw_maps (view, cr, &layout);
  draw_histogram (view, cr, width, maps_height (&layout) + 8);
  cairo_destroy (cr);
}

static GtkSizeRequestMode
weft_weights_view_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
weft_weights_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftWeightsView *view = WEFT_WEIGHTS_VIEW (widget);

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 120;
  else if (view->tensor == NULL)
    *minimum = *natural = 0;
  else
    {
      Layout layout = lay_out (view, for_size > 0 ? for_size : 228);

      *minimum = *natural
          = (int) ceil (maps_height (&layout)) + 8 + HISTOGRAM_HEIGHT + LABEL_HEIGHT + 2;
    }
}

/* The limit is rounded up to 1, 2 or 5 of its power of ten, so that the axis does not flicker. */
static float
round_limit (float x)
{
  float power;

  if (!(x > 0) || !isfinite (x))
    return 1;
  power = powf (10, floorf (log10f (x)));
  x /= power;
  return power * (x <= 1 ? 1 : x <= 2 ? 2 : x <= 5 ? 5 : 10);
}

static void
count_bins (WeftWeightsView *view)
{
  const float *x = weft_tensor_floats (view->tensor);
  gint64 n = weft_shape_count (&view->tensor->shape);
  float largest = 0;

  for (gint64 i = 0; i < n; i++)
    if (isfinite (x[i]))
      largest = fmaxf (largest, fabsf (x[i]));
  view->limit = round_limit (largest);
  view->full = weft_picture_choose_limit (x, (gsize) n);
  memset (view->bins, 0, sizeof view->bins);
  for (gint64 i = 0; i < n; i++)
    if (isfinite (x[i]))
      view->bins[CLAMP ((int) ((x[i] / view->limit + 1) / 2 * N_BINS), 0, N_BINS - 1)]++;
  view->top = 0;
  for (int i = 0; i < N_BINS; i++)
    view->top = MAX (view->top, view->bins[i]);
}

void
weft_weights_view_set_tensor (WeftWeightsView *view, WeftTensor *tensor, const WeftShape *shape)
{
  gboolean is_resized;

  g_return_if_fail (WEFT_IS_WEIGHTS_VIEW (view));

  is_resized = tensor == NULL || view->tensor == NULL || !weft_shape_equal (shape, &view->shape);
  if (tensor != NULL)
    weft_tensor_ref (tensor);
  g_clear_pointer (&view->tensor, weft_tensor_unref);
  view->tensor = tensor;
  if (tensor != NULL)
    {
      view->shape = *shape;
      count_bins (view);
    }
  if (is_resized)
    gtk_widget_queue_resize (GTK_WIDGET (view));
  gtk_widget_queue_draw (GTK_WIDGET (view));
}

GtkWidget *
weft_weights_view_new (void)
{
  return g_object_new (WEFT_TYPE_WEIGHTS_VIEW, "accessible-role", GTK_ACCESSIBLE_ROLE_IMG, NULL);
}

static void
weft_weights_view_finalize (GObject *object)
{
  g_clear_pointer (&WEFT_WEIGHTS_VIEW (object)->tensor, weft_tensor_unref);
  G_OBJECT_CLASS (weft_weights_view_parent_class)->finalize (object);
}

static void
weft_weights_view_class_init (WeftWeightsViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = weft_weights_view_finalize;
  widget_class->snapshot = weft_weights_view_snapshot;
  widget_class->measure = weft_weights_view_measure;
  widget_class->get_request_mode = weft_weights_view_get_request_mode;
}

static void
weft_weights_view_init (WeftWeightsView *view)
{
  weft_widget_set_name (GTK_WIDGET (view), _ ("Weights"));
  g_signal_connect_object (adw_style_manager_get_default (), "notify::dark",
                           G_CALLBACK (gtk_widget_queue_draw), view, G_CONNECT_SWAPPED);
}
