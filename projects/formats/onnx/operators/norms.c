/* norms: operators that bring numbers to a common measure: over the batch, a sample, or an axis */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

static gboolean
expect_real (WeftOnnxCall *call)
{
  for (guint i = 0; i < call->n_in; i++)
    if (call->in[i] != NULL && !weft_onnx_is_real (call->in[i]))
      return weft_onnx_fail (call, _ ("numbers of its inputs’ type are not supported"));
  return TRUE;
}

/* Inputs from `first` on have n numbers each. */
static gboolean
expect_counts (WeftOnnxCall *call, guint first, guint behind, gint64 n)
{
  for (guint i = first; i < behind; i++)
    if (i < call->n_in && call->in[i] != NULL && weft_shape_count (&call->in[i]->shape) != n)
      return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  return TRUE;
}

/* Numbers of one channel (or row) moved and stretched. */
static void
move (float *y, const float *x, gint64 n, double mean, double scale, double shift)
{
  for (gint64 i = 0; i < n; i++)
    y[i] = (float) ((x[i] - mean) * scale + shift);
}

static gint64
count_places (const WeftShape *x)
{
  gint64 n = 1;

  for (int i = 2; i < x->rank; i++)
    n *= x->dims[i];
  return n;
}

/* By the batch's own mean and variance, of which running ones take a share. */
static gboolean
measure_batch (WeftOnnxCall *call, gint64 channels, gint64 places, double eps)
{
  const WeftShape *x = &call->in[0]->shape;
  double share = weft_onnx_real (call, "momentum", 0.9);
  gint64 rows = x->dims[0];

  for (guint i = 0; i < 3; i++)
    if (weft_onnx_new (call, i, i == 0 ? x : &call->in[2 + i]->shape) == NULL)
      return FALSE;
  for (gint64 c = 0; c < channels; c++)
    {
      double sum = 0, squares = 0, mean, variance, n = (double) (rows * places);

      for (gint64 i = 0; i < rows * places; i++)
        sum += weft_onnx_get (call->in[0], (i / places * channels + c) * places + i % places);
      mean = sum / n;
      for (gint64 i = 0; i < rows * places; i++)
        {
          double v = weft_onnx_get (call->in[0], (i / places * channels + c) * places + i % places);

          squares += (v - mean) * (v - mean);
        }
      variance = squares / n;
      for (gint64 i = 0; i < rows; i++)
        move ((float *) call->out[0]->data + (i * channels + c) * places,
              (const float *) call->in[0]->data + (i * channels + c) * places, places, mean,
              weft_onnx_get (call->in[1], c) / sqrt (variance + eps),
              weft_onnx_get (call->in[2], c));
      weft_onnx_set (call->out[1], c, share * weft_onnx_get (call->in[3], c) + (1 - share) * mean);
      weft_onnx_set (call->out[2], c,
                     share * weft_onnx_get (call->in[4], c) + (1 - share) * variance);
    }
  return TRUE;
}

static gboolean
batch_norm (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  double eps = weft_onnx_real (call, "epsilon", 1e-5);
  gint64 places = count_places (x), channels = x->rank > 1 ? x->dims[1] : 1;
  WeftTensor *y;

  if (weft_onnx_int (call, "spatial", 1) == 0)
    return weft_onnx_fail_mode (call, "spatial", "0");
  if (!expect_real (call) || !expect_counts (call, 1, 5, channels))
    return FALSE;
  if (weft_onnx_int (call, "training_mode", 0) != 0 && call->opset >= 14 && x->rank > 1)
    return measure_batch (call, channels, places, eps);
  if (weft_onnx_int (call, "training_mode", 0) != 0 || call->n_out > 1)
    return weft_onnx_fail_mode (call, "training_mode", "1");
  y = weft_onnx_new (call, 0, x);
  for (gint64 i = 0; y != NULL && x->rank > 0 && i < x->dims[0] * channels; i++)
    {
      gint64 c = i % channels;

      move ((float *) y->data + i * places, (const float *) call->in[0]->data + i * places, places,
            weft_onnx_get (call->in[3], c),
            weft_onnx_get (call->in[1], c) / sqrt (weft_onnx_get (call->in[4], c) + eps),
            weft_onnx_get (call->in[2], c));
    }
  return y != NULL;
}

