/* warp_boxes: y[n, t] = the box around x[n, t] where warp moves its corners to in a picture of
 * height × width pixels, M[n]⁻¹ as the sample draws it there
 *
 * x (N, T, 5) → (N, T, 5); see box-row.h. Outside training y = x. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/box-row.h"
#include "engine/ops/warp-map.h"

typedef struct
{
  WEFT_WARP_FIELDS;
  int height, width;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_WARP_ROWS (Attrs),
  WEFT_INT (Attrs, height, 1, 1, G_MAXINT),
  WEFT_INT (Attrs, width, 1, 1, G_MAXINT),
  { NULL },
};

enum
{
  X,
  DRAW,
};

/* Where a point of the picture goes; a pixel's middle lies half a pixel within it. */
static void
move_point (const WeftWarpMap *map, double *x, double *y)
{
  const double *m = map->m;
  double u = *x - 0.5 - m[2], v = *y - 0.5 - m[5], whole = m[0] * m[4] - m[1] * m[3];

  *x = (m[4] * u - m[1] * v) / whole + 0.5;
  *y = (m[0] * v - m[3] * u) / whole + 0.5;
}

static WeftFrame
move_frame (gconstpointer map, const WeftFrame *frame)
{
  WeftFrame moved = { INFINITY, INFINITY, -INFINITY, -INFINITY };

  for (int k = 0; k < 4; k++)
    {
      double x = k & 1 ? frame->right : frame->left, y = k & 2 ? frame->bottom : frame->top;

      move_point (map, &x, &y);
      moved.left = fmin (moved.left, x);
      moved.right = fmax (moved.right, x);
      moved.top = fmin (moved.top, y);
      moved.bottom = fmax (moved.bottom, y);
    }
  return moved;
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  const WeftSize2 size = { attrs->height, attrs->width };
  WeftSpan samples = weft_boxes_of (run, slice);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      WeftWarpMap map = weft_warp_draw (run, run->attrs, DRAW, n, attrs->height, attrs->width);

      weft_boxes_move (run, n, size, size, move_frame, &map);
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  return weft_boxes_check (shapes, DRAW);
}

static const WeftOpCase cases[] = {
  { "flipped",
    { F32 (6, 3, 5), I64 (6) },
    &(const Attrs){ 1, 0.5, 0.5, 0, 0, 0, 1, 1, 0, 0, FALSE, 8, 6 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99 },
  { "shifted over the edge",
    { F32 (9, 2, 5), I64 (9) },
    &(const Attrs){ 0.8, 0, 0, 0, 0.6, 0.4, 1, 1, 0, 0, FALSE, 9, 12 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99 },
  { "all of it",
    { F32 (7, 4, 5), I64 (7) },
    &(const Attrs){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, FALSE, 20, 30 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99 },
  { "batch of one, of no data, of no size",
    { F32 (1, 3, 5) },
    &(const Attrs){ 1, 0, 0, 90, 0, 0, 1, 1, 0, 0, FALSE, 4, 4 } },
  { "large",
    { F32 (64, 40, 5), I64 (64) },
    &(const Attrs){ 1, 0.5, 0.5, 30, 0.1, 0.2, 0.7, 1.4, 20, 0, FALSE, 32, 32 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (warp_boxes) = {
  .id = "warp_boxes",
  .summary = "y[n, t] = the box around where warp moves the corners of x[n, t] to",
  .inputs = { { "x", .no_gradient = TRUE }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_boxes_slices, forward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .training_only = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "warped_boxes (x, draw, p, flip, turn_over, degrees, (translate_x, translate_y), "
             "(scale_min, scale_max), shear, height, width)",
};
