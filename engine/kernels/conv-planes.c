/* conv-planes: pictures laid out so that every tap of a convolution is the same plane further on */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/conv-planes.h"
#include "engine/kernels/pairs.h"

#define BAND_FLOATS                                                                                \
  131072 /* of planes and results together: a slice then works within its cache                    \
          */

/* Rows at a time, in bands of nearly the same height. */
static gsize
get_band (gsize rows, gsize floats_per_row)
{
  gsize most = CLAMP (BAND_FLOATS / floats_per_row, 1, rows), bands = (rows + most - 1) / most;

  return (rows + bands - 1) / bands;
}

static WeftPhases
get_phases (gsize taps, int stride, int dilation)
{
  WeftPhases phases = { .reach = (taps - 1) * (gsize) dilation / (gsize) stride };

  for (gsize a = 0; a < (gsize) stride; a++)
    for (gsize r = 0; r < taps; r++)
      if (r * (gsize) dilation % (gsize) stride == a)
        {
          phases.phase[phases.n++] = a;
          break;
        }
  return phases;
}

/* The place of a tap's phase among those in use. */
static gsize
find_phase (const WeftPhases *phases, gsize tap, int stride, int dilation)
{
  gsize i = 0;

  while (phases->phase[i] != tap * (gsize) dilation % (gsize) stride)
    i++;
  return i;
}

gboolean
weft_planes_fit (const WeftConv *conv)
{
  return conv->stride[0] <= WEFT_PLANES_MAX_STRIDE && conv->stride[1] <= WEFT_PLANES_MAX_STRIDE
         && conv->ow < G_MAXINT16 && conv->w < G_MAXINT16 && conv->c < G_MAXINT16
         && conv->k < G_MAXINT16 && conv->r < 256 && conv->s < 256 && conv->dilation[0] < 256
         && conv->dilation[1] < 256
         && (conv->ow + conv->s * (gsize) conv->dilation[1])
                    * (conv->r * (gsize) conv->dilation[0] + 1) * MAX (conv->c, conv->k)
                < G_MAXINT32 / 64;
}

/* Columns of zeros that every row of every phase has on the left and on the right, but not so many
 * that two outputs would fall on one index. */
static gsize
get_shared_columns (const WeftConv *conv, const WeftPlanes *planes, gsize columns)
{
  gsize stride = (gsize) conv->stride[1], shared = planes->columns.reach;

  for (gsize i = 0; i < planes->columns.n; i++)
    {
      gsize a = planes->columns.phase[i], padding = (gsize) conv->padding[1];
      gsize left = padding > a ? (padding - a + stride - 1) / stride : 0;
      gsize end = (padding + conv->w - a + stride - 1)
                  / stride; /* the first column right of the picture */
      gsize right = columns > end ? columns - end : 0;

      shared = MIN (shared, MIN (left, right));
    }
  return shared;
}

static gboolean
is_direct (const WeftConv *conv)
{
  return conv->r == 1 && conv->s == 1 && conv->stride[0] == 1 && conv->stride[1] == 1
         && conv->oh == conv->h && conv->ow == conv->w && conv->padding[0] == 0
         && conv->padding[1] == 0;
}

WeftPlanes
weft_planes_get (const WeftConv *conv)
{
  WeftPlanes planes = { .rows = get_phases (conv->r, conv->stride[0], conv->dilation[0]),
                        .columns = get_phases (conv->s, conv->stride[1], conv->dilation[1]) };
  gsize columns = conv->ow + planes.columns.reach,
        shared = get_shared_columns (conv, &planes, columns);
  gsize per_row;

  planes.is_direct = is_direct (conv);
  planes.count = conv->gc * planes.rows.n * planes.columns.n;
  planes.width = columns - shared;
  per_row = planes.width * (planes.count + conv->gk);
  planes.band = planes.is_direct ? conv->oh : get_band (conv->oh, per_row);
  planes.plane = planes.is_direct ? conv->h * conv->w
                                  : (planes.band + planes.rows.reach) * planes.width + shared;
  return planes;
}

void
weft_planes_get_offsets (const WeftConv *conv, const WeftPlanes *planes, gint32 *offsets)
{
  for (gsize c = 0; c < conv->gc; c++)
    for (gsize r = 0; r < conv->r; r++)
      for (gsize s = 0; s < conv->s; s++)
        {
          gsize a = find_phase (&planes->rows, r, conv->stride[0], conv->dilation[0]);
          gsize b = find_phase (&planes->columns, s, conv->stride[1], conv->dilation[1]);
          gsize plane = (c * planes->rows.n + a) * planes->columns.n + b;
          gsize row = r * (gsize) conv->dilation[0] / (gsize) conv->stride[0];
          gsize column = s * (gsize) conv->dilation[1] / (gsize) conv->stride[1];

          *offsets++ = (gint32) (plane * planes->plane + row * planes->width + column);
        }
}