static void
measure (const float *x, gint64 n, double *mean, double *variance)
{
  *mean = *variance = 0;
  for (gint64 i = 0; i < n; i++)
    *mean += x[i] / (double) n;
  for (gint64 i = 0; i < n; i++)
    *variance += (x[i] - *mean) * (x[i] - *mean) / (double) n;
}

static gboolean
instance_norm (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  double eps = weft_onnx_real (call, "epsilon", 1e-5), mean, variance;
  gint64 places = count_places (x), channels = x->rank > 1 ? x->dims[1] : 1;
  WeftTensor *y;

  if (!expect_real (call) || x->rank < 3 || !expect_counts (call, 1, 3, channels))
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  y = weft_onnx_new (call, 0, x);
  for (gint64 i = 0; y != NULL && i < x->dims[0] * channels; i++)
    {
      const float *from = (const float *) call->in[0]->data + i * places;

      measure (from, places, &mean, &variance);
      move ((float *) y->data + i * places, from, places, mean,
            weft_onnx_get (call->in[1], i % channels) / sqrt (variance + eps),
            weft_onnx_get (call->in[2], i % channels));
    }
  return y != NULL;
}

/* Mean and the inverse of the deviation are two more outputs. */
static gboolean
layer_norm (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 axis = weft_onnx_int (call, "axis", -1), n = 1, rows = 1;
  double eps = weft_onnx_real (call, "epsilon", 1e-5), mean, variance;
  WeftTensor *bias = call->n_in > 2 ? call->in[2] : NULL;
  WeftShape means = *x;
  WeftTensor *y;

  if (!weft_onnx_fit_axis (call, &axis, x->rank))
    return FALSE;
  for (int i = 0; i < x->rank; i++)
    {
      *(i < axis ? &rows : &n) *= x->dims[i];
      means.dims[i] = i < axis ? x->dims[i] : 1;
    }
  if (!expect_real (call) || !expect_counts (call, 1, 3, n))
    return FALSE;
  y = weft_onnx_new (call, 0, x);
  for (guint i = 1; i < MIN (call->n_out, 3); i++)
    if (weft_onnx_new (call, i, &means) == NULL)
      return FALSE;
  for (gint64 r = 0; y != NULL && r < rows; r++)
    {
      float *to = (float *) y->data + r * n;

      measure ((const float *) call->in[0]->data + r * n, n, &mean, &variance);
      move (to, (const float *) call->in[0]->data + r * n, n, mean, 1 / sqrt (variance + eps), 0);
      for (gint64 i = 0; i < n; i++)
        to[i] = (float) (to[i] * weft_onnx_get (call->in[1], i)
                         + (bias != NULL ? weft_onnx_get (bias, i) : 0));
      if (call->n_out > 1)
        weft_onnx_set (call->out[1], r, mean);
      if (call->n_out > 2)
        weft_onnx_set (call->out[2], r, 1 / sqrt (variance + eps));
    }
  return y != NULL;
}

