/* ctc: how likely labels are, over all ways to say them; back, what is said of a label at a step
 * beside how much of all ways says it there */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

enum
{
  X,
  TARGET,
  MASK,
  TARGET_MASK,
};

/* A sample: its labels with blanks between, its real steps, and the log-likelihoods of all that was
 * said by then, and of all that is left to be said. */
typedef struct
{
  GArray *labels, *steps; /* gint64 */
  double *a;              /* (T, C): log softmax */
  double *alpha, *beta;   /* (steps, labels) */
  double likelihood;      /* ln p */
  double said;            /* |t|, at least 1 */
} Ways;

static void
ways_clear (Ways *ways)
{
  g_array_unref (ways->labels);
  g_array_unref (ways->steps);
  g_free (ways->a);
  g_free (ways->alpha);
  g_free (ways->beta);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Ways, ways_clear)

static gint64
get_dim (const WeftWorking *w, int axis)
{
  return weft_working_shape (w, X)->dims[axis];
}

static gboolean
is_real (const WeftWorking *w, guint mask, gsize at)
{
  const float *m = w->sight->n_in > mask ? weft_working_floats (w->sight->in[mask]) : NULL;

  return m == NULL || m[at] != 0;
}

static gint64
get_label (const Ways *ways, guint s)
{
  return g_array_index (ways->labels, gint64, s);
}

static double
get_score (const WeftWorking *w, gsize n, gint64 t, gint64 c)
{
  return weft_working_in (
             w, X, (n * (gsize) get_dim (w, 1) + (gsize) t) * (gsize) get_dim (w, 2) + (gsize) c)
      .number;
}

static void
find_logs (const WeftWorking *w, gsize n, Ways *ways)
{
  gint64 classes = get_dim (w, 2);

  ways->a = g_new (double, get_dim (w, 1) * classes);
  for (gint64 t = 0; t < get_dim (w, 1); t++)
    {
      double highest = -INFINITY, sum = 0;

      for (gint64 c = 0; c < classes; c++)
        highest = fmax (highest, get_score (w, n, t, c));
      for (gint64 c = 0; c < classes; c++)
        sum += exp (get_score (w, n, t, c) - highest);
      for (gint64 c = 0; c < classes; c++)
        ways->a[t * classes + c] = get_score (w, n, t, c) - highest - log (sum);
    }
}

/* Label s at the k-th real step, log softmax. */
static double
say (const WeftWorking *w, const Ways *ways, guint k, guint s)
{
  return ways->a[g_array_index (ways->steps, gint64, k) * get_dim (w, 2) + get_label (ways, s)];
}

static double
add_logs (double a, double b)
{
  double highest = fmax (a, b);

  return highest == -INFINITY ? highest : highest + log (exp (a - highest) + exp (b - highest));
}

static void
find_labels (const WeftWorking *w, gsize n, Ways *ways)
{
  const WeftTensor *target = w->sight->in[TARGET];
  gint64 classes = get_dim (w, 2), blank = (gint64) weft_working_attr (w, "blank", 0, -1);
  gsize most = (gsize) (weft_shape_count (&target->shape) / get_dim (w, 0));

  blank = blank < 0 ? classes - 1 : blank;
  ways->labels = g_array_new (FALSE, FALSE, sizeof (gint64));
  ways->steps = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_array_append_val (ways->labels, blank);
  for (gsize s = 0; s < most; s++)
    {
      gint64 label = ((const gint64 *) target->data)[n * most + s];

      if (!is_real (w, TARGET_MASK, n * most + s) || label == blank)
        continue;
      label = CLAMP (label, 0, classes - 1);
      g_array_append_val (ways->labels, label);
      g_array_append_val (ways->labels, blank);
    }
  for (gint64 t = 0; t < get_dim (w, 1); t++)
    if (is_real (w, MASK, n * (gsize) get_dim (w, 1) + (gsize) t))
      g_array_append_val (ways->steps, t);
  ways->said = MAX (1, (double) (ways->labels->len / 2));
}

/* Whether label s may follow on the one before the last at once. */
static gboolean
skips (const Ways *ways, guint s)
{
  return s >= 2 && s % 2 == 1 && get_label (ways, s) != get_label (ways, s - 2);
}

static void
go_forward (const WeftWorking *w, Ways *ways)
{
  guint length = ways->labels->len;

  for (guint k = 0; k < ways->steps->len; k++)
    for (guint s = 0; s < length; s++)
      {
        double *alpha = ways->alpha + k * length, *before = alpha - length;
        double from = k == 0 ? (s < 2 ? 0 : -INFINITY) : before[s];

        if (k > 0 && s >= 1)
          from = add_logs (from, before[s - 1]);
        if (k > 0 && skips (ways, s))
          from = add_logs (from, before[s - 2]);
        alpha[s] = from + say (w, ways, k, s);
      }
}

