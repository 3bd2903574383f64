/* windows: operators that make one number of all that a window sees */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "projects/formats/onnx/onnx-window.h"

typedef struct
{
  WeftOnnxWindow window;
  gint64 in[3], out[3];  /* of axes that there are not: 1 */
  gboolean counts_pads;  /* of means */
  gboolean column_major; /* how indices count */
  float *y;
  gint64 *indices; /* nullable */
} Pool;

/* The place in x's plane, counted as indices are. */
static gint64
count_place (const Pool *pool, const gint64 *at)
{
  return pool->column_major ? at[0] + pool->in[0] * (at[1] + pool->in[1] * at[2])
                            : (at[0] * pool->in[1] + at[1]) * pool->in[2] + at[2];
}

typedef struct
{
  double best, sum;
  gint64 best_at, inside, padded;
} Seen;

/* What the window that begins at `from` sees of a plane. */
static void
look (const Pool *pool, const float *x, const gint64 *from, Seen *seen)
{
  const WeftOnnxWindow *w = &pool->window;

  *seen = (Seen){ .best = -INFINITY, .best_at = -1 };
  for (gint64 a = 0; a < w->kernel[0]; a++)
    for (gint64 b = 0; b < w->kernel[1]; b++)
      for (gint64 c = 0; c < w->kernel[2]; c++)
        {
          gint64 at[3] = { from[0] + a * w->dilation[0], from[1] + b * w->dilation[1],
                           from[2] + c * w->dilation[2] };
          gboolean is_inside = TRUE, is_padded = TRUE;
          double v;

          for (int i = 0; i < 3; i++)
            {
              is_inside &= at[i] >= 0 && at[i] < pool->in[i];
              is_padded &= at[i] < pool->in[i] + w->behind[i];
            }
          seen->padded += is_padded;
          if (!is_inside)
            continue;
          v = x[(at[0] * pool->in[1] + at[1]) * pool->in[2] + at[2]];
          seen->inside++;
          seen->sum += v;
          if (seen->best_at < 0 || v > seen->best)
            {
              seen->best = v;
              seen->best_at = count_place (pool, at);
            }
        }
}

static void
pool_plane (const Pool *pool, const float *x, gint64 plane, gboolean largest)
{
  const WeftOnnxWindow *w = &pool->window;
  gint64 size = pool->in[0] * pool->in[1] * pool->in[2],
         o = plane * pool->out[0] * pool->out[1] * pool->out[2];
  Seen seen;

  x += plane * size;
  for (gint64 a = 0; a < pool->out[0]; a++)
    for (gint64 b = 0; b < pool->out[1]; b++)
      for (gint64 c = 0; c < pool->out[2]; c++, o++)
        {
          look (pool, x,
                (gint64[]){ a * w->stride[0] - w->before[0], b * w->stride[1] - w->before[1],
                            c * w->stride[2] - w->before[2] },
                &seen);
          if (largest)
            pool->y[o] = seen.best_at >= 0 ? (float) seen.best : 0;
          else
            pool->y[o]
                = (float) (seen.sum
                           / (double) MAX (pool->counts_pads ? seen.padded : seen.inside, 1));
          if (pool->indices != NULL)
            pool->indices[o] = plane * size + seen.best_at;
        }
}

/* One and two axes become the last of three. */
static void
make_three (Pool *pool, const WeftShape *x, const WeftShape *y)
{
  WeftOnnxWindow w = pool->window;
  int skip = 3 - w.axes;

  for (int i = 0; i < 3; i++)
    {
      gboolean is_there = i >= skip;

      pool->in[i] = is_there ? x->dims[2 + i - skip] : 1;
      pool->out[i] = is_there ? y->dims[2 + i - skip] : 1;
      pool->window.kernel[i] = is_there ? w.kernel[i - skip] : 1;
      pool->window.stride[i] = is_there ? w.stride[i - skip] : 1;
      pool->window.dilation[i] = is_there ? w.dilation[i - skip] : 1;
      pool->window.before[i] = is_there ? w.before[i - skip] : 0;
      pool->window.behind[i] = is_there ? w.behind[i - skip] : 0;
    }
}

static gboolean
run_pool (WeftOnnxCall *call, Pool *pool, gboolean ceils, gboolean largest)
{
  WeftShape shape = call->in[0]->shape, of_indices;
  WeftTensor *y;

  for (int i = 0; i < pool->window.axes; i++)
    {
      shape.dims[2 + i] = weft_onnx_window_count (&pool->window, i, shape.dims[2 + i], ceils);
      if (shape.dims[2 + i] < 1)
        return weft_onnx_fail (call, _ ("its window is larger than what comes in"));
    }
  make_three (pool, &call->in[0]->shape, &shape);
  y = weft_onnx_new (call, 0, &shape);
  of_indices = shape;
  of_indices.type = WEFT_I64;
  if (y == NULL || (call->n_out > 1 && largest && weft_onnx_new (call, 1, &of_indices) == NULL))
    return FALSE;
  pool->y = y->data;
  pool->indices = call->out[1] != NULL ? call->out[1]->data : NULL;
  for (gint64 i = 0; i < shape.dims[0] * shape.dims[1]; i++)
    pool_plane (pool, call->in[0]->data, i, largest);
  return TRUE;
}