/* Mean 0 and deviation 1 over some axes. */
static gboolean
normalize_variance (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 axes[WEFT_MAX_RANK] = { 0, 2, 3 }, inner = 1;
  guint n = weft_onnx_ints (call, "axes", axes, WEFT_MAX_RANK);
  int order[WEFT_MAX_RANK], back[WEFT_MAX_RANK], at = 0;
  g_autoptr (WeftTensor) rows = NULL;
  double mean, variance;
  guint goes = 0;
  WeftTensor *y;

  for (guint i = 0; i < (n > 0 ? n : 3); i++)
    if (!weft_onnx_fit_axis (call, &axes[i], x->rank))
      return FALSE;
    else
      goes |= 1u << axes[i];
  for (int last = 0; last < 2; last++)
    for (int i = 0; i < x->rank; i++)
      if ((goes >> i & 1) == (guint) last)
        {
          back[i] = at;
          order[at++] = i;
          inner *= last ? x->dims[i] : 1;
        }
  if (!expect_real (call) || inner < 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  rows = weft_onnx_permute (call, call->in[0], order);
  for (gint64 i = 0; rows != NULL && i < weft_shape_count (x) / inner; i++)
    {
      float *row = (float *) rows->data + i * inner;

      measure (row, inner, &mean, &variance);
      move (row, row, inner, mean, 1 / (sqrt (variance) + 1e-9), 0);
    }
  y = rows != NULL ? weft_onnx_permute (call, rows, back) : NULL;
  return weft_onnx_give (call, 0, y);
}

/* Over channels side by side (Krizhevsky et al. 2012). */
static gboolean
local_response_norm (WeftOnnxCall *call)
{
  const WeftShape *x = &call->in[0]->shape;
  gint64 size = weft_onnx_int (call, "size", 1), places = count_places (x);
  double alpha = weft_onnx_real (call, "alpha", 1e-4), beta = weft_onnx_real (call, "beta", 0.75);
  double bias = weft_onnx_real (call, "bias", 1);
  WeftTensor *y;

  if (!expect_real (call) || x->rank < 2 || size < 1 || size > 1 << 16)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  y = weft_onnx_new (call, 0, x);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (x); i++)
    {
      gint64 c = i / places % x->dims[1];
      double squares = 0;

      for (gint64 k = MAX (0, c - (size - 1) / 2); k <= MIN (x->dims[1] - 1, c + size / 2); k++)
        {
          double v = weft_onnx_get (call->in[0], i + (k - c) * places);

          squares += v * v;
        }
      weft_onnx_set (y, i,
                     weft_onnx_get (call->in[0], i)
                         / pow (bias + alpha / (double) size * squares, beta));
    }
  return y != NULL;
}

/* --- along an axis --- */

typedef void (*Row) (float *x, gint64 n);

static void
soften (float *x, gint64 n)
{
  double most = -INFINITY, sum = 0;

  for (gint64 i = 0; i < n; i++)
    most = MAX (most, x[i]);
  for (gint64 i = 0; i < n; i++)
    sum += exp (x[i] - most);
  for (gint64 i = 0; i < n; i++)
    x[i] = (float) (exp (x[i] - most) / sum);
}

static void
soften_log (float *x, gint64 n)
{
  double most = -INFINITY, sum = 0;

  for (gint64 i = 0; i < n; i++)
    most = MAX (most, x[i]);
  for (gint64 i = 0; i < n; i++)
    sum += exp (x[i] - most);
  for (gint64 i = 0; i < n; i++)
    x[i] = (float) (x[i] - most - log (sum));
}

static void
harden (float *x, gint64 n)
{
  gint64 best = 0;

  for (gint64 i = 1; i < n; i++)
    if (x[i] > x[best])
      best = i;
  for (gint64 i = 0; i < n; i++)
    x[i] = i == best;
}

/* Until set 13 everything from the axis on was one row. */
static gboolean
along_axis (WeftOnnxCall *call)
{
  static const Row rows[] = { soften, soften_log, harden };
  const char *name = call->node->op_type;
  Row row = rows[*name == 'S' ? 0 : *name == 'L' ? 1 : 2];
  WeftShape shape = call->in[0]->shape;
  gint64 axis = weft_onnx_int (call, "axis", call->opset < 13 ? 1 : -1), n;
  int order[WEFT_MAX_RANK], last = shape.rank - 1;
  g_autoptr (WeftTensor) x = NULL;
  WeftTensor *y;

  if (!expect_real (call) || !weft_onnx_fit_axis (call, &axis, shape.rank))
    return FALSE;
  for (int i = 0; i < shape.rank; i++)
    order[i] = i;
  if (call->opset >= 13)
    {
      order[axis] = last;
      order[last] = (int) axis;
    }
  x = weft_onnx_permute (call, call->in[0], order);
  if (x == NULL)
    return FALSE;
  n = x->shape.dims[last];
  for (int i = (int) axis; call->opset < 13 && i < last; i++)
    n *= shape.dims[i];
  for (gint64 i = 0; n > 0 && i < weft_shape_count (&shape) / n; i++)
    row ((float *) x->data + i * n, n);
  y = weft_onnx_permute (call, x, order);
  return weft_onnx_give (call, 0, y);
}

/* --- as layers --- */

