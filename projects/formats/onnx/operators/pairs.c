/* pairs: operators that make one number of two or more, place by place, spread out where an input
 * has one number along an axis */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "projects/formats/onnx/onnx-import.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  double (*real) (double a, double b);
  gint64 (*whole) (gint64 a, gint64 b);
  gboolean is_test;    /* gives booleans */
  gboolean needs_some; /* of whole numbers: b is not 0 */
} Pair;

#define REAL(name, formula)                                                                        \
  static double name (double a, double b)                                                          \
  {                                                                                                \
    return formula;                                                                                \
  }
#define WHOLE(name, formula)                                                                       \
  static gint64 name (gint64 a, gint64 b)                                                          \
  {                                                                                                \
    return formula;                                                                                \
  }

/* Whole numbers go round, as in C without a sign; the quotient is cut towards 0. */
REAL (real_add, a + b)
REAL (real_sub, a - b)
REAL (real_mul, a *b)
REAL (real_div, a / b)
REAL (real_pow, pow (a, b))
REAL (real_max, isnan (a) || a > b ? a : b)
REAL (real_min, isnan (a) || a < b ? a : b)
REAL (real_equal, a == b)
REAL (real_less, a < b)
REAL (real_less_or_equal, a <= b)
REAL (real_greater, a > b)
REAL (real_greater_or_equal, a >= b)
REAL (real_mod, a - b * floor (a / b))
WHOLE (whole_add, (gint64) ((guint64) a + (guint64) b))
WHOLE (whole_sub, (gint64) ((guint64) a - (guint64) b))
WHOLE (whole_mul, (gint64) ((guint64) a *(guint64) b))
WHOLE (whole_div, b == -1 ? (gint64) (0 - (guint64) a) : a / b)
WHOLE (whole_max, MAX (a, b))
WHOLE (whole_min, MIN (a, b))
WHOLE (whole_equal, a == b)
WHOLE (whole_less, a < b)
WHOLE (whole_less_or_equal, a <= b)
WHOLE (whole_greater, a > b)
WHOLE (whole_greater_or_equal, a >= b)
WHOLE (whole_mod, b == -1 ? 0 : a % b + (a % b != 0 && (a % b < 0) != (b < 0) ? b : 0))
WHOLE (whole_fmod, b == -1 ? 0 : a % b)
WHOLE (whole_and, a != 0 && b != 0)
WHOLE (whole_or, a != 0 || b != 0)
WHOLE (whole_xor, (a != 0) != (b != 0))

static gint64
whole_pow (gint64 a, gint64 b)
{
  guint64 power = 1, base = (guint64) a;

  if (b < 0)
    return a == 1 ? 1 : a == -1 ? (b % 2 == 0 ? 1 : -1) : 0;
  for (; b > 0; b >>= 1, base *= base)
    if (b & 1)
      power *= base;
  return (gint64) power;
}

/* a ∘ b; transfer full, nullable with an error. */
static WeftTensor *
combine (WeftOnnxCall *call, const Pair *pair, WeftTensor *a, WeftTensor *b)
{
  g_autoptr (WeftTensor) p = NULL, q = NULL;
  gboolean is_real = weft_onnx_is_real (a) || weft_onnx_is_real (b);
  WeftShape shape;
  WeftTensor *y;

  if (is_real ? pair->real == NULL : pair->whole == NULL)
    {
      weft_onnx_fail (call, _ ("numbers of its inputs’ type are not supported"));
      return NULL;
    }
  if (!weft_onnx_broadcast (call, &a->shape, &b->shape, &shape))
    return NULL;
  p = weft_onnx_spread (call, a, &shape);
  q = p != NULL ? weft_onnx_spread (call, b, &shape) : NULL;
  if (pair->is_test)
    shape.type = WEFT_BOOLEAN;
  y = q != NULL ? weft_onnx_new_scratch (call, &shape) : NULL;
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    if (is_real)
      weft_onnx_set (y, i, pair->real (weft_onnx_get (p, i), weft_onnx_get (q, i)));
    else if (pair->needs_some && weft_onnx_get_whole (q, i) == 0)
      {
        weft_onnx_fail (call, _ ("whole numbers cannot be divided by 0"));
        g_clear_pointer (&y, weft_tensor_unref);
      }
    else
      weft_onnx_set_whole (y, i,
                           pair->whole (weft_onnx_get_whole (p, i), weft_onnx_get_whole (q, i)));
  return y;
}

static gboolean
evaluate (WeftOnnxCall *call)
{
  WeftTensor *y = combine (call, call->data, call->in[0], call->in[1]);

  return weft_onnx_give (call, 0, y);
}

