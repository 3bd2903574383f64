/* conv2d: a window of the input with a filter; back, all places at which a number or a weight was
 * at work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  W,
  B,
};

typedef struct
{
  const gint64 *x, *w, *y; /* (N, C, H, W), (K, C, R, S), (N, K, H, W) */
  gint64 stride[2], padding[2], dilation[2], group_in, group_out;
} Conv;

static Conv
get_conv (const WeftWorking *w)
{
  const WeftTensor *y
      = w->sight->stop.part == WEFT_STEP_BACKWARD ? w->sight->d_out[0] : w->sight->out[0];
  Conv conv = { weft_working_shape (w, X)->dims, weft_working_shape (w, W)->dims, y->shape.dims };
  gint64 groups = (gint64) weft_working_attr (w, "groups", 0, 1);

  for (int axis = 0; axis < 2; axis++)
    {
      conv.stride[axis] = (gint64) weft_working_attr (w, "stride", axis, 1);
      conv.padding[axis] = (gint64) weft_working_attr (w, "padding", axis, 0);
      conv.dilation[axis] = (gint64) weft_working_attr (w, "dilation", axis, 1);
    }
  conv.group_in = conv.x[1] / groups;
  conv.group_out = conv.w[0] / groups;
  return conv;
}

static gsize
at (const gint64 *dims, gint64 a, gint64 b, gint64 c, gint64 d)
{
  return (gsize) (((a * dims[1] + b) * dims[2] + c) * dims[3] + d);
}

/* Where the tap (r, s) of the output's place (i, j) lies; FALSE: in the padding. */
static gboolean
find_tap (const Conv *conv, gint64 i, gint64 j, gint64 r, gint64 s, gint64 place[2])
{
  place[0] = i * conv->stride[0] + r * conv->dilation[0] - conv->padding[0];
  place[1] = j * conv->stride[1] + s * conv->dilation[1] - conv->padding[1];
  return place[0] >= 0 && place[0] < conv->x[2] && place[1] >= 0 && place[1] < conv->x[3];
}

static void
put_window (WeftWorking *w, const Conv *conv, WeftWorkedGrid *x, WeftWorkedGrid *filter)
{
  const gint64 *y = w->index;
  gint64 place[2], first = y[1] / conv->group_out * conv->group_in;

  for (gint64 c = 0; c < conv->group_in; c++)
    for (gint64 r = 0; r < conv->w[2]; r++)
      for (gint64 s = 0; s < conv->w[3]; s++)
        {
          gboolean is_inside = find_tap (conv, y[2], y[3], r, s, place);

          weft_working_put (x, is_inside ? weft_working_in (
                                   w, X, at (conv->x, y[0], first + c, place[0], place[1]))
                                         : weft_working_number (0));
          weft_working_put (filter, weft_working_in (w, W, at (conv->w, y[1], c, r, s)));
        }
}

static void
forward (WeftWorking *w)
{
  Conv conv = get_conv (w);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup (_ ("input window")), conv.w[3]);
  WeftWorkedGrid *filter
      = weft_working_grid (w, g_strdup_printf (_ ("filter %d"), (int) w->index[1]), conv.w[3]);
  WeftWorkedNumber sum;

  put_window (w, &conv, x, filter);
  w->worked->note
      = g_strdup_printf (ngettext ("%d product, added in reading order",
                                   "%d products, added in reading order", x->numbers->len),
                         (int) x->numbers->len);
  sum = weft_working_number (weft_working_dot (x, filter));
  if (w->sight->n_in <= B || w->sight->in[B] == NULL)
    {
      weft_working_end (w, "Σ w·x", NULL, 0);
      return;
    }
  weft_working_line (w, g_strdup ("Σ w·x"), NULL, NULL, sum, 0);
  weft_working_end (w, "Σ w·x + b", "# + #", 2, sum, weft_working_in (w, B, (gsize) w->index[1]));
}

/* --- back --- */

/* By which tap of the axis the place i of the output sees h; −1: by none. */
static gint64
find_seeing (const Conv *conv, int axis, gint64 h, gint64 tap)
{
  gint64 from = h + conv->padding[axis] - tap * conv->dilation[axis];

  if (from < 0 || from % conv->stride[axis] != 0 || from / conv->stride[axis] >= conv->y[2 + axis])
    return -1;
  return from / conv->stride[axis];
}

