/* drawn: training samples as the network gets them in this epoch, behind what augments them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/drawn.h"

#include <glib/gi18n-lib.h>

#include "ui/base/format.h"
#include "ui/panels/panel.h"
#include "ui/plots/glyph.h"
#include "ui/plots/plot-text.h"
#include "ui/plots/raster.h"

enum
{
  SHOWN = 32,
  TILE = 60,
  GAP = 6,
  LINE = 16,
};

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  WeftDataset *measured; /* the set that the ranges are of; referenced; nullable */
  WeftRanges ranges;
} Drawn;

gboolean
weft_drawn_fits (const WeftModel *model)
{
  return model->n_feeds > 0 && model->feeds[model->n_feeds - 1].field == NULL
         && model->split->count[WEFT_PART_TRAIN] > 0;
}

static const WeftSnapshot *
find_snapshot (const Drawn *drawn)
{
  WeftSnapshot *snapshot = weft_live_get_snapshot (weft_context_get_live (drawn->context));

  return snapshot != NULL && snapshot->drawn != NULL ? snapshot : NULL;
}

static int
get_columns (int width)
{
  return MAX (1, (width + GAP) / (TILE + GAP));
}

/* Of one batch: its line, and rows of tiles. */
static int
get_height (const WeftNamedTensor *batch, int width)
{
  int n = (int) batch->tensor->shape.dims[0], columns = get_columns (width);

  return LINE + (n + columns - 1) / columns * (TILE + GAP) + GAP;
}

static void
measure (Drawn *drawn, WeftDataset *dataset)
{
  if (dataset == drawn->measured)
    return;
  weft_dataset_ref (dataset);
  g_clear_pointer (&drawn->measured, weft_dataset_unref);
  drawn->measured = dataset;
  weft_ranges_measure (&drawn->ranges, dataset);
}

/* Sample i of a batch as it would be in the data's own units; transfer full. */
static float *
copy_numbers (const WeftModel *model, const WeftTensor *batch, gint64 i)
{
  const WeftFeed *x = weft_model_get_x ((WeftModel *) model);
  gint64 n = weft_shape_sample_count (&batch->shape);
  float *numbers = g_new (float, MAX (n, 1));

  for (gint64 k = 0; k < n; k++)
    numbers[k] = batch->shape.type == WEFT_I64 ? (float) ((const gint64 *) batch->data)[i * n + k]
                                               : weft_tensor_floats (batch)[i * n + k];
  if (n == x->count)
    weft_scaling_undo (&x->scaling, numbers, 1);
  return numbers;
}

static void
draw_batch (cairo_t *cr, Drawn *drawn, const WeftModel *model, const WeftNamedTensor *batch,
            int width, double top)
{
  gboolean is_dark = weft_theme_is_dark ();
  gint64 n = batch->tensor->shape.dims[0];
  WeftShape shape = weft_shape_of_one (&batch->tensor->shape);
  const WeftNode *node = weft_graph_find (weft_context_get_graph (drawn->context), batch->node);
  g_autofree char *title = node != NULL ? weft_node_dup_title (node) : g_strdup (batch->name);
  g_autofree char *line = g_strdup_printf (_ ("as %s gives them"), title);
  const WeftTextStyle style
      = { .size = 10.5, .color = weft_theme_get (WEFT_ROLE_DIM, is_dark), .width = width };

  weft_text_draw (cr, line, 0, top, &style);
  for (gint64 i = 0; i < n; i++)
    {
      double x = (double) (i % get_columns (width)) * (TILE + GAP),
             y = top + LINE + (double) (i / get_columns (width)) * (TILE + GAP);
      g_autofree float *numbers = copy_numbers (model, batch->tensor, i);

      cairo_save (cr);
      weft_picture_round (cr, x, y, TILE, TILE, 5);
      cairo_clip (cr);
      weft_glyph_draw_given (cr, model->dataset, &drawn->ranges,
                             weft_drawn_get_sample (model->split, n, i), numbers, &shape, x, y,
                             TILE, is_dark);
      cairo_restore (cr);
      weft_picture_round (cr, x + 0.5, y + 0.5, TILE - 1, TILE - 1, 5);
      weft_theme_set_source (cr, WEFT_ROLE_EDGE, is_dark);
      cairo_set_line_width (cr, 1);
      cairo_stroke (cr);
    }
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Drawn *drawn = user;
  const WeftSnapshot *snapshot = find_snapshot (drawn);
  const WeftModel *model = weft_live_get_model (weft_context_get_live (drawn->context));
  double top = 2;

  if (snapshot == NULL || model == NULL)
    return;
  measure (drawn, model->dataset);
  for (guint i = 0; i < snapshot->drawn->len; i++)
    {
      draw_batch (cr, drawn, model, snapshot->drawn->pdata[i], width, top);
      top += get_height (snapshot->drawn->pdata[i], width);
    }
}

