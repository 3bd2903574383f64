/* conv-taps: both gradients of convolution over taps; conv-taps.c says what is multiplied */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/kernels/conv-taps.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/dots.h"
#include "engine/kernels/pairs.h"
#include "engine/kernels/sum.h"
#include "engine/kernels/tile.h"

/* Where things lie in the workspace, in floats, after the slices' weight gradients: the taps'
 * offsets in x's planes; for dx the taps' offsets in dy's planes and the weights packed, phase by
 * phase; then for each slice two areas: planes, and results of dx or dy at the planes' width. */
typedef struct
{
  WeftPlanes planes;
  WeftGradPlanes grads;
  gsize offsets, grad_offsets, weights;
  gsize slices, step;    /* the first slice's; to the next one's */
  gsize planes_floats;   /* of a slice */
  gsize results, spread; /* of a row of dx's results, of dy */
  gsize part;            /* dx's results of one column phase */
  gboolean by_places;    /* dw is conv-taps-weights.c's */
} Backward;

/* Whether x is cut into planes, for the weight gradient. */
static gboolean
has_planes (const Backward *b)
{
  return !b->planes.is_direct && !b->by_places;
}

static Backward
get_backward (const WeftConv *conv)
{
  Backward b = { .planes = weft_planes_get (conv), .grads = weft_grad_planes_get (conv) };
  gsize partials = weft_conv_image_slices (conv) * weft_conv_partial_floats (conv), line;
  gboolean is_direct = b.planes.is_direct;

  b.by_places = !is_direct && weft_taps_weights_fit (conv);
  b.results = is_direct ? conv->h * conv->w : WEFT_TAPS_ROUND (b.grads.band * b.grads.width);
  b.spread = WEFT_TAPS_ROUND (b.planes.band * b.planes.width);
  b.part = conv->gc * b.results;
  b.planes_floats = WEFT_TAPS_ROUND (
      MAX (has_planes (&b) ? b.planes.count * b.planes.plane : 0, conv->gk * b.grads.plane));
  line = WEFT_TAPS_ROUND (b.grads.columns * (gsize) conv->stride[1]);
  b.step = (gsize) conv->stride[1] * b.part + line;
  b.step = b.planes_floats + MAX (b.step, has_planes (&b) ? conv->gk * b.spread : 0);
  b.step = is_direct ? 0 : MAX (b.step, b.by_places ? weft_taps_weights_floats (conv) : 0);
  b.offsets = partials;
  b.grad_offsets
      = b.offsets
        + WEFT_TAPS_ROUND (b.by_places ? weft_taps_weights_places (conv) : weft_taps_count (conv));
  b.weights = b.grad_offsets + WEFT_TAPS_ROUND (conv->gk * conv->r * conv->s);
  b.slices = b.weights + WEFT_TAPS_ROUND (weft_conv_weight_count (conv));
  return b;
}

/* The taps through which one phase of dx is seen. */
typedef struct
{
  gsize a, b;        /* the phase */
  gsize count;       /* taps of it */
  gsize taps_before; /* of the phases before it */
} Phase;

static gboolean
is_tap_of (const WeftConv *conv, const Phase *phase, gsize r, gsize s)
{
  return r * (gsize) conv->dilation[0] % (gsize) conv->stride[0] == phase->a
         && s * (gsize) conv->dilation[1] % (gsize) conv->stride[1] == phase->b;
}

static gboolean
next_phase (const WeftConv *conv, Phase *phase, gboolean is_first)
{
  if (is_first)
    *phase = (Phase){ 0 };
  else
    {
      phase->taps_before += phase->count;
      phase->count = 0;
      if (++phase->b == (gsize) conv->stride[1])
        {
          phase->b = 0;
          phase->a++;
        }
    }
  for (gsize r = 0; r < conv->r; r++)
    for (gsize s = 0; s < conv->s; s++)
      phase->count += is_tap_of (conv, phase, r, s);
  return phase->a < (gsize) conv->stride[0];
}

static void
prepare_grad_offsets (const WeftConv *conv, const Backward *b, const Phase *phase)
{
  gint32 *offsets = weft_taps_offsets (conv, b->grad_offsets + phase->taps_before * conv->gk);

  for (gsize k = 0; k < conv->gk; k++)
    for (gsize r = 0; r < conv->r; r++)
      for (gsize s = 0; s < conv->s; s++)
        if (is_tap_of (conv, phase, r, s))
          {
            gsize rows
                = b->grads.reach_rows - r * (gsize) conv->dilation[0] / (gsize) conv->stride[0];
            gsize columns
                = b->grads.reach_columns - s * (gsize) conv->dilation[1] / (gsize) conv->stride[1];

            *offsets++ = (gint32) (k * b->grads.plane + rows * b->grads.width + columns);
          }
}

/* wᵀ (C/groups, K/groups · taps of the phase) of one group, in panels: those that are the slice's.
 */
