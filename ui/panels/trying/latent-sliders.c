/* latent-sliders: one slider for each of the numbers that a sample is made of */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/latent-sliders.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/base/format.h"
#include "ui/base/widgets.h"

enum
{
  COLUMNS = 4,      /* at first */
  SEEN_HEIGHT = 44, /* px: of two rows, at least */
};

#define REACH 3.0 /* of what is drawn 3 in 1,000 lies beyond */

struct _WeftLatentSliders
{
  GtkWidget *scrolled, *grid;
  GArray *numbers;   /* float */
  GPtrArray *scales; /* GtkWidget */
  void (*changed) (gpointer user);
  gpointer user;
  gboolean is_filling;
  int columns;
  guint later; /* 0: they stand as they should */
};

static void
moved_cb (GtkRange *scale, WeftLatentSliders *sliders)
{
  guint i;

  if (sliders->is_filling || !g_ptr_array_find (sliders->scales, scale, &i))
    return;
  g_array_index (sliders->numbers, float, i) = (float) gtk_range_get_value (scale);
  sliders->changed (sliders->user);
}

static int
get_columns (const WeftLatentSliders *sliders)
{
  return sliders->columns > 0 ? sliders->columns : COLUMNS;
}

/* Widgets are not moved while others are drawn or laid out, from where this is wanted. */
static gboolean
place_cb (gpointer user)
{
  WeftLatentSliders *sliders = user;
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (sliders->grid);

  sliders->later = 0;
  for (guint i = 0; i < sliders->scales->len; i++)
    {
      GtkWidget *box = gtk_widget_get_parent (sliders->scales->pdata[i]);
      GtkGridLayoutChild *child
          = GTK_GRID_LAYOUT_CHILD (gtk_layout_manager_get_layout_child (layout, box));

      gtk_grid_layout_child_set_column (child, (int) i % get_columns (sliders));
      gtk_grid_layout_child_set_row (child, (int) i / get_columns (sliders));
    }
  return G_SOURCE_REMOVE;
}

void
weft_latent_sliders_set_columns (WeftLatentSliders *sliders, int n)
{
  if (get_columns (sliders) == n)
    return;
  sliders->columns = n;
  if (sliders->later == 0)
    sliders->later = g_idle_add_full (G_PRIORITY_HIGH_IDLE, place_cb, sliders, NULL);
}

static void
add_slider (WeftLatentSliders *sliders, guint i)
{
  GtkWidget *scale
      = gtk_scale_new_with_range (GTK_ORIENTATION_HORIZONTAL, -REACH, REACH, REACH / 30);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  g_autofree char *number = weft_format_count (i + 1);
  g_autofree char *name = g_strdup_printf (_ ("Latent number %s"), number);
  GtkWidget *label = weft_label_new (number, "dim-label");

  gtk_scale_set_draw_value (GTK_SCALE (scale), FALSE);
  gtk_scale_set_has_origin (GTK_SCALE (scale), FALSE);
  gtk_widget_set_hexpand (scale, TRUE);
  gtk_widget_set_tooltip_text (scale, name);
  weft_widget_set_name (scale, name);
  gtk_label_set_width_chars (GTK_LABEL (label), 2);
  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), scale);
  gtk_grid_attach (GTK_GRID (sliders->grid), box, (int) i % get_columns (sliders),
                   (int) i / get_columns (sliders), 1, 1);
  g_signal_connect (scale, "value-changed", G_CALLBACK (moved_cb), sliders);
  g_ptr_array_add (sliders->scales, scale);
}

void
weft_latent_sliders_set_size (WeftLatentSliders *sliders, guint n)
{
  for (GtkWidget *child; (child = gtk_widget_get_first_child (sliders->grid)) != NULL;)
    gtk_grid_remove (GTK_GRID (sliders->grid), child);
  g_ptr_array_set_size (sliders->scales, 0);
  g_array_set_size (sliders->numbers, 0);
  g_array_set_size (sliders->numbers, n);
  for (guint i = 0; i < n; i++)
    add_slider (sliders, i);
}

const float *
weft_latent_sliders_get (const WeftLatentSliders *sliders)
{
  return &g_array_index (sliders->numbers, float, 0);
}

/* A number beyond a slider's end stays what it is: the slider stands at its end. */
void
weft_latent_sliders_show (WeftLatentSliders *sliders, const float *numbers)
{
  sliders->is_filling = TRUE;
  for (guint i = 0; i < sliders->scales->len; i++)
    {
      g_array_index (sliders->numbers, float, i) = numbers[i];
      gtk_range_set_value (sliders->scales->pdata[i], (double) numbers[i]);
    }
  sliders->is_filling = FALSE;
}

WeftLatentSliders *
weft_latent_sliders_new (void (*changed) (gpointer user), gpointer user)
{
  WeftLatentSliders *sliders = g_new0 (WeftLatentSliders, 1);

  sliders->changed = changed;
  sliders->user = user;
  sliders->numbers = g_array_new (FALSE, TRUE, sizeof (float));
  sliders->scales = g_ptr_array_new ();
  sliders->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (sliders->grid), TRUE);
  gtk_grid_set_row_homogeneous (GTK_GRID (sliders->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (sliders->grid), 4);
  gtk_widget_add_css_class (sliders->grid, "latent");
  sliders->scrolled = gtk_scrolled_window_new ();
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (sliders->scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (sliders->scrolled), SEEN_HEIGHT);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (sliders->scrolled), sliders->grid);
  gtk_scrolled_window_set_propagate_natural_height (GTK_SCROLLED_WINDOW (sliders->scrolled), TRUE);
  gtk_widget_set_vexpand (sliders->scrolled, TRUE);
  return sliders;
}

void
weft_latent_sliders_free (WeftLatentSliders *sliders)
{
  g_clear_handle_id (&sliders->later, g_source_remove);
  g_array_unref (sliders->numbers);
  g_ptr_array_unref (sliders->scales);
  g_free (sliders);
}

GtkWidget *
weft_latent_sliders_get_widget (const WeftLatentSliders *sliders)
{
  return sliders->scrolled;
}
