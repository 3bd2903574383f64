/* samples: a flow of samples of the data, each with a label; a click chooses one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/samples.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/panels/panel.h"
#include "ui/plots/picture.h"
#include "ui/plots/text.h"

enum
{
  TILE = 44,
  GAP = 6,
  LABEL = 15,
};

typedef struct
{
  guint32 sample;
  char *label;
  gboolean is_wrong;
  cairo_surface_t *picture;
} Item;

typedef struct
{
  WeftContext *context;
  WeftDataset *dataset;
  GArray *items;
  GtkWidget *area;
  gboolean is_dark; /* what the pictures were made for */
  guint focused;
} Samples;

static const char samples_key[] = "weft-samples";

static void
clear_item (gpointer data)
{
  Item *item = data;

  g_free (item->label);
  g_clear_pointer (&item->picture, cairo_surface_destroy);
}

static void
free_samples (gpointer data)
{
  Samples *samples = data;

  g_array_unref (samples->items);
  g_clear_pointer (&samples->dataset, weft_dataset_unref);
  g_free (samples);
}

/* Room for "shirt → coat" under a tile when classes have names that are words. */
static int
get_cell_width (const Samples *samples)
{
  int n = samples->dataset != NULL ? samples->dataset->classes : 0;

  for (int i = 0; i < n; i++)
    {
      const char *name = weft_dataset_get_class_name (samples->dataset, i);

      if (name != NULL && g_utf8_strlen (name, -1) > 2)
        return 92;
    }
  return TILE;
}

static int
get_columns (const Samples *samples, int width)
{
  return MAX (1, (width + GAP) / (get_cell_width (samples) + GAP));
}

static int
get_needed_height (const Samples *samples, int width)
{
  int columns = get_columns (samples, width);
  int rows = ((int) samples->items->len + columns - 1) / columns;

  return rows * (TILE + LABEL + GAP) + 4;
}

/* A picture as it is; numbers as a strip of cells, orange below and blue above nought. */
static cairo_surface_t *
make_picture (const WeftDataset *dataset, guint32 sample, gboolean is_dark)
{
  g_autofree float *x = g_new (float, weft_shape_count (&dataset->x_shape));
  const gint64 *dims = dataset->x_shape.dims;
  int n = (int) weft_shape_count (&dataset->x_shape), side = (int) ceil (sqrt (n));
  g_autofree float *square = NULL;

  weft_dataset_get_x (dataset, sample, x);
  if (dataset->is_picture)
    return weft_picture_new_sample (x, (int) dims[0], (int) dims[1], (int) dims[2],
                                    !is_dark && dims[0] == 1);
  square = g_new0 (float, side * side);
  for (int i = 0; i < n; i++)
    square[i] = x[i];
  return weft_picture_new (square, side, side, WEFT_TONE_DIVERGING, 0, is_dark);
}

static void
draw_item (cairo_t *cr, Samples *samples, Item *item, double x, double y, gboolean is_chosen)
{
  gboolean is_dark = samples->is_dark;
  double left = x + (get_cell_width (samples) - TILE) / 2.0;
  const WeftTextStyle style = {
    .size = 10.5,
    .align = 0.5,
    .width = 0,
    .color = weft_theme_get (item->is_wrong ? WEFT_ROLE_VALID : WEFT_ROLE_DIM, is_dark),
  };
  WeftTextStyle fitted = style;

  if (item->picture == NULL)
    item->picture = make_picture (samples->dataset, item->sample, is_dark);
  cairo_save (cr);
  weft_picture_round (cr, left, y, TILE, TILE, 5);
  cairo_clip (cr);
  weft_picture_paint (cr, item->picture, left, y, TILE, TILE, samples->dataset->is_picture);
  cairo_restore (cr);
  weft_picture_round (cr, left + 0.5, y + 0.5, TILE - 1, TILE - 1, 5);
  weft_theme_set_source (cr, is_chosen ? WEFT_ROLE_ACCENT : WEFT_ROLE_EDGE, is_dark);
  cairo_set_line_width (cr, is_chosen ? 2.5 : 1);
  cairo_stroke (cr);
  if (weft_text_measure (cr, item->label, &style) > get_cell_width (samples) + GAP - 2)
    fitted.width = get_cell_width (samples) + GAP - 2;
  weft_text_draw (cr, item->label, x + get_cell_width (samples) / 2.0, y + TILE + 1, &fitted);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Samples *samples = user;
  int columns = get_columns (samples, width);
  gboolean is_dark = weft_theme_is_dark ();

  if (is_dark != samples->is_dark)
    for (guint i = 0; i < samples->items->len; i++)
      g_clear_pointer (&g_array_index (samples->items, Item, i).picture, cairo_surface_destroy);
  samples->is_dark = is_dark;
  for (guint i = 0; i < samples->items->len; i++)
    {
      Item *item = &g_array_index (samples->items, Item, i);

      draw_item (cr, samples, item, (int) i % columns * (get_cell_width (samples) + GAP),
                 2 + (int) i / columns * (TILE + LABEL + GAP),
                 item->sample == weft_context_get_sample (samples->context)
                     || (gtk_widget_has_focus (samples->area) && i == samples->focused));
    }
}

