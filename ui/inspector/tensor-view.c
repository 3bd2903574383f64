/* tensor-view: a tensor of one sample as a map, a histogram and numbers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/tensor-view.h"

#include <glib/gi18n-lib.h>

#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/inspector/numbers-view.h"
#include "ui/plots/maps.h"

#define MAP_HEIGHT 110
#define HISTOGRAM_HEIGHT 70
#define NUMBERS_HEIGHT 130
#define LEAST_NUMBERS 90

struct _WeftTensorView
{
  GtkBox parent_instance;
  WeftTensor *tensor; /* nullable */
  WeftShape shape;    /* that the indices are for */
  GtkWidget *indices, *map, *histogram, *scrolled, *numbers;
  GtkWidget *spins[WEFT_MAX_RANK];
  guint n_spins;
  gboolean is_filling;
};

G_DEFINE_FINAL_TYPE (WeftTensorView, weft_tensor_view, GTK_TYPE_BOX)

/* What is looked at: (rows, cols) of it. */
static const float *
find_slice (WeftTensorView *self, gint64 *rows, gint64 *cols)
{
  const WeftShape *shape = &self->tensor->shape;
  gint64 at = 0;

  *cols = shape->rank > 1 ? shape->dims[shape->rank - 1] : 1;
  *rows = shape->rank > 1 ? shape->dims[shape->rank - 2] : shape->rank > 0 ? shape->dims[0] : 1;
  for (guint i = 0; i < self->n_spins; i++)
    at = at * shape->dims[i] + gtk_spin_button_get_value_as_int (GTK_SPIN_BUTTON (self->spins[i]))
         - 1;
  return weft_tensor_floats (self->tensor) + at * *rows * *cols;
}

static void
show_slice (WeftTensorView *self)
{
  gint64 rows = 0, cols = 0;
  const float *x = NULL;

  if (self->is_filling)
    return;
  if (self->tensor != NULL)
    x = find_slice (self, &rows, &cols);
  weft_numbers_view_set (WEFT_NUMBERS_VIEW (self->numbers), x, rows, cols);
  gtk_widget_queue_draw (self->map);
  gtk_widget_queue_draw (self->histogram);
}

static void
draw_map_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  WeftTensorView *self = user;
  WeftMaps maps = { .is_dark = weft_theme_is_dark () };
  gint64 rows, cols;

  if (self->tensor == NULL)
    return;
  maps.x = find_slice (self, &rows, &cols);
  maps.is_signed = TRUE;
  maps.shape = self->tensor->shape;
  if (maps.shape.rank > 2) /* as square as it is */
    maps.shape = weft_shape_new ((gint64[]){ 1, rows, cols }, 3);
  weft_maps_draw (cr, &maps, 0, 0, width, height);
}

/* Of all of it, whatever the indices say. */
static void
draw_histogram_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  WeftTensorView *self = user;

  if (self->tensor != NULL)
    weft_histogram_draw (cr, weft_tensor_floats (self->tensor),
                         (gsize) weft_shape_count (&self->tensor->shape), 0, 0, width, height,
                         weft_theme_is_dark ());
}

static void
add_index (WeftTensorView *self, guint i, gint64 n)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *spin = gtk_spin_button_new_with_range (1, (double) n, 1);
  g_autofree char *name = i + 3 == (guint) self->shape.rank
                              /* Translators: which of the channels of a tensor is looked at */
                              ? g_strdup_printf (_ ("Channel, of %d"), (int) n)
                              : g_strdup_printf (_ ("Index %d, of %d"), (int) i + 1, (int) n);
  GtkWidget *label = weft_label_new (name, "dim-label");

  gtk_widget_set_hexpand (label, TRUE);
  weft_widget_set_name (spin, name);
  gtk_box_append (GTK_BOX (row), label);
  gtk_box_append (GTK_BOX (row), spin);
  gtk_box_append (GTK_BOX (self->indices), row);
  g_signal_connect_swapped (spin, "value-changed", G_CALLBACK (show_slice), self);
  self->spins[self->n_spins++] = spin;
}

static void
make_indices (WeftTensorView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (self->indices)) != NULL)
    gtk_box_remove (GTK_BOX (self->indices), child);
  self->n_spins = 0;
  self->is_filling = TRUE;
  for (int i = 0; i + 2 < self->shape.rank; i++)
    add_index (self, (guint) i, self->shape.dims[i]);
  self->is_filling = FALSE;
  gtk_widget_set_visible (self->indices, self->n_spins > 0);
}

void
weft_tensor_view_set (WeftTensorView *self, WeftTensor *tensor)
{
  g_return_if_fail (WEFT_IS_TENSOR_VIEW (self));

  if (tensor != NULL)
    weft_tensor_ref (tensor);
  g_clear_pointer (&self->tensor, weft_tensor_unref);
  self->tensor = tensor;
  if (tensor != NULL && !weft_shape_equal (&tensor->shape, &self->shape))
    {
      self->shape = tensor->shape;
      make_indices (self);
    }
  weft_widget_set_shown (GTK_WIDGET (self), tensor != NULL);
  show_slice (self);
}

void
weft_tensor_view_set_title (WeftTensorView *self, const char *title)
{
  weft_widget_set_name (self->map, title);
}

static GtkWidget *
make_area (WeftTensorView *self, const char *name, int height, GtkDrawingAreaDrawFunc draw)
{
  GtkWidget *area = gtk_drawing_area_new ();

  gtk_widget_set_size_request (area, -1, height);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (area), draw, self, NULL);
  weft_widget_set_name (area, name);
  return area;
}

static void
weft_tensor_view_dispose (GObject *object)
{
  WeftTensorView *self = WEFT_TENSOR_VIEW (object);

  if (self->numbers != NULL)
    weft_numbers_view_set (WEFT_NUMBERS_VIEW (self->numbers), NULL, 0, 0);
  self->numbers = NULL;
  g_clear_pointer (&self->tensor, weft_tensor_unref);
  G_OBJECT_CLASS (weft_tensor_view_parent_class)->dispose (object);
}

static void
weft_tensor_view_class_init (WeftTensorViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_tensor_view_dispose;
}

static void
weft_tensor_view_init (WeftTensorView *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 7);
  self->indices = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  self->map = make_area (self, _ ("What flows along the wire"), MAP_HEIGHT, draw_map_cb);
  self->histogram = make_area (self, _ ("Histogram"), HISTOGRAM_HEIGHT, draw_histogram_cb);
  self->numbers = weft_numbers_view_new ();
  self->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (self->scrolled), self->numbers);
  gtk_scrolled_window_set_max_content_height (GTK_SCROLLED_WINDOW (self->scrolled), NUMBERS_HEIGHT);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (self->scrolled), LEAST_NUMBERS);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (self->scrolled), TRUE);
  gtk_box_append (GTK_BOX (self), self->map);
  gtk_box_append (GTK_BOX (self), self->indices);
  gtk_box_append (GTK_BOX (self), self->scrolled);
  gtk_box_append (GTK_BOX (self), self->histogram);
}

GtkWidget *
weft_tensor_view_new (void)
{
  return g_object_new (WEFT_TYPE_TENSOR_VIEW, NULL);
}
