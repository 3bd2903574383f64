/* conv_transpose: what the inputs that reach a number spread over it; back, the window of the
 * output that an input spread over
 *
 * It is a convolution the other way round, which sees y and writes into x. */
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
  return weft_conv_new (w, weft_working_y_shape (w), weft_working_shape (w, W),
                        weft_working_shape (w, X));
}

static void
forward (WeftWorking *w)
{
  WeftConv conv = get_conv (w);
  const gint64 *y = w->index;
  gint64 group = y[1] / conv.group_in, place[WEFT_CONV_AXES], tap[WEFT_CONV_AXES];
  WeftWorkedGrid *x
      = weft_working_grid (w, g_strdup (_ ("inputs that reach it")), weft_conv_get_width (conv.w));
  WeftWorkedGrid *filter
      = weft_working_grid (w, g_strdup (_ ("by which weight")), weft_conv_get_width (conv.w));
  WeftWorkedNumber sum;

  for (gint64 c = group * conv.group_out; c < (group + 1) * conv.group_out; c++)
    for (gint64 t = 0; t < conv.taps; t++)
      {
        weft_conv_split (conv.w, t, tap);
        weft_working_put (
            x, weft_conv_find_seeing (&conv, y + 2, tap, place)
                   ? weft_working_in (w, X, weft_conv_get_offset (conv.y, y[0], c, place))
                   : weft_working_number (0));
        weft_working_put (
            filter,
            weft_working_in (w, W, weft_conv_get_offset (conv.w, c, y[1] % conv.group_in, tap)));
      }
  if (w->sight->n_in <= B || w->sight->in[B] == NULL)
    {
      weft_working_end (w, "Σ w·x", NULL, 0);
      return;
    }
  sum = weft_working_number (weft_working_dot (x, filter));
  weft_working_line (w, g_strdup ("Σ w·x"), NULL, NULL, sum, 0);
  weft_working_end (w, "Σ w·x + b", "# + #", 2, sum, weft_working_in (w, B, (gsize) y[1]));
}

/* --- back --- */

/* What came back at a place of the output; 0 beside it. */
static WeftWorkedNumber
get_coming (const WeftWorking *w, const WeftConv *conv, gint64 n, gint64 k, const gint64 *from,
            const gint64 *tap)
{
  gint64 place[WEFT_CONV_AXES];

  return weft_conv_find_tap (conv, from, tap, place)
             ? weft_working_d_out (w, 0, weft_conv_get_offset (conv->x, n, k, place))
             : weft_working_number (0);
}

static void
back_to_input (WeftWorking *w, const WeftConv *conv)
{
  const gint64 *x = w->index;
  gint64 tap[WEFT_CONV_AXES], first = x[1] / conv->group_out * conv->group_in;
  gint64 columns = weft_conv_get_width (conv->w);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  WeftWorkedGrid *filter = weft_working_grid (w, g_strdup ("∂y/∂x = w"), columns);

  for (gint64 k = 0; k < conv->group_in; k++)
    for (gint64 t = 0; t < conv->taps; t++)
      {
        weft_conv_split (conv->w, t, tap);
        weft_working_put (dy, get_coming (w, conv, x[0], first + k, x + 2, tap));
        weft_working_put (filter,
                          weft_working_in (w, W, weft_conv_get_offset (conv->w, x[1], k, tap)));
      }
  weft_working_end (w, "Σ ∂L/∂y · w", NULL, 0);
}

static void
back_to_weight (WeftWorking *w, const WeftConv *conv)
{
  const gint64 *f = w->index;
  gint64 from[WEFT_CONV_AXES], k = f[0] / conv->group_out * conv->group_in + f[1];
  gint64 columns = weft_conv_get_width (conv->y);
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), columns);
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("∂y/∂w = x"), columns);

  for (gint64 n = 0; n < conv->y->dims[0]; n++)
    for (gint64 p = 0; p < conv->places; p++)
      {
        weft_conv_split (conv->y, p, from);
        weft_working_put (dy, get_coming (w, conv, n, k, from, f + 2));
        weft_working_put (x, weft_working_in (w, X, weft_conv_get_offset (conv->y, n, f[0], from)));
      }
  weft_working_end (w, "Σ ∂L/∂y · x", NULL, 0);
}

static void
back_to_bias (WeftWorking *w, const WeftConv *conv)
{
  gint64 place[WEFT_CONV_AXES];
  WeftWorkedGrid *dy = weft_working_grid (w, g_strdup ("∂L/∂y"), weft_conv_get_width (conv->x));

  for (gint64 n = 0; n < conv->x->dims[0]; n++)
    for (gint64 p = 0; p < weft_conv_count_behind (conv->x); p++)
      {
        weft_conv_split (conv->x, p, place);
        weft_working_put (
            dy, weft_working_d_out (w, 0, weft_conv_get_offset (conv->x, n, w->index[0], place)));
      }
  weft_working_end (w, "Σ ∂L/∂y", NULL, 0);
}

static void
backward (WeftWorking *w)
{
  WeftConv conv = get_conv (w);

  if (w->port == X)
    back_to_input (w, &conv);
  else if (w->port == W)
    back_to_weight (w, &conv);
  else
    back_to_bias (w, &conv);
}

const WeftWorkedRow weft_worked_conv_transpose = { NULL, forward, backward };
