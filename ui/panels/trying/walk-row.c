/* walk-row: two samples that were kept, what lies between them, and a slider that goes there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/walk-row.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/panel.h"
#include "ui/panels/results/made-drawing.h"
#include "ui/plots/raster.h"

enum
{
  BEAT = 60,      /* ms from picture to picture of the film, at least */
  STRIP = 48,     /* px: its height, at least */
  GAP = 4,        /* px */
  PATIENCE = 1000 /* ms that it waits for one */
};

#define FILM 4.0 /* s from A to B */

struct _WeftWalkRow
{
  WeftWalkTold told;
  GtkWidget *box, *strip, *scale, *play;
  WeftDataset *dataset; /* nullable */
  WeftTensor *made;     /* nullable */
  guint first;
  gboolean stands, is_going, is_seen;
  guint timer;        /* 0: no film */
  gint64 began, last; /* monotonic µs: at A, so to speak; its last picture */
};

/* Side, and left of the first. */
static double
place (double width, double height, double *left)
{
  double side = MIN (height - 2, (width - GAP * (WEFT_WALK_SHOWN - 1)) / WEFT_WALK_SHOWN);

  *left = floor ((width - side * WEFT_WALK_SHOWN - GAP * (WEFT_WALK_SHOWN - 1)) / 2);
  return MAX (floor (side), 1);
}

/* Side by side upon the slider; where somebody stands is framed. */
static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const WeftWalkRow *row = user;
  gint64 size = row->made != NULL ? weft_shape_sample_count (&row->made->shape) : 0;
  gboolean is_dark = weft_theme_is_dark ();
  double left, side = place (width, height, &left),
               at = gtk_range_get_value (GTK_RANGE (row->scale)) * (WEFT_WALK_SHOWN - 1),
               top = height - side - 1;

  for (int i = 0; size > 0 && i < WEFT_WALK_SHOWN; i++)
    {
      const WeftMadeBox box = { left + i * (side + GAP), top, side, side, is_dark };

      weft_made_draw (cr, row->dataset,
                      weft_tensor_floats (row->made) + (gint64) (row->first + (guint) i) * size,
                      &box);
      weft_picture_outline (cr, box.x, box.y, side, side, is_dark);
    }
  if (size == 0 || !row->stands)
    return;
  weft_theme_set_source (cr, WEFT_ROLE_ACCENT, is_dark);
  cairo_set_line_width (cr, 2);
  weft_picture_round (cr, left + at * (side + GAP) - 1, top, side + 2, side, 3);
  cairo_stroke (cr);
}

static void
end_film (WeftWalkRow *row)
{
  g_clear_handle_id (&row->timer, g_source_remove);
  gtk_button_set_icon_name (GTK_BUTTON (row->play), "media-playback-start-symbolic");
}

static void
go (WeftWalkRow *row, double along)
{
  row->stands = TRUE;
  row->is_going = TRUE;
  gtk_range_set_value (GTK_RANGE (row->scale), along);
  row->is_going = FALSE;
  gtk_widget_queue_draw (row->strip);
  row->told.went (along, row->told.user);
}

static void
moved_cb (GtkRange *scale, WeftWalkRow *row)
{
  if (row->is_going)
    return;
  end_film (row);
  go (row, gtk_range_get_value (scale));
}

static void
pressed_cb (GtkGestureClick *click, int n, double x, double y, WeftWalkRow *row)
{
  double left, side;

  weft_panel_to_drawing (row->strip, &x, &y);
  side = place (weft_panel_get_width (row->strip), weft_panel_get_height (row->strip), &left);
  end_film (row);
  go (row,
      CLAMP (floor ((x - left) / (side + GAP)), 0, WEFT_WALK_SHOWN - 1) / (WEFT_WALK_SHOWN - 1));
}

/* A picture when the one before it was seen; the last one is B. */
static gboolean
beat_cb (gpointer user)
{
  WeftWalkRow *row = user;
  gint64 now = g_get_monotonic_time ();
  double along = (double) (now - row->began) / 1e6 / FILM;

  if (!gtk_widget_get_mapped (row->box))
    {
      row->timer = 0;
      end_film (row);
      return G_SOURCE_REMOVE;
    }
  if (!row->is_seen && now - row->last < PATIENCE * 1000)
    return G_SOURCE_CONTINUE;
  row->is_seen = FALSE;
  row->last = now;
  go (row, MIN (along, 1));
  if (along < 1)
    return G_SOURCE_CONTINUE;
  row->timer = 0;
  end_film (row);
  return G_SOURCE_REMOVE;
}

/* From where it stands, or again from A where that is B. */
static void
play_cb (GtkButton *play, WeftWalkRow *row)
{
  double along = row->stands ? gtk_range_get_value (GTK_RANGE (row->scale)) : 0;

  if (row->timer != 0)
    {
      end_film (row);
      return;
    }
  row->began = g_get_monotonic_time () - (gint64) ((along < 1 ? along : 0) * FILM * 1e6);
  row->is_seen = TRUE;
  row->timer = g_timeout_add (BEAT, beat_cb, row);
  gtk_button_set_icon_name (play, "media-playback-pause-symbolic");
}

