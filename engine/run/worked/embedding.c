/* embedding: a row of the table; back, what came for that row wherever it was taken */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

static gint64
get_width (const WeftWorking *w)
{
  return weft_working_shape (w, 1)->dims[1];
}

static gint64
get_token (const WeftWorking *w, gint64 place)
{
  const WeftTensor *x = w->sight->in[0];

  return x->shape.type == WEFT_I64 ? ((const gint64 *) x->data)[place] : -1;
}

static void
forward (WeftWorking *w)
{
  gint64 place = (gint64) w->offset / get_width (w), d = (gint64) w->offset % get_width (w);
  gint64 token = get_token (w, place);

  weft_working_line (w, g_strdup ("x"), NULL, NULL, weft_working_number ((double) token), 0);
  if (token < 0 || token == (gint64) weft_working_attr (w, "padding_idx", 0, -1))
    weft_working_end (w, NULL, NULL, 0);
  else
    weft_working_end (w, "w[x, d]", "#", 1,
                      weft_working_in (w, 1, (gsize) (token * get_width (w) + d)));
}

static void
backward (WeftWorking *w)
{
  gint64 wide = get_width (w), token = (gint64) w->offset / wide, d = (gint64) w->offset % wide;
  gint64 n = weft_shape_count (&w->sight->in[0]->shape);
  WeftWorkedGrid *dy;

  if (token == (gint64) weft_working_attr (w, "padding_idx", 0, -1))
    {
      weft_working_end (w, NULL, NULL, 0); /* it never moves */
      return;
    }
  dy = weft_working_grid (w, g_strdup (_ ("∂L/∂y where x is this row")), 6);

  for (gint64 place = 0; place < n; place++)
    if (get_token (w, place) == token)
      weft_working_put (dy, weft_working_d_out (w, 0, (gsize) (place * wide + d)));
  weft_working_end (w, "Σ ∂L/∂y", NULL, 0);
}

const WeftWorkedRow weft_worked_embedding = { NULL, forward, backward };
