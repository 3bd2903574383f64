/* painting: a plane to paint points on, with its tools; there also where no network is whole yet */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/panels/data/painting.h"

#include <glib/gi18n-lib.h>

#include "ui/panels/data/brush-tools.h"
#include "ui/panels/data/brush.h"
#include "ui/panels/panel.h"

typedef struct
{
  WeftContext *context;
  GtkWidget *area;
  WeftBrush *brush;
} Painting;

/* With the points of the model where it has them: there those held out are told apart. */
static void
locate (gpointer user, WeftGround *ground)
{
  Painting *painting = user;
  WeftModel *model = weft_live_get_model (weft_context_get_live (painting->context));
  int side = MIN (weft_panel_get_width (painting->area), weft_panel_get_height (painting->area));

  *ground = (WeftGround){ .size = MAX (side, 10),
                          .is_dark = weft_theme_is_dark (),
                          .low = { -WEFT_PAINTED_REACH, -WEFT_PAINTED_REACH },
                          .high = { WEFT_PAINTED_REACH, WEFT_PAINTED_REACH },
                          .chosen = weft_context_get_sample (painting->context) };
  if (model != NULL)
    {
      ground->dataset = model->dataset;
      ground->split = model->split;
    }
  weft_brush_prepare (painting->brush, ground);
}

static void
draw_cb (GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer user)
{
  Painting *painting = user;
  WeftGround ground;

  weft_panel_fit_set_width (gtk_widget_get_parent (painting->area),
                            weft_panel_to_px (painting->area, height));
  if (weft_brush_find_node (painting->context) == NULL)
    return;
  locate (painting, &ground);
  weft_ground_draw (cr, &ground);
  weft_brush_draw (painting->brush, cr, &ground);
}

GtkWidget *
weft_painting_new (WeftContext *context)
{
  Painting *painting = g_new0 (Painting, 1);
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 20);
  WeftLive *live = weft_context_get_live (context);

  painting->context = context;
  painting->area = weft_panel_area_new (_ ("Plane to paint on"), draw_cb, painting);
  painting->brush = weft_brush_new (context, painting->area, locate, painting);
  gtk_widget_set_focusable (painting->area, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (painting->area),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, weft_brush_tools_get_help (),
                                  -1);
  gtk_widget_set_cursor_from_name (painting->area, "crosshair");
  gtk_box_append (GTK_BOX (row), weft_panel_fit_new (painting->area));
  gtk_box_append (GTK_BOX (row), weft_brush_make_tools (painting->brush));
  weft_panel_own (row, painting);
  weft_panel_follow (row, live, "report", G_CALLBACK (gtk_widget_queue_draw), painting->area);
  weft_panel_follow (row, live, "snapshot", G_CALLBACK (gtk_widget_queue_draw), painting->area);
  weft_panel_follow (row, context, "sample", G_CALLBACK (gtk_widget_queue_draw), painting->area);
  return row;
}
