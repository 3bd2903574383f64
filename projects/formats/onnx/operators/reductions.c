/* reductions: operators that make one number of all along some axes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  /* Of n numbers that lie side by side. */
  double (*real) (const float *x, gint64 n);
  gint64 (*whole) (const WeftTensor *x, gint64 first, gint64 n); /* nullable */
  const char *mode;                                              /* of our layer; nullable */
  const char *before,
      *behind; /* layers of each number, ahead of it and of what it gives; nullable */
} Reduction;

#define REAL(name, start, step, end)                                                               \
  static double name (const float *x, gint64 n)                                                    \
  {                                                                                                \
    double y = start;                                                                              \
    for (gint64 i = 0; i < n; i++)                                                                 \
      y = step;                                                                                    \
    return end;                                                                                    \
  }
#define WHOLE(name, start, step)                                                                   \
  static gint64 name (const WeftTensor *t, gint64 first, gint64 n)                                 \
  {                                                                                                \
    gint64 y = start;                                                                              \
    for (gint64 i = 0; i < n; i++)                                                                 \
      {                                                                                            \
        gint64 x = weft_onnx_get_whole (t, first + i);                                             \
        y = step;                                                                                  \
      }                                                                                            \
    return y;                                                                                      \
  }
#define WRAP(a, op, b) ((gint64) ((guint64) (a) op (guint64) (b)))

REAL (real_sum, 0, y + x[i], y)
REAL (real_mean, 0, y + x[i], y / (double) n)
REAL (real_max, -INFINITY, isnan (x[i]) || x[i] > y ? x[i] : y, y)
REAL (real_min, INFINITY, isnan (x[i]) || x[i] < y ? x[i] : y, y)
REAL (real_prod, 1, y *x[i], y)
REAL (real_l1, 0, y + fabs (x[i]), y)
REAL (real_l2, 0, y + (double) x[i] * x[i], sqrt (y))
REAL (real_squares, 0, y + (double) x[i] * x[i], y)
REAL (real_log_sum, 0, y + x[i], log (y))
WHOLE (whole_sum, 0, WRAP (y, +, x))
WHOLE (whole_max, G_MININT64, MAX (x, y))
WHOLE (whole_min, G_MAXINT64, MIN (x, y))
WHOLE (whole_prod, 1, WRAP (y, *, x))
WHOLE (whole_squares, 0, WRAP (y, +, WRAP (x, *, x)))
WHOLE (whole_l1, 0, WRAP (y, +, ABS (x)))

static double
real_log_sum_exp (const float *x, gint64 n)
{
  double most = real_max (x, n), sum = 0;

  for (gint64 i = 0; i < n; i++)
    sum += exp (x[i] - most);
  return isinf (most) ? most : most + log (sum);
}

/* Which axes go, as bits; none said means all, or none where that is asked for: then each number
 * is reduced alone, to its square for example. */
static gboolean
read_axes (WeftOnnxCall *call, guint *axes)
{
  gint64 list[WEFT_MAX_RANK];
  int rank = call->in[0]->shape.rank, n;

  *axes = 0;
  if (!weft_onnx_ints_of_either (call, "axes", 1, list, WEFT_MAX_RANK, &n))
    return FALSE;
  for (int i = 0; i < n; i++)
    if (!weft_onnx_fit_axis (call, &list[i], rank))
      return FALSE;
    else
      *axes |= 1u << list[i];
  if (weft_onnx_int (call, "noop_with_empty_axes", 0) == 0 && n <= 0)
    *axes = (1u << rank) - 1;
  return TRUE;
}

/* The axes of x that stay, then those that go; `shape`: what stays, `n`: how many go. */
static WeftTensor *
bring_behind (WeftOnnxCall *call, guint axes, WeftShape *shape, gint64 *n)
{
  const WeftShape *x = &call->in[0]->shape;
  gboolean keeps = weft_onnx_int (call, "keepdims", 1) != 0;
  int order[WEFT_MAX_RANK], at = 0;

  *n = 1;
  *shape = (WeftShape){ .type = x->type };
  for (int i = 0; i < x->rank; i++)
    if (!(axes >> i & 1))
      {
        order[at++] = i;
        shape->dims[shape->rank++] = x->dims[i];
      }
    else if (keeps)
      shape->dims[shape->rank++] = 1;
  for (int i = 0; i < x->rank; i++)
    if (axes >> i & 1)
      {
        order[at++] = i;
        *n *= x->dims[i];
      }
  return weft_onnx_permute (call, call->in[0], order);
}

static gboolean
evaluate (WeftOnnxCall *call)
{
  const Reduction *reduction = call->data;
  g_autoptr (WeftTensor) x = NULL;
  gboolean is_real = weft_onnx_is_real (call->in[0]);
  WeftShape shape;
  WeftTensor *y;
  guint axes;
  gint64 n;

  if (!is_real && reduction->whole == NULL)
    return weft_onnx_fail (call, _ ("numbers of its input’s type are not supported"));
  if (!read_axes (call, &axes))
    return FALSE;
  x = bring_behind (call, axes, &shape, &n);
  y = x != NULL ? weft_onnx_new (call, 0, &shape) : NULL;
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    if (is_real)
      weft_onnx_set (y, i, reduction->real ((const float *) x->data + i * n, n));
    else
      weft_onnx_set_whole (y, i, reduction->whole (x, i * n, n));
  return y != NULL;
}

