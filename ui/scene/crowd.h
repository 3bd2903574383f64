/* crowd: which of many boxes are near: a grid over them; no GTK in it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ui/scene/geometry.h"

typedef struct _WeftCrowd WeftCrowd;

/* boxes stay where they are while the crowd is used; one that moves is taken out before and put in
 * again after. */
WeftCrowd *weft_crowd_new (const WeftBox *boxes, guint n);
void weft_crowd_free (WeftCrowd *crowd);
void weft_crowd_take (WeftCrowd *crowd, guint i);
void weft_crowd_put (WeftCrowd *crowd, guint i);
/* There are n boxes now, and they lie there. numbers: of each box in the crowd, which it has now;
 * those that are gone were taken out before, and those that came are put in after. */
void weft_crowd_renumber (WeftCrowd *crowd, const int *numbers, const WeftBox *boxes, guint n);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftCrowd, weft_crowd_free)
/* Hands each box that may meet the area to visit, some more than once, until it returns TRUE; then
 * it does so too. Few boxes come all, in their order. */
gboolean weft_crowd_visit (const WeftCrowd *crowd, const WeftBox *area,
                           gboolean (*visit) (guint i, gpointer user), gpointer user);
/* From the top edge of the highest box to the bottom of the lowest one that were ever in it. */
void weft_crowd_get_extent (const WeftCrowd *crowd, double *top, double *bottom);
