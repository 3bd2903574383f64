/* film-taking: what a widget shows, picture by picture, for a film of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/window/film-taking.h"

struct _WeftFilmTaking
{
  GtkWidget *widget;
  int width, height;   /* px */
  GPtrArray *pictures; /* GBytes: kept as PNG, for a film of the window is long and large */
};

WeftFilmTaking *
weft_film_taking_new (GtkWidget *widget)
{
  WeftFilmTaking *taking = g_new (WeftFilmTaking, 1);

  *taking = (WeftFilmTaking){
    .widget = g_object_ref (widget),
    .width = MAX (1, gtk_widget_get_width (widget)),
    .height = MAX (1, gtk_widget_get_height (widget)),
    .pictures = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref),
  };
  return taking;
}

void
weft_film_taking_free (WeftFilmTaking *taking)
{
  g_object_unref (taking->widget);
  g_ptr_array_unref (taking->pictures);
  g_free (taking);
}

GPtrArray *
weft_film_taking_end (WeftFilmTaking *taking)
{
  GPtrArray *pictures = g_ptr_array_ref (taking->pictures);

  weft_film_taking_free (taking);
  return pictures;
}

/* The widget as it stands, as large as it is now. */
static GskRenderNode *
render (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot, gtk_widget_get_width (widget),
                          gtk_widget_get_height (widget));
  return gtk_snapshot_free_to_node (snapshot);
}

static cairo_status_t
append_cb (void *bytes, const unsigned char *data, unsigned int length)
{
  g_byte_array_append (bytes, data, length);
  return CAIRO_STATUS_SUCCESS;
}

gboolean
weft_film_taking_add (WeftFilmTaking *taking)
{
  cairo_surface_t *surface
      = cairo_image_surface_create (CAIRO_FORMAT_RGB24, taking->width, taking->height);
  cairo_t *cr = cairo_create (surface);
  GskRenderNode *node = render (taking->widget);
  GByteArray *bytes = g_byte_array_new ();
  gboolean is_good;

  if (node != NULL)
    gsk_render_node_draw (node, cr);
  g_clear_pointer (&node, gsk_render_node_unref);
  is_good
      = cairo_status (cr) == CAIRO_STATUS_SUCCESS
        && cairo_surface_write_to_png_stream (surface, append_cb, bytes) == CAIRO_STATUS_SUCCESS;
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  if (is_good)
    g_ptr_array_add (taking->pictures, g_byte_array_free_to_bytes (bytes));
  else
    g_byte_array_unref (bytes);
  return is_good;
}
