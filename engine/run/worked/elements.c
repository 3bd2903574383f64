/* elements: a loss of one number and its target each, summed up; back, its slope there
 *
 * As ops/mse, ops/bce_with_logits and ops/distance have it, whose attributes k and `of` say which;
 * ops/kl_normal and ops/commitment, of which both numbers learn, too. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ops/op.h"
#include "engine/run/worked/working.h"

enum
{
  X,
  T,
  MASK,
};

typedef struct
{
  const char *id;          /* of the op, or of distance's attribute */
  const char *prepare;     /* rules that lead to it; nullable */
  const char *loss, *back; /* of x, t, k and what is prepared; to x */
  const char *to_t;        /* back to t; nullable: it does not learn */
  const char *k;           /* the attribute that k is; NULL: "k" */
  gboolean of_samples;     /* the mean of samples, whatever their numbers */
} Rule;

static const Rule rules[] = {
  { "mse", "d = x - t", "d^2", "2 * d", "-2 * d" },
  { "kl_normal", NULL, "(x^2 + exp (t) - t - 1) / 2", "x", "(exp (t) - 1) / 2", NULL, TRUE },
  { "commitment", "d = x - t", "(1 + k) * d^2", "2 * k * d", "-2 * d", "beta" },
  { "bce_with_logits", NULL, "max (x, 0) - x * t + log (1 + exp (-abs (x)))", "sigmoid (x) - t" },
  { "mae", "d = x - t", "abs (d)", "sign (d)" },
  { "huber", "d = x - t; c = min (abs (d), k)", "c^2 / 2 + k * (abs (d) - c)", "sign (d) * c" },
  { "smooth_l1", "d = x - t; c = min (abs (d), k)", "c^2 / 2 / k + abs (d) - c",
    "sign (d) * c / k" },
  { "log_cosh", "d = x - t", "abs (d) + log (1 + exp (-2 * abs (d))) - log (2)", "tanh (d)" },
  { "quantile", "d = x - t", "max (-k * d, (1 - k) * d)", "max (sign (d), 0) - k" },
  { "poisson", NULL, "exp (x) - t * x", "exp (x) - t" },
  { "poisson_rate", NULL, "x - t * log (x + k)", "1 - t / (x + k)" },
  { "hinge", "z = 2 * max (sign (t), 0) - 1", "max (k - z * x, 0)",
    "-z * max (sign (k - z * x), 0)" },
  { "squared_hinge", "z = 2 * max (sign (t), 0) - 1", "max (k - z * x, 0)^2",
    "-2 * z * max (k - z * x, 0)" },
  { "kl", NULL, "t * (log (t) - x)", "-t" },
  { "kl_log", NULL, "exp (t) * (t - x)", "-exp (t)" },
  { "bce", NULL, "(1 - t) * x + (1 + (k - 1) * t) * (max (-x, 0) + log (1 + exp (-abs (x))))",
    "(1 - t) - (1 + (k - 1) * t) * sigmoid (-x)" },
};

/* NULL: none that is a line. */
static const Rule *
find_rule (const WeftWorking *w)
{
  const char *id = w->sight->stop.application->op;
  const WeftOp *op = weft_op_find (id, 0);

  for (const WeftParam *row = op->attrs; row != NULL && row->name != NULL; row++)
    if (g_str_equal (row->name, "of"))
      id = row->choices[(int) weft_working_attr (w, "of", 0, 0)].value;
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].id, id))
      return &rules[i];
  return NULL;
}

static gint64
get_width (const WeftWorking *w) /* numbers that one of the mask stands for */
{
  return weft_shape_count (weft_working_shape (w, X))
         / weft_shape_count (weft_working_shape (w, MASK));
}

static gboolean
counts (const WeftWorking *w, gint64 i)
{
  const float *mask = w->sight->n_in > MASK ? weft_working_floats (w->sight->in[MASK]) : NULL;

  return mask == NULL || mask[i / get_width (w)] != 0;
}

/* What the sum is divided by. */
static WeftWorkedNumber
count (const WeftWorking *w, const Rule *rule)
{
  const WeftShape *x = weft_working_shape (w, X);
  gint64 n = 0, all = weft_shape_count (x);

  for (gint64 i = 0; i < all; i++)
    n += counts (w, i);
  if (rule->of_samples || weft_working_attr (w, "of_samples", 0, 0) != 0)
    n = x->dims[0];
  return weft_working_number ((double) MAX (n, 1));
}