static void
keep_cb (GtkWidget *button, WeftWalkRow *row)
{
  row->told.keep (GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "weft-end")),
                  row->told.user);
}

static void
save_cb (GtkButton *button, WeftWalkRow *row)
{
  row->told.save (row->told.user);
}

static GtkWidget *
new_keeper (WeftWalkRow *row, guint end, const char *text, const char *help)
{
  GtkWidget *button = gtk_button_new_with_label (text);

  gtk_widget_set_tooltip_text (button, help);
  weft_widget_set_name (button, help);
  g_object_set_data (G_OBJECT (button), "weft-end", GUINT_TO_POINTER (end));
  g_signal_connect (button, "clicked", G_CALLBACK (keep_cb), row);
  return button;
}

static void
make_strip (WeftWalkRow *row)
{
  GtkGesture *click = gtk_gesture_click_new ();

  row->strip = weft_panel_area_new (_ ("What lies between A and B"), draw_cb, row);
  gtk_widget_set_size_request (row->strip, -1, STRIP);
  gtk_widget_set_vexpand (row->strip, TRUE);
  gtk_widget_set_tooltip_text (row->strip, _ ("A, B, and what is made on the way from one to the "
                                              "other: click to go there"));
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), row);
  gtk_widget_add_controller (row->strip, GTK_EVENT_CONTROLLER (click));
}

static GtkWidget *
make_controls (WeftWalkRow *row)
{
  GtkWidget *controls = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *save = gtk_button_new_from_icon_name ("document-save-symbolic");

  gtk_widget_set_tooltip_text (save, _ ("Save the walk as a GIF"));
  weft_widget_set_name (save, _ ("Save the walk as a GIF"));
  g_signal_connect (save, "clicked", G_CALLBACK (save_cb), row);
  row->scale = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, 0, 1, 0.01);
  gtk_scale_set_draw_value (GTK_SCALE (row->scale), FALSE);
  gtk_scale_set_has_origin (GTK_SCALE (row->scale), FALSE);
  gtk_widget_set_hexpand (row->scale, TRUE);
  weft_widget_set_name (row->scale, _ ("Walk from A to B"));
  gtk_widget_set_tooltip_text (row->scale, _ ("Walk from A to B"));
  g_signal_connect (row->scale, "value-changed", G_CALLBACK (moved_cb), row);
  row->play = gtk_button_new_from_icon_name ("media-playback-start-symbolic");
  gtk_widget_set_tooltip_text (row->play, _ ("Play the walk as a film"));
  weft_widget_set_name (row->play, _ ("Play the walk as a film"));
  g_signal_connect (row->play, "clicked", G_CALLBACK (play_cb), row);
  gtk_box_append (GTK_BOX (controls), new_keeper (row, 0, _ ("→ A"), _ ("Keep what is seen as A")));
  gtk_box_append (GTK_BOX (controls), row->scale);
  gtk_box_append (GTK_BOX (controls), new_keeper (row, 1, _ ("→ B"), _ ("Keep what is seen as B")));
  gtk_box_append (GTK_BOX (controls), row->play);
  gtk_box_append (GTK_BOX (controls), save);
  gtk_widget_add_css_class (controls, "panel-controls");
  gtk_widget_add_css_class (controls, "latent");
  return controls;
}

WeftWalkRow *
weft_walk_row_new (const WeftWalkTold *told)
{
  WeftWalkRow *row = g_new0 (WeftWalkRow, 1);

  row->told = *told;
  row->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  make_strip (row);
  gtk_box_append (GTK_BOX (row->box), row->strip);
  gtk_box_append (GTK_BOX (row->box), make_controls (row));
  return row;
}

void
weft_walk_row_free (WeftWalkRow *row)
{
  g_clear_handle_id (&row->timer, g_source_remove);
  g_clear_pointer (&row->made, weft_tensor_unref);
  g_clear_pointer (&row->dataset, weft_dataset_unref);
  g_free (row);
}

GtkWidget *
weft_walk_row_get_widget (const WeftWalkRow *row)
{
  return row->box;
}

void
weft_walk_row_show (WeftWalkRow *row, WeftDataset *dataset, WeftTensor *made, guint first)
{
  g_clear_pointer (&row->made, weft_tensor_unref);
  g_clear_pointer (&row->dataset, weft_dataset_unref);
  row->made = made != NULL ? weft_tensor_ref (made) : NULL;
  row->dataset = weft_dataset_ref (dataset);
  row->first = first;
  gtk_widget_queue_draw (row->strip);
}

double
weft_walk_row_get_along (const WeftWalkRow *row)
{
  return gtk_range_get_value (GTK_RANGE (row->scale));
}

void
weft_walk_row_leave (WeftWalkRow *row)
{
  end_film (row);
  row->stands = FALSE;
  gtk_widget_queue_draw (row->strip);
}

void
weft_walk_row_seen (WeftWalkRow *row)
{
  row->is_seen = TRUE;
}
