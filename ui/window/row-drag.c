/* row-drag: a row of the palette that can be dragged onto the canvas */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/row-drag.h"

#include "ui/window/layer-list.h"

static GdkContentProvider *
prepare_cb (GtkDragSource *source, double x, double y, const WeftOffer *offer)
{
  g_autofree char *text = g_strdup_printf ("weft-layer:%s", offer->id);

  return gdk_content_provider_new_typed (G_TYPE_STRING, text);
}

static void
begin_cb (GtkDragSource *source, GdkDrag *drag, GtkWidget *row)
{
  GtkWidget *list = gtk_widget_get_ancestor (row, WEFT_TYPE_LAYER_LIST);
  g_autoptr (GdkPaintable) picture = gtk_widget_paintable_new (row);
  g_autoptr (GdkPaintable) still = gdk_paintable_get_current_image (picture);

  gtk_drag_source_set_icon (source, still, 24, 16);
  g_signal_emit_by_name (list, "dragged");
}

void
weft_row_drag_attach (GtkWidget *row, const WeftOffer *offer)
{
  GtkDragSource *source = gtk_drag_source_new ();

  gtk_drag_source_set_actions (source, GDK_ACTION_COPY);
  g_signal_connect (source, "prepare", G_CALLBACK (prepare_cb), (gpointer) offer);
  g_signal_connect (source, "drag-begin", G_CALLBACK (begin_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (source));
}
