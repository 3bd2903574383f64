/* resample: planes whose pixels are taken from elsewhere in a plane
 *
 * Between pixels by the four around (or from the nearest), beyond the edge from a colour; backward
 * gives each of the four its part. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/common.h"

typedef struct
{
  gint64 height, width;
  gboolean nearest;
  float fill; /* what lies beyond the edge */
} WeftPlane;

typedef struct
{
  gint64 at[4]; /* places in the plane; −1: beyond its edge */
  float part[4];
} WeftTaken;

static inline gint64
weft_plane_find (const WeftPlane *plane, gint64 row, gint64 column)
{
  gboolean is_within = row >= 0 && row < plane->height && column >= 0 && column < plane->width;

  return is_within ? row * plane->width + column : -1;
}

/* What is far away lies beyond the edge as what is a little. */
static inline gint64
weft_plane_floor (float at, gint64 size)
{
  return (gint64) floorf (fminf (fmaxf (at, -2.0f), (float) size + 1.0f));
}

/* From where and how much of each, at (row, column). */
static inline WeftTaken
weft_plane_take (const WeftPlane *plane, float row, float column)
{
  float half = plane->nearest ? 0.5f : 0.0f;
  gint64 r = weft_plane_floor (row + half, plane->height),
         c = weft_plane_floor (column + half, plane->width);
  float down = plane->nearest ? 0.0f : row - (float) r,
        right = plane->nearest ? 0.0f : column - (float) c;

  return (WeftTaken){
    { weft_plane_find (plane, r, c), weft_plane_find (plane, r, c + 1),
      weft_plane_find (plane, r + 1, c), weft_plane_find (plane, r + 1, c + 1) },
    { (1 - down) * (1 - right), (1 - down) * right, down * (1 - right), down * right },
  };
}

/* x: the plane. A part of nothing is not read, so that whole places give back their number. */
static inline float
weft_plane_read (const WeftPlane *plane, const float *x, float row, float column)
{
  WeftTaken taken = weft_plane_take (plane, row, column);
  float sum = 0;

  for (int i = 0; i < 4; i++)
    if (taken.part[i] > 0)
      sum += taken.part[i] * (taken.at[i] >= 0 ? x[taken.at[i]] : plane->fill);
  return sum;
}

/* The same of a label, which is never between two. */
static inline gint64
weft_plane_read_label (const WeftPlane *plane, const gint64 *x, float row, float column)
{
  gint64 at = weft_plane_find (plane, weft_plane_floor (row + 0.5f, plane->height),
                               weft_plane_floor (column + 0.5f, plane->width));

  return at >= 0 ? x[at] : (gint64) plane->fill;
}

/* The gradient dy of what was read there goes to dx, the plane's. */
static inline void
weft_plane_spread (const WeftPlane *plane, float dy, float row, float column, float *dx)
{
  WeftTaken taken = weft_plane_take (plane, row, column);

  for (int i = 0; i < 4; i++)
    if (taken.part[i] > 0 && taken.at[i] >= 0)
      dx[taken.at[i]] += taken.part[i] * dy;
}

/* Pictures of numbers, or of labels. */
#define WEFT_PLANE_TYPES (WEFT_TYPE_BIT (WEFT_F32) | WEFT_TYPE_BIT (WEFT_I64))

static inline gboolean
weft_planes_are_labels (const WeftOpRun *run)
{
  return run->in_shape[0].type == WEFT_I64;
}

/* Planes, (…, H, W), of a batch: how many slices, and which of them are one's. */
static inline gsize
weft_planes_count (const WeftShape *x)
{
  return weft_count_between (x, 0, x->rank - 2);
}

static inline guint
weft_planes_slices (const WeftOpRun *run)
{
  gsize planes = weft_planes_count (&run->in_shape[0]);

  return (guint) MIN (
      planes, weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE / 4));
}

static inline WeftSpan
weft_planes_of (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_planes_count (&run->in_shape[0]), weft_planes_slices (run), slice, 1);
}
