/* numbers-view: a tensor of one sample as numbers, the last two dimensions at a time */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/inspector/numbers-view.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"

#define WIDE 54 /* px of a number */
#define TALL 17
#define HEAD 30        /* of what a row is called */
#define FURTHEST 30000 /* px: GTK takes no wider widget */

struct _WeftNumbersView
{
  GtkWidget parent_instance;
  const float *x; /* (rows, cols) */
  gint64 rows, cols;
};

G_DEFINE_FINAL_TYPE (WeftNumbersView, weft_numbers_view, GTK_TYPE_WIDGET)

/* What of it is in sight, in its own px. */
static graphene_rect_t
find_sight (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);
  graphene_rect_t all = GRAPHENE_RECT_INIT (0, 0, (float) gtk_widget_get_width (widget),
                                            (float) gtk_widget_get_height (widget));
  double x = 0, y = 0;
  graphene_rect_t frame;

  if (scrolled == NULL || !gtk_widget_translate_coordinates (scrolled, widget, 0, 0, &x, &y))
    return all;
  frame = GRAPHENE_RECT_INIT ((float) x, (float) y, (float) gtk_widget_get_width (scrolled),
                              (float) gtk_widget_get_height (scrolled));
  return graphene_rect_intersection (&all, &frame, &frame) ? frame : all;
}

static void
write_text (cairo_t *cr, PangoLayout *layout, const char *text, double right, double y,
            WeftRole role)
{
  int w;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &w, NULL);
  weft_theme_set_source (cr, role, weft_theme_is_dark ());
  cairo_move_to (cr, right - w, y);
  pango_cairo_show_layout (cr, layout);
}

static void
write_row (WeftNumbersView *self, cairo_t *cr, PangoLayout *layout, gint64 row, gint64 from,
           gint64 to)
{
  double y = (double) (row + 1) * TALL;
  g_autofree char *name = g_strdup_printf ("%d", (int) row + 1);

  write_text (cr, layout, name, HEAD - 8, y, WEFT_ROLE_FAINT);
  for (gint64 c = from; c < to; c++)
    {
      float value = self->x[row * self->cols + c];
      g_autofree char *text = weft_format_digits ((double) value, 3);

      write_text (cr, layout, text, HEAD + (double) (c + 1) * WIDE - 8, y,
                  value < 0 ? WEFT_ROLE_NEGATIVE : WEFT_ROLE_INK);
    }
}

static void
weft_numbers_view_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  WeftNumbersView *self = WEFT_NUMBERS_VIEW (widget);
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (widget, NULL);
  graphene_rect_t sight = find_sight (widget);
  gint64 first = MAX (0, (gint64) (sight.origin.x - HEAD) / WIDE),
         top = (gint64) sight.origin.y / TALL;
  gint64 last = MIN (self->cols, (gint64) (sight.origin.x + sight.size.width - HEAD) / WIDE + 1);
  gint64 bottom = MIN (self->rows + 1, (gint64) (sight.origin.y + sight.size.height) / TALL + 1);
  PangoFontDescription *font = pango_font_description_new ();
  cairo_t *cr;

  if (self->x == NULL)
    return;
  pango_font_description_set_absolute_size (font, 11 * PANGO_SCALE);
  pango_layout_set_font_description (layout, font);
  pango_font_description_free (font);
  cr = gtk_snapshot_append_cairo (snapshot, &sight);
  for (gint64 c = first; top == 0 && c < last; c++)
    {
      g_autofree char *name = g_strdup_printf ("%d", (int) c + 1);

      write_text (cr, layout, name, HEAD + (double) (c + 1) * WIDE - 8, 0, WEFT_ROLE_FAINT);
    }
  for (gint64 row = MAX (top - 1, 0); row < bottom && row < self->rows; row++)
    write_row (self, cr, layout, row, first, last);
  cairo_destroy (cr);
}

static void
weft_numbers_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                           int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  WeftNumbersView *self = WEFT_NUMBERS_VIEW (widget);
  gint64 px = orientation == GTK_ORIENTATION_HORIZONTAL ? HEAD + self->cols * WIDE
                                                        : (self->rows + 1) * TALL;

  *minimum = *natural = (int) MIN (px, FURTHEST);
}

/* What a screen reader says: the first ones. */
static void
tell (WeftNumbersView *self)
{
  g_autoptr (GString) text = g_string_new (NULL);
  gint64 n = MIN (self->rows * self->cols, 32);

  for (gint64 i = 0; self->x != NULL && i < n; i++)
    {
      g_autofree char *number = weft_format_digits ((double) self->x[i], 3);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", number);
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text->str, -1);
}

void
weft_numbers_view_set (WeftNumbersView *self, const float *x, gint64 rows, gint64 cols)
{
  gboolean same = self->rows == rows && self->cols == cols;

  self->x = x;
  self->rows = rows;
  self->cols = cols;
  if (!same)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  gtk_widget_queue_draw (GTK_WIDGET (self));
  tell (self);
}

/* What comes into sight is written then. */
static void
weft_numbers_view_root (GtkWidget *widget)
{
  GtkWidget *scrolled = gtk_widget_get_ancestor (widget, GTK_TYPE_SCROLLED_WINDOW);

  GTK_WIDGET_CLASS (weft_numbers_view_parent_class)->root (widget);
  if (scrolled == NULL)
    return;
  g_signal_connect_object (gtk_scrolled_window_get_hadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "value-changed", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scrolled)),
                           "value-changed", G_CALLBACK (gtk_widget_queue_draw), widget,
                           G_CONNECT_SWAPPED);
}

static void
weft_numbers_view_class_init (WeftNumbersViewClass *class)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (class);

  widget_class->snapshot = weft_numbers_view_snapshot;
  widget_class->root = weft_numbers_view_root;
  widget_class->measure = weft_numbers_view_measure;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
weft_numbers_view_init (WeftNumbersView *self)
{
  weft_widget_set_name (GTK_WIDGET (self), _ ("Numbers"));
}

GtkWidget *
weft_numbers_view_new (void)
{
  return g_object_new (WEFT_TYPE_NUMBERS_VIEW, NULL);
}
