/* remark-actions: notes, frames and points on wires made by hand; what a double click opens of a
 * node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/remark-actions.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "ui/canvas/note-editor.h"
#include "ui/canvas/rename.h"
#include "ui/scene/edits.h"
#include "ui/scene/remark-places.h"

#define SHORT 100.0 /* px of a wire */
#define PLACES 64   /* along one, that are tried */

void
weft_remarks_frame (WeftPlane *self)
{
  GArray *selection = weft_context_get_selection (self->context);
  gint64 id = 0;
  WeftEdit *edit
      = weft_remark_frame_edit (weft_context_get_graph (self->context), weft_plane_get_scene (self),
                                (const gint64 *) (void *) selection->data, selection->len, &id);

  if (edit == NULL || !weft_context_do (self->context, edit, 0))
    return;
  weft_context_select (self->context, &id, 1);
  weft_plane_get_scene (self);
  weft_rename_open (self, id);
}

static gint64
add (WeftPlane *self, WeftAddition *addition)
{
  gint64 id = 0;
  WeftEdit *edit;

  addition->inside = weft_context_get_inside (self->context);
  edit = weft_edits_add (weft_context_get_graph (self->context), addition, &id);
  if (edit == NULL || !weft_context_do (self->context, edit, 0))
    return 0;
  weft_context_select (self->context, &id, 1);
  weft_plane_get_scene (self); /* there may be no view of it yet */
  weft_plane_focus_node (self, id);
  return id;
}

void
weft_remarks_note (WeftPlane *self)
{
  WeftPoint at = weft_hand_get_place (self);
  gint64 id = add (self, &(WeftAddition){
                             .layer = weft_remark_find_layer (WEFT_GROUPING_NOTE),
                             .at = { weft_snap_to_grid (at.x), weft_snap_to_grid (at.y) },
                         });

  if (id != 0)
    weft_note_editor_open (self, id);
}

/* On the wire itself, where the pointer is; where it is short there is room in its middle only. */
static WeftPoint
find_place (const WeftRoute *route, WeftPoint pointer, gboolean is_pointed_at)
{
  WeftPoint best = weft_route_at (route, .5);

  if (!is_pointed_at || weft_route_get_length (route) < SHORT)
    return best;
  for (int i = 1; i < PLACES; i++)
    {
      WeftPoint at = weft_route_at (route, (double) i / PLACES);

      if (hypot (at.x - pointer.x, at.y - pointer.y)
          < hypot (best.x - pointer.x, best.y - pointer.y))
        best = at;
    }
  return best;
}

static void
add_point (WeftPlane *self, const char *layer)
{
  WeftScene *scene = weft_plane_get_scene (self);
  WeftPoint at = weft_hand_get_place (self);
  int i = self->hover.kind == WEFT_PICK_WIRE ? (int) self->hover.i
          : self->has_picked                 ? weft_scene_find_wire (scene, &self->picked)
                                             : -1;
  WeftAddition addition = { .layer = weft_layer_find (layer) };
  WeftWire wire;

  if (i >= 0)
    {
      wire = weft_scene_get_wire (scene, (guint) i)->wire;
      addition.into = &wire;
    }
  if (i >= 0)
    at = find_place (&weft_scene_get_wire (scene, (guint) i)->route, at,
                     self->hover.kind == WEFT_PICK_WIRE);
  addition.at = (WeftPoint){ at.x - WEFT_POINT_WIDTH / 2, at.y - WEFT_POINT_HEIGHT / 2 };
  add (self, &addition);
}

void
weft_remarks_reroute (WeftPlane *self)
{
  add_point (self, "reroute");
}

/* What listens to nothing is no use: where there is no wire, that is said. */
static void
listen (WeftPlane *self, const char *layer)
{
  if (self->hover.kind == WEFT_PICK_WIRE || self->has_picked)
    add_point (self, layer);
  else
    weft_context_toast (self->context,
                        _ ("Point at a wire, or choose one, and press the key again."));
}

void
weft_remarks_probe (WeftPlane *self)
{
  listen (self, "probe");
}

void
weft_remarks_breakpoint (WeftPlane *self)
{
  listen (self, "breakpoint");
}

static void
enter (WeftPlane *self, gint64 node)
{
  weft_context_enter (self->context, node);
  gtk_widget_grab_focus (GTK_WIDGET (self));
}

void
weft_remarks_open (WeftPlane *self, gint64 id)
{
  static void (*const opens[]) (WeftPlane * self, gint64 node) = {
    [WEFT_GROUPING_NONE] = weft_rename_open,  [WEFT_GROUPING_GROUP] = enter,
    [WEFT_GROUPING_INPUT] = weft_rename_open, [WEFT_GROUPING_OUTPUT] = weft_rename_open,
    [WEFT_GROUPING_POINT] = weft_rename_open, [WEFT_GROUPING_NOTE] = weft_note_editor_open,
    [WEFT_GROUPING_FRAME] = weft_rename_open,
  };
  const WeftNode *node = weft_graph_find (weft_context_get_graph (self->context), id);

  if (node != NULL)
    opens[node->layer->grouping](self, id);
}

void
weft_remarks_rename (WeftPlane *self)
{
  gint64 id = weft_context_get_selected (self->context);
  const WeftNode *node = weft_graph_find (weft_context_get_graph (self->context), id);

  if (node != NULL && node->layer->grouping == WEFT_GROUPING_NOTE)
    weft_note_editor_open (self, id);
  else
    weft_rename_open (self, id);
}
