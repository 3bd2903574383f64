/* number-grid: numbers in rows and columns, each in its colour */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/number-grid.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"

#define CELL 28.0   /* px at most */
#define TALLEST 168 /* px of all rows, where cells can be made lower */
#define LEAST 19.0  /* px of a cell that has its number written in it */
#define MOST_SAID 4096

struct _WeftNumberGrid
{
  GtkWidget parent_instance;
  double *x;
  guint n, columns;
  int room, chosen;
  double largest;
  gboolean is_signed;
};

G_DEFINE_FINAL_TYPE (WeftNumberGrid, weft_number_grid, GTK_TYPE_WIDGET)

static guint chosen_signal;

/* --- places --- */

static guint
count_rows (WeftNumberGrid *self)
{
  return self->columns > 0 ? (self->n + self->columns - 1) / self->columns : 0;
}

static double
get_width (WeftNumberGrid *self)
{
  return MIN (CELL, (double) self->room / MAX (self->columns, 1));
}

static double
get_height (WeftNumberGrid *self)
{
  double wide = get_width (self);

  if (wide >= LEAST)
    return MIN (wide, 22);
  return CLAMP (TALLEST / (double) MAX (count_rows (self), 1), 2, wide);
}

static int
find_cell (WeftNumberGrid *self, double x, double y)
{
  int column = (int) floor (x / get_width (self)), row = (int) floor (y / get_height (self));
  int i = row * (int) self->columns + column;

  return column >= 0 && column < (int) self->columns && row >= 0 && i < (int) self->n ? i : -1;
}

/* --- drawing --- */

static GdkRGBA
unpack (guint32 color)
{
  return (GdkRGBA){ (float) (color >> 16 & 255) / 255, (float) (color >> 8 & 255) / 255,
                    (float) (color & 255) / 255, 1 };
}

static GdkRGBA
get_color (WeftNumberGrid *self, double x)
{
  double t = isfinite (x) && self->largest > 0 ? x / self->largest : 0;

  return unpack (self->is_signed ? weft_theme_map_diverging (t, weft_theme_is_dark ())
                                 : weft_theme_map_sequential (t * .85, weft_theme_is_dark ()));
}

/* ".27", "−1.0", "12": what a small cell has room for. */
static char *
write_short (double x)
{
  double size = fabs (x);
  g_autofree char *text = NULL;

  if (!isfinite (x))
    return g_strdup (isnan (x) ? "?" : x < 0 ? "−∞" : "∞");
  if (size == 0 || size >= 99.5)
    return weft_format_digits (x, 2);
  if (size == round (size))
    return weft_format_fixed (x, 0);
  text = weft_format_fixed (x, size < .995 ? 2 : size < 9.95 ? 1 : 0);
  return size < .995 ? g_strdup_printf ("%s%s", x < 0 ? "−" : "", strchr (text, '0') + 1)
                     : g_steal_pointer (&text);
}

static void
draw_cell (WeftNumberGrid *self, cairo_t *cr, PangoLayout *layout, guint i)
{
  double w = get_width (self), h = get_height (self);
  double x = (i % self->columns) * w, y = (i / self->columns) * h, gap = w > 8 ? 1 : 0;
  GdkRGBA color = get_color (self, self->x[i]), ink = weft_theme_get_ink_on (&color);
  g_autofree char *text = NULL;
  int wide, tall;

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_rectangle (cr, x, y, MAX (w - gap, 1), MAX (h - gap, 1));
  cairo_fill (cr);
  if (w < LEAST)
    return;
  text = write_short (self->x[i]);
  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &wide, &tall);
  gdk_cairo_set_source_rgba (cr, &ink);
  cairo_move_to (cr, x + (w - gap - wide) / 2, y + (h - gap - tall) / 2);
  pango_cairo_show_layout (cr, layout);
}

static void
draw_ring (WeftNumberGrid *self, cairo_t *cr)
{
  double w = get_width (self), h = get_height (self);
  guint i = (guint) self->chosen;

  weft_theme_set_source (
      cr, gtk_widget_has_focus (GTK_WIDGET (self)) ? WEFT_ROLE_ACCENT : WEFT_ROLE_BUSY,
      weft_theme_is_dark ());
  cairo_set_line_width (cr, 2);
  cairo_rectangle (cr, (i % self->columns) * w, (i / self->columns) * h, MAX (w - 1, 2),
                   MAX (h - 1, 2));
  cairo_stroke (cr);
}

