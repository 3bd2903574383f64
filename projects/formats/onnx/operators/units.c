/* units: operators that make one number of one number, place by place */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define MOST_NUMBERS 2 /* that a function has beside x */

typedef struct
{
  double (*real) (double x, const double *a); /* NULL: it takes no real numbers */
  gint64 (*whole) (gint64 x);                 /* NULL: no whole ones */
  gboolean is_test;                           /* gives booleans */
  struct
  {
    const char *name;
    double otherwise;
  } a[MOST_NUMBERS];
} Unit;

#define REAL(name, formula)                                                                        \
  static double name (double x, const double *a)                                                   \
  {                                                                                                \
    return formula;                                                                                \
  }

REAL (real_same, x)
REAL (real_abs, fabs (x))
REAL (real_acos, acos (x))
REAL (real_acosh, acosh (x))
REAL (real_asin, asin (x))
REAL (real_asinh, asinh (x))
REAL (real_atan, atan (x))
REAL (real_atanh, atanh (x))
REAL (real_ceil, ceil (x))
REAL (real_celu, fmax (x, 0) + fmin (0, a[0] * expm1 (x / a[0])))
REAL (real_cos, cos (x))
REAL (real_cosh, cosh (x))
REAL (real_elu, x < 0 ? a[0] * expm1 (x) : x)
REAL (real_erf, erf (x))
REAL (real_exp, exp (x))
REAL (real_floor, floor (x))
REAL (real_hard_sigmoid, fmin (1, fmax (0, a[0] * x + a[1])))
REAL (real_hard_swish, x *fmin (1, fmax (0, x / 6 + 0.5)))
REAL (real_is_nan, isnan (x))
REAL (real_is_inf, isinf (x) && (x > 0 ? a[1] : a[0]) != 0)
REAL (real_leaky, x < 0 ? a[0] * x : x)
REAL (real_log, log (x))
REAL (real_mish, x *tanh (x > 30 ? x : log1p (exp (x))))
REAL (real_neg, -x)
REAL (real_reciprocal, 1 / x)
REAL (real_relu, x < 0 ? 0 : x)
REAL (real_round, nearbyint (x))
REAL (real_selu, a[1] * (x > 0 ? x : a[0] * expm1 (x)))
REAL (real_shrink, x<-a[1] ? x + a[0] : x> a[1] ? x - a[0] : 0)
REAL (real_sigmoid, 1 / (1 + exp (-x)))
REAL (real_sign, (x > 0) - (x < 0))
REAL (real_sin, sin (x))
REAL (real_sinh, sinh (x))
REAL (real_softplus, x > 30 ? x : log1p (exp (x)))
REAL (real_softsign, x / (1 + fabs (x)))
REAL (real_sqrt, sqrt (x))
REAL (real_tan, tan (x))
REAL (real_tanh, tanh (x))
REAL (real_threshold, x > a[0] ? x : 0)

#define WHOLE(name, formula)                                                                       \
  static gint64 name (gint64 x)                                                                    \
  {                                                                                                \
    return formula;                                                                                \
  }

WHOLE (whole_abs, x < 0 ? (gint64) - (guint64) x : x)
WHOLE (whole_neg, (gint64) - (guint64) x)
WHOLE (whole_relu, MAX (x, 0))
WHOLE (whole_sign, (x > 0) - (x < 0))
WHOLE (whole_not, x == 0)
WHOLE (whole_same, x)

static gboolean
evaluate (WeftOnnxCall *call)
{
  const Unit *unit = call->data;
  const WeftTensor *x = call->in[0];
  WeftShape shape = x->shape;
  double a[MOST_NUMBERS] = { 0 };
  gint64 count = weft_shape_count (&shape);
  WeftTensor *y;

  if (weft_onnx_is_real (x) ? unit->real == NULL : unit->whole == NULL)
    return weft_onnx_fail (call, _ ("numbers of its input’s type are not supported"));
  for (int i = 0; i < MOST_NUMBERS && unit->a[i].name != NULL; i++)
    {
      const Onnx__AttributeProto *given = weft_onnx_find (call, unit->a[i].name);

      a[i] = given == NULL ? unit->a[i].otherwise : given->has_f ? given->f : (double) given->i;
    }
  if (unit->is_test)
    shape.type = WEFT_BOOLEAN;
  y = weft_onnx_new (call, 0, &shape);
  if (y == NULL)
    return FALSE;
  if (weft_onnx_is_real (x))
    for (gint64 i = 0; i < count; i++)
      weft_onnx_set (y, i, unit->real (((const float *) x->data)[i], a));
  else
    for (gint64 i = 0; i < count; i++)
      weft_onnx_set_whole (y, i, unit->whole (weft_onnx_get_whole (x, i)));
  return TRUE;
}

