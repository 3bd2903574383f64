/* multi_margin: by how much each other class comes too near to the label's; back, to each of those
 * its slope, to the label what they get taken off */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/labelled.h"

static double
find_lack (const WeftWorking *w, gint64 row, gint64 j)
{
  double near = weft_rows_get (w, row, j).number;

  return fmax (0, weft_working_attr (w, "margin", 0, 1)
                      - weft_rows_get (w, row, weft_rows_get_label (w, row)).number + near);
}

static double
find_loss (const WeftWorking *w, gint64 row)
{
  double sum = 0, p = weft_working_attr (w, "p", 0, 1);

  for (gint64 j = 0; j < weft_rows_get_form (w).classes; j++)
    if (j != weft_rows_get_label (w, row))
      sum += pow (find_lack (w, row, j), p);
  return sum;
}

/* N · C */
static WeftWorkedNumber
count (const WeftWorking *w)
{
  WeftLabelled rows = weft_rows_get_form (w);
  gint64 real = 0;

  for (gint64 row = 0; row < rows.n; row++)
    real += weft_rows_count (w, row);
  return weft_working_number ((double) MAX (real, 1) * (double) rows.classes);
}

/* h of class j of a row, worked out. */
static WeftWorkedNumber
show_lack (WeftWorking *w, gint64 row, gint64 j)
{
  WeftWorkedNumber h = weft_working_number (find_lack (w, row, j));

  weft_working_line (
      w, weft_working_index ("h", &j, 1), "max (0, m − x[t] + x[j])", "max(0, # − # + #)", h, 3,
      weft_working_number (weft_working_attr (w, "margin", 0, 1)),
      weft_rows_get (w, row, weft_rows_get_label (w, row)), weft_rows_get (w, row, j));
  return h;
}

static void
forward (WeftWorking *w)
{
  WeftLabelled rows = weft_rows_get_form (w);
  WeftWorkedGrid *label, *loss;

  weft_rows_put_x (w, rows.n);
  label = weft_working_grid (w, g_strdup (_ ("label t")), weft_working_columns (rows.n));
  loss = weft_working_grid (w, g_strdup (_ ("Σ h^p of each row")), weft_working_columns (rows.n));
  for (gint64 row = 0; row < rows.n; row++)
    {
      weft_working_put (label, weft_working_number ((double) weft_rows_get_label (w, row)));
      weft_working_put (loss,
                        weft_working_number (weft_rows_count (w, row) ? find_loss (w, row) : 0));
    }
  for (gint64 j = 0; j < rows.classes; j++)
    if (j != weft_rows_get_label (w, 0))
      show_lack (w, 0, j);
  weft_working_end_mean (w, loss, "scale · Σ / (N · C)", count (w));
}

/* p h^(p − 1), 0 where nothing lacks. */
static double
find_slope (const WeftWorking *w, gint64 row, gint64 j)
{
  double h = find_lack (w, row, j);

  return h <= 0 ? 0 : weft_working_attr (w, "p", 0, 1) > 1 ? 2 * h : 1;
}

static void
backward (WeftWorking *w)
{
  WeftLabelled rows = weft_rows_get_form (w);
  gint64 j, row = weft_rows_find (w, &j), label = weft_rows_get_label (w, row);
  double slope = 0;

  if (!weft_rows_count (w, row))
    {
      weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
      return;
    }
  for (gint64 other = 0; other < rows.classes; other++)
    if (other != label && (j == label || j == other))
      {
        show_lack (w, row, other);
        slope += (j == label ? -1 : 1) * find_slope (w, row, other);
      }
  weft_working_line (w, g_strdup ("∂l/∂x"), j == label ? "−Σ ∂h^p/∂h" : "∂h^p/∂h", NULL,
                     weft_working_number (slope), 0);
  weft_working_end (w, "∂L/∂y · scale / (N · C) · ∂l/∂x", "# · # / # · #", 4,
                    weft_working_d_out (w, 0, 0),
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), count (w),
                    weft_working_number (slope));
}

const WeftWorkedRow weft_worked_multi_margin = { NULL, forward, backward };
