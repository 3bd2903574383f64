/* remark-actions: notes, frames and points on wires made by hand; what a double click opens of a
 * node */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/remark-actions.h"

#include <glib/gi18n-lib.h>

#include "ui/canvas/note-editor.h"
#include "ui/canvas/rename.h"
#include "ui/scene/edits.h"
#include "ui/scene/remark-places.h"

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

void
weft_remarks_reroute (WeftPlane *self)
{
  WeftScene *scene = weft_plane_get_scene (self);
  WeftPoint at = weft_hand_get_place (self);
  int i = self->hover.kind == WEFT_PICK_WIRE ? (int) self->hover.i
          : self->has_picked                 ? weft_scene_find_wire (scene, &self->picked)
                                             : -1;
  WeftAddition addition = { .layer = weft_remark_find_layer (WEFT_GROUPING_POINT) };
  WeftWire wire;

  if (i >= 0)
    {
      wire = weft_scene_get_wire (scene, (guint) i)->wire;
      addition.into = &wire;
    }
  if (i >= 0 && self->hover.kind != WEFT_PICK_WIRE)
    at = weft_route_at (&weft_scene_get_wire (scene, (guint) i)->route, .5);
  addition.at = (WeftPoint){ at.x - WEFT_POINT_WIDTH / 2, at.y - WEFT_POINT_HEIGHT / 2 };
  add (self, &addition);
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
