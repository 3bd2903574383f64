/* pixel_shuffle: y[n, c, h·r + i, w·r + j] = x[n, c·r² + i·r + j, h, w]: channels become pixels;
 * the other way round where it is to undo that. dx is dy moved back. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/common.h"

typedef struct
{
  int factor;
  gboolean back; /* pixels become channels */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_INT (Attrs, factor, 2, 1, G_MAXINT),
  WEFT_BOOL (Attrs, back, FALSE),
  { NULL },
};

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];
  gint64 r = attrs->factor;

  if (x->rank != 4 || !weft_is_float (x) || r < 1)
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  shapes->out[0] = *x;
  if (!attrs->back && x->dims[1] % (r * r) == 0)
    {
      shapes->out[0].dims[1] = x->dims[1] / (r * r);
      shapes->out[0].dims[2] *= r;
      shapes->out[0].dims[3] *= r;
      return TRUE;
    }
  if (attrs->back && x->dims[2] % r == 0 && x->dims[3] % r == 0)
    {
      shapes->out[0].dims[1] *= r * r;
      shapes->out[0].dims[2] /= r;
      shapes->out[0].dims[3] /= r;
      return TRUE;
    }
  shapes->error = g_strdup_printf (
      attrs->back ? _ ("expects a height and width that divide evenly by %lld")
                  : _ ("expects a number of channels that divides evenly by %lld"),
      (long long) (attrs->back ? r : r * r));
  return FALSE;
}

/* Channels of the picture with the larger pixels' number are shared out. */
static gsize
count_channels (const WeftOpRun *run)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *fine = attrs->back ? &run->in_shape[0] : &run->out_shape[0];

  return weft_count_between (fine, 0, 2);
}

static guint
count_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (&run->in_shape[0]), WEFT_ELEMENTS_PER_SLICE);

  return (guint) MIN (slices, count_channels (run));
}

/* One channel: few (r², H, W) ↔ fine (H·r, W·r). */
static void
move_channel (const float *from, float *to, gsize r, gsize height, gsize width, gboolean to_fine)
{
  for (gsize i = 0; i < r; i++)
    for (gsize j = 0; j < r; j++)
      for (gsize h = 0; h < height; h++)
        {
          gsize few = ((i * r + j) * height + h) * width, fine = (h * r + i) * width * r + j;

          for (gsize w = 0; w < width; w++)
            if (to_fine)
              to[fine + w * r] = from[few + w];
            else
              to[few + w] = from[fine + w * r];
        }
}

static void
move (const WeftOpRun *run, guint slice, const float *from, float *to, gboolean to_fine)
{
  const Attrs *attrs = run->attrs;
  const WeftShape *coarse = attrs->back ? &run->out_shape[0] : &run->in_shape[0];
  WeftSpan part = weft_span_of (count_channels (run), count_slices (run), slice, 1);
  gsize r = (gsize) attrs->factor, each = r * r * weft_count_between (coarse, 2, 4);

  for (gsize c = part.begin; c < part.end; c++)
    move_channel (from + c * each, to + c * each, r, (gsize) coarse->dims[2],
                  (gsize) coarse->dims[3], to_fine);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  move (run, slice, run->in[0], run->out[0], !((const Attrs *) run->attrs)->back);
}

static void
backward (const WeftOpRun *run, guint slice)
{
  move (run, slice, run->d_out[0], run->d_in[0], ((const Attrs *) run->attrs)->back);
}

static const WeftOpCase cases[] = {
  { "by 2", { F32 (2, 8, 3, 2) }, &(const Attrs){ 2, FALSE } },
  { "by 3, back", { F32 (2, 2, 6, 3) }, &(const Attrs){ 3, TRUE } },
  { "batch of one, by 1", { F32 (1, 2, 2, 2) }, &(const Attrs){ 1, FALSE } },
  { "large", { F32 (8, 64, 16, 16) }, &(const Attrs){ 2, FALSE }, .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (pixel_shuffle) = {
  .id = "pixel_shuffle",
  .summary = "y[n, c, h·r + i, w·r + j] = x[n, c·r² + i·r + j, h, w], or back",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .forward = { { count_slices, forward } },
  .backward = { { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "(F.pixel_unshuffle if back else F.pixel_shuffle) (x, factor)",
  .onnx = "back ? Reshape (Transpose (Reshape (x, [0, size (x, 1), size (x, 2) // factor, "
          "factor, size (x, 3) // factor, factor]), perm=[0, 1, 3, 5, 2, 4]), shape) : "
          "DepthToSpace (x, blocksize=factor, mode='CRD')",
};