/* --- others of one input --- */

static gboolean
find_type (WeftOnnxCall *call, gint64 type, WeftType *found)
{
  if (weft_onnx_find_type (type, found))
    return TRUE;
  return weft_onnx_fail (call, _ ("numbers of type %d are not supported"), (int) type);
}

/* Numbers of another type. */
static gboolean
cast_to (WeftOnnxCall *call, WeftType type)
{
  WeftTensor *x = call->in[0], *y;
  WeftShape shape = x->shape;

  if (shape.type == type)
    {
      weft_onnx_give (call, 0, weft_tensor_ref (x));
      return TRUE;
    }
  shape.type = type;
  y = weft_onnx_new (call, 0, &shape);
  if (y == NULL)
    return FALSE;
  for (gint64 i = 0; i < weft_shape_count (&shape); i++)
    if (type == WEFT_BOOLEAN)
      ((guint8 *) y->data)[i] = weft_onnx_get (x, i) != 0;
    else if (weft_onnx_is_real (x))
      weft_onnx_set (y, i, weft_onnx_get (x, i));
    else
      weft_onnx_set_whole (y, i, weft_onnx_get_whole (x, i));
  return TRUE;
}

static gboolean
cast (WeftOnnxCall *call)
{
  WeftType type;

  return find_type (call, weft_onnx_int (call, "to", 0), &type) && cast_to (call, type);
}

static gboolean
cast_like (WeftOnnxCall *call)
{
  return cast_to (call, call->in[1]->shape.type);
}

/* Where nothing is learnt it hands on what comes in, and a mask of ones. */
static gboolean
drop_out (WeftOnnxCall *call)
{
  WeftTensor *x = call->in[0];
  WeftShape shape = x->shape;
  gboolean trains = call->n_in > 2 && call->in[2] != NULL && weft_onnx_get (call->in[2], 0) != 0;
  double ratio
      = call->n_in > 1 && call->in[1] != NULL && weft_shape_count (&call->in[1]->shape) == 1
            ? weft_onnx_get (call->in[1], 0)
            : 0.5;

  if (trains && ratio != 0)
    return weft_onnx_fail_mode (call, "training_mode", "1");
  weft_onnx_give (call, 0, weft_tensor_ref (x));
  shape.type = call->opset < 10 ? shape.type : WEFT_BOOLEAN;
  if (call->n_out > 1 && weft_onnx_new (call, 1, &shape) == NULL)
    return FALSE;
  for (gint64 i = 0; call->n_out > 1 && i < weft_shape_count (&shape); i++)
    weft_onnx_set (call->out[1], i, 1);
  return TRUE;
}

static gboolean
clip (WeftOnnxCall *call)
{
  const WeftTensor *x = call->in[0];
  gboolean is_real = weft_onnx_is_real (x);
  double low = weft_onnx_real (call, "min", -INFINITY),
         high = weft_onnx_real (call, "max", INFINITY);
  gint64 from = G_MININT64, to = G_MAXINT64;
  WeftTensor *y;

  for (guint i = 1; i < call->n_in; i++)
    if (call->in[i] != NULL)
      {
        if (weft_shape_count (&call->in[i]->shape) != 1)
          return weft_onnx_fail (call, _ ("a bound is one number"));
        *(i == 1 ? &low : &high) = weft_onnx_get (call->in[i], 0);
        *(i == 1 ? &from : &to) = weft_onnx_get_whole (call->in[i], 0);
      }
  y = weft_onnx_new (call, 0, &x->shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&x->shape); i++)
    if (is_real)
      {
        double v = weft_onnx_get (x, i);

        weft_onnx_set (y, i, v < low ? MIN (low, high) : v > high ? high : v);
      }
    else
      weft_onnx_set_whole (y, i, MIN (to, MAX (from, weft_onnx_get_whole (x, i))));
  return y != NULL;
}