/* dx[n, c, h, v] = Σ w[k, c, r, s] · dy[n, k, i, j] */
static void
back_to_input (WeftWorking *w, const Conv *conv)
{
  const gint64 *x = w->index;
  gint64 group = x[1] / conv->group_in;
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), conv->w[3]);
  WeftWorkedGrid *filter = weft_working_grid (w, g_strdup ("∂y/∂x = w"), conv->w[3]);

  for (gint64 k = group * conv->group_out; k < (group + 1) * conv->group_out; k++)
    for (gint64 r = 0; r < conv->w[2]; r++)
      for (gint64 s = 0; s < conv->w[3]; s++)
        {
          gint64 i = find_seeing (conv, 0, x[2], r), j = find_seeing (conv, 1, x[3], s);

          weft_working_put (dy, i < 0 || j < 0
                                    ? weft_working_number (0)
                                    : weft_working_d_out (w, 0, at (conv->y, x[0], k, i, j)));
          weft_working_put (filter,
                            weft_working_in (w, W, at (conv->w, k, x[1] % conv->group_in, r, s)));
        }
  weft_working_end (w, "Σ ∂L/∂y · w", NULL, 0);
}

/* What one sample gives to dw[k, c, r, s], or to db[k]. x: nullable. */
static void
put_sample (WeftWorking *w, const Conv *conv, gint64 n, WeftWorkedGrid *dy, WeftWorkedGrid *x)
{
  const gint64 *f = w->index;
  gint64 place[2], first = f[0] / conv->group_out * conv->group_in;

  for (gint64 i = 0; i < conv->y[2]; i++)
    for (gint64 j = 0; j < conv->y[3]; j++)
      {
        weft_working_put (dy, weft_working_d_out (w, 0, at (conv->y, n, f[0], i, j)));
        if (x == NULL)
          continue;
        if (find_tap (conv, i, j, f[2], f[3], place))
          weft_working_put (
              x, weft_working_in (w, X, at (conv->x, n, first + f[1], place[0], place[1])));
        else
          weft_working_put (x, weft_working_number (0));
      }
}

/* What each sample gives, as a number each. */
static void
put_shares (WeftWorking *w, const Conv *conv, WeftWorkedGrid *shares)
{
  gboolean is_bias = w->port == B;

  for (gint64 n = 0; n < conv->x[0]; n++)
    {
      WeftWorkedGrid *dy = weft_working_grid (w, NULL, 1);
      WeftWorkedGrid *x = is_bias ? NULL : weft_working_grid (w, NULL, 1);

      put_sample (w, conv, n, dy, x);
      weft_working_put (
          shares, weft_working_number (is_bias ? weft_working_sum (dy) : weft_working_dot (dy, x)));
      g_ptr_array_set_size (w->worked->grids, (int) (w->worked->grids->len - (is_bias ? 1 : 2)));
    }
}

static void
back_to_weight (WeftWorking *w, const Conv *conv)
{
  gboolean is_bias = w->port == B;
  gint64 places = conv->y[2] * conv->y[3], samples = conv->x[0];
  gboolean is_long = samples * places > WEFT_WORKED_MOST;
  WeftWorkedGrid *dy
      = weft_working_grid (w, g_strdup (is_long ? _ ("∂L/∂y of sample 0") : "∂L/∂y"), conv->y[3]);
  WeftWorkedGrid *x = NULL, *shares;

  if (!is_bias)
    x = weft_working_grid (w, g_strdup (is_long ? _ ("x of sample 0") : "∂y/∂w = x"), conv->y[3]);
  for (gint64 n = 0; n < (is_long ? 1 : samples); n++)
    put_sample (w, conv, n, dy, x);
  if (!is_long)
    {
      weft_working_end (w, is_bias ? "Σ ∂L/∂y" : "Σ ∂L/∂y · x", NULL, 0);
      return;
    }
  weft_working_line (
      w, g_strdup (is_bias ? _ ("Σ ∂L/∂y of sample 0") : _ ("Σ ∂L/∂y · x of sample 0")), NULL, NULL,
      weft_working_number (is_bias ? weft_working_sum (dy) : weft_working_dot (dy, x)), 0);
  shares
      = weft_working_grid (w, g_strdup (_ ("sum of each sample")), weft_working_columns (samples));
  put_shares (w, conv, shares);
  weft_working_end (w, _ ("Σ over the samples"), NULL, 0);
}

static void
backward (WeftWorking *w)
{
  Conv conv = get_conv (w);

  if (w->port == X)
    back_to_input (w, &conv);
  else
    back_to_weight (w, &conv);
}

const WeftWorkedRow weft_worked_conv2d = { NULL, forward, backward };
