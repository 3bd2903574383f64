/* snap: where nodes that are moved come to rest: neighbours' edges first, else the grid */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ui/scene/snap.h"

#include <math.h>

double
weft_snap_to_grid (double v)
{
  return floor (v / WEFT_GRID + .5) * WEFT_GRID;
}

typedef struct
{
  double distance, value, guide; /* value: of the moving box's near edge */
  const WeftBox *box;
} Best;

static void
offer (Best *best, double edge, double target, double offset, const WeftBox *box)
{
  double distance = fabs (edge - target);

  if (distance < best->distance)
    *best = (Best){ distance, target - offset, target, box };
}

void
weft_snap_move (WeftSnap *snap, const WeftBox *moving, double dx, double dy, const WeftBox *others,
                guint n, double reach)
{
  WeftBox to = { moving->x + dx, moving->y + dy, moving->w, moving->h };
  WeftBox near = weft_box_grow (&to, 600);
  Best x = { reach, 0, 0, NULL }, y = { reach, 0, 0, NULL };

  for (guint i = 0; i < n; i++)
    {
      const WeftBox *box = &others[i];
      gboolean same_row = box->y < to.y + to.h && to.y < box->y + box->h;

      if (!weft_box_meets (box, &near))
        continue;
      offer (&y, to.y, box->y, 0, box);
      offer (&y, to.y + to.h, box->y + box->h, to.h, box);
      offer (&x, to.x, box->x, 0, box);
      if (!same_row)
        continue;
      offer (&x, to.x, box->x + box->w + WEFT_NODE_GAP, 0, box);
      offer (&x, to.x + to.w, box->x - WEFT_NODE_GAP, to.w, box);
    }
  snap->has_guide_x = x.box != NULL;
  snap->has_guide_y = y.box != NULL;
  snap->guide_x = x.guide;
  snap->guide_y = y.guide;
  snap->along_x = x.box != NULL ? *x.box : to;
  snap->along_y = y.box != NULL ? *y.box : to;
  snap->dx = (x.box != NULL ? x.value : weft_snap_to_grid (to.x)) - moving->x;
  snap->dy = (y.box != NULL ? y.value : weft_snap_to_grid (to.y)) - moving->y;
}