/* data: whether it looks for the least. */
static gboolean
find_extreme (WeftOnnxCall *call)
{
  gboolean least = call->data != NULL, last = weft_onnx_int (call, "select_last_index", 0) != 0;
  gint64 axis = weft_onnx_int (call, "axis", 0), n;
  g_autoptr (WeftTensor) x = NULL;
  WeftShape shape;
  WeftTensor *y;

  if (!weft_onnx_fit_axis (call, &axis, call->in[0]->shape.rank))
    return FALSE;
  x = bring_behind (call, 1u << axis, &shape, &n);
  shape.type = WEFT_I64;
  y = x != NULL && n > 0 ? weft_onnx_new (call, 0, &shape) : NULL;
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    {
      gint64 best = 0;

      for (gint64 k = 1; k < n; k++)
        {
          double a = weft_onnx_get (x, i * n + k), b = weft_onnx_get (x, i * n + best);

          if (least ? a < b : a > b)
            best = k;
          else if (last && a == b)
            best = k;
        }
      ((gint64 *) y->data)[i] = best;
    }
  return y != NULL || weft_onnx_fail (call, _ ("shapes do not fit"));
}

static gboolean
lay (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call;
  const Reduction *reduction = laying->row->data;
  const WeftOnnxPlace *place = &laying->place[0];
  gint64 dims[WEFT_MAX_RANK], outer = laying->in[0].outer;
  guint axes, n = 0;

  if (!read_axes (call, &axes))
    return FALSE;
  if (reduction->mode == NULL || axes == 0)
    return weft_onnx_fail (call, _ ("it reduces along the axis of the samples"));
  if (reduction->before != NULL && weft_onnx_lay (laying, reduction->before, NULL, 1) == 0)
    return FALSE;
  for (int i = 0; i < call->in[0]->shape.rank; i++)
    if (axes >> i & 1)
      {
        int axis = weft_onnx_lay_axis (laying, 0, i);

        if (axis < 0)
          return FALSE;
        dims[n++] = axis;
        outer /= i < place->axis ? call->in[0]->shape.dims[i] : 1;
      }
  laying->in[0].outer = outer;
  return weft_onnx_lay (laying, NULL,
                        g_variant_new_parsed ("{'mode': <%s>, 'dim': <%@ax>, 'keepdim': <%b>}",
                                              reduction->mode, weft_onnx_dims (dims, n),
                                              weft_onnx_int (call, "keepdims", 1) != 0),
                        1)
             != 0
         && (reduction->behind == NULL || weft_onnx_lay (laying, reduction->behind, NULL, 1) != 0);
}

/* Each number with all before it along an axis, or behind it; without itself where that is asked.
 */
static gboolean
sum_up (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gboolean without = weft_onnx_int (call, "exclusive", 0) != 0,
           turned = weft_onnx_int (call, "reverse", 0) != 0;
  gint64 axis = 0, length, stride = 1;
  WeftTensor *y;

  if (weft_onnx_get_ints (call->in[1], &axis, 1) != 1)
    return weft_onnx_fail (call, _ ("shapes do not fit"));
  if (!weft_onnx_fit_axis (call, &axis, x->shape.rank))
    return FALSE;
  length = x->shape.dims[axis];
  for (int i = (int) axis + 1; i < x->shape.rank; i++)
    stride *= x->shape.dims[i];
  y = weft_onnx_new (call, 0, &x->shape);
  for (gint64 i = 0; y != NULL && length > 0 && i < weft_shape_count (&x->shape) / length; i++)
    {
      double sum = 0;
      guint64 whole = 0;

      for (gint64 k = 0; k < length; k++)
        {
          gint64 at = (i / stride * length + (turned ? length - 1 - k : k)) * stride + i % stride;
          double v = weft_onnx_is_real (x) ? weft_onnx_get (x, at) : 0;
          gint64 n = weft_onnx_is_real (x) ? 0 : weft_onnx_get_whole (x, at);

          if (weft_onnx_is_real (x))
            weft_onnx_set (y, at, without ? sum : sum + v);
          else
            weft_onnx_set_whole (y, at, (gint64) (without ? whole : whole + (guint64) n));
          sum += v;
          whole += (guint64) n;
        }
    }
  return y != NULL;
}

#define REDUCTION(...)                                                                             \
  .least = 1, .most = 2, .evaluate = evaluate, .data = &(const Reduction)                          \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }
#define LAYER .lay = lay, .layer = "reduce", .lays_any_axis = TRUE

const WeftOnnxOperator weft_onnx_reductions[] = {
  { "ArgMax", 1, 1, find_extreme, .since = 1 },
  { "ArgMin", 1, 1, find_extreme, "least", .since = 1 },
  { "CumSum", 2, 2, sum_up, .since = 11 },
  { "ReduceL1", REDUCTION (real_l1, whole_l1, .mode = "sum", .before = "abs"), LAYER, .since = 1 },
  { "ReduceL2", REDUCTION (real_l2, .mode = "norm"), LAYER, .since = 1 },
  { "ReduceLogSum", REDUCTION (real_log_sum, .mode = "sum", .behind = "log"), LAYER, .since = 1 },
  { "ReduceLogSumExp", REDUCTION (real_log_sum_exp, .mode = "logsumexp"), LAYER, .since = 1 },
  { "ReduceMax", REDUCTION (real_max, whole_max, .mode = "max"), LAYER, .since = 1 },
  { "ReduceMean", REDUCTION (real_mean, .mode = "mean"), LAYER, .since = 1 },
  { "ReduceMin", REDUCTION (real_min, whole_min, .mode = "min"), LAYER, .since = 1 },
  { "ReduceProd", REDUCTION (real_prod, whole_prod, .mode = "prod"), LAYER, .since = 1 },
  { "ReduceSum", REDUCTION (real_sum, whole_sum, .mode = "sum"), LAYER, .since = 1 },
  { "ReduceSumSquare", REDUCTION (real_squares, whole_squares, .mode = "sum", .before = "square"),
    LAYER, .since = 1 },
  { NULL },
};