static void
choose (Samples *samples, guint i)
{
  if (i >= samples->items->len)
    return;
  samples->focused = i;
  weft_context_set_sample (samples->context, g_array_index (samples->items, Item, i).sample);
  gtk_widget_queue_draw (samples->area);
}

static void
pressed_cb (GtkGestureClick *click, int n_press, double x, double y, Samples *samples)
{
  int columns = get_columns (samples, gtk_widget_get_width (samples->area));
  int column = (int) (x / (get_cell_width (samples) + GAP));
  int row = (int) (y / (TILE + LABEL + GAP));

  gtk_widget_grab_focus (samples->area);
  if (column < columns)
    choose (samples, (guint) (row * columns + column));
}

static gboolean
key_cb (GtkEventControllerKey *key, guint keyval, guint code, GdkModifierType state, Samples *samples)
{
  int columns = get_columns (samples, gtk_widget_get_width (samples->area));
  int step = keyval == GDK_KEY_Right ? 1
             : keyval == GDK_KEY_Left ? -1
             : keyval == GDK_KEY_Down ? columns
             : keyval == GDK_KEY_Up   ? -columns
                                      : 0;
  int wanted = (int) samples->focused + step;

  if (step == 0 || wanted < 0 || wanted >= (int) samples->items->len)
    return GDK_EVENT_PROPAGATE;
  choose (samples, (guint) wanted);
  return GDK_EVENT_STOP;
}

static void
update_height (Samples *samples)
{
  int width = gtk_widget_get_width (samples->area);

  if (width > 0)
    gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (samples->area),
                                         get_needed_height (samples, width));
}

static void
resize_cb (GtkDrawingArea *area, int width, int height, Samples *samples)
{
  update_height (samples);
}

static gboolean
query_tooltip_cb (GtkWidget *area, int x, int y, gboolean is_keyboard, GtkTooltip *tooltip,
                  Samples *samples)
{
  int columns = get_columns (samples, gtk_widget_get_width (area));
  guint i = (guint) (y / (TILE + LABEL + GAP) * columns + x / (get_cell_width (samples) + GAP));

  if (i >= samples->items->len)
    return FALSE;

  const Item *item = &g_array_index (samples->items, Item, i);
  g_autofree char *text
      = g_strdup_printf (_ ("sample %u: %s; click to see it inside the network"), item->sample, item->label);

  gtk_tooltip_set_text (tooltip, text);
  return TRUE;
}

static void
add_controllers (Samples *samples)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *key = gtk_event_controller_key_new ();

  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), samples);
  g_signal_connect (key, "key-pressed", G_CALLBACK (key_cb), samples);
  g_signal_connect (samples->area, "resize", G_CALLBACK (resize_cb), samples);
  g_signal_connect (samples->area, "query-tooltip", G_CALLBACK (query_tooltip_cb), samples);
  gtk_widget_set_has_tooltip (samples->area, TRUE);
  gtk_widget_set_focusable (samples->area, TRUE);
  gtk_widget_add_controller (samples->area, GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (samples->area, key);
}

GtkWidget *
weft_samples_new (WeftContext *context)
{
  Samples *samples = g_new0 (Samples, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  samples->context = context;
  samples->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (samples->items, clear_item);
  samples->area = weft_panel_area_new (_ ("Samples"), draw_cb, samples);
  add_controllers (samples);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER, GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), samples->area);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_hexpand (scrolled, TRUE);
  g_object_set_data_full (G_OBJECT (scrolled), samples_key, samples, free_samples);
  return scrolled;
}

void
weft_samples_begin (GtkWidget *widget, const WeftDataset *dataset)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);

  g_array_set_size (samples->items, 0);
  weft_dataset_ref ((WeftDataset *) dataset);
  g_clear_pointer (&samples->dataset, weft_dataset_unref);
  samples->dataset = (WeftDataset *) dataset;
}

void
weft_samples_add (GtkWidget *widget, guint32 sample, const char *label, gboolean is_wrong)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);
  const Item item = { .sample = sample, .label = g_strdup (label), .is_wrong = is_wrong };

  g_array_append_val (samples->items, item);
}

void
weft_samples_end (GtkWidget *widget)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);

  update_height (samples);
  gtk_widget_queue_draw (samples->area);
}
