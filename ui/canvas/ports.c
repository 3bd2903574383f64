/* ports: the ports of the nodes, and the wires that leave them, as widgets for screen readers */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/ports.h"

#include <glib/gi18n-lib.h>

#include "ui/scene/words.h"

#define TOLD_KEY "weft-ports-told"
#define MOST_NODES 3000
#define SHARE 1500 /* µs at a time */

#define WEFT_TYPE_PORT_VIEW (weft_port_view_get_type ())
G_DECLARE_FINAL_TYPE (WeftPortView, weft_port_view, WEFT, PORT_VIEW, GtkWidget)

struct _WeftPortView
{
  GtkWidget parent_instance;
  WeftPoint at;  /* from the node's corner, px of the plane */
  WeftWire wire; /* from 0: it is a port */
};

G_DEFINE_FINAL_TYPE (WeftPortView, weft_port_view, GTK_TYPE_WIDGET)

static void
weft_port_view_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);
  int minimum;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, NULL, NULL, NULL);
      gtk_widget_allocate (child, width, height, -1, NULL);
    }
}

static void
weft_port_view_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (weft_port_view_parent_class)->dispose (object);
}

static void
weft_port_view_class_init (WeftPortViewClass *class)
{
  G_OBJECT_CLASS (class)->dispose = weft_port_view_dispose;
  GTK_WIDGET_CLASS (class)->size_allocate = weft_port_view_size_allocate;
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

/* Under the port that it leaves. */
static void
add_wire (WeftScene *scene, GtkWidget *port, const WeftSceneWire *wire)
{
  const WeftSceneNode *from = weft_scene_get (scene, (guint) wire->from);
  const WeftSceneNode *to = weft_scene_get (scene, (guint) wire->to);
  WeftPortView *self = g_object_new (WEFT_TYPE_PORT_VIEW, "accessible-role",
                                     GTK_ACCESSIBLE_ROLE_LINK, "focusable", TRUE, NULL);
  /* Translators: a wire, by the nodes at its ends */
  g_autofree char *name = g_strdup_printf (_ ("Wire from %s to %s"), from->title, to->title);

  self->wire = wire->wire;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_accessible_update_property (
      GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
      wire->wire.output == 0 && from->chip != NULL
          ? from->chip
          : weft_scene_get_port_name (to, FALSE, (guint) wire->wire.input),
      -1);
  gtk_widget_set_parent (GTK_WIDGET (self), port);
}

static void
add_wires (WeftScene *scene, gint64 node, guint output, GtkWidget *port)
{
  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);

      if (wire->wire.from == node && wire->wire.output == (int) output)
        add_wire (scene, port, wire);
    }
}

static void
add (WeftScene *scene, guint i, GtkWidget *view, gboolean output, guint port)
{
  const WeftSceneNode *node = weft_scene_get (scene, i);
  WeftBox box = { 0, 0, scene->boxes[i].w, scene->boxes[i].h };
  WeftPortView *self = g_object_new (WEFT_TYPE_PORT_VIEW, NULL);
  g_autofree char *name = g_strdup_printf (output ? _ ("Output %s") : _ ("Input %s"),
                                           weft_scene_get_port_name (node, output, port));
  g_autofree char *text = describe (scene, node, output, port);

  self->at = output ? weft_geometry_output (&box, port) : weft_geometry_input (&box, port);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text, -1);
  gtk_widget_set_parent (GTK_WIDGET (self), view);
  if (output)
    add_wires (scene, node->id, port, GTK_WIDGET (self));
}

/* What there is to tell of a node's ports, as one text. */
static char *
sign (WeftScene *scene, const WeftSceneNode *node)
{
  GString *text = g_string_new (node->title);

  g_string_append_printf (text, "\n%u %u %s", node->n_in, node->n_out,
                          node->chip != NULL ? node->chip : "");
  for (guint side = 0; side < 2; side++)
    for (guint k = 0; k < (side == 0 ? node->n_in : node->n_out); k++)
      {
        g_autofree char *told = describe (scene, node, side == 1, k);

        g_string_append_printf (text, "\n%s", told);
      }
  return g_string_free (text, FALSE);
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
  const WeftSceneNode *node = i >= 0 ? weft_scene_get (scene, (guint) i) : NULL;
  g_autofree char *told = node != NULL ? sign (scene, node) : NULL;

  if (g_strcmp0 (told, g_object_get_data (G_OBJECT (view), TOLD_KEY)) == 0)
    return;
  weft_ports_hide (view);
  g_object_set_data_full (G_OBJECT (view), TOLD_KEY, g_steal_pointer (&told), g_free);
  if (node == NULL)
    return;
  for (guint k = 0; k < node->n_in; k++)
    add (scene, (guint) i, GTK_WIDGET (view), FALSE, k);
  for (guint k = 0; k < node->n_out; k++)
    add (scene, (guint) i, GTK_WIDGET (view), TRUE, k);
}

static gboolean
show_some_cb (gpointer user)
{
  WeftPlane *self = user;
  WeftScene *scene = weft_plane_get_scene (self);
  gint64 until = g_get_monotonic_time () + SHARE;

  for (; self->told < scene->nodes->len; self->told++)
    {
      WeftNodeView *view = weft_plane_find_view (self, weft_scene_get (scene, self->told)->id);

      if (g_get_monotonic_time () > until)
        return G_SOURCE_CONTINUE;
      if (view == NULL)
        continue;
      weft_node_view_tell (view);
      if (scene->nodes->len <= MOST_NODES)
        weft_ports_show (self, view);
    }
  self->telling = 0;
  return G_SOURCE_REMOVE;
}

void
weft_ports_show_soon (WeftPlane *self)
{
  GtkWidget *here = gtk_widget_get_focus_child (GTK_WIDGET (self));

  if (here != NULL && WEFT_IS_NODE_VIEW (here))
    weft_ports_show (self, WEFT_NODE_VIEW (here));
  self->told = 0;
  if (self->telling == 0)
    self->telling = g_idle_add_full (G_PRIORITY_LOW, show_some_cb, self, NULL);
}

static gboolean
is_wire (const WeftWire *a, const WeftWire *b)
{
  return a->from == b->from && a->output == b->output && a->to == b->to && a->input == b->input;
}

gboolean
weft_ports_focus_wire (WeftPlane *plane, const WeftWire *wire)
{
  WeftNodeView *view = weft_plane_find_view (plane, wire->from);
  GtkWidget *port, *child;

  if (view == NULL)
    return FALSE;
  weft_node_view_set_in_sight (view, TRUE);
  weft_ports_show (plane, view);
  for (port = gtk_widget_get_first_child (GTK_WIDGET (view)); port != NULL;
       port = gtk_widget_get_next_sibling (port))
    for (child = gtk_widget_get_first_child (port); child != NULL;
         child = gtk_widget_get_next_sibling (child))
      if (is_wire (&WEFT_PORT_VIEW (child)->wire, wire))
        return gtk_widget_grab_focus (child);
  return FALSE;
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