static gboolean
evaluate_mod (WeftOnnxCall *call)
{
  static const Pair cut = { fmod, whole_fmod, .needs_some = TRUE };
  static const Pair floored = { real_mod, whole_mod, .needs_some = TRUE };

  call->data = weft_onnx_int (call, "fmod", 0) != 0 ? &cut : &floored;
  return evaluate (call);
}

/* From the first on. */
static WeftTensor *
combine_all (WeftOnnxCall *call, const Pair *pair)
{
  WeftTensor *sum = weft_tensor_ref (call->in[0]);

  for (guint i = 1; sum != NULL && i < call->n_in; i++)
    {
      WeftTensor *next = NULL;

      if (call->in[i] == NULL)
        weft_onnx_fail (call, _ ("input %u is missing"), i + 1);
      else
        next = combine (call, pair, sum, call->in[i]);
      weft_tensor_unref (sum);
      sum = next;
    }
  return sum;
}

static gboolean
evaluate_all (WeftOnnxCall *call)
{
  WeftTensor *y = combine_all (call, call->data);

  return weft_onnx_give (call, 0, y);
}

static const Pair add = { real_add, whole_add };

static gboolean
evaluate_mean (WeftOnnxCall *call)
{
  g_autoptr (WeftTensor) sum = combine_all (call, &add);
  WeftTensor *y;

  if (sum == NULL)
    return FALSE;
  y = weft_onnx_new (call, 0, &sum->shape);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&sum->shape); i++)
    weft_onnx_set (y, i, weft_onnx_get (sum, i) / call->n_in);
  return y != NULL;
}

static gboolean
where (WeftOnnxCall *call)
{
  g_autoptr (WeftTensor) c = NULL, p = NULL, q = NULL;
  WeftTensor *y = NULL;
  WeftShape shape, all;

  if (call->in[1]->shape.type != call->in[2]->shape.type)
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  if (!weft_onnx_broadcast (call, &call->in[1]->shape, &call->in[2]->shape, &shape)
      || !weft_onnx_broadcast (call, &shape, &call->in[0]->shape, &all))
    return FALSE;
  c = weft_onnx_spread (call, call->in[0], &all);
  p = c != NULL ? weft_onnx_spread (call, call->in[1], &all) : NULL;
  q = p != NULL ? weft_onnx_spread (call, call->in[2], &all) : NULL;
  if (q != NULL)
    y = weft_onnx_new (call, 0, &all);
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&all); i++)
    weft_onnx_copy (y, i, weft_onnx_get (c, i) != 0 ? p : q, i);
  return y != NULL;
}

/* The slope of what is below 0, spread out to x alone. */
static gboolean
prelu (WeftOnnxCall *call)
{
  WeftTensor *x = call->in[0], *y;
  g_autoptr (WeftTensor) slope = NULL;
  WeftShape shape;

  if (!weft_onnx_is_real (x) || !weft_onnx_is_real (call->in[1]))
    return weft_onnx_fail (call, _ ("numbers of its inputs’ type are not supported"));
  if (!weft_onnx_broadcast (call, &x->shape, &call->in[1]->shape, &shape))
    return FALSE;
  if (!weft_shape_equal (&shape, &x->shape))
    return weft_onnx_fail (call, _ ("its inputs do not fit together"));
  slope = weft_onnx_spread (call, call->in[1], &shape);
  y = slope != NULL ? weft_onnx_new (call, 0, &shape) : NULL;
  for (gint64 i = 0; y != NULL && i < weft_shape_count (&shape); i++)
    {
      double v = weft_onnx_get (x, i);

      weft_onnx_set (y, i, v < 0 ? v * weft_onnx_get (slope, i) : v);
    }
  return y != NULL;
}

/* --- as layers --- */

static gboolean
lay_pair (WeftOnnxLaying *laying)
{
  return weft_onnx_lay_pair (laying);
}

/* What a soft-max is not to see, by numbers that are known: the same is added to each sample. */
static WeftTensor *
make_hiding (WeftOnnxCall *call, guint known)
{
  const WeftTensor *other = call->in[known];
  WeftTensor *hiding;
  WeftShape shape;

  if (!weft_onnx_is_real (other) || weft_shape_count (&other->shape) != 1
      || !(weft_onnx_get (other, 0) <= -1e4))
    {
      weft_onnx_fail (call, _ ("no layer does what it does; the model can be run as it is"));
      return NULL;
    }
  shape = call->in[0]->shape;
  shape.type = WEFT_F32;
  hiding = weft_onnx_new_scratch (call, &shape);
  for (gint64 i = 0; hiding != NULL && i < weft_shape_count (&shape); i++)
    weft_onnx_set (hiding, i, (weft_onnx_get (call->in[0], i) != 0) == (known == 1) ? -1e9 : 0);
  return hiding;
}