static void
pack_phase (const WeftConv *conv, const Phase *phase, const float *w, float *packed, guint slice)
{
  gsize area = conv->r * conv->s, slices = weft_conv_count_prepare (conv), panel = 0;

  for (gsize c = 0, rows; c < conv->gc; c += rows, panel++)
    {
      float *to = packed + c * conv->gk * phase->count;

      rows = weft_tile_panel (conv->gc - c);
      for (gsize k = 0; k < conv->gk && panel % slices == slice; k++)
        for (gsize r = 0; r < conv->r; r++)
          for (gsize s = 0; s < conv->s; s++)
            if (is_tap_of (conv, phase, r, s))
              for (gsize j = 0; j < rows; j++)
                *to++ = w[(k * conv->gc + c + j) * area + r * conv->s + s];
    }
}

void
weft_taps_prepare_backward (const WeftConv *conv, guint slice)
{
  Backward b = get_backward (conv);
  gsize count = conv->gk * weft_taps_count (conv);
  Phase phase;

  if (slice == 0 && b.by_places)
    weft_taps_weights_prepare (conv, weft_taps_offsets (conv, b.offsets));
  else if (slice == 0)
    weft_planes_get_offsets (conv, &b.planes, weft_taps_offsets (conv, b.offsets));
  if (conv->dx == NULL)
    return;
  for (gboolean more = next_phase (conv, &phase, TRUE); more;
       more = next_phase (conv, &phase, FALSE))
    {
      if (slice == 0)
        prepare_grad_offsets (conv, &b, &phase);
      for (gsize g = 0; g < conv->groups; g++)
        pack_phase (conv, &phase, conv->weights + g * count,
                    weft_taps_floats (conv, b.weights + g * count
                                                + phase.taps_before * conv->gk * conv->gc),
                    slice);
    }
}

/* The columns of dx's row from the results of each column phase, `b.part` apart; `line` is scratch.
 */
static void
put_row (const WeftConv *conv, const Backward *b, const float *results, float *line, float *row)
{
  gsize stride = (gsize) conv->stride[1], columns = b->grads.columns;

  if (stride == 1)
    {
      weft_copy_row (conv->w, results + conv->padding[1], row);
      return;
    }
  if (stride == 2)
    weft_put_in_pairs (columns, results, results + b->part, line);
  else if (stride == 4)
    weft_put_in_fours (columns, results, b->part, line);
  else
    for (gsize phase = 0; phase < stride; phase++)
      for (gsize j = 0; j < columns; j++)
        line[j * stride + phase] = results[phase * b->part + j];
  weft_copy_row (conv->w, line + conv->padding[1], row);
}

/* dx's rows of the phase a, of which rows first … first + n − 1 are in the results. */
static void
put_rows (const WeftConv *conv, const Backward *b, gsize a, const float *results, gsize first,
          gsize n, float *dx)
{
  gsize stride = (gsize) conv->stride[0], padding = (gsize) conv->padding[0];
  gsize begin = padding > a ? (padding - a + stride - 1) / stride : 0;
  gsize end = MIN ((padding + conv->h + stride - 1 - a) / stride, first + n);
  float *line = (float *) results + (gsize) conv->stride[1] * b->part;

  for (gsize c = 0; c < conv->gc; c++)
    for (gsize i = MAX (begin, first); i < end; i++)
      put_row (conv, b, results + c * b->results + (i - first) * b->grads.width, line,
               dx + (c * conv->h + i * stride + a - padding) * conv->w);
}

/* One phase of dx in a band of n rows: dx (C/groups, flat) = wᵀ (C/groups, K/groups·taps) · dy's
 * planes. */
static void
backward_phase (const WeftConv *conv, const Backward *b, const Phase *phase, gsize g, gsize n,
                const float *planes, float *results)
{
  gsize weights = (g * conv->r * conv->s + phase->taps_before) * conv->gk * conv->gc;

  if (phase->count == 0)
    memset (results, 0, b->part * sizeof *results);
  else
    weft_tiles (&(WeftTiles){
        .m = conv->gc,
        .n = (n - 1) * b->grads.width + b->grads.columns,
        .k = conv->gk * phase->count,
        .a = weft_taps_floats (conv, b->weights + weights),
        .a_kind = WEFT_A_PACKED,
        .b = planes,
        .offsets = weft_taps_offsets (conv, b->grad_offsets + phase->taps_before * conv->gk),
        .c = results,
        .ldc = b->results,
    });
}

/* One group of one image: dy (K/groups, OH, OW) → dx (C/groups, H, W). The phases of one row phase
 * come one after the other. */
