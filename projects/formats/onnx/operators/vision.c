/* vision: operators on boxes and places in pictures, and some that stand alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/operator.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/ops/cubic.h"

/* --- boxes --- */

typedef struct
{
  double score;
  gint64 box;
} Scored;

static int
by_score (gconstpointer a, gconstpointer b)
{
  const Scored *p = a, *q = b;

  return p->score != q->score ? (p->score > q->score ? -1 : 1) : p->box < q->box ? -1 : 1;
}

/* Two corners in rising order: y, x, y, x. */
static void
get_corners (const float *box, gboolean is_center, double c[4])
{
  for (int i = 0; i < 2; i++)
    {
      double a = is_center ? box[1 - i] - box[3 - i] / 2 : MIN (box[i], box[2 + i]);
      double b = is_center ? box[1 - i] + box[3 - i] / 2 : MAX (box[i], box[2 + i]);

      c[i] = a;
      c[2 + i] = b;
    }
}

static double
find_overlap (const float *p, const float *q, gboolean is_center)
{
  double a[4], b[4], height, width, both;

  get_corners (p, is_center, a);
  get_corners (q, is_center, b);
  height = MAX (0, MIN (a[2], b[2]) - MAX (a[0], b[0]));
  width = MAX (0, MIN (a[3], b[3]) - MAX (a[1], b[1]));
  both = (a[2] - a[0]) * (a[3] - a[1]) + (b[2] - b[0]) * (b[3] - b[1]) - height * width;
  return both > 0 ? height * width / both : 0;
}

static double
get_bound (const WeftOnnxCall *call, guint i, double otherwise)
{
  return i < call->n_in && call->in[i] != NULL && weft_shape_count (&call->in[i]->shape) == 1
             ? weft_onnx_get (call->in[i], 0)
             : otherwise;
}

/* Of one sample and class; appends (sample, class, box). */
static void
suppress (const WeftOnnxCall *call, gint64 sample, gint64 class, GArray *kept)
{
  gint64 n = call->in[0]->shape.dims[1], classes = call->in[1]->shape.dims[1];
  const float *boxes = (const float *) call->in[0]->data + sample * n * 4;
  const float *scores = (const float *) call->in[1]->data + (sample * classes + class) * n;
  double most = get_bound (call, 2, 0), overlap = get_bound (call, 3, 0);
  double least = get_bound (call, 4, -INFINITY);
  gboolean is_center = weft_onnx_int (call, "center_point_box", 0) != 0;
  g_autofree Scored *order = g_new (Scored, MAX (n, 1));
  guint first = kept->len;

  for (gint64 i = 0; i < n; i++)
    order[i] = (Scored){ scores[i], i };
  qsort (order, (size_t) n, sizeof *order, by_score);
  for (gint64 i = 0; i < n && (kept->len - first) / 3 < most; i++)
    {
      gboolean is_kept = order[i].score > least;

      for (guint k = first; is_kept && k < kept->len; k += 3)
        is_kept = find_overlap (boxes + 4 * order[i].box,
                                boxes + 4 * g_array_index (kept, gint64, k + 2), is_center)
                  <= overlap;
      if (is_kept)
        g_array_append_vals (kept, ((gint64[]){ sample, class, order[i].box }), 3);
    }
}

static gboolean
non_max_suppression (WeftOnnxCall *call)
{
  const WeftShape *boxes = &call->in[0]->shape, *scores = &call->in[1]->shape;
  g_autoptr (GArray) kept = g_array_new (FALSE, FALSE, sizeof (gint64));
  WeftTensor *y;

  if (boxes->rank != 3 || scores->rank != 3 || boxes->dims[2] != 4
      || boxes->dims[0] != scores->dims[0] || boxes->dims[1] != scores->dims[2]
      || !weft_onnx_is_real (call->in[0]) || !weft_onnx_is_real (call->in[1]))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  for (gint64 n = 0; n < boxes->dims[0]; n++)
    for (gint64 c = 0; c < scores->dims[1]; c++)
      suppress (call, n, c, kept);
  y = weft_onnx_new (call, 0, &(WeftShape){ 2, WEFT_I64, { kept->len / 3, 3 } });
  if (y != NULL && kept->len > 0)
    memcpy (y->data, kept->data, kept->len * sizeof (gint64));
  return y != NULL;
}

/* --- places in a picture --- */

typedef struct
{
  const float *x;
  gint64 height, width;
  gboolean corners; /* −1 and 1 are the centres of the corners */
  char pads;        /* z, b, r */
} Plane;