/* --- as layers --- */

static gboolean
lay_same (WeftOnnxLaying *laying)
{
  const WeftOnnxCall *call = laying->call;

  if (weft_onnx_is_real (call->in[0]) != weft_onnx_is_real (call->out[0])
      && !weft_onnx_is_counted (laying, 0))
    return weft_onnx_fail (laying->call, _ ("tokens are only looked up in tables"));
  weft_onnx_lay_through (laying, 0, 0);
  return TRUE;
}

static gboolean
lay_unit (WeftOnnxLaying *laying)
{
  return weft_onnx_lay (laying, NULL, NULL, 1) != 0;
}

static gboolean
lay_leaky (WeftOnnxLaying *laying)
{
  return weft_onnx_lay (laying, NULL,
                        g_variant_new_parsed ("{'negative_slope': <%d>}",
                                              weft_onnx_real (laying->call, "alpha", 0.01)),
                        1)
         != 0;
}

static gboolean
lay_alpha (WeftOnnxLaying *laying)
{
  return weft_onnx_lay (
             laying, NULL,
             g_variant_new_parsed ("{'alpha': <%d>}", weft_onnx_real (laying->call, "alpha", 1)), 1)
         != 0;
}

/* Between two numbers, of which there may be one alone. */
static gboolean
lay_clip (WeftOnnxLaying *laying)
{
  const WeftOnnxCall *call = laying->call;
  double low = weft_onnx_real (call, "min", -G_MAXFLOAT);
  double high = weft_onnx_real (call, "max", G_MAXFLOAT);

  for (guint i = 1; i < call->n_in; i++)
    if (call->in[i] != NULL && !weft_onnx_is_known (laying, i))
      return weft_onnx_fail (laying->call, _ ("a bound that is computed is not supported"));
    else if (call->in[i] != NULL)
      *(i == 1 ? &low : &high) = weft_onnx_get (call->in[i], 0);
  if (low == 0 && high == 6)
    return weft_onnx_lay (laying, "relu6", NULL, 1) != 0;
  if (low == 0 && high >= G_MAXFLOAT)
    return weft_onnx_lay (laying, "relu", NULL, 1) != 0;
  return weft_onnx_lay (laying, "clamp",
                        g_variant_new_parsed ("{'min': <%d>, 'max': <%d>}", low, high), 1)
         != 0;
}

/* Of slope 1/6 about ½ ours is as PyTorch has it. */
static gboolean
lay_hard_sigmoid (WeftOnnxLaying *laying)
{
  if (fabs (weft_onnx_real (laying->call, "alpha", 0.2) - 1.0 / 6) > 1e-6
      || weft_onnx_real (laying->call, "beta", 0.5) != 0.5)
    return weft_onnx_fail_mode (laying->call, "alpha", "0.2");
  return weft_onnx_lay (laying, NULL, NULL, 1) != 0;
}

static gboolean
lay_dropout (WeftOnnxLaying *laying)
{
  const WeftOnnxCall *call = laying->call;
  double ratio = call->n_in > 1 && call->in[1] != NULL ? weft_onnx_get (call->in[1], 0)
                                                       : weft_onnx_real (call, "ratio", 0.5);

  return weft_onnx_lay (laying, NULL, g_variant_new_parsed ("{'p': <%d>}", CLAMP (ratio, 0, 0.99)),
                        1)
         != 0;
}

#define UNIT(...)                                                                                  \
  .least = 1, .most = 1, .evaluate = evaluate, .data = &(const Unit)                               \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }
#define ANY .lays_any_axis = TRUE
#define LAYER(id) .lay = lay_unit, ANY, .layer = id

