/* ports: the ports of the node with the focus as widgets, for screen readers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ports.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/words.h"

#define WEFT_TYPE_PORT_VIEW (weft_port_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftPortView, weft_port_view, WEFT, PORT_VIEW, GtkWidget)

struct _WeftPortView
{
  GtkWidget parent_instance;
  WeftPoint at; /* from the node's corner, px of the plane */
};

G_DEFINE_FINAL_TYPE (WeftPortView, weft_port_view, GTK_TYPE_WIDGET)

static void
weft_port_view_class_init (WeftPortViewClass *class)
{
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (class), GTK_ACCESSIBLE_ROLE_IMG);
}

static void
weft_port_view_init (WeftPortView *self)
{
  gtk_widget_set_can_target (GTK_WIDGET (self), FALSE);
}

/* "Dense 1, ReLU": what the port is wired to; nullable. */
static char *
list_peers (WeftScene *scene, gint64 id, gboolean output, guint port)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);
      gboolean here = output ? wire->wire.from == id && wire->wire.output == (int) port
                             : wire->wire.to == id && wire->wire.input == (int) port;

      if (here)
        g_string_append_printf (
            text, "%s%s", text->len > 0 ? ", " : "",
            weft_scene_get (scene, (guint) (output ? wire->to : wire->from))->title);
    }
  return g_string_free (text, text->len == 0);
}

static char *
describe (WeftScene *scene, const WeftSceneNode *node, gboolean output, guint port)
{
  g_autofree char *peers = list_peers (scene, node->id, output, port);

  if (peers == NULL)
    return g_strdup (_ ("not wired"));
  return g_strdup_printf (output ? _ ("goes to %s") : _ ("comes from %s"), peers);
}

static void
add (WeftScene *scene, guint i, GtkWidget *view, gboolean output, guint port)
{
  const WeftSceneNode *node = weft_scene_get (scene, i);
  WeftBox box = { 0, 0, scene->boxes[i].w, scene->boxes[i].h };
  WeftPortView *self = g_object_new (WEFT_TYPE_PORT_VIEW, NULL);
  g_autofree char *name = g_strdup_printf (output ? _ ("Output %s") : _ ("Input %s"),
                                           weft_words_port (node->layer, output, port));
  g_autofree char *text = describe (scene, node, output, port);

  self->at = output ? weft_geometry_output (&box, port) : weft_geometry_input (&box, port);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_parent (GTK_WIDGET (self), view);
}

void
weft_ports_hide (WeftNodeView *view)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (view))) != NULL)
    gtk_widget_unparent (child);
}

void
weft_ports_show (WeftPlane *plane, WeftNodeView *view)
{
  WeftScene *scene = weft_plane_get_scene (plane);
  int i = weft_scene_find (scene, weft_node_view_get_id (view));
  const WeftSceneNode *node;

  weft_ports_hide (view);
  if (i < 0)
    return;
  node = weft_scene_get (scene, (guint) i);
  for (guint k = 0; k < node->n_in; k++)
    add (scene, (guint) i, GTK_WIDGET (view), FALSE, k);
  for (guint k = 0; k < node->n_out; k++)
    add (scene, (guint) i, GTK_WIDGET (view), TRUE, k);
}

void
weft_ports_allocate (GtkWidget *view, double zoom)
{
  GtkWidget *child = gtk_widget_get_first_child (view);
  double size = 2 * WEFT_PORT_RADIUS;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      WeftPoint at = WEFT_PORT_VIEW (child)->at;
      int minimum;

      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_size_allocate (child,
                                &(GtkAllocation){ (int) (at.x * zoom - size / 2),
                                                  (int) (at.y * zoom - size / 2), (int) size,
                                                  (int) size },
                                -1);
    }
}