/* data: whether it takes means. */
static gboolean
pool (WeftOnnxCall *call)
{
  Pool pool = { .counts_pads = weft_onnx_int (call, "count_include_pad", 0) != 0,
                .column_major = weft_onnx_int (call, "storage_order", 0) != 0 };

  return weft_onnx_window_read (call, NULL, &pool.window)
         && run_pool (call, &pool, weft_onnx_int (call, "ceil_mode", 0) != 0, call->data == NULL);
}

static gboolean
pool_all (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  Pool pool = { .window = { .axes = MAX (x->rank - 2, 0) } };

  if (x->rank < 3 || x->rank > 5 || !weft_onnx_is_real (call->in[0]))
    return weft_onnx_fail (call, _ ("it takes one, two or three axes behind samples and channels"));
  for (int i = 0; i < pool.window.axes; i++)
    {
      pool.window.kernel[i] = x->dims[2 + i];
      pool.window.stride[i] = pool.window.dilation[i] = 1;
    }
  return run_pool (call, &pool, FALSE, call->data == NULL);
}

/* --- as layers --- */

/* Of the largest numbers, pads at the end alone that only let the last window begin: it is cut off
 * there, as ceil_mode has it. */
static void
cut_off (WeftOnnxLaying *laying, WeftOnnxWindow *window, gboolean *ceils)
{
  const WeftShape *x = &laying->call->in[0]->shape;
  WeftOnnxWindow cut = *window;

  for (int i = 0; i < window->axes; i++)
    if (window->before[i] > window->behind[i])
      return;
    else
      cut.behind[i] = cut.before[i];
  for (int i = 0; i < window->axes; i++)
    if (weft_onnx_window_count (&cut, i, x->dims[2 + i], TRUE)
        != weft_onnx_window_count (window, i, x->dims[2 + i], *ceils))
      return;
  if (memcmp (&cut, window, sizeof cut) != 0)
    *ceils = TRUE;
  *window = cut;
}

/* What ours cannot say: pads that differ, and windows that stick out below. */
static gboolean
check_pads (WeftOnnxLaying *laying, const WeftOnnxWindow *window)
{
  for (int i = 0; i < window->axes; i++)
    if (window->before[i] != window->behind[i] || 2 * window->before[i] > window->kernel[i])
      return weft_onnx_fail (laying->call, _ ("pads that differ on two sides are not supported"));
  return TRUE;
}

static gboolean
lay_pool (WeftOnnxLaying *laying)
{
  static const char *const largest[] = { "max_pool1d", "max_pool2d", "max_pool3d" };
  static const char *const mean[] = { "avg_pool1d", "avg_pool2d", "avg_pool3d" };
  WeftOnnxCall *call = laying->call;
  gboolean is_mean = laying->row->data != NULL;
  gboolean ceils = weft_onnx_int (call, "ceil_mode", 0) != 0;
  WeftOnnxWindow window;
  GVariantDict dict;

  if (!weft_onnx_window_read (call, NULL, &window))
    return FALSE;
  if (!is_mean)
    cut_off (laying, &window, &ceils);
  if (!check_pads (laying, &window))
    return FALSE;
  g_variant_dict_init (&dict, NULL);
  g_variant_dict_insert_value (&dict, "kernel_size", weft_onnx_size (window.kernel, window.axes));
  g_variant_dict_insert_value (&dict, "stride", weft_onnx_size (window.stride, window.axes));
  g_variant_dict_insert_value (&dict, "padding", weft_onnx_size (window.before, window.axes));
  g_variant_dict_insert (&dict, "ceil_mode", "b", ceils);
  if (is_mean)
    g_variant_dict_insert (&dict, "count_include_pad", "b",
                           weft_onnx_int (call, "count_include_pad", 0) != 0);
  else
    g_variant_dict_insert_value (&dict, "dilation", weft_onnx_size (window.dilation, window.axes));
  return weft_onnx_lay (laying, is_mean ? mean[window.axes - 1] : largest[window.axes - 1],
                        g_variant_dict_end (&dict), 1)
         != 0;
}

static gboolean
lay_pool_all (WeftOnnxLaying *laying)
{
  const WeftShape *x = &laying->call->in[0]->shape;

  if (x->rank == 4)
    return weft_onnx_lay (laying,
                          laying->row->data != NULL ? "adaptive_avg_pool2d" : "adaptive_max_pool2d",
                          NULL, 1)
           != 0;
  if (weft_onnx_lay (laying, laying->row->data != NULL ? "global_avg_pool2d" : "global_max_pool2d",
                     NULL, 1)
      == 0)
    return FALSE;
  laying->out[0].made = WEFT_SHAPE (x->dims[0], x->dims[1]);
  return TRUE;
}

const WeftOnnxOperator weft_onnx_windows[] = {
  { "AveragePool", 1, 1, pool, "mean", lay_pool, .since = 1 },
  { "GlobalAveragePool", 1, 1, pool_all, "mean", lay_pool_all, .since = 1 },
  { "GlobalMaxPool", 1, 1, pool_all, NULL, lay_pool_all, .since = 1 },
  { "MaxPool", 1, 1, pool, NULL, lay_pool, .since = 1 },
  { NULL },
};
