/* mixing: how two samples of a batch are made one (mix-up: Zhang et al. 2018; cut-mix: Yun et al.
 * 2019), for what is shown and for what is said of it alike
 *
 * A sample draws its share, of Beta (alpha, alpha), and which of the batch the rest comes from. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/ops/by-sample.h"

typedef struct
{
  double p, alpha;
  gboolean cut;
  int height, width; /* of the picture whose part is cut out */
  int classes;       /* of labels */
} WeftMixing;

typedef struct
{
  gsize other;                     /* the row that the rest is of */
  float share;                     /* of the own row */
  gint64 top, left, bottom, right; /* cut: what is the other's */
} WeftMixed;

enum
{
  WEFT_MIXING_HAPPENS,
  WEFT_MIXING_OTHER,
  WEFT_MIXING_DOWN,
  WEFT_MIXING_ACROSS,
  WEFT_MIXING_SHARE, /* two of gamma */
};

static inline void
weft_mixing_cut (const WeftMixing *mixing, const WeftRandom *random, WeftMixed *mixed)
{
  double side = sqrt (1 - (double) mixed->share), h = mixing->height, w = mixing->width;
  double down = weft_by_sample_between (random, WEFT_MIXING_DOWN, 0, h),
         across = weft_by_sample_between (random, WEFT_MIXING_ACROSS, 0, w);

  mixed->top = CLAMP (lrint (down - side * h / 2), 0, mixing->height);
  mixed->bottom = CLAMP (lrint (down + side * h / 2), 0, mixing->height);
  mixed->left = CLAMP (lrint (across - side * w / 2), 0, mixing->width);
  mixed->right = CLAMP (lrint (across + side * w / 2), 0, mixing->width);
  mixed->share = 1
                 - (float) ((double) ((mixed->bottom - mixed->top) * (mixed->right - mixed->left))
                            / (h * w));
}

/* draw: the input that says which samples they are. */
static inline WeftMixed
weft_mixing_draw (const WeftOpRun *run, const WeftMixing *mixing, guint draw, gsize n)
{
  WeftRandom random = weft_by_sample (run, draw, n);
  gsize rows = (gsize) run->in_shape[0].dims[0];
  WeftMixed mixed = { .other = n, .share = 1 };
  double a, b;

  if (!run->training || !weft_by_sample_happens (&random, WEFT_MIXING_HAPPENS, mixing->p))
    return mixed;
  mixed.other = MIN (rows - 1, (gsize) ((double) weft_random_uniform (&random, WEFT_MIXING_OTHER)
                                        * (double) rows));
  a = weft_random_gamma (&random, WEFT_MIXING_SHARE, mixing->alpha);
  b = weft_random_gamma (&random, WEFT_MIXING_SHARE + 1, mixing->alpha);
  mixed.share = a + b > 0 ? (float) (a / (a + b)) : 1;
  if (mixing->cut)
    weft_mixing_cut (mixing, &random, &mixed);
  return mixed;
}

#define WEFT_MIXING_ROWS                                                                           \
  WEFT_REAL (WeftMixing, p, 1, 0, 1), WEFT_REAL (WeftMixing, alpha, 0.2, 0.001, 1000),             \
      WEFT_BOOL (WeftMixing, cut, FALSE), WEFT_INT (WeftMixing, height, 1, 1, G_MAXINT),           \
      WEFT_INT (WeftMixing, width, 1, 1, G_MAXINT), WEFT_INT (WeftMixing, classes, 2, 1, G_MAXINT)