static gboolean
lay_weights (WeftOnnxLaying *laying, gint64 node, const char *const *names)
{
  for (guint i = 0; names[i] != NULL; i++)
    {
      const WeftTensor *w = i + 1 < laying->call->n_in ? laying->call->in[i + 1] : NULL;
      WeftShape shape;

      if (w == NULL)
        continue;
      shape = WEFT_SHAPE (weft_shape_count (&w->shape));
      if (!weft_onnx_lay_weight (laying, node, names[i], w, &shape))
        return FALSE;
    }
  return TRUE;
}

static gboolean
lay_batch_norm (WeftOnnxLaying *laying)
{
  static const char *const names[] = { "weight", "bias", "running_mean", "running_var", NULL };
  gint64 node;

  if (!weft_onnx_expect_known (laying))
    return FALSE;
  /* The standard's share is of what was, ours of what comes. */
  node = weft_onnx_lay (
      laying, NULL,
      g_variant_new_parsed ("{'eps': <%d>, 'momentum': <%d>}",
                            weft_onnx_real (laying->call, "epsilon", 1e-5),
                            CLAMP (1 - weft_onnx_real (laying->call, "momentum", 0.9), 0, 1)),
      1);
  return node != 0 && lay_weights (laying, node, names);
}

static gboolean
lay_layer_norm (WeftOnnxLaying *laying)
{
  static const char *const names[] = { "weight", "bias", NULL };
  WeftOnnxCall *call = laying->call;
  gint64 axis = weft_onnx_int (call, "axis", -1), node;

  if (!weft_onnx_expect_known (laying)
      || !weft_onnx_fit_axis (call, &axis, call->in[0]->shape.rank))
    return FALSE;
  if (axis != call->in[0]->shape.rank - 1)
    return weft_onnx_fail_mode (call, "axis", "?");
  if (weft_onnx_lay_axis (laying, 0, axis) < 0)
    return FALSE;
  node = weft_onnx_lay (
      laying, NULL, g_variant_new_parsed ("{'eps': <%d>}", weft_onnx_real (call, "epsilon", 1e-5)),
      1);
  return node != 0 && lay_weights (laying, node, names);
}

static gboolean
lay_instance_norm (WeftOnnxLaying *laying)
{
  static const char *const names[] = { "weight", "bias", NULL };
  gint64 node;

  if (!weft_onnx_expect_known (laying))
    return FALSE;
  node = weft_onnx_lay (laying, NULL,
                        g_variant_new_parsed ("{'eps': <%d>, 'affine': <true>}",
                                              weft_onnx_real (laying->call, "epsilon", 1e-5)),
                        1);
  return node != 0 && lay_weights (laying, node, names);
}

static gboolean
lay_along_axis (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  int rank = call->in[0]->shape.rank;
  gint64 axis = weft_onnx_int (call, "axis", call->opset < 13 ? 1 : -1);

  if (!weft_onnx_fit_axis (call, &axis, rank))
    return FALSE;
  if (call->opset < 13 && axis != rank - 1)
    return weft_onnx_fail (call, _ ("it goes along the axis of the samples, or several"));
  axis = weft_onnx_lay_axis (laying, 0, axis);
  return axis > 0
         && weft_onnx_lay (laying, NULL, g_variant_new_parsed ("{'dim': <%x>}", axis), 1) != 0;
}

const WeftOnnxOperator weft_onnx_norms[] = {
  { "BatchNormalization", 5, 5, batch_norm, .lay = lay_batch_norm, .layer = "batch_norm",
    .idle = "momentum" },
  { "Hardmax", 1, 1, along_axis, .since = 1 },
  { "InstanceNormalization", 3, 3, instance_norm, .lay = lay_instance_norm,
    .layer = "instance_norm", .since = 6 },
  { "LayerNormalization", 2, 3, layer_norm, .lay = lay_layer_norm, .layer = "layer_norm",
    .lays_any_axis = TRUE, .idle = "stash_type" },
  { "LRN", 1, 1, local_response_norm, .since = 1 },
  { "LogSoftmax", 1, 1, along_axis, .lay = lay_along_axis, .lays_any_axis = TRUE,
    .layer = "log_softmax", .since = 1 },
  { "MeanVarianceNormalization", 1, 1, normalize_variance },
  { "Softmax", 1, 1, along_axis, .lay = lay_along_axis, .lays_any_axis = TRUE, .layer = "softmax",
    .since = 1 },
  { NULL },
};