static double
turn_back (double at, double low, double high)
{
  double span = high - low, over;

  if (span <= 0)
    return low;
  over = fmod (fabs (at - low), 2 * span);
  return low + (over > span ? 2 * span - over : over);
}

static double
find_coordinate (const Plane *plane, double at, gint64 length)
{
  double n = (double) length;
  double place = plane->corners ? (at + 1) / 2 * (n - 1) : ((at + 1) * n - 1) / 2;

  if (plane->pads == 'b')
    return CLAMP (place, 0, n - 1);
  if (plane->pads == 'r')
    place = CLAMP (plane->corners ? turn_back (place, 0, n - 1) : turn_back (place, -0.5, n - 0.5),
                   0, n - 1);
  return place;
}

static double
get_pixel (const Plane *plane, double row, double column)
{
  double height = (double) plane->height, width = (double) plane->width;

  if (plane->pads == 'b')
    row = CLAMP (row, 0, height - 1), column = CLAMP (column, 0, width - 1);
  else if (plane->pads == 'r')
    {
      double edge = plane->corners ? 0 : 0.5;

      row = CLAMP (turn_back (row, -edge, height - 1 + edge), 0, height - 1);
      column = CLAMP (turn_back (column, -edge, width - 1 + edge), 0, width - 1);
    }
  if (!(row >= 0 && row < height && column >= 0 && column < width))
    return 0;
  return plane->x[(gint64) row * plane->width + (gint64) column];
}

static double
sample_plane (const Plane *plane, double row, double column, char mode)
{
  int first = mode == 'c' ? -1 : 0, last = mode == 'c' ? 2 : 1;
  double sum = 0;

  if (!(fabs (row) < 1e9 && fabs (column) < 1e9))
    return 0;
  if (mode == 'n')
    return get_pixel (plane, nearbyint (row), nearbyint (column));
  for (int i = first; i <= last; i++)
    for (int k = first; k <= last; k++)
      {
        double r = floor (row) + i, c = floor (column) + k;
        double share = mode == 'c' ? (double) (weft_cubic_weigh ((float) (row - r))
                                               * weft_cubic_weigh ((float) (column - c)))
                                   : (1 - fabs (row - r)) * (1 - fabs (column - c));

        sum += share * get_pixel (plane, r, c);
      }
  return sum;
}

static gboolean
grid_sample (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape, *grid = &call->in[1]->shape;
  g_autofree char *mode = weft_onnx_dup_text (call, "mode", "bilinear");
  g_autofree char *pads = weft_onnx_dup_text (call, "padding_mode", "zeros");
  Plane plane = { .corners = weft_onnx_int (call, "align_corners", 0) != 0, .pads = *pads };
  const float *at = call->in[1]->data;
  gint64 places;
  WeftTensor *y;

  if (x->rank != 4 || grid->rank != 4 || grid->dims[3] != 2 || grid->dims[0] != x->dims[0]
      || !weft_onnx_is_real (call->in[0]) || !weft_onnx_is_real (call->in[1])
      || weft_shape_count (x) < 1)
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  if (strchr ("bn", *mode) == NULL || *mode == '\0' || strchr ("zbr", *pads) == NULL
      || *pads == '\0')
    return weft_onnx_fail_mode (call, "mode", mode);
  if (strcmp (mode, "bicubic") == 0)
    *mode = 'c';
  plane.height = x->dims[2];
  plane.width = x->dims[3];
  places = grid->dims[1] * grid->dims[2];
  y = weft_onnx_new (
      call, 0,
      &(WeftShape){ 4, WEFT_F32, { x->dims[0], x->dims[1], grid->dims[1], grid->dims[2] } });
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&y->shape); i++)
    {
      const float *p = at + (i / (places * x->dims[1]) * places + i % places) * 2;
      Plane own = plane;
      double row, column;

      own.x = (const float *) call->in[0]->data + i / places * plane.height * plane.width;
      if (*mode == 'c')
        own.pads = 'z';
      row = find_coordinate (&own, p[1], plane.height);
      column = find_coordinate (&own, p[0], plane.width);
      own.pads = plane.pads;
      weft_onnx_set (y, i, sample_plane (&own, row, column, *mode));
    }
  return y != NULL;
}