/* One row of a plane: every stride-th element of x (W) from column `at` on, zeros outside the
 * picture. */
static void
cut_row (const float *x, gssize w, gssize at, gssize stride, gsize width, float *to)
{
  gsize begin = at < 0 ? (gsize) ((-at + stride - 1) / stride) : 0;
  gsize end = at < w ? (gsize) ((w - at + stride - 1) / stride) : 0;

  begin = MIN (begin, width);
  end = CLAMP (end, begin, width);
  weft_clear_row (begin, to);
  if (stride == 1)
    weft_copy_row (end - begin, x + at + (gssize) begin, to + begin);
#if WEFT_KERNEL_LEVEL > 0
  else if (stride == 2)
    weft_take_every_second (end - begin, x + at + (gssize) begin * 2, to + begin);
  else if (stride == 4)
    weft_take_every_fourth (end - begin, x + at + (gssize) begin * 4, to + begin);
#endif
  else
    for (gsize j = begin; j < end; j++)
      to[j] = x[at + (gssize) j * stride];
  weft_clear_row (width - end, to + end);
}

void
weft_planes_cut (const WeftConv *conv, const WeftPlanes *planes, const float *x, gsize first,
                 float *out)
{
  gsize rows = planes->band + planes->rows.reach, rest = planes->plane - rows * planes->width;

  for (gsize c = 0; c < conv->gc; c++, x += conv->h * conv->w)
    for (gsize a = 0; a < planes->rows.n; a++)
      for (gsize b = 0; b < planes->columns.n; b++)
        {
          gssize column = (gssize) planes->columns.phase[b] - conv->padding[1];

          for (gsize i = 0; i < rows; i++, out += planes->width)
            {
              gssize row = (gssize) ((first + i) * (gsize) conv->stride[0] + planes->rows.phase[a])
                           - conv->padding[0];

              if (row < 0 || row >= (gssize) conv->h)
                weft_clear_row (planes->width, out);
              else
                cut_row (x + row * (gssize) conv->w, (gssize) conv->w, column, conv->stride[1],
                         planes->width, out);
            }
          weft_clear_row (rest, out);
          out += rest;
        }
}

void
weft_planes_spread (const WeftConv *conv, const WeftPlanes *planes, const float *dy, gsize first,
                    gsize n, float *to, gsize step)
{
  for (gsize k = 0; k < conv->gk; k++)
    for (gsize i = 0; i < n; i++)
      {
        float *row = to + k * step + i * planes->width;

        weft_copy_row (conv->ow, dy + (k * conv->oh + first + i) * conv->ow, row);
        if (i + 1 < n)
          weft_clear_row (planes->width - conv->ow, row + conv->ow);
      }
}

/* Rows or columns of the largest phase, in the padded picture. */
static gsize
get_grad_extent (int padding, gsize length, int stride)
{
  return ((gsize) padding + length + (gsize) stride - 1) / (gsize) stride;
}

WeftGradPlanes
weft_grad_planes_get (const WeftConv *conv)
{
  WeftGradPlanes planes = {
    .rows = get_grad_extent (conv->padding[0], conv->h, conv->stride[0]),
    .columns = get_grad_extent (conv->padding[1], conv->w, conv->stride[1]),
    .reach_rows = (conv->r - 1) * (gsize) conv->dilation[0] / (gsize) conv->stride[0],
    .reach_columns = (conv->s - 1) * (gsize) conv->dilation[1] / (gsize) conv->stride[1],
  };
  gsize per_row;

  planes.width = MAX (conv->ow + planes.reach_columns, planes.columns);
  per_row = planes.width * (conv->gk + conv->gc);
  planes.band = is_direct (conv) ? conv->oh : get_band (planes.rows, per_row);
  planes.plane = (planes.band + planes.reach_rows) * planes.width + planes.reach_columns;
  return planes;
}

void
weft_grad_planes_fill (const WeftConv *conv, const WeftGradPlanes *planes, const float *dy,
                       gsize first, gsize n, float *out)
{
  gsize filled = MIN (conv->ow, planes->width);

  for (gsize k = 0; k < conv->gk; k++, out += planes->plane)
    {
      float *row = out + planes->reach_columns;

      weft_clear_row (planes->reach_columns, out);
      for (gsize i = 0; i < n + planes->reach_rows; i++, row += planes->width)
        {
          gssize from = (gssize) (first + i) - (gssize) planes->reach_rows;
          gboolean inside = from >= 0 && from < (gssize) conv->oh;

          if (inside)
            weft_copy_row (filled, dy + (k * conv->oh + (gsize) from) * conv->ow, row);
          weft_clear_row (planes->width - (inside ? filled : 0), row + (inside ? filled : 0));
        }
    }
}
