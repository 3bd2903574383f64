/* drop: what is dragged onto the plane from outside: a layer of the palette, a file */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>
#include <string.h>

#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/canvas/drop.h"

#include "ui/canvas/add-block.h"
#include "ui/context/put-in.h"
#include "ui/context/place.h"

#define PREFIX "weft-layer:"
#define MIDDLE_Y 26.0 /* of a node, where the hand holds it */

/* Nullable: it is something else. */
static const WeftOffer *
get_offer (const GValue *value)
{
  const char *text
      = value != NULL && G_VALUE_HOLDS_STRING (value) ? g_value_get_string (value) : NULL;

  return text != NULL && g_str_has_prefix (text, PREFIX) ? weft_offer_find (text + strlen (PREFIX))
                                                         : NULL;
}

static gboolean
goes_into_wires (const WeftOffer *offer)
{
  const WeftLayer *layer = offer->layer;

  return layer == NULL
         || (weft_layer_has_inputs (layer) && weft_layer_has_outputs (layer) && !layer->is_loss);
}

static int
find_wire (WeftPlane *self, WeftPoint at)
{
  WeftScene *scene = weft_plane_get_scene (self);
  WeftPoint p = weft_view_to_plane (&self->sight.view, at);
  WeftBox around = { p.x - 40, p.y - 22, 80, 44 };
  int best = -1;
  double nearest = G_MAXDOUBLE;

  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);
      double distance = weft_route_distance (&wire->route, p);

      if (!wire->is_label && distance < nearest && weft_route_meets (&wire->route, &around))
        {
          nearest = distance;
          best = (int) i;
        }
    }
  return best;
}

/* Where it lands in the plane: its corner, so that its title lies under the pointer. */
static WeftPoint
get_corner (WeftPlane *self, WeftPoint at)
{
  WeftPoint p = weft_view_to_plane (&self->sight.view, at);

  return (WeftPoint){ weft_snap_to_grid (p.x - WEFT_NODE_WIDTH / 2),
                      weft_snap_to_grid (p.y - MIDDLE_Y) };
}

/* The node whose place the layer would take; 0 when it lands elsewhere. */
static gint64
find_replaced (WeftPlane *self, const WeftLayer *layer, WeftPoint at)
{
  WeftScene *scene = weft_plane_get_scene (self);
  WeftPick pick = weft_scene_pick (scene, weft_view_to_plane (&self->sight.view, at), 0, 0);
  gint64 id = pick.kind == WEFT_PICK_NODE ? weft_scene_get (scene, pick.i)->id : 0;

  if (layer == NULL || id == 0
      || !weft_edits_can_replace (weft_context_get_graph (self->context), id, layer))
    return 0;
  return id;
}

void
weft_drop_replace (WeftPlane *self, gint64 node, const WeftLayer *layer)
{
  gint64 id;
  WeftEdit *edit = weft_edits_replace (weft_context_get_graph (self->context), node, layer, &id);

  if (edit == NULL || !weft_context_do (self->context, edit, 0))
    return;
  weft_context_select (self->context, &id, 1);
  weft_plane_get_scene (self); /* there may be no view of it yet */
  weft_plane_focus_node (self, id);
}

/* The node that one which lands there would lie upon; 0: the ground is free. */
static gint64
find_covered (WeftPlane *self, WeftPoint corner)
{
  WeftBox box = { corner.x, corner.y, WEFT_NODE_WIDTH, WEFT_NODE_BARE };

  for (guint i = self->scene->nodes->len; i-- > 0;)
    if (!weft_layer_is_remark (weft_scene_get (self->scene, i)->layer)
        && weft_box_meets (&self->scene->boxes[i], &box))
      return weft_scene_get (self->scene, i)->id;
  return 0;
}

/* By itself where the ground is free; where somebody stands it goes behind him, wired. */
static gint64
add_on_ground (WeftPlane *self, const WeftLayer *layer, WeftPoint corner)
{
  gint64 covered = find_covered (self, corner);
  gint64 selected = weft_context_get_selected (self->context);
  const double at[] = { corner.x, corner.y };

  if (covered == 0)
    return weft_context_add_layer (self->context, layer, at, 0);
  return weft_context_add_layer (self->context, layer, NULL, selected != 0 ? selected : covered);
}

static gint64
add_into (WeftPlane *self, const WeftLayer *layer, WeftPoint corner, const WeftWire *into)
{
  WeftAddition add = { .layer = layer,
                       .at = corner,
                       .inside = weft_context_get_inside (self->context),
                       .into = into,
                       .make_room = TRUE };
  gint64 id = 0;
  WeftEdit *edit = weft_edits_add (weft_context_get_graph (self->context), &add, &id);

  edit = weft_put_in_fit (self->context, edit);
  if (edit == NULL || !weft_context_put (self->context, edit, 0))
    return 0;
  weft_context_select (self->context, &id, 1);
  return id;
}

