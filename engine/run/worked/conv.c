/* conv: a window of the input with a filter; back, all places at which a number or a weight was
 * at work */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/windows.h"

enum
{
  X,
  W,
  B,
};

static WeftConv
get_conv (const WeftWorking *w)
{
  return weft_conv_new (w, weft_working_shape (w, X), weft_working_shape (w, W),
                        weft_working_y_shape (w));
}

static void
put_window (WeftWorking *w, const WeftConv *conv, WeftWorkedGrid *x, WeftWorkedGrid *filter)
{
  const gint64 *y = w->index;
  gint64 place[WEFT_CONV_AXES], tap[WEFT_CONV_AXES],
      first = y[1] / conv->group_out * conv->group_in;

  for (gint64 c = 0; c < conv->group_in; c++)
    for (gint64 t = 0; t < conv->taps; t++)
      {
        weft_conv_split (conv->w, t, tap);
        weft_working_put (
            x, weft_conv_find_tap (conv, y + 2, tap, place)
                   ? weft_working_in (w, X, weft_conv_get_offset (conv->x, y[0], first + c, place))
                   : weft_working_number (0));
        weft_working_put (filter,
                          weft_working_in (w, W, weft_conv_get_offset (conv->w, y[1], c, tap)));
      }
}

static void
forward (WeftWorking *w)
{
  WeftConv conv = get_conv (w);
  gint64 columns = weft_conv_get_width (conv.w);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup (_ ("input window")), columns);
  WeftWorkedGrid *filter
      = weft_working_grid (w, g_strdup_printf (_ ("filter %d"), (int) w->index[1]), columns);
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

/* dx[n, c, …] = Σ w[k, c, …] · dy[n, k, …] */
static void
back_to_input (WeftWorking *w, const WeftConv *conv)
{
  const gint64 *x = w->index;
  gint64 group = x[1] / conv->group_in, place[WEFT_CONV_AXES], tap[WEFT_CONV_AXES];
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), weft_conv_get_width (conv->w));
  WeftWorkedGrid *filter
      = weft_working_grid (w, g_strdup ("∂y/∂x = w"), weft_conv_get_width (conv->w));

  for (gint64 k = group * conv->group_out; k < (group + 1) * conv->group_out; k++)
    for (gint64 t = 0; t < conv->taps; t++)
      {
        weft_conv_split (conv->w, t, tap);
        weft_working_put (
            dy, weft_conv_find_seeing (conv, x + 2, tap, place)
                    ? weft_working_d_out (w, 0, weft_conv_get_offset (conv->y, x[0], k, place))
                    : weft_working_number (0));
        weft_working_put (
            filter,
            weft_working_in (w, W, weft_conv_get_offset (conv->w, k, x[1] % conv->group_in, tap)));
      }
  weft_working_end (w, "Σ ∂L/∂y · w", NULL, 0);
}

/* What one sample gives to dw[k, c, …], or to db[k]. x: nullable. */
static void
put_sample (WeftWorking *w, const WeftConv *conv, gint64 n, WeftWorkedGrid *dy, WeftWorkedGrid *x)
{
  const gint64 *f = w->index;
  gint64 place[WEFT_CONV_AXES], from[WEFT_CONV_AXES],
      first = f[0] / conv->group_out * conv->group_in;

  for (gint64 p = 0; p < conv->places; p++)
    {
      weft_conv_split (conv->y, p, from);
      weft_working_put (dy,
                        weft_working_d_out (w, 0, weft_conv_get_offset (conv->y, n, f[0], from)));
      if (x == NULL)
        continue;
      if (weft_conv_find_tap (conv, from, f + 2, place))
        weft_working_put (
            x, weft_working_in (w, X, weft_conv_get_offset (conv->x, n, first + f[1], place)));
      else
        weft_working_put (x, weft_working_number (0));
    }
}

/* What each sample gives, as a number each. */
static void
put_shares (WeftWorking *w, const WeftConv *conv, WeftWorkedGrid *shares)
{
  gboolean is_bias = w->port == B;

  for (gint64 n = 0; n < conv->x->dims[0]; n++)
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
back_to_weight (WeftWorking *w, const WeftConv *conv)
{
  gboolean is_bias = w->port == B;
  gint64 places = conv->places, samples = conv->x->dims[0];
  gboolean is_long = samples * places > WEFT_WORKED_MOST;
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup (is_long ? _ ("∂L/∂y of sample 0") : "∂L/∂y"),
                                          weft_conv_get_width (conv->y));
  WeftWorkedGrid *x = NULL, *shares;

  if (!is_bias)
    x = weft_working_grid (w, g_strdup (is_long ? _ ("x of sample 0") : "∂y/∂w = x"),
                           weft_conv_get_width (conv->y));
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
  WeftConv conv = get_conv (w);

  if (w->port == X)
    back_to_input (w, &conv);
  else
    back_to_weight (w, &conv);
}

const WeftWorkedRow weft_worked_conv = { NULL, forward, backward };
