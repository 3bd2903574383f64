/* tooltip: in a sentence what anything on the plane is */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gi18n-lib.h>

#include "ui/canvas/idle-marks.h"
#include "ui/canvas/plane.h"
#include "ui/canvas/tooltip.h"
#include "ui/canvas/open-units.h"
#include "ui/scene/words.h"

static char *
describe_shape (const WeftShape *shape)
{
  g_autofree char *brief = NULL;

  if (shape->rank <= 0)
    return NULL;
  brief = weft_shape_format_short (shape);
  if (shape->rank == 4)
    return g_strdup_printf (_ ("%s: channels, height, width"), brief);
  if (shape->rank == 3)
    return g_strdup_printf (_ ("%s: steps, features"), brief);
  return g_strdup_printf (ngettext ("%s number a sample", "%s numbers a sample",
                                    shape->rank > 1 ? (gulong) shape->dims[1] : 1),
                          brief);
}

/* Of a port that nobody wired and that has something all the same. */
static gboolean
comes_by_itself (WeftPlane *self, gint64 node, guint port)
{
  return weft_graph_find_wire_to (weft_context_get_graph (self->context), node, (int) port) == NULL;
}

static const WeftShape *
find_shape (WeftPlane *self, gint64 node, gboolean output, guint port)
{
  WeftReport *report = weft_live_get_report (weft_context_get_live (self->context));
  const WeftNodeReport *found = report != NULL ? weft_report_find (report, node) : NULL;

  if (found == NULL || port >= (output ? found->n_out : found->n_in))
    return NULL;
  return output ? found->out[port] : found->in[port];
}

static char *
describe_node (WeftPlane *self, const WeftSceneNode *node)
{
  g_autofree char *about = weft_scene_node_describe (node);
  g_autofree char *idle = weft_idle_marks_describe (self, node->id);
  g_autofree char *cost = weft_node_costs_describe (self, node->id);

  if (node->problem != NULL)
    return g_strdup_printf ("%s\n%s", node->title, node->problem);
  return g_strdup_printf ("%s\n%s\n%s%s%s%s%s", node->title, about, _ (node->layer->summary),
                          idle != NULL ? "\n" : "", idle != NULL ? idle : "",
                          cost != NULL ? "\n" : "", cost != NULL ? cost : "");
}

static char *
describe_port (WeftPlane *self, const WeftSceneNode *node, gboolean output, guint port)
{
  const WeftShape *shape = find_shape (self, node->id, output, port);
  g_autofree char *text = shape != NULL ? describe_shape (shape) : NULL;
  const char *name = weft_scene_get_port_name (node, output, port);
  g_autofree char *what = g_strdup_printf (output ? _ ("Output %s") : _ ("Input %s"), name);

  if (text != NULL && !output && comes_by_itself (self, node->id, port))
    return g_strdup_printf ("%s\n%s", what, _ ("Which steps are real; it comes by itself"));
  return g_strdup_printf ("%s\n%s", what,
                          text != NULL ? text
                          : output     ? _ ("Drag from here to an input")
                                       : _ ("Drag here from an output"));
}

static char *
describe_wire (WeftPlane *self, const WeftSceneWire *wire)
{
  const WeftShape *shape = find_shape (self, wire->wire.from, TRUE, (guint) wire->wire.output);
  g_autofree char *text = shape != NULL ? describe_shape (shape) : NULL;
  g_autofree char *size = weft_wire_sizes_describe (self, wire);

  return g_strdup_printf (
      "%s → %s%s%s%s%s", weft_scene_get (self->scene, (guint) wire->from)->title,
      weft_scene_get (self->scene, (guint) wire->to)->title, text != NULL ? "\n" : "",
      text != NULL ? text : "", size != NULL ? "\n" : "", size != NULL ? size : "");
}

static char *
describe_pick (WeftPlane *self, const WeftPick *pick)
{
  switch (pick->kind)
    {
    case WEFT_PICK_NODE:
    case WEFT_PICK_CORNER:
      if (pick->part.kind != WEFT_PART_NONE)
        return weft_units_describe (self, pick->i, &pick->part);
      return describe_node (self, weft_scene_get (self->scene, pick->i));
    case WEFT_PICK_INPUT:
    case WEFT_PICK_OUTPUT:
      return describe_port (self, weft_scene_get (self->scene, pick->i),
                            pick->kind == WEFT_PICK_OUTPUT, pick->port);
    case WEFT_PICK_WIRE:
      return describe_wire (self, weft_scene_get_wire (self->scene, pick->i));
    case WEFT_PICK_NOTHING:
      break;
    }
  return NULL;
}

static void
set_area (WeftPlane *self, const WeftPick *pick, GtkTooltip *tooltip)
{
  WeftBox box;

  if (pick->kind != WEFT_PICK_NODE || pick->part.kind != WEFT_PART_NONE)
    return;
  box = weft_view_box_to_widget (&self->sight.view, &self->scene->boxes[pick->i]);
  gtk_tooltip_set_tip_area (tooltip,
                            &(GdkRectangle){ (int) box.x, (int) box.y, (int) box.w, (int) box.h });
}

/* A menu says enough. */
static gboolean
has_popover (WeftPlane *self)
{
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->canvas));

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_POPOVER (child) && gtk_widget_get_visible (child))
      return TRUE;
  return FALSE;
}

static gboolean
query_cb (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip, gpointer user)
{
  WeftPlane *self = WEFT_PLANE (widget);
  WeftPick pick = { 0 };
  g_autofree char *text = NULL;

  if (self->hand.mode != WEFT_HAND_IDLE || has_popover (self))
    return FALSE;
  if (keyboard)
    {
      int at = weft_scene_find (weft_plane_get_scene (self),
                                weft_context_get_selected (self->context));

      if (at >= 0)
        pick = (WeftPick){ WEFT_PICK_NODE, (guint) at, 0 };
    }
  else
    pick = weft_hand_pick (self, (WeftPoint){ x, y }, FALSE);
  text = describe_pick (self, &pick);
  if (text == NULL)
    return FALSE;
  gtk_tooltip_set_text (tooltip, text);
  set_area (self, &pick, tooltip);
  return TRUE;
}

void
weft_tooltip_attach (WeftPlane *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  g_signal_connect (self, "query-tooltip", G_CALLBACK (query_cb), NULL);
}