/* As with a layer: in the wire, by itself where the ground is free, else behind what is there. */
static gint64
add_block (WeftPlane *self, const WeftOffer *offer, WeftPoint corner, const WeftWire *into)
{
  const double at[] = { corner.x, corner.y };
  gboolean is_free = into != NULL || find_covered (self, corner) == 0;

  return weft_add_offer (self->context, offer, is_free ? at : NULL, into);
}

void
weft_drop_offer (WeftPlane *self, const WeftOffer *offer, WeftPoint at)
{
  int under = goes_into_wires (offer) ? find_wire (self, at) : -1;
  WeftPoint corner = get_corner (self, at);
  WeftWire wire, *into = NULL;
  gint64 id;

  if (under >= 0)
    {
      wire = weft_scene_get_wire (self->scene, (guint) under)->wire;
      into = &wire;
    }
  if (offer->layer == NULL)
    id = add_block (self, offer, corner, into);
  else if (into != NULL)
    id = add_into (self, offer->layer, corner, into);
  else
    id = add_on_ground (self, offer->layer, corner);
  if (id != 0)
    gtk_widget_grab_focus (GTK_WIDGET (self));
}

/* The data node under the pointer, else the only one that there is: a second one would be of no
 * use. 0: none. */
static gint64
find_data (WeftPlane *self, WeftPoint at)
{
  WeftGraph *graph = weft_context_get_graph (self->context);
  WeftPick pick = weft_hand_pick (self, at, FALSE);
  gint64 found = 0;

  for (guint i = 0; i < weft_graph_get_n_nodes (graph); i++)
    {
      const WeftNode *node = weft_graph_get_node (graph, i);

      if (node->layer->family != WEFT_FAMILY_DATA || node->parent != 0)
        continue;
      if (pick.kind == WEFT_PICK_NODE && weft_scene_get (self->scene, pick.i)->id == node->id)
        return node->id;
      found = node->id;
    }
  return found;
}

void
weft_drop_file (WeftPlane *self, GFile *file, WeftPoint at)
{
  WeftPoint corner = get_corner (self, at);
  g_autofree char *path = g_file_get_path (file);
  const WeftHost *host = weft_context_get_host (self->context);
  const char *use;

  if (path == NULL)
    return;
  use = host->find_use != NULL        ? host->find_use (host->user, path)
        : weft_is_project_path (path) ? "win.open-path"
                                      : NULL;
  if (use != NULL)
    {
      gtk_widget_activate_action (GTK_WIDGET (self), use, "s", path);
      return;
    }
  gtk_widget_activate_action (GTK_WIDGET (self), "win.use-data", "(sxdd)", path,
                              find_data (self, at), corner.x, corner.y);
}

static void
set_target (WeftPlane *self, gint64 node, int wire)
{
  if (self->drop_wire == wire && self->drop_node == node)
    return;
  self->drop_wire = wire;
  self->drop_node = node;
  weft_under_redraw_wires (self);
}

static GdkDragAction
motion_cb (GtkDropTarget *target, double x, double y, WeftPlane *self)
{
  const WeftOffer *offer = get_offer (gtk_drop_target_get_value (target));
  WeftPoint at = { x, y };
  gint64 node = find_replaced (self, offer != NULL ? offer->layer : NULL, at);
  gboolean goes_in = offer != NULL && node == 0 && goes_into_wires (offer);

  set_target (self, node, goes_in ? find_wire (self, at) : -1);
  return GDK_ACTION_COPY;
}

static void
leave_cb (GtkDropTarget *target, WeftPlane *self)
{
  set_target (self, 0, -1);
}

static gboolean
drop_cb (GtkDropTarget *target, const GValue *value, double x, double y, WeftPlane *self)
{
  const WeftOffer *offer = get_offer (value);
  WeftPoint at = { x, y };

  set_target (self, 0, -1);
  if (offer != NULL)
    {
      gint64 node = find_replaced (self, offer->layer, at);

      if (node != 0)
        weft_drop_replace (self, node, offer->layer);
      else
        weft_drop_offer (self, offer, at);
      return TRUE;
    }
  if (G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    {
      GSList *files = g_value_get_boxed (value);

      if (files != NULL)
        weft_drop_file (self, files->data, at);
      return files != NULL;
    }
  return FALSE;
}

void
weft_drop_attach (WeftPlane *self, GtkWidget *over)
{
  GtkDropTarget *target = gtk_drop_target_new (G_TYPE_INVALID, GDK_ACTION_COPY);
  /* The first that is offered is taken, and a file manager offers its files as text too. */
  GType types[] = { GDK_TYPE_FILE_LIST, G_TYPE_STRING };

  gtk_drop_target_set_gtypes (target, types, G_N_ELEMENTS (types));
  gtk_drop_target_set_preload (target, TRUE);
  g_signal_connect (target, "enter", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (target, "leave", G_CALLBACK (leave_cb), self);
  g_signal_connect (target, "drop", G_CALLBACK (drop_cb), self);
  gtk_widget_add_controller (over, GTK_EVENT_CONTROLLER (target));
}
