/* hand-move: nodes that follow the hand, snap, go into a wire, and become one edit when let go */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <math.h>

#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/scene/remark-places.h"
#include "ui/scene/ways.h"
#include "ui/canvas/hand-move.h"

#define SNAP_REACH 6.0 /* px of the widget */

static void
forget (WeftHand *hand)
{
  g_clear_pointer (&hand->moved, g_array_unref);
  g_clear_pointer (&hand->from, g_free);
  g_clear_pointer (&hand->others, g_free);
  hand->n_others = 0;
  hand->into = -1;
  hand->by_keys = FALSE;
  hand->snap = (WeftSnap){ 0 };
}

/* The selection moves with the node that was pressed, which comes first: it is what snaps. */
void
weft_hand_move_begin (WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  WeftScene *scene = weft_plane_get_scene (self);
  GArray *chosen = weft_context_get_selection (self->context);
  g_autoptr (GArray) selection = weft_remark_dup_with_held (
      weft_context_get_graph (self->context), (const gint64 *) (void *) chosen->data, chosen->len);
  g_autofree guint8 *moves = NULL; /* of each node of the scene */

  forget (hand);
  hand->was_whole = weft_sight_is_whole (self);
  hand->moved = g_array_new (FALSE, FALSE, sizeof (gint64));
  if (hand->node != 0)
    g_array_append_val (hand->moved, hand->node);
  for (guint i = 0; i < selection->len; i++)
    {
      gint64 id = g_array_index (selection, gint64, i);

      if (id != hand->node && weft_scene_find (scene, id) >= 0)
        g_array_append_val (hand->moved, id);
    }
  hand->from = g_new0 (WeftPoint, MAX (hand->moved->len, 1));
  moves = g_malloc0 (scene->nodes->len + 1);
  for (guint i = 0; i < hand->moved->len; i++)
    {
      int at = weft_scene_find (scene, g_array_index (hand->moved, gint64, i));

      hand->from[i] = (WeftPoint){ scene->boxes[at].x, scene->boxes[at].y };
      moves[at] = TRUE;
    }
  hand->others = g_new (WeftBox, MAX (scene->nodes->len, 1));
  for (guint i = 0; i < scene->nodes->len; i++)
    if (!moves[i])
      hand->others[hand->n_others++] = scene->boxes[i];
}

/* The wire that lies under the middle of a node that stands alone. */
static int
find_wire_under (WeftPlane *self, const WeftBox *box)
{
  WeftScene *scene = self->scene;
  WeftBox middle = { box->x + box->w * .2, box->y + 8, box->w * .6, MAX (8, box->h - 16) };

  for (guint i = 0; i < scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (scene, i);
      WeftBox near = weft_box_grow (&wire->bounds, 1);

      if (!wire->is_label && weft_box_meets (&near, &middle)
          && weft_route_meets (&wire->route, &middle))
        return (int) i;
    }
  return -1;
}

/* What was moved follows by so much, and its wires with it. */
static void
drag_by (WeftPlane *self, double dx, double dy)
{
  WeftHand *hand = &self->hand;
  g_autofree guint *nodes = g_new (guint, hand->moved->len);
  g_autofree WeftPoint *to = g_new (WeftPoint, hand->moved->len);
  WeftWaysChange change;
  guint n = 0;

  for (guint i = 0; i < hand->moved->len; i++)
    {
      int at = weft_scene_find (self->scene, g_array_index (hand->moved, gint64, i));

      if (at < 0)
        continue;
      nodes[n] = (guint) at;
      to[n++] = (WeftPoint){ hand->from[i].x + dx, hand->from[i].y + dy };
    }
  weft_ways_change_init (&change);
  weft_ways_drag (self->scene, nodes, to, n, &change);
  for (guint i = 0; i < change.wires->len; i++)
    weft_under_redraw_wire (self, g_array_index (change.wires, guint, i));
  weft_ways_change_clear (&change);
}

/* The wire that it would go into looks so. */
static void
set_into (WeftPlane *self, int wire)
{
  if (self->hand.into == wire)
    return;
  for (int k = 0; k < 2; k++, self->hand.into = wire)
    if (self->hand.into >= 0)
      weft_under_redraw_wire (self, (guint) self->hand.into);
}

void
weft_hand_move_update (WeftPlane *self, double dx, double dy, gboolean snap)
{
  WeftHand *hand = &self->hand;
  WeftScene *scene = self->scene;
  int first, into = -1;

  if (hand->moved == NULL || hand->moved->len == 0)
    return;
  first = weft_scene_find (scene, g_array_index (hand->moved, gint64, 0));
  if (first < 0)
    return;
  hand->snap = (WeftSnap){ .dx = floor (dx + .5), .dy = floor (dy + .5) };
  if (snap)
    {
      WeftBox box = scene->boxes[first];

      box.x = hand->from[0].x;
      box.y = hand->from[0].y;
      weft_snap_move (&hand->snap, &box, dx, dy, hand->others, hand->n_others,
                      SNAP_REACH / self->sight.view.zoom);
    }
  drag_by (self, hand->snap.dx, hand->snap.dy);
  if (hand->moved->len == 1
      && weft_edits_can_insert (weft_context_get_graph (self->context),
                                g_array_index (hand->moved, gint64, 0)))
    into = find_wire_under (self, &scene->boxes[first]);
  set_into (self, into);
  if (hand->by_keys)
    weft_sight_show_node (self, g_array_index (hand->moved, gint64, 0));
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static WeftEdit *
make_edit (WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  WeftGraph *graph = weft_context_get_graph (self->context);
  const gint64 *ids = (const gint64 *) (void *) hand->moved->data;

  if (hand->into >= 0)
    {
      WeftWire wire = weft_scene_get_wire (self->scene, (guint) hand->into)->wire;
      WeftPoint at = { hand->from[0].x + hand->snap.dx, hand->from[0].y + hand->snap.dy };

      return weft_edits_insert (graph, ids[0], &wire, &at, !hand->cuts);
    }
  return weft_edits_move (graph, ids, hand->moved->len, hand->snap.dx, hand->snap.dy);
}

/* The nodes stand where the document has them either way: after the edit or without it. */
void
weft_hand_move_end (WeftPlane *self, gboolean keep)
{
  WeftEdit *edit = keep && self->hand.moved != NULL ? make_edit (self) : NULL;
  gboolean is_put = self->hand.into >= 0 && !self->hand.cuts;

  /* Keys go where there is nothing in sight; a pointer only where one looks. */
  self->sight.was_whole |= self->hand.by_keys && self->hand.was_whole;
  if (self->hand.moved != NULL)
    weft_plane_renew_places (self, (const gint64 *) (void *) self->hand.moved->data,
                             self->hand.moved->len);
  forget (&self->hand);
  if (edit != NULL && is_put)
    weft_context_put (self->context, edit, 0);
  else if (edit != NULL)
    weft_context_do (self->context, edit, 0);
}
