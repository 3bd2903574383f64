/* info_nce: how well each view finds the other one of its sample among all; back, towards that and
 * away from the others, round the sphere */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

#define LEAST 1e-12

/* m rows, of a and then of b, made as long as 1. */
typedef struct
{
  gsize m, width;
  gboolean across;
  double *z, *lengths;
} Views;

static void
views_clear (Views *views)
{
  g_free (views->z);
  g_free (views->lengths);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Views, views_clear)

static Views
get_views (const WeftWorking *w)
{
  const WeftShape *a = weft_working_shape (w, 0);
  gsize n = (gsize) a->dims[0], width = (gsize) weft_shape_count (a) / n;
  Views views = { 2 * n, width, weft_working_attr (w, "across", 0, 0) != 0,
                  g_new (double, 2 * n * width), g_new0 (double, 2 * n) };

  for (gsize i = 0; i < views.m; i++)
    {
      double *z = views.z + i * width, squares = 0;

      for (gsize d = 0; d < width; d++)
        {
          z[d] = weft_working_in (w, i >= n, i % n * width + d).number;
          squares += z[d] * z[d];
        }
      views.lengths[i] = fmax (LEAST, sqrt (squares));
      for (gsize d = 0; d < width; d++)
        z[d] /= views.lengths[i];
    }
  return views;
}

static gboolean
is_compared (const Views *views, gsize i, gsize k)
{
  gsize n = views->m / 2;

  return views->across ? (i < n) != (k < n) : i != k;
}

/* s[i, k] */
static double
compare (const WeftWorking *w, const Views *views, gsize i, gsize k)
{
  double dot = 0;

  for (gsize d = 0; d < views->width; d++)
    dot += views->z[i * views->width + d] * views->z[k * views->width + d];
  return dot / weft_working_attr (w, "temperature", 0, .5);
}

/* log Σ exp s[i, k] */
static double
find_all (const WeftWorking *w, const Views *views, gsize i)
{
  double largest = -INFINITY, sum = 0;

  for (gsize k = 0; k < views->m; k++)
    if (is_compared (views, i, k))
      largest = fmax (largest, compare (w, views, i, k));
  for (gsize k = 0; k < views->m; k++)
    if (is_compared (views, i, k))
      sum += exp (compare (w, views, i, k) - largest);
  return largest + log (sum);
}

static gsize
get_other (const Views *views, gsize i)
{
  return (i + views->m / 2) % views->m;
}

static void
forward (WeftWorking *w)
{
  g_auto (Views) views = get_views (w);
  WeftWorkedNumber all = weft_working_number (find_all (w, &views, 0)),
                   right = weft_working_number (compare (w, &views, 0, get_other (&views, 0)));
  WeftWorkedGrid *losses;

  weft_working_line (w, g_strdup ("s"), "z[0]·z[0'] / τ", NULL, right, 0);
  weft_working_line (w, g_strdup (_ ("loss of row 0")), "ln Σ exp (z[0]·z[k] / τ) − s", "# − #",
                     weft_working_number (all.number - right.number), 2, all, right);
  losses = weft_working_grid (w, g_strdup (_ ("loss of each row")),
                              weft_working_columns ((gint64) views.m));
  for (gsize i = 0; i < views.m; i++)
    weft_working_put (losses,
                      weft_working_number (find_all (w, &views, i)
                                           - compare (w, &views, i, get_other (&views, i))));
  weft_working_end_mean (w, losses, "scale · Σ / 2N", weft_working_number ((double) views.m));
}

/* e[i, k] + e[k, i] for each k, e[i, k] = p[i, k] − [k = i']; p the soft-max of a row of s. */
static double *
find_pulls (const WeftWorking *w, const Views *views, gsize i)
{
  double *pulls = g_new0 (double, views->m), own = find_all (w, views, i);

  for (gsize k = 0; k < views->m; k++)
    if (is_compared (views, i, k))
      {
        double s = compare (w, views, i, k);

        pulls[k] = exp (s - own) + exp (s - find_all (w, views, k));
      }
  pulls[get_other (views, i)] -= 2;
  return pulls;
}

static void
backward (WeftWorking *w)
{
  g_auto (Views) views = get_views (w);
  gsize width = views.width, d = w->offset % width;
  gsize i = w->offset / width + (w->port > 0 ? views.m / 2 : 0);
  g_autofree double *pulls = find_pulls (w, &views, i);
  double factor = weft_working_d_out (w, 0, 0).number * weft_working_attr (w, "scale", 0, 1)
                  / ((double) views.m * weft_working_attr (w, "temperature", 0, .5));
  gint64 columns = weft_working_columns ((gint64) views.m);
  WeftWorkedGrid *by = weft_working_grid (w, g_strdup ("e[i, k] + e[k, i]"), columns);
  WeftWorkedGrid *z = weft_working_grid (w, g_strdup ("z[k]"), columns);
  WeftWorkedNumber dz, along = weft_working_number (0);

  for (gsize k = 0; k < views.m; k++)
    {
      weft_working_put (by, weft_working_number (pulls[k]));
      weft_working_put (z, weft_working_number (views.z[k * width + d]));
      for (gsize at = 0; at < width; at++)
        along.number += factor * pulls[k] * views.z[k * width + at] * views.z[i * width + at];
    }
  dz = weft_working_number (factor * weft_working_dot (by, z));
  weft_working_line (w, g_strdup ("∂L/∂z"),
                     "∂L/∂y · scale / (2N · τ) · Σ (e[i, k] + e[k, i]) · z[k]", NULL, dz, 0);
  weft_working_line (w, g_strdup ("B"), "Σ ∂L/∂z · z", NULL, along, 0);
  weft_working_end (w, w->port == 0 ? "(∂L/∂z − z · B) / |a|" : "(∂L/∂z − z · B) / |b|",
                    "(# − # · #) / #", 4, dz, weft_working_number (views.z[i * width + d]), along,
                    weft_working_number (views.lengths[i]));
}

const WeftWorkedRow weft_worked_info_nce = { NULL, forward, backward };
