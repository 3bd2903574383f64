/* upsample2d: y[n, c, i, j] is x at the place that (i, j) comes from: the nearest number before it,
 * or the four around it weighed by how near they are, or sixteen by a cubic; h = (i + ½)·s − ½, or
 * i·(H − 1)/(H' − 1) where the corners' centres shall meet, s = H/H' or what is said. dx gathers dy
 * by the same weights. What a cubic would take from beyond the edge the edge gives.
 *
 * Workspace: for each axis the places and weights of its outputs, found in a first phase. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/cubic.h"
#include "engine/ops/window2d.h"

typedef struct
{
  int size[2];        /* H', W' */
  WeftReals scale;    /* how much larger: 2 numbers, or none: as the sizes say */
  gboolean is_linear; /* else the nearest */
  gboolean align_corners;
  gboolean is_cubic; /* then it is linear, too, in how it finds places */
} Attrs;

static const WeftParam attrs_rows[] = {
  WEFT_SIZE2 (Attrs, size, 1, 1, G_MAXINT), WEFT_REALS (Attrs, scale, NULL, 0, G_MAXFLOAT),
  WEFT_BOOL (Attrs, is_linear, FALSE),      WEFT_BOOL (Attrs, align_corners, FALSE),
  WEFT_BOOL (Attrs, is_cubic, FALSE),       { NULL },
};

/* Where one output of an axis comes from: (1 − weight) of first and weight of second. */
typedef struct
{
  gint32 first, second;
  float weight;
} Place;

/* And of a cubic. */
typedef struct
{
  gint32 at[WEFT_CUBIC_TAPS];
  float weight[WEFT_CUBIC_TAPS];
} Taps;

static gboolean
check_shape (WeftOpShapes *shapes)
{
  const Attrs *attrs = shapes->attrs;
  const WeftShape *x = &shapes->in[0];

  if (x->rank != 4 || !weft_is_float (x))
    return weft_expects (shapes, _ ("expects pictures, (N, C, H, W)"));
  if (attrs->size[0] < 1 || attrs->size[1] < 1)
    return weft_expects (shapes, _ ("expects a size of at least 1"));
  shapes->out[0] = *x;
  shapes->out[0].dims[2] = attrs->size[0];
  shapes->out[0].dims[3] = attrs->size[1];
  return TRUE;
}

static float
find_step (const Attrs *attrs, int axis, gint64 length, gint64 n)
{
  if (attrs->is_linear && attrs->align_corners)
    return n > 1 ? (float) (length - 1) / (float) (n - 1) : 0.0f;
  if (attrs->scale.n == 2 && attrs->scale.v[axis] > 0)
    return (float) (1.0 / attrs->scale.v[axis]);
  return (float) length / (float) n;
}

static Place
find_place (const Attrs *attrs, gint64 length, float step, gint64 i)
{
  float at
      = attrs->align_corners ? (float) i * step : fmaxf (((float) i + 0.5f) * step - 0.5f, 0.0f);
  Place place = { 0 };

  if (!attrs->is_linear)
    at = floorf ((float) i * step);
  place.first = (gint32) MIN ((gint64) at, length - 1);
  place.second = (gint32) MIN ((gint64) place.first + attrs->is_linear, length - 1);
  place.weight = attrs->is_linear ? fminf (fmaxf (at - (float) place.first, 0.0f), 1.0f) : 0.0f;
  return place;
}

static Taps
find_taps (const Attrs *attrs, gint64 length, float step, gint64 i)
{
  float at = attrs->align_corners ? (float) i * step : ((float) i + 0.5f) * step - 0.5f;
  gint64 first = (gint64) floorf (at) - 1;
  Taps taps;

  for (int k = 0; k < WEFT_CUBIC_TAPS; k++)
    {
      taps.at[k] = (gint32) CLAMP (first + k, 0, length - 1);
      taps.weight[k] = weft_cubic_weigh (at - floorf (at) + 1.0f - (float) k);
    }
  return taps;
}

/* Rows first, then columns. */
static Place *
get_places (const WeftOpRun *run, int axis)
{
  return (Place *) run->workspace + (axis == 1 ? run->out_shape[0].dims[2] : 0);
}

static Taps *
get_taps (const WeftOpRun *run, int axis)
{
  return (Taps *) run->workspace + (axis == 1 ? run->out_shape[0].dims[2] : 0);
}

