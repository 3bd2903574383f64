/* conv-taps: convolution as one product over all taps, without a copy for each tap
 *
 * Forward: y (K, flat) = w (K, C·R·S) · taps (C·R·S, flat), where a row of taps is a plane of x
 * from its offset on (conv-planes.h). Input gradient: for each phase of dx, dx (C, flat) = wᵀ (C,
 * K·taps) · dy's planes. Weight gradient: dw (K, C·R·S) = dy (K, flat) · tapsᵀ, dot products along
 * the flat index. Of 1 × 1 all this is done where pictures lie: x, y, dx and dy are their planes.
 */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/kernels/conv-taps.h"

#if WEFT_KERNEL_LEVEL > 0
#include "engine/kernels/tile.h"

/* --- forward --- */

/* Where things lie in the workspace, in floats: packed weights, the taps' offsets, then for each
 * slice planes and results. */
typedef struct
{
  WeftPlanes planes;
  gsize weights;       /* (K, C·R·S) in panels, group by group */
  gsize offsets;       /* (C·R·S) gint32 */
  gsize slices, step;  /* the first slice's; to the next one's */
  gsize planes_floats; /* of a slice */
  gsize results;       /* of a result row */
} Forward;

static Forward
get_forward (const WeftConv *conv)
{
  Forward f = { .planes = weft_planes_get (conv) };

  f.results = WEFT_TAPS_ROUND (f.planes.band * f.planes.width);
  f.planes_floats = f.planes.is_direct ? 0 : WEFT_TAPS_ROUND (f.planes.count * f.planes.plane);
  f.step = f.planes_floats + (f.planes.is_direct ? 0 : conv->gk * f.results);
  f.offsets = f.weights + WEFT_TAPS_ROUND (weft_conv_weight_count (conv));
  f.slices = f.offsets + WEFT_TAPS_ROUND (weft_taps_count (conv));
  return f;
}

static void
prepare_forward (const WeftConv *conv, guint slice)
{
  Forward f = get_forward (conv);
  gsize taps = weft_taps_count (conv), count = conv->gk * taps;

  for (gsize g = 0; g < conv->groups; g++)
    weft_tile_pack (conv->gk, taps, conv->weights + g * count, taps, 1,
                    weft_taps_floats (conv, f.weights + g * count), slice,
                    weft_conv_count_prepare (conv));
  if (slice == 0)
    weft_planes_get_offsets (conv, &f.planes, weft_taps_offsets (conv, f.offsets));
}

/* y (K/groups, rows first … first + n − 1) of one group from results (K/groups, flat), with the
 * bias. */
static void
put_results (const WeftConv *conv, const Forward *f, const float *results, const float *bias,
             gsize first, gsize n, float *y)
{
  for (gsize k = 0; k < conv->gk; k++)
    for (gsize i = 0; i < n; i++)
      {
        const float *from = results + k * f->results + i * f->planes.width;
        float *to = y + (k * conv->oh + first + i) * conv->ow, b = bias != NULL ? bias[k] : 0.0f;

        for (gsize j = 0; j < conv->ow; j += WEFT_LANES)
          {
            gsize lanes = MIN (WEFT_LANES, conv->ow - j);

            weft_store_some (to + j, weft_load_some (from + j, lanes) + b, lanes);
          }
      }
}

static void
add_bias (const WeftConv *conv, const float *bias, float *y)
{
  gsize area = conv->oh * conv->ow;

  for (gsize k = 0; k < conv->gk; k++)
    for (gsize i = 0; i < area; i++)
      y[k * area + i] += bias[k];
}

/* One group of one image: x (C/groups, H, W) → y (K/groups, OH, OW). */
static void
forward_group (const WeftConv *conv, const Forward *f, gsize g, const float *x, float *y,
               float *scratch)
{
  gsize taps = weft_taps_count (conv);
  const float *bias = conv->bias != NULL ? conv->bias + g * conv->gk : NULL;
  float *results = scratch + f->planes_floats;
  WeftTiles tiles = {
    .m = conv->gk,
    .k = taps,
    .a = weft_taps_floats (conv, f->weights + g * conv->gk * taps),
    .a_kind = WEFT_A_PACKED,
    .offsets = weft_taps_offsets (conv, f->offsets),
  };

  if (f->planes.is_direct)
    {
      tiles.n = tiles.ldc = conv->oh * conv->ow;
      tiles.b = x;
      tiles.c = y;
      weft_tiles (&tiles);
      if (bias != NULL)
        add_bias (conv, bias, y);
      return;
    }
  for (gsize first = 0; first < conv->oh; first += f->planes.band)
    {
      gsize n = MIN (f->planes.band, conv->oh - first);

      weft_planes_cut (conv, &f->planes, x, first, scratch);
      tiles.n = (n - 1) * f->planes.width + conv->ow;
      tiles.b = scratch;
      tiles.c = results;
      tiles.ldc = f->results;
      weft_tiles (&tiles);
      put_results (conv, f, results, bias, first, n, y);
    }
}

static void
forward (const WeftConv *conv, guint slice)
{
  Forward f = get_forward (conv);
  gsize in = conv->h * conv->w, out = conv->oh * conv->ow;

  for (gsize n = weft_conv_first_image (conv, slice); n < weft_conv_first_image (conv, slice + 1);
       n++)
    for (gsize g = 0; g < conv->groups; g++)
      forward_group (conv, &f, g, conv->x + (n * conv->c + g * conv->gc) * in,
                     conv->y + (n * conv->k + g * conv->gk) * out,
                     weft_taps_floats (conv, f.slices + slice * f.step));
}

static gsize
count_workspace (const WeftConv *conv, gboolean is_backward)
{
  Forward f = get_forward (conv);

  if (is_backward)
    return weft_taps_backward_floats (conv) * sizeof (float);
  return (f.slices + weft_conv_image_slices (conv) * f.step) * sizeof (float);
}

const WeftConvKernel weft_conv_taps = {
  .applies = weft_planes_fit,
  .workspace_bytes = count_workspace,
  .forward = { { weft_conv_count_prepare, prepare_forward }, { weft_conv_image_slices, forward } },
  .backward = { { weft_conv_count_prepare, weft_taps_prepare_backward },
                { weft_conv_image_slices, weft_taps_backward },
                { weft_conv_count_reduce, weft_conv_reduce } },
};
#endif
