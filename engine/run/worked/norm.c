/* norm: a number made of mean 0 and spread 1 among its like, then scaled and shifted; back, with
 * what all its like get taken off. Of batch_norm its like are its channel, of layer_norm its row,
 * of group_norm a sample's channels of its group. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  S,
  T,
  MEAN,
  VARIANCE,
  MASK,
};

typedef struct
{
  gboolean of_batch, is_fixed; /* fixed: by the running statistics */
  gint64 groups;               /* 0: none */
  gint64 channel;              /* of scale and shift */
  GArray *like;                /* gsize: offsets of those that share mean and spread */
  WeftWorkedNumber mean, variance, eps;
} Norm;

static void
norm_clear (Norm *norm)
{
  g_clear_pointer (&norm->like, g_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Norm, norm_clear)

static gboolean
is_op (const WeftWorking *w, const char *op)
{
  return g_str_equal (w->sight->stop.application->op, op);
}

static int
get_axis (const WeftWorking *w, const WeftShape *x)
{
  gboolean last = is_op (w, "layer_norm") || weft_working_attr (w, "last", 0, 0) != 0;

  return last ? x->rank - 1 : 1;
}

static gint64
find_channel (const WeftWorking *w, gsize offset)
{
  const WeftShape *x = weft_working_shape (w, X);
  gint64 inner = 1;

  for (int axis = get_axis (w, x) + 1; axis < x->rank; axis++)
    inner *= x->dims[axis];
  return (gint64) offset / inner % x->dims[get_axis (w, x)];
}

/* 1 where there is none. */
static WeftWorkedNumber
get_scale (const WeftWorking *w, gint64 channel)
{
  return w->sight->n_in > S && w->sight->in[S] != NULL ? weft_working_in (w, S, (gsize) channel)
                                                       : weft_working_number (1);
}

static gboolean
counts (const WeftWorking *w, gint64 row)
{
  const float *mask = w->sight->n_in > MASK ? weft_working_floats (w->sight->in[MASK]) : NULL;

  return mask == NULL || mask[row] != 0;
}

static void
find_like (Norm *norm, const WeftWorking *w, const WeftShape *x, gsize offset)
{
  gint64 inner = 1, wide = x->dims[get_axis (w, x)], all = weft_shape_count (x);
  gint64 last = x->dims[x->rank - 1];

  for (int axis = get_axis (w, x) + 1; axis < x->rank; axis++)
    inner *= x->dims[axis];
  norm->channel = (gint64) offset / inner % wide;
  if (norm->groups > 0)
    last = wide / norm->groups * inner;
  for (gint64 i = 0; i < all; i++)
    {
      gboolean is_like
          = norm->of_batch ? i / inner % wide == norm->channel : i / last == (gint64) offset / last;
      gsize place = (gsize) i;

      if (is_like && (!norm->of_batch || counts (w, i / x->dims[x->rank - 1])))
        g_array_append_val (norm->like, place);
    }
}

static WeftWorkedNumber
get_like (const WeftWorking *w, const Norm *norm, guint i)
{
  return weft_working_in (w, X, g_array_index (norm->like, gsize, i));
}

static void
measure (Norm *norm, const WeftWorking *w)
{
  double sum = 0, squares = 0, m = MAX (norm->like->len, 1);

  if (norm->is_fixed)
    {
      norm->mean = weft_working_in (w, MEAN, (gsize) norm->channel);
      norm->variance = weft_working_in (w, VARIANCE, (gsize) norm->channel);
      return;
    }
  for (guint i = 0; i < norm->like->len; i++)
    sum += get_like (w, norm, i).number;
  for (guint i = 0; i < norm->like->len; i++)
    squares += pow (get_like (w, norm, i).number - sum / m, 2);
  norm->mean = weft_working_number (sum / m);
  norm->variance = weft_working_number (squares / m);
}

/* offset: of the number in x; of scale and shift one of the channel. */
static Norm
get_norm (const WeftWorking *w, gsize offset)
{
  Norm norm = { .like = g_array_new (FALSE, FALSE, sizeof (gsize)) };

  norm.of_batch = is_op (w, "batch_norm");
  norm.groups = (gint64) weft_working_attr (w, "groups", 0, 0);
  norm.is_fixed = norm.of_batch && !w->sight->is_training;
  norm.eps = weft_working_number (weft_working_attr (w, "eps", 0, 1e-5));
  find_like (&norm, w, weft_working_shape (w, X), offset);
  measure (&norm, w);
  return norm;
}

static void
put_like (WeftWorking *w, const Norm *norm)
{
  guint n = norm->like->len;
  WeftWorkedGrid *x = weft_working_grid (
      w,
      g_strdup (norm->groups > 0 ? _ ("x of the same group") : _ ("x of the same channel or row")),
      weft_working_columns (MIN (n, WEFT_WORKED_MOST)));

  for (guint i = 0; i < MIN (n, WEFT_WORKED_MOST); i++)
    weft_working_put (x, get_like (w, norm, i));
  if (n > WEFT_WORKED_MOST)
    w->worked->note = g_strdup_printf (_ ("The first %d of %d numbers; the sums are of all."),
                                       WEFT_WORKED_MOST, (int) n);
}

static WeftWorkedNumber
show_normal (WeftWorking *w, const Norm *norm, WeftWorkedNumber x)
{
  double h = (x.number - norm->mean.number) / sqrt (norm->variance.number + norm->eps.number);

  weft_working_line (w, g_strdup ("μ"), norm->is_fixed ? NULL : "Σ x / M", NULL, norm->mean, 0);
  weft_working_line (w, g_strdup ("σ²"), norm->is_fixed ? NULL : "Σ (x − μ)² / M", NULL,
                     norm->variance, 0);
  weft_working_line (w, g_strdup ("h"), "(x − μ) / √(σ² + ε)", "(# − #) / √(# + #)",
                     weft_working_number (h), 4, x, norm->mean, norm->variance, norm->eps);
  return weft_working_number (h);
}

/* Whether the step of a number of x is real. */
static gboolean
has_part (const WeftWorking *w, gint64 offset)
{
  const WeftShape *x = weft_working_shape (w, X);

  return !is_op (w, "batch_norm") || counts (w, offset / x->dims[x->rank - 1]);
}

static gboolean
is_hidden (const WeftWorking *w)
{
  return !has_part (w, (gint64) w->offset);
}

static void
forward (WeftWorking *w)
{
  g_auto (Norm) norm = get_norm (w, w->offset);
  WeftWorkedNumber h;

  if (is_hidden (w))
    {
      weft_working_end (w, NULL, NULL, 0);
      return;
    }
  if (!norm.is_fixed)
    put_like (w, &norm);
  h = show_normal (w, &norm, weft_working_in (w, X, w->offset));
  if (w->sight->n_in <= T || w->sight->in[T] == NULL)
    weft_working_end (w, "s·h", "#·#", 2, get_scale (w, norm.channel), h);
  else
    weft_working_end (w, "s·h + t", "#·# + #", 3, get_scale (w, norm.channel), h,
                      weft_working_in (w, T, (gsize) norm.channel));
}

/* --- back --- */

static double
get_normal (const WeftWorking *w, const Norm *norm, gsize offset)
{
  return (weft_working_in (w, X, offset).number - norm->mean.number)
         / sqrt (norm->variance.number + norm->eps.number);
}

/* Where the like have scales of their own these are a part of what comes. */
static double
get_coming (const WeftWorking *w, const Norm *norm, gsize offset)
{
  double dy = weft_working_d_out (w, 0, offset).number;

  return norm->of_batch ? dy : dy * get_scale (w, find_channel (w, offset)).number;
}

/* By statistics that do not hang on the batch. */
static void
back_fixed (WeftWorking *w, const Norm *norm)
{
  weft_working_end (w, "∂L/∂y · s / √(σ² + ε)", "# · # / √(# + #)", 4,
                    weft_working_d_out (w, 0, w->offset),
                    weft_working_in (w, S, (gsize) norm->channel), norm->variance, norm->eps);
}

static void
back_to_input (WeftWorking *w)
{
  g_auto (Norm) norm = get_norm (w, w->offset);
  double sum = 0, dot = 0;
  double s = norm.of_batch ? weft_working_in (w, S, (gsize) norm.channel).number : 1;
  WeftWorkedNumber h, m = weft_working_number (norm.like->len), a, b;

  if (norm.is_fixed)
    {
      back_fixed (w, &norm);
      return;
    }
  put_like (w, &norm);
  for (guint i = 0; i < norm.like->len; i++)
    {
      gsize offset = g_array_index (norm.like, gsize, i);

      sum += get_coming (w, &norm, offset);
      dot += get_coming (w, &norm, offset) * get_normal (w, &norm, offset);
    }
  h = show_normal (w, &norm, weft_working_in (w, X, w->offset));
  a = weft_working_number (sum);
  b = weft_working_number (dot);
  weft_working_line (w, g_strdup ("A"), norm.of_batch ? "Σ ∂L/∂y" : "Σ ∂L/∂y · s", NULL, a, 0);
  weft_working_line (w, g_strdup ("B"), norm.of_batch ? "Σ ∂L/∂y · h" : "Σ ∂L/∂y · s · h", NULL, b,
                     0);
  weft_working_end (w, "s / √(σ² + ε) · (∂L/∂y − A/M − h · B/M)",
                    "# / √(# + #) · (# − # / # − # · # / #)", 9, weft_working_number (s),
                    norm.variance, norm.eps, weft_working_number (get_coming (w, &norm, w->offset)),
                    a, m, h, b, m);
}

/* ds[c] = Σ dy · h, dt[c] = Σ dy over all of the channel. */
static void
back_to_scale (WeftWorking *w)
{
  const WeftShape *x = weft_working_shape (w, X);
  gint64 inner = 1, wide = x->dims[get_axis (w, x)], all = weft_shape_count (x);
  gint64 columns, n = all / wide;
  WeftWorkedGrid *dy, *h = NULL;
  g_auto (Norm) norm = { 0 };

  for (int axis = get_axis (w, x) + 1; axis < x->rank; axis++)
    inner *= x->dims[axis];
  columns = weft_working_columns (n);
  dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  if (w->port == S)
    h = weft_working_grid (w, g_strdup ("h"), columns);
  for (gint64 i = 0; i < all; i++)
    if (i / inner % wide == (gint64) w->offset && has_part (w, i))
      {
        weft_working_put (dy, weft_working_d_out (w, 0, (gsize) i));
        if (h == NULL)
          continue;
        if (norm.like == NULL || !norm.of_batch) /* of batch_norm all are of one channel */
          {
            norm_clear (&norm);
            norm = get_norm (w, (gsize) i);
          }
        weft_working_put (h, weft_working_number (get_normal (w, &norm, (gsize) i)));
      }
  weft_working_end (w, w->port == S ? "Σ ∂L/∂y · h" : "Σ ∂L/∂y", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  if (w->port == X && is_hidden (w))
    weft_working_end (w, NULL, NULL, 0);
  else if (w->port == X)
    back_to_input (w);
  else
    back_to_scale (w);
}

const WeftWorkedRow weft_worked_norm = { NULL, forward, backward };
