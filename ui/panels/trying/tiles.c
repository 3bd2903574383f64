/* tiles: ten samples that the network does not learn from, to be tried with a click each */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/trying/tiles.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/base/theme.h"
#include "ui/base/widgets.h"
#include "ui/panels/samples.h"
#include "ui/plots/glyph.h"
#include "ui/plots/raster.h"

enum
{
  SHOWN = 10,
  SIDE = 26,
};

typedef struct
{
  void (*chosen) (gint64 sample, gpointer user);
  gpointer user;
  WeftModel *model; /* referenced; nullable */
  WeftRanges ranges;
  GtkWidget *buttons[SHOWN], *areas[SHOWN];
  gint64 samples[SHOWN];
  gint64 turn; /* how often others were asked for */
} Tiles;

static int
find_tile (const Tiles *tiles, gpointer widget)
{
  for (int i = 0; i < SHOWN; i++)
    if (tiles->buttons[i] == widget || tiles->areas[i] == widget)
      return i;
  return 0;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  const Tiles *tiles = user;

  if (tiles->model == NULL)
    return;
  weft_picture_round (cr, 0, 0, width, height, 4);
  cairo_clip (cr);
  weft_glyph_draw (cr, tiles->model->dataset, &tiles->ranges,
                   tiles->samples[find_tile (tiles, area)], 0, 0, MIN (width, height),
                   weft_theme_is_dark ());
}

static void
clicked_cb (GtkWidget *button, Tiles *tiles)
{
  if (tiles->model != NULL)
    tiles->chosen (tiles->samples[find_tile (tiles, button)], tiles->user);
}

/* Evenly over the part, each time from another one on. */
static void
fill (Tiles *tiles)
{
  const WeftSplit *split = tiles->model->split;
  WeftPart part = split->count[WEFT_PART_TEST] > 0         ? WEFT_PART_TEST
                  : split->count[WEFT_PART_VALIDATION] > 0 ? WEFT_PART_VALIDATION
                                                           : WEFT_PART_TRAIN;
  gint64 count = split->count[part];

  for (gint64 i = 0; i < SHOWN; i++)
    {
      g_autofree char *number = NULL, *truth = NULL, *name = NULL;

      weft_widget_set_shown (tiles->buttons[i], i < count);
      if (i >= count)
        continue;
      tiles->samples[i] = split->samples[part][(i * count / SHOWN + tiles->turn) % count];
      number = weft_format_count (tiles->samples[i]);
      truth = weft_samples_dup_truth (tiles->model->dataset, tiles->samples[i], 3);
      name = truth != NULL ? g_strdup_printf (_ ("Try sample %s: %s"), number, truth)
                           : g_strdup_printf (_ ("Try sample %s"), number);
      weft_widget_set_name (tiles->buttons[i], name);
      gtk_widget_set_tooltip_text (tiles->buttons[i], name);
      gtk_widget_queue_draw (tiles->areas[i]);
    }
}

static void
others_cb (GtkButton *button, Tiles *tiles)
{
  tiles->turn++;
  if (tiles->model != NULL)
    fill (tiles);
}

void
weft_tiles_set_model (GtkWidget *widget, WeftModel *model)
{
  Tiles *tiles = g_object_get_data (G_OBJECT (widget), "weft-tiles");

  if (model != NULL)
    weft_model_ref (model);
  g_clear_pointer (&tiles->model, weft_model_unref);
  tiles->model = model;
  weft_ranges_measure (&tiles->ranges, model != NULL ? model->dataset : NULL);
  if (model != NULL)
    fill (tiles);
}

gint64
weft_tiles_get_first (GtkWidget *widget)
{
  const Tiles *tiles = g_object_get_data (G_OBJECT (widget), "weft-tiles");

  return tiles->model != NULL && gtk_widget_get_visible (tiles->buttons[0]) ? tiles->samples[0]
                                                                            : -1;
}

static void
tiles_free (gpointer data)
{
  Tiles *tiles = data;

  g_clear_pointer (&tiles->model, weft_model_unref);
  weft_ranges_measure (&tiles->ranges, NULL);
  g_free (tiles);
}

static void
add_tile (Tiles *tiles, GtkWidget *box, int i)
{
  tiles->areas[i] = gtk_drawing_area_new ();
  gtk_drawing_area_set_content_width (GTK_DRAWING_AREA (tiles->areas[i]), SIDE);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (tiles->areas[i]), SIDE);
  gtk_drawing_area_set_draw_func (GTK_DRAWING_AREA (tiles->areas[i]), draw_cb, tiles, NULL);
  tiles->buttons[i] = gtk_button_new ();
  gtk_button_set_child (GTK_BUTTON (tiles->buttons[i]), tiles->areas[i]);
  gtk_widget_add_css_class (tiles->buttons[i], "flat");
  g_signal_connect (tiles->buttons[i], "clicked", G_CALLBACK (clicked_cb), tiles);
  gtk_box_append (GTK_BOX (box), tiles->buttons[i]);
}

GtkWidget *
weft_tiles_new (void (*chosen) (gint64 sample, gpointer user), gpointer user)
{
  Tiles *tiles = g_new0 (Tiles, 1);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *others = gtk_button_new_from_icon_name ("view-refresh-symbolic");

  tiles->chosen = chosen;
  tiles->user = user;
  gtk_widget_add_css_class (box, "tiles");
  for (int i = 0; i < SHOWN; i++)
    add_tile (tiles, box, i);
  gtk_widget_add_css_class (others, "flat");
  gtk_widget_set_tooltip_text (others, _ ("Ten other samples"));
  weft_widget_set_name (others, _ ("Ten other samples"));
  g_signal_connect (others, "clicked", G_CALLBACK (others_cb), tiles);
  gtk_box_append (GTK_BOX (box), others);
  g_object_set_data_full (G_OBJECT (box), "weft-tiles", tiles, tiles_free);
  return box;
}