const WeftOnnxOperator weft_onnx_units[] = {
  { "Abs", UNIT (real_abs, whole_abs), LAYER ("abs"), .since = 6 },
  { "Acos", UNIT (real_acos) },
  { "Acosh", UNIT (real_acosh) },
  { "Asin", UNIT (real_asin) },
  { "Asinh", UNIT (real_asinh) },
  { "Atan", UNIT (real_atan) },
  { "Atanh", UNIT (real_atanh) },
  { "Ceil", UNIT (real_ceil), .since = 6 },
  { "Celu", UNIT (real_celu, .a = { { "alpha", 1 } }), .lay = lay_alpha, ANY, .layer = "celu" },
  { "Cos", UNIT (real_cos), LAYER ("cos") },
  { "Cosh", UNIT (real_cosh) },
  { "Elu", UNIT (real_elu, .a = { { "alpha", 1 } }), .lay = lay_alpha, ANY, .layer = "elu",
    .since = 6 },
  { "Erf", UNIT (real_erf), LAYER ("erf") },
  { "Exp", UNIT (real_exp), LAYER ("exp"), .since = 6 },
  { "Floor", UNIT (real_floor), .since = 6 },
  { "HardSigmoid", UNIT (real_hard_sigmoid, .a = { { "alpha", 0.2 }, { "beta", 0.5 } }),
    .lay = lay_hard_sigmoid, ANY, .layer = "hardsigmoid", .since = 6 },
  { "HardSwish", UNIT (real_hard_swish), LAYER ("hardswish") },
  { "IsInf", UNIT (real_is_inf, .is_test = TRUE,
                   .a = { { "detect_negative", 1 }, { "detect_positive", 1 } }) },
  { "IsNaN", UNIT (real_is_nan, .is_test = TRUE) },
  { "LeakyRelu", UNIT (real_leaky, .a = { { "alpha", 0.01 } }), .lay = lay_leaky, ANY,
    .layer = "leaky_relu", .since = 6 },
  { "Log", UNIT (real_log), LAYER ("log"), .since = 6 },
  { "Mish", UNIT (real_mish), LAYER ("mish") },
  { "Neg", UNIT (real_neg, whole_neg), LAYER ("neg"), .since = 6 },
  { "Not", UNIT (NULL, whole_not), .since = 1 },
  { "Reciprocal", UNIT (real_reciprocal), LAYER ("reciprocal"), .since = 6 },
  { "Relu", UNIT (real_relu, whole_relu), LAYER ("relu"), .since = 6 },
  { "Round", UNIT (real_round) },
  { "Selu",
    UNIT (real_selu,
          .a = { { "alpha", 1.67326319217681884765625 }, { "gamma", 1.05070102214813232421875 } }),
    LAYER ("selu"), .since = 6 },
  { "Shrink", UNIT (real_shrink, .a = { { "bias", 0 }, { "lambd", 0.5 } }) },
  { "Sigmoid", UNIT (real_sigmoid), LAYER ("sigmoid"), .since = 6 },
  { "Sign", UNIT (real_sign, whole_sign), LAYER ("sign") },
  { "Sin", UNIT (real_sin), LAYER ("sin") },
  { "Sinh", UNIT (real_sinh) },
  { "Softplus", UNIT (real_softplus), LAYER ("softplus"), .since = 1 },
  { "Softsign", UNIT (real_softsign), LAYER ("softsign"), .since = 1 },
  { "Sqrt", UNIT (real_sqrt), LAYER ("sqrt"), .since = 6 },
  { "Tan", UNIT (real_tan) },
  { "Tanh", UNIT (real_tanh), LAYER ("tanh"), .since = 6 },
  { "ThresholdedRelu", UNIT (real_threshold, .a = { { "alpha", 1 } }) },
  { "Identity", UNIT (real_same, whole_same), .lay = lay_same, ANY, .lays_any_shape = TRUE,
    .since = 1 },
  { "Cast", 1, 1, cast, .lay = lay_same, ANY, .lays_any_shape = TRUE, .since = 6 },
  { "CastLike", 2, 2, cast_like },
  { "Clip", 1, 3, clip, .lay = lay_clip, ANY, .layer = "clamp", .since = 6 },
  { "Dropout", 1, 3, drop_out, .lay = lay_dropout, ANY, .layer = "dropout", .since = 6,
    .idle = "ratio seed is_test" },
  { NULL },
};
