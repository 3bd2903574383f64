/* samples: a flow of samples of the data, each with a label; a click chooses one */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/base/format.h"
#include "ui/panels/samples.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/kind-row.h"
#include "ui/panels/panel.h"
#include "ui/paint/world.h"
#include "ui/plots/glyph.h"
#include "ui/plots/over.h"
#include "ui/plots/raster.h"
#include "ui/plots/plot-text.h"

enum
{
  TILE = 44,
  GAP = 6,
  LINE = 14,
  MAX_CELL = 104,
  FARTHEST = 20000, /* sample that a world is played to, to be drawn */
};

typedef struct
{
  guint32 sample;
  char *label; /* of one line or two */
  gboolean is_wrong;
} Item;

typedef struct
{
  WeftContext *context;
  WeftDataset *dataset;
  WeftRanges ranges;
  const WeftEnvironment *world; /* nullable */
  guint8 *states;               /* of the items; nullable */
  WeftDrawing *drawing;
  GArray *items;
  GtkWidget *area;
  int cell, lines; /* px a column, lines under a tile: as the labels need it */
  guint focused;
} Samples;

static const char samples_key[] = "weft-samples";

static void
clear_item (gpointer data)
{
  g_free (((Item *) data)->label);
}

static void
free_samples (gpointer data)
{
  Samples *samples = data;

  g_array_unref (samples->items);
  g_free (samples->states);
  weft_drawing_free (samples->drawing);
  weft_ranges_measure (&samples->ranges, NULL);
  g_clear_pointer (&samples->dataset, weft_dataset_unref);
  g_free (samples);
}

/* --- layout --- */

static int
get_row_height (const Samples *samples)
{
  return TILE + 2 + samples->lines * LINE + GAP;
}

static int
get_columns (const Samples *samples, int width)
{
  return MAX (1, (width + GAP) / (samples->cell + GAP));
}

/* The item at a point of the area; may be none of those there are. */
static guint
find_item (const Samples *samples, double x, double y)
{
  int columns = get_columns (samples, weft_panel_get_width (samples->area));
  int column;

  weft_panel_to_drawing (samples->area, &x, &y);
  column = (int) (x / (samples->cell + GAP));
  return column < columns ? (guint) ((int) (y / get_row_height (samples)) * columns + column)
                          : G_MAXUINT;
}

static WeftTextStyle
get_label_style (const Item *item)
{
  return (WeftTextStyle){ .size = 10.5,
                          .align = 0.5,
                          .color
                          = weft_theme_get (item->is_wrong ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_DIM,
                                            weft_theme_is_dark ()) };
}

/* Columns are as wide as the longest label, within bounds. */
static void
measure_labels (Samples *samples)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_A8, 1, 1);
  cairo_t *cr = cairo_create (surface);

  samples->cell = TILE;
  samples->lines = 1;
  for (guint i = 0; i < samples->items->len; i++)
    {
      const Item *item = &g_array_index (samples->items, Item, i);
      WeftTextStyle style = get_label_style (item);
      g_auto (GStrv) lines = g_strsplit (item->label, "\n", 2);

      samples->lines = MAX (samples->lines, (int) g_strv_length (lines));
      for (guint k = 0; lines[k] != NULL; k++)
        samples->cell = MAX (samples->cell, (int) ceil (weft_text_measure (cr, lines[k], &style)));
    }
  samples->cell = MIN (samples->cell, MAX_CELL);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
}

/* --- drawing --- */

static void
draw_label (cairo_t *cr, const Samples *samples, const Item *item, double middle, double y)
{
  g_auto (GStrv) lines = g_strsplit (item->label, "\n", 2);

  for (guint k = 0; lines[k] != NULL; k++)
    {
      WeftTextStyle style = get_label_style (item);

      if (weft_text_measure (cr, lines[k], &style) > samples->cell)
        style.width = samples->cell;
      weft_text_draw (cr, lines[k], middle, y + k * LINE, &style);
    }
}

/* A state of the world in the place of its numbers. */
static void
draw_state (cairo_t *cr, Samples *samples, guint i, double left, double top, gboolean is_dark)
{
  const double box[] = { left + 2, top + 2, TILE - 4, TILE - 4 };

  samples->world->draw (samples->states + i * samples->world->state_size, samples->drawing);
  weft_world_paint (cr, samples->drawing, box, is_dark, NULL);
}

static void
draw_item (cairo_t *cr, Samples *samples, guint i, double x, double y, gboolean is_chosen)
{
  const Item *item = &g_array_index (samples->items, Item, i);
  gboolean is_dark = weft_theme_is_dark ();
  double left = floor (x + (samples->cell - TILE) / 2.0);

  cairo_save (cr);
  weft_picture_round (cr, left, y, TILE, TILE, 5);
  cairo_clip (cr);
  if (samples->states != NULL)
    draw_state (cr, samples, i, left, y, is_dark);
  else
    {
      weft_glyph_draw (cr, samples->dataset, &samples->ranges, item->sample, left, y, TILE,
                       is_dark);
      weft_over_draw (cr, samples->dataset, item->sample, left, y, TILE, is_dark);
    }
  cairo_restore (cr);
  weft_picture_round (cr, left + 0.5, y + 0.5, TILE - 1, TILE - 1, 5);
  weft_theme_set_source (cr, is_chosen ? WEFT_ROLE_ACCENT : WEFT_ROLE_EDGE, is_dark);
  cairo_set_line_width (cr, is_chosen ? 2.5 : 1);
  cairo_stroke (cr);
  draw_label (cr, samples, item, x + samples->cell / 2.0, y + TILE + 2);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Samples *samples = user;
  int columns = get_columns (samples, width);

  for (guint i = 0; i < samples->items->len; i++)
    {
      const Item *item = &g_array_index (samples->items, Item, i);

      draw_item (cr, samples, i, (int) i % columns * (samples->cell + GAP),
                 2 + (int) i / columns * get_row_height (samples),
                 item->sample == weft_context_get_sample (samples->context)
                     || (gtk_widget_has_focus (samples->area) && i == samples->focused));
    }
}