static void
go_back (const WeftWorking *w, Ways *ways)
{
  guint length = ways->labels->len;

  for (guint k = ways->steps->len; k-- > 0;)
    for (guint s = 0; s < length; s++)
      {
        double *beta = ways->beta + k * length;

        beta[s] = k + 1 < ways->steps->len || s + 2 < length ? -INFINITY : 0;
        for (guint to = s; k + 1 < ways->steps->len && to < MIN (s + 3, length); to++)
          if (to < s + 2 || skips (ways, to))
            beta[s] = add_logs (beta[s], beta[length + to] + say (w, ways, k + 1, to));
      }
}

static Ways
get_ways (const WeftWorking *w, gsize n)
{
  Ways ways = { 0 };
  guint length, last;

  find_labels (w, n, &ways);
  length = ways.labels->len;
  ways.alpha = g_new (double, MAX (ways.steps->len, 1) * length);
  ways.beta = g_new (double, MAX (ways.steps->len, 1) * length);
  find_logs (w, n, &ways);
  go_forward (w, &ways);
  go_back (w, &ways);
  last = ways.steps->len * length;
  if (ways.steps->len == 0)
    ways.likelihood = length == 1 ? 0 : -INFINITY;
  else
    ways.likelihood
        = length > 1 ? add_logs (ways.alpha[last - 1], ways.alpha[last - 2]) : ways.alpha[last - 1];
  return ways;
}

static gboolean
counts (const WeftWorking *w, const Ways *ways)
{
  return ways->likelihood != -INFINITY || weft_working_attr (w, "zero_infinity", 0, 0) == 0;
}

static void
show_labels (WeftWorking *w, const Ways *ways)
{
  WeftWorkedGrid *labels
      = weft_working_grid (w, g_strdup (_ ("labels, with blanks between")), ways->labels->len);

  for (guint s = 0; s < MIN (ways->labels->len, WEFT_WORKED_MOST); s++)
    weft_working_put (labels, weft_working_number ((double) get_label (ways, s)));
  weft_working_line (w, g_strdup ("ln p"), _ ("over all ways to say them"), NULL,
                     weft_working_number (ways->likelihood), 0);
}

static void
forward (WeftWorking *w)
{
  gint64 n = get_dim (w, 0);
  WeftWorkedNumber sum = weft_working_number (0);
  g_autofree double *losses = g_new0 (double, n);
  WeftWorkedGrid *shown;

  for (gint64 i = 0; i < n; i++)
    {
      g_auto (Ways) ways = get_ways (w, (gsize) i);

      if (i == 0)
        show_labels (w, &ways);
      losses[i] = counts (w, &ways) ? -ways.likelihood / ways.said : 0;
      sum.number += losses[i];
    }
  shown = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns (n));
  for (gint64 i = 0; i < n; i++)
    weft_working_put (shown, weft_working_number (losses[i]));
  weft_working_line (w, g_strdup ("Σ"), "Σ −ln p / |t|", NULL, sum, 0);
  weft_working_end (w, "scale · Σ / N", "# · # / #", 3,
                    weft_working_number (weft_working_attr (w, "scale", 0, 1)), sum,
                    weft_working_number ((double) n));
}

/* How much of all ways says c at the k-th real step. */
static double
find_share (const Ways *ways, guint k, gint64 c)
{
  guint length = ways->labels->len;
  double share = 0;

  for (guint s = 0; s < length; s++)
    if (get_label (ways, s) == c)
      share += exp (ways->alpha[k * length + s] + ways->beta[k * length + s] - ways->likelihood);
  return share;
}

static void
backward (WeftWorking *w)
{
  gsize n = (gsize) w->index[0];
  gint64 t = w->index[1], c = w->index[2];
  g_auto (Ways) ways = get_ways (w, n);
  WeftWorkedNumber p, share;
  guint k = 0;

  while (k < ways.steps->len && g_array_index (ways.steps, gint64, k) != t)
    k++;
  if (k == ways.steps->len || !isfinite (ways.likelihood))
    {
      weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
      return;
    }
  show_labels (w, &ways);
  p = weft_working_number (exp (ways.a[t * get_dim (w, 2) + c]));
  share = weft_working_number (find_share (&ways, k, c));
  weft_working_line (w, g_strdup ("p"), "soft-max x[n, t, c]", NULL, p, 0);
  weft_working_line (w, g_strdup ("γ"), _ ("share of all ways that say it here"), NULL, share, 0);
  weft_working_end (
      w, "∂L/∂y · scale / (N · |t|) · (p − γ)", "# · # / (# · #) · (# − #)", 6,
      weft_working_d_out (w, 0, 0), weft_working_number (weft_working_attr (w, "scale", 0, 1)),
      weft_working_number ((double) get_dim (w, 0)), weft_working_number (ways.said), p, share);
}

const WeftWorkedRow weft_worked_ctc = { NULL, forward, backward };