static void
find_places (const WeftOpRun *run, guint slice)
{
  const Attrs *attrs = run->attrs;

  for (int axis = 0; axis < 2; axis++)
    {
      gint64 length = run->in_shape[0].dims[2 + axis], n = run->out_shape[0].dims[2 + axis];
      float step = find_step (attrs, axis, length, n);

      for (gint64 i = 0; i < n; i++)
        if (attrs->is_cubic)
          get_taps (run, axis)[i] = find_taps (attrs, length, step, i);
        else
          get_places (run, axis)[i] = find_place (attrs, length, step, i);
    }
}

static void
forward_row (const float *above, const float *below, float weight, const Place *columns, gsize n,
             float *y)
{
  for (gsize j = 0; j < n; j++)
    {
      const Place *at = &columns[j];
      float top = above[at->first] + at->weight * (above[at->second] - above[at->first]);
      float bottom = below[at->first] + at->weight * (below[at->second] - below[at->first]);

      y[j] = top + weight * (bottom - top);
    }
}

static void
backward_row (const float *dy, float weight, const Place *columns, gsize n, float *above,
              float *below)
{
  for (gsize j = 0; j < n; j++)
    {
      const Place *at = &columns[j];
      float top = (1.0f - weight) * dy[j], bottom = weight * dy[j];

      above[at->first] += (1.0f - at->weight) * top;
      above[at->second] += at->weight * top;
      below[at->first] += (1.0f - at->weight) * bottom;
      below[at->second] += at->weight * bottom;
    }
}

/* One plane, x (H, W) → y (H', W'), H' · W' = rows · n. */
static void
forward_cubic (const WeftOpRun *run, const float *x, gsize width, gsize rows, gsize n, float *y)
{
  const Taps *row = get_taps (run, 0), *columns = get_taps (run, 1);

  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < n; j++)
      {
        float sum = 0.0f;

        for (int r = 0; r < WEFT_CUBIC_TAPS; r++)
          {
            const float *from = x + (gsize) row[i].at[r] * width;
            float part = 0.0f;

            for (int c = 0; c < WEFT_CUBIC_TAPS; c++)
              part += columns[j].weight[c] * from[columns[j].at[c]];
            sum += row[i].weight[r] * part;
          }
        y[i * n + j] = sum;
      }
}

static void
backward_cubic (const WeftOpRun *run, const float *dy, gsize width, gsize rows, gsize n, float *dx)
{
  const Taps *row = get_taps (run, 0), *columns = get_taps (run, 1);

  for (gsize i = 0; i < rows; i++)
    for (gsize j = 0; j < n; j++)
      for (int r = 0; r < WEFT_CUBIC_TAPS; r++)
        {
          float part = row[i].weight[r] * dy[i * n + j];
          float *to = dx + (gsize) row[i].at[r] * width;

          for (int c = 0; c < WEFT_CUBIC_TAPS; c++)
            to[columns[j].at[c]] += columns[j].weight[c] * part;
        }
}

/* Planes are shared out; a plane counts by its output. */
static guint
count_slices (const WeftOpRun *run)
{
  guint slices = weft_slices_for (weft_count (&run->out_shape[0]), WEFT_ELEMENTS_PER_SLICE);

  return MIN (slices, (guint) MIN (weft_count_between (run->in_shape, 0, 2), WEFT_MAX_SLICES));
}

static WeftSpan
get_planes (const WeftOpRun *run, guint slice)
{
  return weft_span_of (weft_count_between (run->in_shape, 0, 2), count_slices (run), slice, 1);
}

static void
forward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = get_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4), width = (gsize) run->in_shape[0].dims[3];
  gsize rows = (gsize) run->out_shape[0].dims[2], n = (gsize) run->out_shape[0].dims[3];
  const Place *at = get_places (run, 0);
  gboolean is_cubic = ((const Attrs *) run->attrs)->is_cubic;

  for (gsize p = planes.begin; p < planes.end && is_cubic; p++)
    forward_cubic (run, (const float *) run->in[0] + p * in, width, rows, n,
                   (float *) run->out[0] + p * rows * n);
  for (gsize p = planes.begin; p < planes.end && !is_cubic; p++)
    for (gsize i = 0; i < rows; i++)
      {
        const float *x = (const float *) run->in[0] + p * in;

        forward_row (x + (gsize) at[i].first * width, x + (gsize) at[i].second * width,
                     at[i].weight, get_places (run, 1), n,
                     (float *) run->out[0] + (p * rows + i) * n);
      }
}

