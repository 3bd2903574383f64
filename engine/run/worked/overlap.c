/* overlap: how little what is marked and what is to be marked have in common; back, to each element
 * by what it adds to both */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  T,
  MASK,
};

typedef struct
{
  double both, wrong, missed; /* b, f, g */
  WeftWorkedNumber above, below;
} Sample;

static gboolean
counts (const WeftWorking *w, gsize at)
{
  const WeftTensor *masks = w->sight->n_in > MASK ? w->sight->in[MASK] : NULL;
  const float *mask = weft_working_floats (masks);
  gsize all = weft_working_count_samples (w, X) * weft_working_sample_size (w, X);

  return mask == NULL || mask[at / (all / (gsize) weft_shape_count (&masks->shape))] != 0;
}

static double
get_p (const WeftWorking *w, gsize at)
{
  return 1 / (1 + exp (-weft_working_in (w, X, at).number));
}

static double
get_t (const WeftWorking *w, gsize at)
{
  return weft_working_in (w, T, at).number;
}

static Sample
measure (const WeftWorking *w, gsize n)
{
  double smooth = weft_working_attr (w, "smooth", 0, 1), below;
  Sample it = { 0 };

  for (gsize at = n * weft_working_sample_size (w, X);
       at < (n + 1) * weft_working_sample_size (w, X); at++)
    if (counts (w, at))
      {
        it.both += get_p (w, at) * get_t (w, at);
        it.wrong += get_p (w, at) * (1 - get_t (w, at));
        it.missed += (1 - get_p (w, at)) * get_t (w, at);
      }
  below = it.both + weft_working_attr (w, "alpha", 0, .5) * it.wrong
          + weft_working_attr (w, "beta", 0, .5) * it.missed + smooth;
  it.above = weft_working_number (it.both + smooth);
  it.below = weft_working_number (MAX (below, 1e-12));
  return it;
}

static void
show (WeftWorking *w, const Sample *it)
{
  WeftWorkedNumber b = weft_working_number (it->both), f = weft_working_number (it->wrong),
                   g = weft_working_number (it->missed),
                   m = weft_working_number (weft_working_attr (w, "smooth", 0, 1));

  weft_working_line (w, g_strdup ("b"), "Σ σ(x) · t", NULL, b, 0);
  weft_working_line (w, g_strdup ("f"), "Σ σ(x) · (1 − t)", NULL, f, 0);
  weft_working_line (w, g_strdup ("g"), "Σ (1 − σ(x)) · t", NULL, g, 0);
  weft_working_line (w, g_strdup ("A"), "b + m", "# + #", it->above, 2, b, m);
  weft_working_line (w, g_strdup ("D"), "b + α · f + β · g + m", "# + # · # + # · # + #", it->below,
                     6, b, weft_working_number (weft_working_attr (w, "alpha", 0, .5)), f,
                     weft_working_number (weft_working_attr (w, "beta", 0, .5)), g, m);
}

static void
forward (WeftWorking *w)
{
  gsize n = weft_working_count_samples (w, X);
  Sample first = measure (w, 0);
  WeftWorkedGrid *losses;

  show (w, &first);
  weft_working_line (w, g_strdup (_ ("loss of row 0")), "1 − A / D", "1 − # / #",
                     weft_working_number (1 - first.above.number / first.below.number), 2,
                     first.above, first.below);
  losses
      = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns ((gint64) n));
  for (gsize i = 0; i < n; i++)
    {
      Sample it = measure (w, i);

      weft_working_put (losses, weft_working_number (1 - it.above.number / it.below.number));
    }
  weft_working_end_mean (w, losses, "scale · Σ / N", weft_working_number ((double) n));
}

/* By how much the denominator grows with the number that stands against `other`. */
static WeftWorkedNumber
show_growth (WeftWorking *w, const char *symbols, double other, double to_none)
{
  double lean = 1 - weft_working_attr (w, "alpha", 0, .5) - weft_working_attr (w, "beta", 0, .5);
  WeftWorkedNumber growth = weft_working_number (other * lean + to_none);

  weft_working_line (w, g_strdup ("∂D"), symbols, "# · # + #", growth, 3,
                     weft_working_number (other), weft_working_number (lean),
                     weft_working_number (to_none));
  return growth;
}

static void
backward (WeftWorking *w)
{
  Sample it = measure (w, w->offset / weft_working_sample_size (w, X));
  WeftWorkedNumber dy = weft_working_d_out (w, 0, 0), n, scale, p, growth;

  n = weft_working_number ((double) weft_working_count_samples (w, X));
  scale = weft_working_number (weft_working_attr (w, "scale", 0, 1));
  if (!counts (w, w->offset))
    {
      weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
      return;
    }
  show (w, &it);
  p = weft_working_number (get_p (w, w->offset));
  weft_working_line (w, g_strdup ("p"), "σ(x)", "σ(#)", p, 1, weft_working_in (w, X, w->offset));
  if (w->port == T)
    {
      growth
          = show_growth (w, "p · (1 − α − β) + β", p.number, weft_working_attr (w, "beta", 0, .5));
      weft_working_end (w, "∂L/∂y · scale / N · (A · ∂D − p · D) / D^2",
                        "# · # / # · (# · # − # · #) / #^2", 8, dy, scale, n, it.above, growth, p,
                        it.below, it.below);
      return;
    }
  growth = show_growth (w, "t · (1 − α − β) + α", get_t (w, w->offset),
                        weft_working_attr (w, "alpha", 0, .5));
  weft_working_end (w, "∂L/∂y · scale / N · p · (1 − p) · (A · ∂D − t · D) / D^2",
                    "# · # / # · # · (1 − #) · (# · # − # · #) / #^2", 10, dy, scale, n, p, p,
                    it.above, growth, weft_working_in (w, T, w->offset), it.below, it.below);
}

const WeftWorkedRow weft_worked_overlap = { NULL, forward, backward };
