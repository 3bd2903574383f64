/* keep: the answers of an evaluation that can be shown: all while they are few, else the worst
 *
 * The worst are those of labels that are held to be least probable and of masks that overlap least;
 * of numbers any are as good as others, and an even draw is kept. So what an evaluation holds is
 * bounded, however many samples there are. Owned by one thread. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/metrics/measure.h"

typedef struct _WeftKeep WeftKeep;

/* Of `count` answers, each as one of judged's; fails for want of memory. */
WeftKeep *weft_keep_new (const WeftJudged *judged, gint64 count, GError **error);
/* prediction, target: of this sample alone. */
void weft_keep_add (WeftKeep *keep, guint32 sample, const float *prediction, gconstpointer target);
/* predictions (kept, …) and their samples, transfer full. Returns the mean of how bad all were, 0
 * to 1 for masks; NaN when all are kept and nobody looked. */
double weft_keep_end (WeftKeep *keep, gint64 *kept, WeftTensor **predictions, guint32 **samples);
void weft_keep_free (WeftKeep *keep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (WeftKeep, weft_keep_free)