static gboolean
lay_where (WeftOnnxLaying *laying)
{
  WeftOnnxCall *call = laying->call, two = *call;
  WeftOnnxLaying sum = *laying;
  guint known = weft_onnx_is_known (laying, 1) ? 1 : 2, open = 3 - known;
  char *names[] = { call->node->input[open], call->node->input[0] };
  Onnx__NodeProto node = *call->node;
  g_autoptr (WeftTensor) hiding = NULL;
  gboolean is_laid;

  if (!weft_onnx_is_known (laying, 0) || !weft_onnx_is_known (laying, known)
      || !weft_shape_equal (&call->in[open]->shape, &call->out[0]->shape))
    return weft_onnx_fail (call, _ ("no layer does what it does; the model can be run as it is"));
  hiding = make_hiding (call, known);
  if (hiding == NULL)
    return FALSE;
  node.n_input = two.n_in = 2;
  node.input = names;
  two.node = &node;
  two.in[0] = call->in[open];
  two.in[1] = hiding;
  sum.call = &two;
  sum.in[0] = laying->in[open];
  sum.place[0] = sum.place[1] = laying->place[open];
  sum.in[1] = (WeftOnnxSource){ 0 };
  is_laid = weft_onnx_lay_alike (&sum, &open);
  sum.in[0].outer = laying->in[3 - known].outer;
  is_laid = is_laid && weft_onnx_lay (&sum, "add", NULL, 2) != 0;
  laying->out[0] = sum.out[0];
  return is_laid;
}

/* One slope, or one a channel. */
static gboolean
lay_prelu (WeftOnnxLaying *laying)
{
  WeftTensor *slope = laying->call->in[1];
  gint64 n = weft_shape_count (&slope->shape), node;
  WeftShape shape = WEFT_SHAPE (n);

  if (!weft_onnx_is_known (laying, 1))
    return weft_onnx_fail (laying->call, _ ("a slope that is computed is not supported"));
  node = weft_onnx_lay (laying, NULL, g_variant_new_parsed ("{'num_parameters': <%x>}", n), 1);
  return node != 0 && weft_onnx_lay_weight (laying, node, "weight", slope, &shape);
}

#define PAIR(...)                                                                                  \
  .least = 2, .most = 2, .evaluate = evaluate, .data = &(const Pair)                               \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }
#define ALL(...)                                                                                   \
  .least = 1, .most = WEFT_ONNX_MAX_PORTS, .evaluate = evaluate_all, .data = &(const Pair)         \
  {                                                                                                \
    __VA_ARGS__                                                                                    \
  }
#define LAYER(id) .lay = lay_pair, .lays_any_axis = TRUE, .layer = id

const WeftOnnxOperator weft_onnx_pairs[] = {
  { "Add", 2, 2, evaluate, &add, LAYER ("add") },
  { "And", PAIR (NULL, whole_and) },
  { "Div", PAIR (real_div, whole_div, .needs_some = TRUE), LAYER ("divide") },
  { "Equal", PAIR (real_equal, whole_equal, .is_test = TRUE) },
  { "Greater", PAIR (real_greater, whole_greater, .is_test = TRUE) },
  { "GreaterOrEqual", PAIR (real_greater_or_equal, whole_greater_or_equal, .is_test = TRUE) },
  { "Less", PAIR (real_less, whole_less, .is_test = TRUE) },
  { "LessOrEqual", PAIR (real_less_or_equal, whole_less_or_equal, .is_test = TRUE) },
  { "Max", ALL (real_max, whole_max), LAYER ("maximum") },
  { "Mean", 1, WEFT_ONNX_MAX_PORTS, evaluate_mean },
  { "Min", ALL (real_min, whole_min), LAYER ("minimum") },
  { "Mod", 2, 2, evaluate_mod },
  { "Mul", PAIR (real_mul, whole_mul), LAYER ("multiply") },
  { "Or", PAIR (NULL, whole_or) },
  { "PRelu", 2, 2, prelu, .lay = lay_prelu, .layer = "prelu" },
  { "Pow", PAIR (real_pow, whole_pow), LAYER ("power") },
  { "Sub", PAIR (real_sub, whole_sub), LAYER ("subtract") },
  { "Sum", 1, WEFT_ONNX_MAX_PORTS, evaluate_all, &add, LAYER ("add") },
  { "Where", 3, 3, where, .lay = lay_where, .lays_any_axis = TRUE },
  { "Xor", PAIR (NULL, whole_xor) },
  { NULL },
};