static GArray *
list_names (const WeftWorking *w, const Rule *rule, gsize i)
{
  GArray *names = weft_working_names_new ();
  const char *k = rule->k != NULL ? rule->k : "k";

  WEFT_NAME (names, "x", NULL, weft_working_in (w, X, i));
  WEFT_NAME (names, "t", NULL, weft_working_in (w, T, i));
  WEFT_NAME (names, "k", NULL, weft_working_number (weft_working_attr (w, k, 0, 1)));
  return names;
}

/* The lines of number i up to `last`; what it comes to. */
static double
show (WeftWorking *w, const Rule *rule, gsize i, const char *last)
{
  g_autoptr (GArray) names = list_names (w, rule, i);
  g_auto (GStrv) parts = g_strsplit (rule->prepare != NULL ? rule->prepare : "", ";", -1);

  for (guint p = 0; parts[p] != NULL; p++)
    if (*parts[p] != '\0')
      weft_working_rule (w, names, g_strstrip (parts[p]));
  if (!weft_working_rule (w, names, last))
    return NAN;
  return ((WeftWorkedLine *) w->worked->lines->pdata[w->worked->lines->len - 1])->result.number;
}

/* What number i adds; the lines that lead there stay only of the first. */
static double
find_loss (WeftWorking *w, const Rule *rule, const char *last, gsize i)
{
  int before = (int) w->worked->lines->len;
  double loss = show (w, rule, i, last);

  if (i > 0)
    g_ptr_array_set_size (w->worked->lines, before);
  return isnan (loss) && weft_working_in (w, T, i).number == 0 ? 0 : loss; /* 0 · log 0 */
}

static void
forward (WeftWorking *w)
{
  const Rule *rule = find_rule (w);
  gint64 n = weft_shape_count (weft_working_shape (w, X));
  gint64 shown = MIN (n, WEFT_WORKED_MOST), columns = weft_working_columns (shown);
  WeftWorkedGrid *x, *t, *l;
  WeftWorkedNumber sum = weft_working_number (0);
  g_autofree char *last = rule != NULL ? g_strconcat ("l = ", rule->loss, NULL) : NULL;

  if (rule == NULL)
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  x = weft_working_grid (w, g_strdup ("x"), columns);
  t = weft_working_grid (w, g_strdup ("t"), columns);
  l = weft_working_grid (w, g_strdup (_ ("loss l of each number")), columns);
  for (gint64 i = 0; i < n; i++)
    {
      double loss = counts (w, i) || i == 0 ? find_loss (w, rule, last, (gsize) i) : 0;

      loss = counts (w, i) ? loss : 0;
      sum.number += loss;
      if (i >= shown)
        continue;
      weft_working_put (x, weft_working_in (w, X, (gsize) i));
      weft_working_put (t, weft_working_in (w, T, (gsize) i));
      weft_working_put (l, weft_working_number (loss));
    }
  if (n > shown)
    w->worked->note = g_strdup_printf (_ ("The first %d of %d numbers; the sums are of all."),
                                       WEFT_WORKED_MOST, (int) n);
  weft_working_line (w, g_strdup ("Σ l"), NULL, NULL, sum, 0);
  weft_working_end (w, "scale · Σ l / M", "# · # / #", 3,
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), sum,
                    count (w, rule));
}

static void
backward (WeftWorking *w)
{
  const Rule *rule = find_rule (w);
  const char *back = rule != NULL && w->port == T ? rule->to_t : rule != NULL ? rule->back : NULL;
  g_autofree char *last
      = back != NULL ? g_strconcat (w->port == X ? "∂l/∂x = " : "∂l/∂t = ", back, NULL) : NULL;
  WeftWorkedNumber dy = weft_working_d_out (w, 0, 0), slope;
  WeftWorkedNumber scale = weft_working_number (weft_working_attr (w, "scale", 0, 1));

  if (last == NULL)
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  if (!counts (w, (gint64) w->offset))
    {
      weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
      return;
    }
  weft_working_line (w, g_strdup ("x"), NULL, NULL, weft_working_in (w, X, w->offset), 0);
  weft_working_line (w, g_strdup ("t"), NULL, NULL, weft_working_in (w, T, w->offset), 0);
  slope = weft_working_number (show (w, rule, w->offset, last));
  weft_working_end (w, w->port == X ? "∂L/∂y · scale / M · ∂l/∂x" : "∂L/∂y · scale / M · ∂l/∂t",
                    "# · # / # · #", 4, dy, scale, count (w, rule), slope);
}

const WeftWorkedRow weft_worked_elements = { NULL, forward, backward };