/* For a screen reader: how many there are, and which is chosen. */
static void
describe (Samples *samples)
{
  guint32 chosen = weft_context_get_sample (samples->context);
  g_autofree char *count = weft_format_count (samples->items->len), *number = NULL, *text = NULL,
                  *truth = NULL;

  if (samples->dataset == NULL)
    return;
  number = weft_format_count (chosen);
  truth = (gint64) chosen < samples->dataset->count
              ? weft_samples_dup_truth (samples->dataset, chosen, 4)
              : NULL;
  text = truth != NULL
             ? g_strdup_printf (_ ("%s shown · sample %s is chosen: %s"), count, number, truth)
             : g_strdup_printf (_ ("%s shown · sample %s is chosen"), count, number);
  gtk_accessible_update_property (GTK_ACCESSIBLE (samples->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
}

static void
sample_cb (Samples *samples)
{
  describe (samples);
  gtk_widget_queue_draw (samples->area);
}

/* --- what is done with it --- */

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
  gtk_widget_grab_focus (samples->area);
  choose (samples, find_item (samples, x, y));
}

static gboolean
key_cb (GtkEventControllerKey *key, guint keyval, guint code, GdkModifierType state,
        Samples *samples)
{
  int columns = get_columns (samples, weft_panel_get_width (samples->area));
  int step = keyval == GDK_KEY_Right  ? 1
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
  int width = weft_panel_get_width (samples->area), columns, rows;

  if (width <= 0)
    return;
  columns = get_columns (samples, width);
  rows = ((int) samples->items->len + columns - 1) / columns;
  gtk_drawing_area_set_content_height (
      GTK_DRAWING_AREA (samples->area),
      weft_panel_to_px (samples->area, rows * get_row_height (samples) + 4));
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
  guint i = is_keyboard ? samples->focused : find_item (samples, x, y);
  g_autofree char *label = NULL, *number = NULL, *text = NULL;

  if (i >= samples->items->len)
    return FALSE;
  number = weft_format_count (g_array_index (samples->items, Item, i).sample);
  label = g_strdelimit (g_strdup (g_array_index (samples->items, Item, i).label), "\n", ' ');
  text = g_strdup_printf (_ ("sample %s: %s; click to see it inside the network"), number, label);
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
  samples->cell = TILE;
  samples->lines = 1;
  samples->drawing = weft_drawing_new ();
  samples->items = g_array_new (FALSE, TRUE, sizeof (Item));
  g_array_set_clear_func (samples->items, clear_item);
  samples->area = weft_panel_area_new (_ ("Samples"), draw_cb, samples);
  add_controllers (samples);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), samples->area);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_hexpand (scrolled, TRUE);
  g_object_set_data_full (G_OBJECT (scrolled), samples_key, samples, free_samples);
  weft_panel_follow (scrolled, context, "sample", G_CALLBACK (sample_cb), samples);
  return scrolled;
}

void
weft_samples_begin (GtkWidget *widget, const WeftDataset *dataset)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);

  g_array_set_size (samples->items, 0);
  g_clear_pointer (&samples->states, g_free);
  if (dataset == samples->dataset)
    return;
  weft_dataset_ref ((WeftDataset *) dataset);
  g_clear_pointer (&samples->dataset, weft_dataset_unref);
  samples->dataset = (WeftDataset *) dataset;
  weft_ranges_measure (&samples->ranges, dataset);
}

void
weft_samples_add (GtkWidget *widget, guint32 sample, const char *label, gboolean is_wrong)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);
  const Item item = { .sample = sample, .label = g_strdup (label), .is_wrong = is_wrong };

  g_array_append_val (samples->items, item);
}

void
weft_samples_draw_world (GtkWidget *widget, const WeftModel *model)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);
  guint n = samples->items->len;
  g_autofree guint32 *numbers = g_new (guint32, n + 1);

  if (model->environment == NULL || n == 0
      || g_array_index (samples->items, Item, n - 1).sample > FARTHEST)
    return;
  for (guint i = 0; i < n; i++)
    numbers[i] = g_array_index (samples->items, Item, i).sample;
  samples->world = model->environment;
  samples->states = g_malloc (n * samples->world->state_size);
  weft_model_list_states (model, numbers, n, samples->states);
}

void
weft_samples_end (GtkWidget *widget)
{
  Samples *samples = g_object_get_data (G_OBJECT (widget), samples_key);

  measure_labels (samples);
  update_height (samples);
  describe (samples);
  gtk_widget_queue_draw (samples->area);
}

char *
weft_samples_dup_truth (const WeftDataset *dataset, gint64 sample, int digits)
{
  const WeftField *field = weft_dataset_get_y (dataset);
  const WeftKindRow *row = field != NULL ? weft_kind_get_row (field->kind) : NULL;
  float number = 0;

  if (row == NULL || row->dup_name != NULL)
    return row != NULL ? row->dup_name (dataset, field, sample) : NULL;
  if (row->answer != WEFT_ANSWER_NUMBERS || weft_shape_count (&field->shape) != 1)
    return NULL;
  weft_field_get (field, sample, &number);
  return weft_format_digits ((double) number, digits);
}
