/* ground-area: an area on which what a network says everywhere on the plane is drawn */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/results/ground-area.h"

#include <math.h>

#include "engine/data/source.h"

enum
{
  GRID = 48, /* cells a side */
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  GtkDrawingAreaDrawFunc draw;
  gpointer user;
  WeftGroundPoints *points;
  const WeftDataset *seen; /* the set that the bounds were taken from; only compared */
  float low[2], high[2];
} GroundArea;

static const char key[] = "weft-ground-area";

/* The data's own range and a tenth more, the same for both axes; of what is painted the plane. */
static void
measure (GroundArea *ground, const WeftDataset *dataset)
{
  const WeftSource *source = weft_source_find (dataset->name);
  gboolean is_painted = source != NULL && source->is_painted;
  float reach = 0;

  for (gint64 i = 0; i < dataset->count; i++)
    {
      float x[2];

      weft_field_get (weft_dataset_get_x (dataset), i, x);
      reach = MAX (reach, MAX (fabsf (x[0]), fabsf (x[1])));
    }
  reach = is_painted ? MAX (reach, WEFT_PAINTED_REACH) : reach * 1.1f;
  for (int k = 0; k < 2; k++)
    {
      ground->low[k] = -reach;
      ground->high[k] = reach;
    }
  ground->seen = dataset;
}

static WeftModel *
get_model (GroundArea *ground)
{
  WeftModel *model = weft_live_get_model (weft_context_get_live (ground->context));

  return model != NULL && weft_dataset_get_x (model->dataset)->kind == WEFT_KIND_POINTS ? model
                                                                                        : NULL;
}

gboolean
weft_ground_area_fill (GtkWidget *area, WeftGround *fill)
{
  GroundArea *ground = g_object_get_data (G_OBJECT (area), key);
  WeftModel *model = get_model (ground);
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (ground->context));
  gboolean has_grid = snapshot != NULL && snapshot->grid != NULL;
  int side = MIN (weft_panel_get_width (area), weft_panel_get_height (area));

  *fill = (WeftGround){ .size = MAX (side, 10), .is_dark = weft_theme_is_dark () };
  fill->points = ground->points;
  fill->chosen = weft_context_get_sample (ground->context);
  fill->grid = has_grid ? snapshot->grid : NULL;
  for (int k = 0; k < 2; k++)
    {
      fill->low[k] = has_grid ? snapshot->watch.grid_low[k] : ground->low[k];
      fill->high[k] = has_grid ? snapshot->watch.grid_high[k] : ground->high[k];
    }
  if (model == NULL)
    return FALSE;
  fill->dataset = model->dataset;
  fill->split = model->split;
  return TRUE;
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  GroundArea *ground = user;

  weft_panel_fit_set_width (gtk_widget_get_parent (ground->area),
                            weft_panel_to_px (ground->area, height));
  ground->draw (area, cr, width, height, ground->user);
}

static void
snapshot_cb (GroundArea *ground)
{
  WeftModel *model = get_model (ground);

  if (model != NULL && model->dataset != ground->seen)
    {
      measure (ground, model->dataset);
      if (gtk_widget_get_mapped (ground->area))
        weft_context_place_grid (ground->context, ground->low, ground->high);
    }
  gtk_widget_queue_draw (ground->area);
}

static void
map_cb (GtkWidget *area, GroundArea *ground)
{
  weft_context_want_grid (ground->context, GRID, ground->low, ground->high);
}

static void
unmap_cb (GtkWidget *area, GroundArea *ground)
{
  weft_context_want_grid (ground->context, 0, ground->low, ground->high);
}

static void
ground_area_free (gpointer data)
{
  GroundArea *ground = data;

  weft_ground_points_free (ground->points);
  g_free (ground);
}

GtkWidget *
weft_ground_area_new (WeftContext *context, const char *name, GtkDrawingAreaDrawFunc draw,
                      gpointer user)
{
  GroundArea *ground = g_new0 (GroundArea, 1);
  GtkWidget *area = weft_panel_area_new (name, draw_cb, ground);

  *ground = (GroundArea){ .context = context, .area = area, .draw = draw, .user = user };
  ground->points = weft_ground_points_new ();
  g_object_set_data_full (G_OBJECT (area), key, ground, ground_area_free);
  g_signal_connect (area, "map", G_CALLBACK (map_cb), ground);
  g_signal_connect (area, "unmap", G_CALLBACK (unmap_cb), ground);
  weft_panel_follow (area, weft_context_get_live (context), "snapshot", G_CALLBACK (snapshot_cb),
                     ground);
  weft_panel_follow (area, context, "sample", G_CALLBACK (gtk_widget_queue_draw), area);
  snapshot_cb (ground);
  return area;
}