static void
backward (const WeftOpRun *run, guint slice)
{
  WeftSpan planes = get_planes (run, slice);
  gsize in = weft_count_between (run->in_shape, 2, 4), width = (gsize) run->in_shape[0].dims[3];
  gsize rows = (gsize) run->out_shape[0].dims[2], n = (gsize) run->out_shape[0].dims[3];
  const Place *at = get_places (run, 0);
  gboolean is_cubic = ((const Attrs *) run->attrs)->is_cubic;

  memset (run->d_in[0] + planes.begin * in, 0, (planes.end - planes.begin) * in * sizeof (float));
  for (gsize p = planes.begin; p < planes.end && is_cubic; p++)
    backward_cubic (run, run->d_out[0] + p * rows * n, width, rows, n, run->d_in[0] + p * in);
  for (gsize p = planes.begin; p < planes.end && !is_cubic; p++)
    for (gsize i = 0; i < rows; i++)
      {
        float *dx = run->d_in[0] + p * in;

        backward_row (run->d_out[0] + (p * rows + i) * n, at[i].weight, get_places (run, 1), n,
                      dx + (gsize) at[i].first * width, dx + (gsize) at[i].second * width);
      }
}

static gsize
count_workspace (const WeftOpShapes *shapes, gboolean is_backward)
{
  gsize size = ((const Attrs *) shapes->attrs)->is_cubic ? sizeof (Taps) : sizeof (Place);

  return (gsize) (shapes->out[0].dims[2] + shapes->out[0].dims[3]) * size;
}

#define LARGER(h, w, ...)                                                                          \
  &(const Attrs)                                                                                   \
  {                                                                                                \
    .size = { h, w }, __VA_ARGS__                                                                  \
  }

static const WeftOpCase cases[] = {
  { "nearest", { F32 (2, 2, 3, 4) }, LARGER (6, 8, .is_linear = FALSE) },
  { "nearest, uneven and smaller", { F32 (2, 2, 5, 4) }, LARGER (3, 7, .is_linear = FALSE) },
  { "linear", { F32 (2, 2, 3, 4) }, LARGER (6, 12, .is_linear = TRUE) },
  { "linear, smaller", { F32 (1, 2, 7, 4) }, LARGER (3, 3, .is_linear = TRUE) },
  { "corners meet", { F32 (2, 2, 3, 4) }, LARGER (5, 7, .is_linear = TRUE, .align_corners = TRUE) },
  { "corners meet in one",
    { F32 (1, 1, 3, 4) },
    LARGER (1, 1, .is_linear = TRUE, .align_corners = TRUE) },
  { "cubic", { F32 (2, 2, 3, 4) }, LARGER (6, 9, .is_linear = TRUE, .is_cubic = TRUE) },
  { "cubic, smaller, corners meet",
    { F32 (1, 2, 7, 5) },
    LARGER (4, 3, .is_linear = TRUE, .is_cubic = TRUE, .align_corners = TRUE) },
  { "cubic, as is said",
    { F32 (1, 1, 5, 1) },
    LARGER (8, 2, .is_linear = TRUE, .is_cubic = TRUE, .scale = { 2, { 1.6, 2.5 } }) },
  { "batch of one, of one", { F32 (1, 1, 1, 1) }, LARGER (2, 3, .is_linear = TRUE) },
  { "as is said",
    { F32 (2, 1, 4, 5) },
    LARGER (6, 6, .is_linear = TRUE, .scale = { 2, { 1.6, 1.3 } }) },
  { "large", { F32 (8, 16, 16, 16) }, LARGER (32, 32, .is_linear = TRUE), .is_large = TRUE },
  { NULL },
};

const WeftOp WEFT_OP_ROW (upsample2d) = {
  .id = "upsample2d",
  .units = { WEFT_UNITS_CHANNELS },
  .summary = "y[n, c, i, j] = x[n, c, i·H/H', j·W/W'], the nearest or what lies between",
  .inputs = { { "x" } },
  .outputs = { { "y" } },
  .attrs = attrs_rows,
  .attrs_size = sizeof (Attrs),
  .shape = check_shape,
  .workspace_bytes = count_workspace,
  .forward = { { NULL, find_places }, { count_slices, forward } },
  .backward = { { NULL, find_places }, { count_slices, backward } },
  .cases = WEFT_OP_CASES (cases),
  .pytorch = "F.interpolate (x, None if scale else size, scale or None, 'bicubic' if is_cubic else "
             "'bilinear' if is_linear else 'nearest', align_corners if is_linear else None)",
  .onnx = "Resize (x, none, scale ? [1.0, 1.0] + scale : none, scale ? none : Concat (Shape "
          "(x, start=0, end=2), shape[2:4], axis=0), mode=is_cubic ? 'cubic' : is_linear ? "
          "'linear' : 'nearest', "
          "coordinate_transformation_mode=align_corners ? 'align_corners' : is_linear ? "
          "'half_pixel' : 'asymmetric', nearest_mode='floor')",
};
