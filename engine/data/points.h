/* points: what the 2-D sets share: two numbers a sample, two classes, jitter */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/random.h"
#include "engine/data/source.h"

#define WEFT_POINTS_DRAWS 8 /* random numbers that a point may use */

/* Places a point of class 0 or 1 without jitter. uniform: WEFT_POINTS_DRAWS numbers in [0, 1). */
typedef void (*WeftPointFunc) (int c, const float *uniform, float point[2]);

/* A set of so many points, x and y still to be filled, and then to be finished; name: the source's
 * id. transfer full. */
WeftDataset *weft_points_begin (const char *name, gint64 count, int classes, GError **error);
/* params->count (else 1000) points, the classes in turn. deviation: of the normal jitter, as added
 * to both coordinates. transfer full. */
WeftDataset *weft_points_new (const WeftDataParams *params, const char *name, WeftPointFunc place,
                              double deviation, guint64 seed, GError **error);