static void
weft_number_grid_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftNumberGrid *self = WEFT_NUMBER_GRID (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  PangoFontDescription *font = pango_font_description_new ();
  cairo_t *cr;

  pango_font_description_set_absolute_size (font, (get_width (self) < 24 ? 8.5 : 10) * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  cr = gtk_snapshot_append_cairo (
      snapshot, &GRAPHENE_RECT_INIT (-1, -1, (float) gtk_widget_get_width (widget) + 2,
                                     (float) gtk_widget_get_height (widget) + 2));
  for (guint i = 0; i < self->n; i++)
    draw_cell (self, cr, layout, i);
  if (self->chosen >= 0)
    draw_ring (self, cr);
  else if (gtk_widget_has_focus (widget))
    {
      weft_theme_set_source (cr, WEFT_ROLE_ACCENT, weft_theme_is_dark ());
      cairo_rectangle (cr, 0, 0, gtk_widget_get_width (widget), gtk_widget_get_height (widget));
      cairo_stroke (cr);
    }
  cairo_destroy (cr);
}

static void
weft_number_grid_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                          int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftNumberGrid *self = WEFT_NUMBER_GRID (widget);

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL
                            ? (int) ceil (get_width (self) * self->columns)
                            : (int) ceil (get_height (self) * count_rows (self));
}

/* --- choosing --- */

static void
choose (WeftNumberGrid *self, int i)
{
  if (i < 0 || i >= (int) self->n)
    return;
  self->chosen = i;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_signal_emit (self, chosen_signal, 0, (guint) i);
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, WeftNumberGrid *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  choose (self, find_cell (self, x, y));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        WeftNumberGrid *self)
{
  int wide = (int) self->columns, at = MAX (self->chosen, 0);

  if (state & (GDK_CONTROL_MASK | GDK_ALT_MASK))
    return FALSE;
  switch (key)
    {
    case GDK_KEY_Left:
      choose (self, at - 1);
      return TRUE;
    case GDK_KEY_Right:
      choose (self, self->chosen < 0 ? 0 : at + 1);
      return TRUE;
    case GDK_KEY_Up:
      choose (self, at - wide);
      return TRUE;
    case GDK_KEY_Down:
      choose (self, at + wide);
      return TRUE;
    default:
      return FALSE;
    }
}

void
weft_number_grid_choose (WeftNumberGrid *self, int chosen)
{
  self->chosen = chosen < (int) self->n ? chosen : -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
tooltip_cb (GtkWidget *widget, int x, int y, gboolean by_keys, GtkTooltip *tooltip)
{
  WeftNumberGrid *self = WEFT_NUMBER_GRID (widget);
  int i = by_keys ? self->chosen : find_cell (self, x, y);
  g_autofree char *text = i >= 0 ? weft_format_operand (self->x[i]) : NULL;

  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

/* --- numbers --- */

static void
tell (WeftNumberGrid *self)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < MIN (self->n, MOST_SAID); i++)
    {
      g_autofree char *number = weft_format_operand (self->x[i]);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", number);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

void
weft_number_grid_set (WeftNumberGrid *self, const double *x, guint n, guint columns, int room)
{
  g_free (self->x);
  self->x = g_memdup2 (x, n * sizeof *x);
  self->n = n;
  self->columns = MAX (columns, 1);
  self->room = room;
  self->chosen = -1;
  self->largest = 0;
  self->is_signed = FALSE;
  for (guint i = 0; i < n; i++)
    if (isfinite (x[i]))
      {
        self->largest = MAX (self->largest, fabs (x[i]));
        self->is_signed |= x[i] < 0;
      }
  gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  tell (self);
}

static void
weft_number_grid_finalize (GObject *object)
{
  g_free (WEFT_NUMBER_GRID (object)->x);
  G_OBJECT_CLASS (weft_number_grid_parent_class)->finalize (object);
}

static void
weft_number_grid_class_init (WeftNumberGridClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  G_OBJECT_CLASS (class)->finalize = weft_number_grid_finalize;
  widget_class->snapshot = weft_number_grid_snapshot;
  widget_class->measure = weft_number_grid_measure;
  widget_class->query_tooltip = tooltip_cb;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  chosen_signal = g_signal_new ("chosen", G_TYPE_FROM_CLASS (class), G_SIGNAL_RUN_LAST, 0, NULL,
                                NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
weft_number_grid_init (WeftNumberGrid *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->chosen = -1;
  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_halign (GTK_WIDGET (self), GTK_ALIGN_START);
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_START);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
weft_number_grid_new (const char *name)
{
  GtkWidget *grid = g_object_new (WEFT_TYPE_NUMBER_GRID, NULL);

  weft_widget_set_name (grid, name);
  return grid;
}
