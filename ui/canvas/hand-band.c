/* hand-band: the rubber band that selects and the line that cuts */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/plane.h"
#include "ui/scene/edits.h"
#include "ui/canvas/hand-band.h"

void
weft_hand_band_update (WeftPlane *self)
{
  WeftHand *hand = &self->hand;
  WeftBox band = weft_box_between (hand->start, hand->at);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (gint64));

  band = weft_view_box_to_plane (&self->sight.view, &band);
  if (hand->before != NULL)
    g_array_append_vals (ids, hand->before->data, hand->before->len);
  for (guint i = 0; i < self->scene->nodes->len; i++)
    {
      gint64 id = weft_scene_get (self->scene, i)->id;
      gboolean there = FALSE;

      if (!weft_box_meets (&self->scene->boxes[i], &band))
        continue;
      for (guint k = 0; hand->before != NULL && k < hand->before->len; k++)
        there |= g_array_index (hand->before, gint64, k) == id;
      if (!there)
        g_array_append_val (ids, id);
    }
  weft_context_select (self->context, (const gint64 *) (void *) ids->data, ids->len);
}

void
weft_hand_band_begin (WeftPlane *self)
{
  GArray *old = weft_context_get_selection (self->context);

  g_clear_pointer (&self->hand.before, g_array_unref);
  if (self->hand.adds)
    {
      self->hand.before = g_array_new (FALSE, FALSE, sizeof (gint64));
      g_array_append_vals (self->hand.before, old->data, old->len);
    }
}

void
weft_hand_cut_end (WeftPlane *self)
{
  WeftPoint a = weft_view_to_plane (&self->sight.view, self->hand.start);
  WeftPoint b = weft_view_to_plane (&self->sight.view, self->hand.at);
  g_autoptr (GArray) wires = g_array_new (FALSE, FALSE, sizeof (WeftWire));
  WeftEdit *edit;

  for (guint i = 0; i < self->scene->wires->len; i++)
    {
      const WeftSceneWire *wire = weft_scene_get_wire (self->scene, i);

      if (weft_route_crosses (&wire->route, a, b))
        g_array_append_val (wires, wire->wire);
    }
  edit = weft_edits_unwire (weft_context_get_graph (self->context),
                            (const WeftWire *) (void *) wires->data, wires->len);
  if (edit != NULL)
    weft_context_do (self->context, edit, 0);
}
