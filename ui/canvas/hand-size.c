/* hand-size: a note or a frame made larger or smaller at its corner */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/canvas/hand-size.h"

#include "ui/canvas/plane.h"
#include "ui/scene/remark-places.h"

#define LEAST 60.0 /* px of the plane, either way */

gboolean
weft_hand_size_get (WeftPlane *self, WeftBox *box)
{
  const WeftHand *hand = &self->hand;
  int i = weft_scene_find (self->scene, hand->node);
  double zoom = self->sight.view.zoom;

  if (i < 0)
    return FALSE;
  *box = self->scene->boxes[i];
  box->w = MAX (LEAST,
                weft_snap_to_grid (box->x + box->w + (hand->at.x - hand->start.x) / zoom) - box->x);
  box->h = MAX (LEAST,
                weft_snap_to_grid (box->y + box->h + (hand->at.y - hand->start.y) / zoom) - box->y);
  return TRUE;
}

void
weft_hand_size_end (WeftPlane *self)
{
  WeftBox box;

  if (weft_hand_size_get (self, &box))
    weft_context_do (self->context, weft_remark_size_edit (self->hand.node, box.w, box.h), 0);
}