static void
backward_input (const WeftConv *conv, const Backward *b, gsize g, const float *dy, float *dx,
                float *scratch)
{
  float *results = scratch + b->planes_floats;
  gsize last = (gsize) conv->stride[1] - 1;
  Phase phase;

  if (b->planes.is_direct)
    {
      next_phase (conv, &phase, TRUE);
      backward_phase (conv, b, &phase, g, conv->h, dy, dx);
      return;
    }
  for (gsize first = 0; first < b->grads.rows; first += b->grads.band)
    {
      gsize n = MIN (b->grads.band, b->grads.rows - first);

      weft_grad_planes_fill (conv, &b->grads, dy, first, n, scratch);
      for (gboolean more = next_phase (conv, &phase, TRUE); more;
           more = next_phase (conv, &phase, FALSE))
        {
          backward_phase (conv, b, &phase, g, n, scratch, results + phase.b * b->part);
          if (phase.b == last)
            put_rows (conv, b, phase.a, results, first, n, dx);
        }
    }
}

static inline gsize
count_vectors (gsize floats)
{
  return (floats + WEFT_LANES - 1) / WEFT_LANES;
}

/* One group of one image, row by row of dy where that takes no more vectors than the flat index:
 * dw (K/groups, C/groups·R·S) += dy (K/groups, OH, OW) with x (C/groups, H,
 * W). */
static void
backward_weights (const WeftConv *conv, const Backward *b, const float *x, const float *dy,
                  float *dw, float *scratch)
{
  gsize taps = weft_taps_count (conv);
  float *spread = scratch + b->planes_floats;
  WeftDots dots = {
    .m = conv->gk,
    .n = taps,
    .c = dw,
    .ldc = taps,
    .offsets = weft_taps_offsets (conv, b->offsets),
    .accumulate = TRUE,
  };

  for (gsize first = 0; first < conv->oh; first += b->planes.band)
    {
      gsize n = MIN (b->planes.band, conv->oh - first), flat = (n - 1) * b->planes.width + conv->ow;

      weft_planes_cut (conv, &b->planes, x, first, scratch);
      dots.b = scratch;
      if (count_vectors (conv->ow) * n <= count_vectors (flat))
        {
          dots.k = conv->ow;
          dots.a = dy + first * conv->ow;
          dots.lda = conv->oh * conv->ow;
          dots.runs = n;
          dots.a_run = conv->ow;
          dots.b_run = b->planes.width;
        }
      else
        {
          weft_planes_spread (conv, &b->planes, dy, first, n, spread, b->spread);
          dots.k = flat;
          dots.a = spread;
          dots.lda = b->spread;
          dots.runs = 1;
        }
      weft_dots (&dots);
    }
}

/* The same of a slice's `images`, where they lie: each is one run of every dot product. */
static void
backward_weights_direct (const WeftConv *conv, gsize images, const float *x, const float *dy,
                         float *dw)
{
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow;

  for (gsize g = 0; g < conv->groups; g++)
    weft_dots (&(WeftDots){
        .m = conv->gk,
        .n = conv->gc,
        .k = out,
        .a = dy + g * conv->gk * out,
        .lda = out,
        .b = x + g * conv->gc * in,
        .ldb = in,
        .c = dw + g * conv->gk * conv->gc,
        .ldc = conv->gc,
        .runs = images,
        .a_run = conv->k * out,
        .b_run = conv->c * in,
    });
}

void
weft_taps_backward (const WeftConv *conv, guint slice)
{
  Backward b = get_backward (conv);
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow,
        count = conv->gk * weft_taps_count (conv);
  gsize begin = weft_conv_first_image (conv, slice), end = weft_conv_first_image (conv, slice + 1);
  float *dw = weft_conv_get_partial (conv, slice), *db = dw + weft_conv_weight_count (conv);
  float *scratch = weft_taps_floats (conv, b.slices + slice * b.step);

  memset (dw, 0, weft_conv_partial_floats (conv) * sizeof *dw);
  if (conv->dw != NULL && b.planes.is_direct)
    backward_weights_direct (conv, end - begin, conv->x + begin * conv->c * in,
                             conv->dy + begin * conv->k * out, dw);
  for (gsize g = 0; g < conv->groups && conv->dw != NULL && b.by_places; g++)
    weft_taps_weights (conv, begin, end, g, weft_taps_offsets (conv, b.offsets), scratch,
                       dw + g * count);
  for (gsize n = begin; n < end; n++)
    {
      for (gsize g = 0; g < conv->groups; g++)
        {
          const float *x = conv->x + (n * conv->c + g * conv->gc) * in;
          const float *dy = conv->dy + (n * conv->k + g * conv->gk) * out;

          if (conv->dw != NULL && has_planes (&b))
            backward_weights (conv, &b, x, dy, dw + g * count, scratch);
          if (conv->dx != NULL)
            backward_input (conv, &b, g, dy, conv->dx + (n * conv->c + g * conv->gc) * in, scratch);
        }
      for (gsize k = 0; k < conv->k && conv->db != NULL; k++)
        db[k] += weft_sum (out, conv->dy + (n * conv->k + k) * out);
    }
}

gsize
weft_taps_backward_floats (const WeftConv *conv)
{
  Backward b = get_backward (conv);

  return b.slices + weft_conv_image_slices (conv) * b.step;
}
#endif