/* What a pooling took goes back to where it stood. */
static gboolean
max_unpool (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0], *indices = call->in[1];
  gint64 kernel[3], stride[3], wanted[WEFT_MAX_RANK], pads[6] = { 0 };
  int axes = x->shape.rank - 2, n = -1;
  WeftShape shape = x->shape, whole;
  gint64 inner = 1;
  WeftTensor *y;

  if (axes < 1 || axes > 3 || !weft_shape_same_dims (&x->shape, &indices->shape, 0)
      || weft_onnx_ints (call, "kernel_shape", kernel, 3) != (guint) axes
      || weft_onnx_ints (call, "pads", pads, 6) % 2 != 0)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (weft_onnx_ints (call, "strides", stride, 3) != (guint) axes)
    for (int i = 0; i < axes; i++)
      stride[i] = 1;
  for (int i = 0; i < axes; i++)
    {
      shape.dims[2 + i] = (x->shape.dims[2 + i] - 1) * CLAMP (stride[i], 1, 1 << 20)
                          + CLAMP (kernel[i], 1, 1 << 20) - pads[i] - pads[axes + i];
      inner *= MAX (shape.dims[2 + i], 0);
    }
  whole = shape;
  if (call->n_in > 2 && call->in[2] != NULL)
    n = weft_onnx_get_ints (call->in[2], wanted, WEFT_MAX_RANK);
  if (n >= 0 && n != shape.rank)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  for (int i = 0; i < n; i++)
    shape.dims[i] = wanted[i];
  if (n >= 0 && weft_shape_count (&shape) < weft_shape_count (&whole))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&x->shape); i++)
    {
      gint64 at = weft_onnx_get_whole (indices, i), place = 0, left = at, out[WEFT_MAX_RANK];

      if (at < 0 || at >= weft_shape_count (&whole) || inner < 1)
        return weft_onnx_fail (call, _ ("an index beyond the end of its axis"));
      for (int k = shape.rank - 1; k >= 0; k--)
        {
          out[k] = left % whole.dims[k];
          left /= whole.dims[k];
        }
      for (int k = 0; k < shape.rank; k++)
        place = place * shape.dims[k] + out[k];
      if (place < weft_shape_count (&shape))
        weft_onnx_set (y, place, weft_onnx_get (x, i));
    }
  return y != NULL;
}

/* --- others --- */

/* By elimination, the largest of a column first. */
static double
find_determinant (double *a, gint64 n)
{
  double product = 1;

  for (gint64 k = 0; k < n; k++)
    {
      gint64 best = k;

      for (gint64 i = k + 1; i < n; i++)
        if (fabs (a[i * n + k]) > fabs (a[best * n + k]))
          best = i;
      for (gint64 j = 0; best != k && j < n; j++)
        {
          double other = a[k * n + j];

          a[k * n + j] = a[best * n + j];
          a[best * n + j] = other;
        }
      product *= (best != k ? -1 : 1) * a[k * n + k];
      if (product == 0)
        return 0;
      for (gint64 i = k + 1; i < n; i++)
        {
          double share = a[i * n + k] / a[k * n + k];

          for (gint64 j = k; j < n; j++)
            a[i * n + j] -= share * a[k * n + j];
        }
    }
  return product;
}