/* For a screen reader: of how many training samples it is a batch. */
static void
describe (Drawn *drawn, const WeftSnapshot *snapshot)
{
  const WeftNamedTensor *first
      = snapshot != NULL && snapshot->drawn->len > 0 ? snapshot->drawn->pdata[0] : NULL;
  g_autofree char *count = weft_format_count (first != NULL ? first->tensor->shape.dims[0] : 0);
  g_autofree char *text = g_strdup_printf (_ ("%s shown"), count);

  gtk_accessible_update_property (GTK_ACCESSIBLE (drawn->area), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                  text, -1);
}

static void
update (Drawn *drawn)
{
  const WeftSnapshot *snapshot = find_snapshot (drawn);
  int width = weft_panel_get_width (drawn->area), height = 2;

  describe (drawn, snapshot);
  for (guint i = 0; snapshot != NULL && width > 0 && i < snapshot->drawn->len; i++)
    height += get_height (snapshot->drawn->pdata[i], width);
  gtk_drawing_area_set_content_height (GTK_DRAWING_AREA (drawn->area),
                                       weft_panel_to_px (drawn->area, height));
  gtk_widget_queue_draw (drawn->area);
}

static void
resize_cb (GtkDrawingArea *area, int width, int height, Drawn *drawn)
{
  update (drawn);
}

static void
map_cb (GtkWidget *area, Drawn *drawn)
{
  weft_context_want_drawn (drawn->context, SHOWN);
}

static void
unmap_cb (GtkWidget *area, Drawn *drawn)
{
  weft_context_want_drawn (drawn->context, 0);
}

static void
destroy_cb (GtkWidget *widget, Drawn *drawn)
{
  g_clear_pointer (&drawn->measured, weft_dataset_unref);
  weft_ranges_measure (&drawn->ranges, NULL);
}

GtkWidget *
weft_drawn_new (WeftContext *context)
{
  Drawn *drawn = g_new0 (Drawn, 1);
  GtkWidget *scrolled = gtk_scrolled_window_new ();

  drawn->context = context;
  drawn->area = weft_panel_area_new (_ ("Samples as the network gets them"), draw_cb, drawn);
  g_signal_connect (drawn->area, "resize", G_CALLBACK (resize_cb), drawn);
  g_signal_connect (drawn->area, "map", G_CALLBACK (map_cb), drawn);
  g_signal_connect (drawn->area, "unmap", G_CALLBACK (unmap_cb), drawn);
  g_signal_connect (scrolled, "destroy", G_CALLBACK (destroy_cb), drawn);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scrolled), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scrolled), drawn->area);
  gtk_widget_set_vexpand (scrolled, TRUE);
  gtk_widget_set_hexpand (scrolled, TRUE);
  weft_panel_own (scrolled, drawn);
  weft_panel_follow (scrolled, weft_context_get_live (context), "snapshot", G_CALLBACK (update),
                     drawn);
  describe (drawn, find_snapshot (drawn));
  return scrolled;
}
