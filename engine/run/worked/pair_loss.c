/* pair_loss: what a pair costs by how far its rows are apart, or by the angle between them; back,
 * along the line between them, or round */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  A,
  B,
  T,
};

#define LEAST 1e-12

typedef struct
{
  gboolean together;
  double square, dot, a, b; /* |a − b|², a·b, |a|², |b|² */
} Pair;

static gboolean
is_of_cosine (const WeftWorking *w)
{
  return weft_working_attr (w, "of", 0, 0) > 0;
}

static double
get_margin (const WeftWorking *w)
{
  return weft_working_attr (w, "margin", 0, 1);
}

static Pair
get_pair (const WeftWorking *w, gsize n)
{
  const WeftTensor *t = w->sight->in[T];
  Pair pair = { .a = is_of_cosine (w) ? LEAST : 0, .b = is_of_cosine (w) ? LEAST : 0 };

  pair.together = t->shape.type == WEFT_I64 ? ((const gint64 *) t->data)[n] > 0
                                            : weft_tensor_floats (t)[n] > 0;
  for (gsize at = n * weft_working_sample_size (w, A);
       at < (n + 1) * weft_working_sample_size (w, A); at++)
    {
      double a = weft_working_in (w, A, at).number, b = weft_working_in (w, B, at).number;

      pair.square += (a - b) * (a - b);
      pair.dot += a * b;
      pair.a += a * a;
      pair.b += b * b;
    }
  return pair;
}

static double
get_distance (const Pair *pair)
{
  return sqrt (fmax (pair->square, LEAST));
}

static double
get_cosine (const Pair *pair)
{
  return pair->dot / sqrt (pair->a * pair->b);
}

static double
find_loss (const WeftWorking *w, gsize n)
{
  Pair pair = get_pair (w, n);

  if (is_of_cosine (w))
    return pair.together ? 1 - get_cosine (&pair) : fmax (0, get_cosine (&pair) - get_margin (w));
  return pair.together ? pair.square : pow (fmax (0, get_margin (w) - get_distance (&pair)), 2);
}

/* d or c, by which the pair is told. */
static WeftWorkedNumber
show_pair (WeftWorking *w, const Pair *pair)
{
  WeftWorkedNumber number
      = weft_working_number (is_of_cosine (w) ? get_cosine (pair) : get_distance (pair));

  weft_working_line (w, g_strdup ("p"), _ ("they belong together"), NULL,
                     weft_working_number (pair->together), 0);
  if (is_of_cosine (w))
    weft_working_line (w, g_strdup ("c"), "a·b / (|a| · |b|)", "# / √(# · #)", number, 3,
                       weft_working_number (pair->dot), weft_working_number (pair->a),
                       weft_working_number (pair->b));
  else
    weft_working_line (w, g_strdup ("d"), "|a − b|", "√(#)", number, 1,
                       weft_working_number (pair->square));
  return number;
}

static const char *
get_symbols (const WeftWorking *w, const Pair *pair)
{
  if (is_of_cosine (w))
    return pair->together ? "1 − c" : "max (0, c − m)";
  return pair->together ? "d²" : "max (0, m − d)²";
}

static void
forward (WeftWorking *w)
{
  gsize n = weft_working_count_samples (w, A);
  Pair first = get_pair (w, 0);
  WeftWorkedGrid *losses;

  show_pair (w, &first);
  weft_working_line (w, g_strdup (_ ("loss of row 0")), get_symbols (w, &first), NULL,
                     weft_working_number (find_loss (w, 0)), 0);
  losses
      = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns ((gint64) n));
  for (gsize i = 0; i < n; i++)
    weft_working_put (losses, weft_working_number (find_loss (w, i)));
  weft_working_end_mean (w, losses, "scale · Σ / N", weft_working_number ((double) n));
}

static WeftWorkedNumber
show_slope (WeftWorking *w, const Pair *pair)
{
  double m = get_margin (w), d = get_distance (pair), slope = 2;

  if (is_of_cosine (w))
    {
      slope = pair->together ? -1 : get_cosine (pair) > m ? 1 : 0;
      weft_working_line (w, g_strdup ("k"), "∂l/∂c", NULL, weft_working_number (slope), 0);
    }
  else if (pair->together)
    weft_working_line (w, g_strdup ("k"), NULL, NULL, weft_working_number (slope), 0);
  else
    {
      slope = -2 * fmax (0, m - d) / d;
      weft_working_line (w, g_strdup ("k"), "−2 · max (0, m − d) / d", "−2 · max(0, # − #) / #",
                         weft_working_number (slope), 3, weft_working_number (m),
                         weft_working_number (d), weft_working_number (d));
    }
  return weft_working_number (slope);
}

static void
backward (WeftWorking *w)
{
  Pair pair = get_pair (w, w->offset / weft_working_sample_size (w, A));
  WeftWorkedNumber told = show_pair (w, &pair), slope = show_slope (w, &pair);
  WeftWorkedNumber own = weft_working_in (w, w->port, w->offset),
                   other = weft_working_in (w, w->port == A ? B : A, w->offset),
                   dy = weft_working_d_out (w, 0, 0),
                   scale = weft_working_number (weft_working_attr (w, "scale", 0, 1)),
                   n = weft_working_number ((double) weft_working_count_samples (w, A));

  if (is_of_cosine (w))
    weft_working_end (w,
                      w->port == A ? "∂L/∂y · scale / N · k · (b / (|a| · |b|) − c · a / |a|²)"
                                   : "∂L/∂y · scale / N · k · (a / (|a| · |b|) − c · b / |b|²)",
                      "# · # / # · # · (# / # − # · # / #)", 9, dy, scale, n, slope, other,
                      weft_working_number (sqrt (pair.a * pair.b)), told, own,
                      weft_working_number (w->port == A ? pair.a : pair.b));
  else
    weft_working_end (
        w, w->port == A ? "∂L/∂y · scale / N · k · (a − b)" : "∂L/∂y · scale / N · k · (b − a)",
        "# · # / # · # · (# − #)", 6, dy, scale, n, slope, own, other);
}

const WeftWorkedRow weft_worked_pair_loss = { NULL, forward, backward };