static gboolean
determinant (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  WeftShape shape = x->shape;
  g_autofree double *a = NULL;
  gint64 n;
  WeftTensor *y;

  if (shape.rank < 2 || shape.dims[shape.rank - 1] != shape.dims[shape.rank - 2]
      || shape.dims[shape.rank - 1] > 1 << 10)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  n = shape.dims[shape.rank - 1];
  shape.rank -= 2;
  a = g_new (double, (gsize) MAX (n * n, 1));
  y = weft_onnx_new (call, 0, &shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    {
      for (gint64 k = 0; k < n * n; k++)
        a[k] = weft_onnx_get (x, i * n * n + k);
      weft_onnx_set (y, i, find_determinant (a, n));
    }
  return y != NULL;
}

/* --- regions in windows of one size (He et al. 2017) --- */

#define MOST_POINTS (1 << 12) /* a side of a window */
#define MOST_READ 4e9         /* points in all */

typedef struct
{
  gint64 rows, columns, ratio; /* ratio: points a side of a window; 0: as many as numbers */
  double scale, offset;
  double left; /* points that may still be read */
} Align;

/* x (H, W) between its numbers; behind its edge there is nothing. */
static double
read_between (const float *x, gint64 height, gint64 width, double row, double column)
{
  gint64 top, left, below, right;
  double down, across;

  if (!(row >= -1 && row <= (double) height && column >= -1 && column <= (double) width))
    return 0;
  row = CLAMP (row, 0, (double) (height - 1));
  column = CLAMP (column, 0, (double) (width - 1));
  top = (gint64) row;
  left = (gint64) column;
  below = MIN (top + 1, height - 1);
  right = MIN (left + 1, width - 1);
  down = row - (double) top;
  across = column - (double) left;
  return (1 - down)
             * ((1 - across) * (double) x[top * width + left]
                + across * (double) x[top * width + right])
         + down
               * ((1 - across) * (double) x[below * width + left]
                  + across * (double) x[below * width + right]);
}

/* Where a region begins along one axis, how long a window is, and how many points it has. */
static gboolean
find_windows (const Align *align, double from, double to, gint64 n, double *begin, double *length,
              gint64 *points)
{
  double whole;

  *begin = from * align->scale - align->offset;
  whole = to * align->scale - align->offset - *begin;
  if (align->offset == 0)
    whole = MAX (whole, 1);
  *length = whole / (double) n;
  if (!(fabs (*begin) < 1e9 && fabs (whole) < 1e9))
    return FALSE;
  *points = align->ratio > 0 ? align->ratio : (gint64) MAX (ceil (*length), 0);
  return *points <= MOST_POINTS;
}

static gboolean
align_region (WeftOnnxCall *call, Align *align, const float *region, const float *x, float *y)
{
  const WeftShape *of = &call->in[0]->shape;
  double top, left, high, wide;
  gint64 down, across;

  if (!find_windows (align, (double) region[1], (double) region[3], align->rows, &top, &high, &down)
      || !find_windows (align, (double) region[0], (double) region[2], align->columns, &left, &wide,
                        &across))
    return weft_onnx_fail (call, _ ("what comes of it is too large"));
  align->left -= (double) (of->dims[1] * align->rows * align->columns) * (double) (down * across);
  if (align->left < 0)
    return weft_onnx_fail (call, _ ("what comes of it is too large"));
  for (gint64 i = 0; i < of->dims[1] * align->rows * align->columns; i++)
    {
      const float *plane = x + i / (align->rows * align->columns) * of->dims[2] * of->dims[3];
      double row = top + (double) (i / align->columns % align->rows) * high;
      double column = left + (double) (i % align->columns) * wide, sum = 0;

      for (gint64 k = 0; k < down * across; k++)
        sum += read_between (plane, of->dims[2], of->dims[3],
                             row + ((double) (k / across) + 0.5) * high / (double) down,
                             column + ((double) (k % across) + 0.5) * wide / (double) across);
      y[i] = (float) (sum / (double) MAX (down * across, 1));
    }
  return TRUE;
}

static gboolean
align_regions (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0], *regions = call->in[1], *of = call->in[2];
  const char *otherwise = call->opset < 16 ? "output_half_pixel" : "half_pixel";
  Align align = { weft_onnx_int (call, "output_height", 1),
                  weft_onnx_int (call, "output_width", 1),
                  weft_onnx_int (call, "sampling_ratio", 0),
                  weft_onnx_real (call, "spatial_scale", 1),
                  0,
                  MOST_READ };
  gint64 n = regions->shape.dims[0], size, index;
  WeftTensor *y;

  if (x->shape.rank != 4 || regions->shape.rank != 2 || regions->shape.dims[1] != 4
      || of->shape.rank != 1 || of->shape.dims[0] != n || !weft_onnx_is_real (x)
      || !weft_onnx_is_real (regions) || weft_onnx_is_real (of) || align.rows < 1
      || align.columns < 1 || align.rows > 1 << 16 || align.columns > 1 << 16
      || weft_shape_count (&x->shape) == 0)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (!weft_onnx_is_text (call, "mode", "avg", "avg"))
    return weft_onnx_fail_mode (call, "mode", "max");
  if (weft_onnx_is_text (call, "coordinate_transformation_mode", "half_pixel", otherwise))
    align.offset = 0.5;
  y = weft_onnx_new (
      call, 0, &(WeftShape){ 4, WEFT_F32, { n, x->shape.dims[1], align.rows, align.columns } });
  size = x->shape.dims[1] * align.rows * align.columns;
  for (gint64 i = 0; y != NULL && i < n; i++)
    if (!weft_onnx_read_index (call, of, i, x->shape.dims[0], &index)
        || !align_region (call, &align, (const float *) regions->data + 4 * i,
                          (const float *) x->data + index * weft_shape_sample_count (&x->shape),
                          (float *) y->data + i * size))
      return FALSE;
  return y != NULL;
}

const WeftOnnxOperator weft_onnx_vision[] = {
  { "Det", 1, 1, determinant },
  { "GridSample", 2, 2, grid_sample },
  { "MaxUnpool", 2, 3, max_unpool },
  { "NonMaxSuppression", 2, 5, non_max_suppression, .idle = "center_point_box" },
  { "RoiAlign", 3, 3, align_regions, .since = 10 },
  { NULL },
};
