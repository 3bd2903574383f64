/* series: numbers that follow each other, a line for each column; it is drawn over with the mouse
 * or by keys */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/called.h"
#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/trying/trying.h"
#include "ui/plots/plot-text.h"

enum
{
  MOST_COLUMNS = 6,
  MEASURED = 1000, /* samples */
  LEFT = 50,
  HEAD = 16,
};

typedef struct
{
  const WeftFormSite *site;
  GtkWidget *area;
  gint64 steps, columns;
  float *x; /* (steps, columns) */
  float low[MOST_COLUMNS], high[MOST_COLUMNS];
  gboolean is_given;
  gint64 at, column; /* where keys change it */
  double width, height;
} Series;

/* --- where it lies --- */

static double
get_band (const Series *series)
{
  return series->height / (double) series->columns;
}

static double
map_step (const Series *series, gint64 step)
{
  return LEFT + (series->width - LEFT - 6) * (double) step / (double) MAX (series->steps - 1, 1);
}

static double
map_value (const Series *series, gint64 column, float value)
{
  double top = get_band (series) * (double) column + HEAD, tall = get_band (series) - HEAD - 6;
  double range = (double) (series->high[column] - series->low[column]);

  return top + tall * (1 - (double) (value - series->low[column]) / range);
}

/* --- what is seen --- */

static const char *
get_name (const Series *series, gint64 column)
{
  const WeftFormSite *site = series->site;
  const char *name = weft_called_feature (site->dataset, site->field, column);

  return name != NULL ? name : "";
}

static void
draw_column (cairo_t *cr, const Series *series, gint64 column, gboolean is_dark)
{
  const WeftTextStyle name = { .size = 11,
                               .width = series->width - LEFT,
                               .is_bold = TRUE,
                               .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  const WeftTextStyle tick
      = { .size = 10.5, .align = 1, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark) };
  const float ends[2] = { series->low[column], series->high[column] };

  weft_text_draw (cr, get_name (series, column), LEFT, get_band (series) * (double) column, &name);
  for (int k = 0; k < 2; k++)
    {
      g_autofree char *text = weft_format_number ((double) ends[k]);
      double y = map_value (series, column, ends[k]);

      weft_theme_set_source (cr, WEFT_ROLE_GRID, is_dark);
      cairo_rectangle (cr, LEFT, floor (y), series->width - LEFT - 6, 1);
      cairo_fill (cr);
      weft_text_draw (cr, text, LEFT - 6, y - 8, &tick);
    }
  for (gint64 t = 0; t < series->steps; t++)
    cairo_line_to (cr, map_step (series, t),
                   map_value (series, column, series->x[t * series->columns + column]));
  weft_theme_set_source (cr, WEFT_ROLE_TRAIN, is_dark);
  cairo_set_line_width (cr, 1.8);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_stroke (cr);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Series *series = user;
  gboolean is_dark = weft_theme_is_dark ();

  series->width = width;
  series->height = height;
  for (gint64 column = 0; column < series->columns; column++)
    draw_column (cr, series, column, is_dark);
  if (!gtk_widget_has_focus (series->area))
    return;
  cairo_arc (
      cr, map_step (series, series->at),
      map_value (series, series->column, series->x[series->at * series->columns + series->column]),
      4.5, 0, 2 * G_PI);
  weft_theme_set_source (cr, WEFT_ROLE_ACCENT, is_dark);
  cairo_set_line_width (cr, 2);
  cairo_stroke (cr);
}

/* --- what is given --- */

