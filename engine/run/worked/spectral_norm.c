/* spectral_norm: a weight over the most by which the matrix stretches anything; back, with what
 * the matrix gets taken off for that */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  W,
  U,
  V,
};

static WeftWorkedNumber
find_sigma (const WeftWorking *w)
{
  gsize rows = (gsize) weft_working_shape (w, U)->dims[0];
  gsize columns = (gsize) weft_working_shape (w, V)->dims[0];
  double sigma = 0;

  for (gsize k = 0; k < rows; k++)
    for (gsize i = 0; i < columns; i++)
      sigma += weft_working_in (w, U, k).number * weft_working_in (w, W, k * columns + i).number
               * weft_working_in (w, V, i).number;
  return weft_working_number (sigma);
}

static void
put_direction (WeftWorking *w, const char *name, guint in)
{
  gint64 n = weft_working_shape (w, in)->dims[0];
  WeftWorkedGrid *grid = weft_working_grid (w, g_strdup (name), weft_working_columns (n));

  for (gint64 i = 0; i < MIN (n, WEFT_WORKED_MOST); i++)
    weft_working_put (grid, weft_working_in (w, in, (gsize) i));
}

static WeftWorkedNumber
show_sigma (WeftWorking *w)
{
  WeftWorkedNumber sigma = find_sigma (w);

  put_direction (w, "u", U);
  put_direction (w, "v", V);
  weft_working_line (w, g_strdup ("σ"), "Σ u · w · v", NULL, sigma, 0);
  return sigma;
}

static void
forward (WeftWorking *w)
{
  WeftWorkedNumber sigma = show_sigma (w);

  weft_working_end (w, "w / σ", "# / #", 2, weft_working_in (w, W, w->offset), sigma);
}

static void
backward (WeftWorking *w)
{
  gsize columns = (gsize) weft_working_shape (w, V)->dims[0];
  gsize all = (gsize) weft_shape_count (w->shape);
  WeftWorkedNumber sigma = show_sigma (w), dot = weft_working_number (0);

  for (gsize i = 0; i < all; i++)
    dot.number += weft_working_d_out (w, 0, i).number * weft_working_in (w, W, i).number;
  weft_working_line (w, g_strdup ("B"), "Σ ∂L/∂y · w", NULL, dot, 0);
  weft_working_end (w, "∂L/∂y / σ − B / σ^2 · u · v", "# / # − # / #^2 · # · #", 6,
                    weft_working_d_out (w, 0, w->offset), sigma, dot, sigma,
                    weft_working_in (w, U, w->offset / columns),
                    weft_working_in (w, V, w->offset % columns));
}

const WeftWorkedRow weft_worked_spectral_norm = { NULL, forward, backward };
