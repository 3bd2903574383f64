/* point: a point of the plane is clicked, over what the network says everywhere, or typed */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/data/called.h"
#include "ui/base/format.h"
#include "ui/base/widgets.h"
#include "ui/panels/results/ground-area.h"
#include "ui/panels/trying/trying.h"

#define STEPS 48 /* of an arrow key, over the plane */

typedef struct
{
  const WeftFormSite *site;
  GtkWidget *area, *spins[2];
  float x[2]; /* what is given */
  gboolean is_filling;
} Point;

static const char *
get_name (const WeftFormSite *site, int k)
{
  static const char *const plain[2] = { "x₁", "x₂" };

  const char *name = weft_called_feature (site->dataset, site->field, k);

  return name != NULL ? name : plain[k];
}

/* The entries say what is given, and so does the mark. */
static void
fill (Point *point)
{
  g_autofree char *first = weft_format_digits ((double) point->x[0], 2);
  g_autofree char *second = weft_format_digits ((double) point->x[1], 2);
  g_autofree char *text = g_strdup_printf ("%s %s, %s %s", get_name (point->site, 0), first,
                                           get_name (point->site, 1), second);

  point->is_filling = TRUE;
  for (int k = 0; k < 2; k++)
    gtk_spin_button_set_value (GTK_SPIN_BUTTON (point->spins[k]), (double) point->x[k]);
  point->is_filling = FALSE;
  gtk_accessible_update_property (GTK_ACCESSIBLE (point->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
  gtk_widget_queue_draw (point->area);
}

static void
give (Point *point, const float x[2])
{
  memcpy (point->x, x, sizeof point->x);
  fill (point);
  weft_form_tell (point->site);
}

/* --- the plane --- */

/* A cross in ink on one in the ground's colour: seen on every class. */
static void
draw_given (cairo_t *cr, const WeftGround *ground, const float x[2])
{
  double at[2];

  weft_ground_place (ground, x, at);
  for (int k = 0; k < 2; k++)
    {
      weft_theme_set_source (cr, k == 0 ? WEFT_ROLE_PLOT : WEFT_ROLE_INK, ground->is_dark);
      cairo_set_line_width (cr, k == 0 ? 5 : 2);
      cairo_move_to (cr, at[0] - 8, at[1]);
      cairo_line_to (cr, at[0] + 8, at[1]);
      cairo_move_to (cr, at[0], at[1] - 8);
      cairo_line_to (cr, at[0], at[1] + 8);
      cairo_stroke (cr);
    }
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Point *point = user;
  WeftGround ground;

  if (!weft_ground_area_fill (point->area, &ground))
    return;
  ground.chosen = -1;
  weft_ground_draw (cr, &ground);
  cairo_rectangle (cr, ground.x, ground.y, ground.size, ground.size);
  cairo_clip (cr);
  draw_given (cr, &ground, point->x);
}

static void
take (Point *point, double px, double py)
{
  WeftGround ground;
  float x[2];

  if (!weft_ground_area_fill (point->area, &ground))
    return;
  weft_panel_to_drawing (point->area, &px, &py);
  weft_ground_locate (&ground, px, py, x);
  for (int k = 0; k < 2; k++)
    x[k] = (float) CLAMP ((double) x[k], ground.low[k], ground.high[k]);
  give (point, x);
}

static void
begin_cb (GtkGestureDrag *drag, double x, double y, Point *point)
{
  gtk_widget_grab_focus (point->area);
  take (point, x, y);
}

static void
update_cb (GtkGestureDrag *drag, double x, double y, Point *point)
{
  double start[2];

  if (gtk_gesture_drag_get_start_point (drag, &start[0], &start[1]))
    take (point, start[0] + x, start[1] + y);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state, Point *point)
{
  int right = (key == GDK_KEY_Right) - (key == GDK_KEY_Left);
  int up = (key == GDK_KEY_Up) - (key == GDK_KEY_Down);
  WeftGround ground;
  float step;

  if ((right == 0 && up == 0) || state & (GDK_CONTROL_MASK | GDK_ALT_MASK)
      || !weft_ground_area_fill (point->area, &ground))
    return FALSE;
  step = (float) (ground.high[0] - ground.low[0]) / STEPS;
  give (point, (float[2]){ point->x[0] + (float) right * step, point->x[1] + (float) up * step });
  return TRUE;
}

/* --- the form --- */

static void
number_cb (GtkSpinButton *spin, Point *point)
{
  int k = GTK_WIDGET (spin) == point->spins[1];

  if (point->is_filling)
    return;
  point->x[k] = (float) gtk_spin_button_get_value (spin);
  fill (point);
  weft_form_tell (point->site);
}

/* As far as the points reach, and as much again. */
static double
find_reach (const WeftFormSite *site)
{
  double reach = 0;

  for (gint64 i = 0; i < site->dataset->count; i++)
    {
      float x[2];

      weft_field_get (site->field, i, x);
      reach = MAX (reach, MAX (fabs ((double) x[0]), fabs ((double) x[1])));
    }
  return MAX (reach, 1e-3) * 2;
}

static GtkWidget *
make_entries (Point *point)
{
  GtkWidget *grid = gtk_grid_new ();
  double reach = find_reach (point->site);
  int digits = (int) CLAMP (ceil (2 - log10 (reach)), 0, 6);

  for (int k = 0; k < 2; k++)
    {
      GtkWidget *name = weft_label_new (get_name (point->site, k), "dim-label");

      point->spins[k] = gtk_spin_button_new_with_range (-reach, reach, reach / 100);
      gtk_spin_button_set_digits (GTK_SPIN_BUTTON (point->spins[k]), (guint) digits);
      weft_widget_set_name (point->spins[k], get_name (point->site, k));
      g_signal_connect (point->spins[k], "value-changed", G_CALLBACK (number_cb), point);
      gtk_grid_attach (GTK_GRID (grid), name, 0, k, 1, 1);
      gtk_grid_attach (GTK_GRID (grid), point->spins[k], 1, k, 1, 1);
    }
  gtk_grid_set_column_spacing (GTK_GRID (grid), 8);
  gtk_grid_set_row_spacing (GTK_GRID (grid), 4);
  gtk_widget_add_css_class (grid, "panel-controls");
  gtk_widget_set_valign (grid, GTK_ALIGN_CENTER);
  return grid;
}

/* It begins with the middle. */
static GtkWidget *
create (const WeftFormSite *site)
{
  Point *point = g_new0 (Point, 1);
  GtkWidget *form = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  point->site = site;
  point->area = weft_ground_area_new (site->context, _ ("Click a point to try"), draw_cb, point);
  gtk_widget_set_cursor_from_name (point->area, "crosshair");
  gtk_widget_set_focusable (point->area, TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (begin_cb), point);
  g_signal_connect (drag, "drag-update", G_CALLBACK (update_cb), point);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), point);
  gtk_widget_add_controller (point->area, GTK_EVENT_CONTROLLER (drag));
  gtk_widget_add_controller (point->area, keys);
  gtk_box_append (GTK_BOX (form), weft_panel_fit_new (point->area));
  gtk_box_append (GTK_BOX (form), make_entries (point));
  fill (point);
  weft_form_set_data (form, point, g_free);
  return form;
}

static gboolean
add (GtkWidget *form, WeftDataset *asked, GError **error)
{
  Point *point = weft_form_get_data (form);
  WeftField *field = weft_like_add_field (asked, point->site->field);

  field->shape = point->site->field->shape;
  field->shape.type = WEFT_F32;
  field->scale = 1;
  if (!weft_dataset_allocate (asked, field, error))
    return FALSE;
  memcpy (field->data, point->x, sizeof point->x);
  return TRUE;
}

static void
show (GtkWidget *form, const WeftDataset *from, gint64 sample)
{
  Point *point = weft_form_get_data (form);
  float x[2];

  weft_field_get (weft_form_get_field (point->site, from), sample, x);
  give (point, x);
}

/* What the plane is drawn of is x. */
static gboolean
fits (const WeftField *field)
{
  return field->kind == WEFT_KIND_POINTS && field->ragged < 0 && field->shape.rank == 1
         && field->shape.dims[0] == 2 && g_strcmp0 (field->name, "x") == 0;
}

const WeftForm weft_form_point
    = { .id = "point", .fits = fits, .create = create, .add = add, .show = show };