static void
tell (Series *series)
{
  g_autofree char *value
      = weft_format_number ((double) series->x[series->at * series->columns + series->column]);
  g_autofree char *step = weft_format_count (series->at + 1);
  g_autofree char *line
      = g_strdup_printf (_ ("Step %s: %s. Arrows go along and change it, Page Up and Page Down go "
                            "to another column."),
                         step, value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (series->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, line, -1);
  gtk_widget_queue_draw (series->area);
}

static void
set (Series *series, double value)
{
  double low = (double) series->low[series->column], high = (double) series->high[series->column];

  series->x[series->at * series->columns + series->column] = (float) CLAMP (value, low, high);
  series->is_given = TRUE;
  tell (series);
  weft_form_tell (series->site);
}

/* The steps between where the mouse was and where it is, in a straight line. */
static void
draw_to (Series *series, double x, double y, gboolean begins)
{
  double from, share, value, before;
  gint64 step, was = series->at;

  weft_panel_to_drawing (series->area, &x, &y);
  if (begins)
    series->column = CLAMP ((gint64) (y / get_band (series)), 0, series->columns - 1);
  from = get_band (series) * (double) series->column + HEAD;
  share = 1 - (y - from) / MAX (get_band (series) - HEAD - 6, 1);
  value = (double) series->low[series->column]
          + CLAMP (share, 0, 1)
                * (double) (series->high[series->column] - series->low[series->column]);
  step = CLAMP ((gint64) lround ((x - LEFT) / MAX (series->width - LEFT - 6, 1)
                                 * (double) (series->steps - 1)),
                0, series->steps - 1);
  before = (double) series->x[was * series->columns + series->column];
  for (gint64 t = MIN (was, step); !begins && t <= MAX (was, step); t++)
    series->x[t * series->columns + series->column]
        = (float) (before + (value - before) * (double) ABS (t - was) / MAX (ABS (step - was), 1));
  series->at = step;
  set (series, value);
}

static void
begin_cb (GtkGestureDrag *drag, double x, double y, Series *series)
{
  gtk_widget_grab_focus (series->area);
  draw_to (series, x, y, TRUE);
}

static void
update_cb (GtkGestureDrag *drag, double x, double y, Series *series)
{
  double start[2];

  if (gtk_gesture_drag_get_start_point (drag, &start[0], &start[1]))
    draw_to (series, start[0] + x, start[1] + y, FALSE);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Series *series)
{
  static const struct
  {
    guint key;
    int along, up, column;
  } moves[] = { { GDK_KEY_Left, -1, 0, 0 },    { GDK_KEY_Right, 1, 0, 0 },
                { GDK_KEY_Up, 0, 1, 0 },       { GDK_KEY_Down, 0, -1, 0 },
                { GDK_KEY_Page_Up, 0, 0, -1 }, { GDK_KEY_Page_Down, 0, 0, 1 } };

  for (guint i = 0; i < G_N_ELEMENTS (moves); i++)
    {
      if (moves[i].key != key)
        continue;
      series->at = CLAMP (series->at + moves[i].along, 0, series->steps - 1);
      series->column = CLAMP (series->column + moves[i].column, 0, series->columns - 1);
      if (moves[i].up != 0)
        set (series,
             (double) series->x[series->at * series->columns + series->column]
                 + moves[i].up
                       * (double) (series->high[series->column] - series->low[series->column])
                       / 20);
      tell (series);
      return TRUE;
    }
  return FALSE;
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  Series *series = weft_form_get_data (form);

  weft_field_get (weft_form_get_field (series->site, from), sample, series->x);
  series->is_given = TRUE;
  tell (series);
  weft_form_tell (series->site);
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Series *series = weft_form_get_data (form);

  return series->is_given && weft_form_add_numbers (series->site, series->x, asked, error);
}

/* --- the form --- */

/* Of what is learnt from, each column's smallest and largest number. */
static void
measure (Series *series)
{
  const WeftSplit *split = series->site->split;
  gint64 count = split->count[WEFT_PART_TRAIN];

  for (gint64 c = 0; c < series->columns; c++)
    {
      series->low[c] = INFINITY;
      series->high[c] = -INFINITY;
    }
  for (gint64 i = 0; i < count; i += 1 + count / MEASURED)
    {
      weft_field_get (series->site->field, split->samples[WEFT_PART_TRAIN][i], series->x);
      for (gint64 k = 0; k < series->steps * series->columns; k++)
        {
          series->low[k % series->columns] = fminf (series->low[k % series->columns], series->x[k]);
          series->high[k % series->columns]
              = fmaxf (series->high[k % series->columns], series->x[k]);
        }
    }
  for (gint64 c = 0; c < series->columns; c++)
    if (!(series->low[c] < series->high[c]))
      {
        series->low[c] = isfinite (series->low[c]) ? series->low[c] - 1 : -1;
        series->high[c] = series->low[c] + 2;
      }
  memset (series->x, 0, (gsize) (series->steps * series->columns) * sizeof *series->x);
}

static void
series_free (gpointer data)
{
  Series *series = data;

  g_free (series->x);
  g_free (series);
}

static GtkWidget *
create (const WeftFormSite *site)
{
  Series *series = g_new0 (Series, 1);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  series->site = site;
  series->steps = site->field->shape.dims[0];
  series->columns = site->field->shape.rank == 2 ? site->field->shape.dims[1] : 1;
  series->x = g_new0 (float, series->steps * series->columns);
  measure (series);
  series->area = weft_panel_area_new (_ ("Draw over the lines"), draw_cb, series);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), series);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), series);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), series);
  gtk_widget_add_controller (series->area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (series->area, keys);
  gtk_widget_set_focusable (series->area, TRUE);
  gtk_widget_set_cursor_from_name (series->area, "crosshair");
  gtk_widget_set_vexpand (series->area, TRUE);
  g_signal_connect_swapped (series->area, "notify::has-focus", G_CALLBACK (gtk_widget_queue_draw),
                            series->area);
  gtk_box_append (GTK_BOX (form), series->area);
  weft_form_set_data (form, series, series_free);
  tell (series);
  return form;
}

/* Also a row of so many numbers that a form with a line each would be too long. */
static gboolean
fits (const WeftField *field)
{
  const WeftShape *shape = &field->shape;

  return field->kind == WEFT_KIND_NUMBERS && field->ragged < 0 && shape->rank >= 1
         && shape->rank <= 2 && shape->dims[0] >= 2
         && (shape->rank == 1 || shape->dims[1] <= MOST_COLUMNS);
}

const WeftForm weft_form_series = {
  .id = "series", .fits = fits, .create = create, .add = add, .show = show, .begins_shown = TRUE
};
