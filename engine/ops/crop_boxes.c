/* crop_boxes: y[n, t] = what of the box x[n, t] lies in the part that random_crop cuts out of a
 * picture of height × width pixels, as shares of that part
 *
 * x (N, T, 5) → (N, T, 5); see box-row.h. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/box-row.h"
#include "engine/ops/crop-place.h"

typedef struct
{
  WeftSize2 size, padding;
  int height, width;
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_SIZE2 (Attrs, size, 1, 1, G_MAXINT),
  WEFT_SIZE2 (Attrs, padding, 0, 0, G_MAXINT),
  WEFT_INT (Attrs, height, 1, 1, G_MAXINT),
  WEFT_INT (Attrs, width, 1, 1, G_MAXINT),
  { NULL },
};

enum
{
  X,
  DRAW,
};

static WeftFrame
move_frame (gconstpointer how, const WeftFrame *frame)
{
  const WeftCropPlace *place = how;
  double left = (double) place->left, top = (double) place->top;

  return (WeftFrame){ frame->left - left, frame->top - top, frame->right - left,
                      frame->bottom - top };
}

static void
forward (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;
  WeftSpan samples = weft_boxes_of (run, slice);

  for (gsize n = samples.begin; n < samples.end; n++)
    {
      WeftCropPlace place = weft_crop_place (run, DRAW, n, attrs->height, attrs->width,
                                             &attrs->size, &attrs->padding);

      weft_boxes_move (run, n, (WeftSize2){ attrs->height, attrs->width }, attrs->size, move_frame,
                       &place);
    }
}

static gboolean
check_shape (WeftOpShapes *shapes)
{
  return weft_boxes_check (shapes, DRAW);
}

static const WeftOpCase cases[] = {
  { "smaller",
    { F32 (9, 2, 5), I64 (9) },
    &(const Attrs){ { 4, 5 }, { 0, 0 }, 7, 8 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99 },
  { "with an edge",
    { F32 (5, 3, 5), I64 (5) },
    &(const Attrs){ { 5, 6 }, { 2, 3 }, 5, 6 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99 },
  { "evaluating",
    { F32 (3, 2, 5), I64 (3) },
    &(const Attrs){ { 4, 4 }, { 0, 1 }, 7, 8 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99,
    .evaluates = TRUE },
  { "batch of one, of no data", { F32 (1, 2, 5) }, &(const Attrs){ { 2, 3 }, { 0, 0 }, 4, 4 } },
  { "large",
    { F32 (64, 40, 5), I64 (64) },
    &(const Attrs){ { 24, 24 }, { 4, 4 }, 32, 32 },
    .deviation = 0.2f,
    .positive = 1,
    .classes = 99,
    .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (crop_boxes) = {
  .id = "crop_boxes",
  .summary = "y[n, t] = what of the box x[n, t] lies in the part that random_crop cuts out",
  .inputs = { { "x", .no_gradient = TRUE }, WEFT_DRAW_PORT },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { weft_boxes_slices, forward } },
  .is_random = TRUE,
  .draws_by_sample = TRUE,
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "cropped_boxes (x, draw, training, size, padding, height, width)",
};
