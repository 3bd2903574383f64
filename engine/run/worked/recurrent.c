/* recurrent: one unit of one step of lstm, gru or rnn: the sums of its gates, the gates, what is
 * kept; back, the gradients of the gates' sums over time, and what they do to the input, the
 * weights and the biases
 *
 * a[g] is the input's share of a gate's sum, b[g] that of the hidden state. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/cells.h"
#include "engine/run/worked/working.h"

enum
{
  X,
  W_IH,
  W_HH,
  B_IH,
  B_HH,
  MASK,
  STATE,
};

/* --- a sample, worked out --- */

typedef struct
{
  const WeftWorking *w;
  const WeftWorkedCell *cell;
  gint64 steps, inputs, units, sample;
  double *gate, *b;  /* (T, G, H) */
  double *c, *h;     /* (T + 1, H), in the order of the steps that are made; the first before all */
  double *d_a, *d_b; /* (T, G, H) */
} Sample;

static void
sample_clear (Sample *s)
{
  g_free (s->gate);
  g_free (s->b);
  g_free (s->c);
  g_free (s->h);
  g_free (s->d_a);
  g_free (s->d_b);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Sample, sample_clear)

/* Which step is made as the k-th. */
static gint64
get_time (const Sample *s, gint64 k)
{
  return weft_working_attr (s->w, "reverse", 0, 0) != 0 ? s->steps - 1 - k : k;
}

static gboolean
is_real (const Sample *s, gint64 k)
{
  const float *mask = s->w->sight->n_in > MASK ? weft_working_floats (s->w->sight->in[MASK]) : NULL;

  return mask == NULL || mask[s->sample * s->steps + get_time (s, k)] != 0;
}

static WeftWorkedNumber
get_x (const Sample *s, gint64 k, gint64 d)
{
  return weft_working_in (s->w, X,
                          (gsize) ((s->sample * s->steps + get_time (s, k)) * s->inputs + d));
}

static double
get_bias (const Sample *s, guint which, gint64 row)
{
  return which < s->w->sight->n_in && s->w->sight->in[which] != NULL
             ? weft_working_in (s->w, which, (gsize) row).number
             : 0;
}

static double
sum_input (const Sample *s, gint64 k, gint64 row)
{
  double sum = 0;

  for (gint64 d = 0; d < s->inputs; d++)
    sum += get_x (s, k, d).number
           * weft_working_in (s->w, W_IH, (gsize) (row * s->inputs + d)).number;
  return sum;
}

static double
sum_hidden (const Sample *s, gint64 k, gint64 row)
{
  double sum = 0;

  for (gint64 u = 0; u < s->units; u++)
    sum += s->h[k * s->units + u]
           * weft_working_in (s->w, W_HH, (gsize) (row * s->units + u)).number;
  return sum;
}

/* The names of one unit at one step, with its sums. */
static GArray *
list_names (const Sample *s, gint64 k, gint64 unit)
{
  GArray *names = weft_working_names_new ();

  for (int g = 0; g < s->cell->n; g++)
    {
      gint64 row = g * s->units + unit;
      double a = sum_input (s, k, row) + get_bias (s, B_IH, row);
      double b = sum_hidden (s, k, row) + get_bias (s, B_HH, row);

      WEFT_NAME (names, s->cell->a[g], s->cell->shown_a[g], weft_working_number (a));
      WEFT_NAME (names, s->cell->b[g], s->cell->shown_b[g], weft_working_number (b));
    }
  WEFT_NAME (names, "hb", "h₋", weft_working_number (s->h[k * s->units + unit]));
  WEFT_NAME (names, "cb", "c₋", weft_working_number (s->c[k * s->units + unit]));
  return names;
}

static void
advance (Sample *s, gint64 k, gint64 unit)
{
  gint64 at = (k + 1) * s->units + unit;
  gint64 out = (s->sample * s->steps + get_time (s, k)) * s->units + unit;
  double a[WEFT_MOST_GATES], b[WEFT_MOST_GATES], gate[WEFT_MOST_GATES], c;

  for (int g = 0; g < s->cell->n; g++)
    {
      gint64 row = g * s->units + unit;

      a[g] = sum_input (s, k, row) + get_bias (s, B_IH, row);
      b[g] = sum_hidden (s, k, row) + get_bias (s, B_HH, row);
    }
  c = s->cell->step (a, b, s->c[at - s->units], gate);
  for (int g = 0; g < s->cell->n; g++)
    {
      s->gate[(k * s->cell->n + g) * s->units + unit] = gate[g];
      s->b[(k * s->cell->n + g) * s->units + unit] = b[g];
    }
  s->c[at] = is_real (s, k) ? c : s->c[at - s->units];
  s->h[at] = weft_working_out (s->w, 0, (gsize) out).number; /* the engine's own */
}

static void
begin (Sample *s)
{
  const WeftTensor *state = s->w->sight->n_in > STATE ? s->w->sight->in[STATE] : NULL;

  if (state == NULL)
    return;
  for (gint64 u = 0; u < s->units; u++)
    {
      gint64 wide = state->shape.dims[1];

      s->h[u] = weft_working_in (s->w, STATE, (gsize) (s->sample * wide + u)).number;
      if (wide > s->units)
        s->c[u] = weft_working_in (s->w, STATE, (gsize) (s->sample * wide + s->units + u)).number;
    }
}

static Sample
work_sample (WeftWorking *w, gint64 sample)
{
  const gint64 *x = weft_working_shape (w, X)->dims;
  Sample s = { .w = w,
               .cell = weft_cell_find (w->sight->stop.application->op),
               .steps = x[1],
               .inputs = x[2],
               .sample = sample };
  gsize gates;

  s.units = weft_working_shape (w, W_HH)->dims[1];
  gates = (gsize) (s.steps * s.cell->n * s.units);
  s.gate = g_new0 (double, gates + 1);
  s.b = g_new0 (double, gates + 1);
  s.d_a = g_new0 (double, gates + 1);
  s.d_b = g_new0 (double, gates + 1);
  s.c = g_new0 (double, (gsize) ((s.steps + 1) * s.units));
  s.h = g_new0 (double, (gsize) ((s.steps + 1) * s.units));
  begin (&s);
  for (gint64 k = 0; k < s.steps; k++)
    for (gint64 u = 0; u < s.units; u++)
      advance (&s, k, u);
  return s;
}

/* --- forward --- */

static void
put_sums (WeftWorking *w, const Sample *s, gint64 k, gint64 unit)
{
  WeftWorkedGrid *x = weft_working_grid (w, g_strdup ("x"), s->inputs), *h, *w_ih, *w_hh;

  for (gint64 d = 0; d < s->inputs; d++)
    weft_working_put (x, get_x (s, k, d));
  w_ih = weft_working_grid (w, g_strdup ("w_ih"), s->inputs);
  h = weft_working_grid (w, g_strdup ("h₋"), s->units);
  w_hh = weft_working_grid (w, g_strdup ("w_hh"), s->units);
  for (gint64 u = 0; u < s->units; u++)
    weft_working_put (h, weft_working_number (s->h[k * s->units + u]));
  for (int g = 0; g < s->cell->n; g++)
    {
      gint64 row = g * s->units + unit;

      for (gint64 d = 0; d < s->inputs; d++)
        weft_working_put (w_ih, weft_working_in (w, W_IH, (gsize) (row * s->inputs + d)));
      for (gint64 u = 0; u < s->units; u++)
        weft_working_put (w_hh, weft_working_in (w, W_HH, (gsize) (row * s->units + u)));
      weft_working_line (w, g_strdup (s->cell->shown_a[g]), "w_ih·x + b_ih", "# + #",
                         weft_working_number (sum_input (s, k, row) + get_bias (s, B_IH, row)), 2,
                         weft_working_number (sum_input (s, k, row)),
                         weft_working_number (get_bias (s, B_IH, row)));
      weft_working_line (w, g_strdup (s->cell->shown_b[g]), "w_hh·h₋ + b_hh", "# + #",
                         weft_working_number (sum_hidden (s, k, row) + get_bias (s, B_HH, row)), 2,
                         weft_working_number (sum_hidden (s, k, row)),
                         weft_working_number (get_bias (s, B_HH, row)));
    }
}

static void
show_state (WeftWorking *w)
{
  weft_working_end (w, NULL, NULL, 0);
  w->worked->note = g_strdup (_ ("The state behind the last step: the last h, and what is kept."));
}

static void
forward (WeftWorking *w)
{
  g_auto (Sample) s = { 0 };
  g_autoptr (GArray) names = NULL;
  WeftWorkedLine *last;
  gint64 k;

  if (w->port > 0)
    {
      show_state (w);
      return;
    }
  s = work_sample (w, w->index[0]);
  k = get_time (&s, w->index[1]);
  if (!is_real (&s, k))
    {
      weft_working_end (w, "h₋", "#", 1, weft_working_number (s.h[k * s.units + w->index[2]]));
      return;
    }
  put_sums (w, &s, k, w->index[2]);
  names = list_names (&s, k, w->index[2]);
  for (guint i = 0; s.cell->rules[i] != NULL; i++)
    weft_working_rule (w, names, s.cell->rules[i]);
  last = w->worked->lines->pdata[w->worked->lines->len - 1];
  g_free (last->name);
  last->name = g_strdup (w->name);
  last->result = w->chosen;
  last->is_chosen = TRUE;
}

/* --- backward --- */

/* What h of the k-th step gets of the step behind it, by the weights. */
static void
pass_back (Sample *s, gint64 k, double *dh)
{
  for (gint64 u = 0; u < s->units; u++)
    for (gint64 row = 0; row < s->cell->n * s->units; row++)
      dh[u] += s->d_b[k * s->cell->n * s->units + row]
               * weft_working_in (s->w, W_HH, (gsize) (row * s->units + u)).number;
}

static void
retreat (Sample *s, gint64 k, double *dh, double *dc)
{
  g_autofree double *before = g_new0 (double, (gsize) s->units);

  for (gint64 u = 0; u < s->units; u++)
    {
      gint64 at = k * s->units + u;
      WeftUnitBack back = { .c = s->c[at + s->units],
                            .c_before = s->c[at],
                            .h_before = s->h[at],
                            .dh = dh[u],
                            .dc = dc[u] };

      for (int g = 0; g < s->cell->n; g++)
        {
          back.gate[g] = s->gate[(k * s->cell->n + g) * s->units + u];
          back.b[g] = s->b[(k * s->cell->n + g) * s->units + u];
        }
      s->cell->back (&back);
      dc[u] = back.dc;
      before[u] = back.d_before;
      for (int g = 0; g < s->cell->n; g++)
        {
          s->d_a[(k * s->cell->n + g) * s->units + u] = back.d_a[g];
          s->d_b[(k * s->cell->n + g) * s->units + u] = back.d_b[g];
        }
    }
  pass_back (s, k, before);
  for (gint64 u = 0; u < s->units; u++)
    dh[u] = before[u];
}

/* The gradients of all gates' sums, from the last step to the first. */
static void
go_back (Sample *s)
{
  g_autofree double *dh = g_new0 (double, (gsize) s->units),
                    *dc = g_new0 (double, (gsize) s->units);
  const WeftTensor *end = s->w->sight->d_out[1];

  for (gint64 u = 0; end != NULL && u < s->units; u++)
    {
      gint64 wide = end->shape.dims[1];

      dh[u] = weft_working_d_out (s->w, 1, (gsize) (s->sample * wide + u)).number;
      if (wide > s->units)
        dc[u] = weft_working_d_out (s->w, 1, (gsize) (s->sample * wide + s->units + u)).number;
    }
  for (gint64 k = s->steps - 1; k >= 0; k--)
    {
      gint64 row = (s->sample * s->steps + get_time (s, k)) * s->units;

      for (gint64 u = 0; s->w->sight->d_out[0] != NULL && u < s->units; u++)
        dh[u] += weft_working_d_out (s->w, 0, (gsize) (row + u)).number;
      if (is_real (s, k))
        retreat (s, k, dh, dc);
    }
}

/* dx[n, t, d] = Σ da · w_ih */
static void
back_to_input (WeftWorking *w)
{
  g_auto (Sample) s = work_sample (w, w->index[0]);
  gint64 rows = s.cell->n * s.units, k = get_time (&s, w->index[1]);
  WeftWorkedGrid *da = weft_working_grid (w, g_strdup ("∂L/∂a"), s.units);
  WeftWorkedGrid *weight = weft_working_grid (w, g_strdup ("w_ih"), s.units);

  go_back (&s);
  for (gint64 row = 0; row < rows; row++)
    {
      weft_working_put (da, weft_working_number (s.d_a[k * rows + row]));
      weft_working_put (weight, weft_working_in (w, W_IH, (gsize) (row * s.inputs + w->index[2])));
    }
  weft_working_end (w, "Σ ∂L/∂a · w_ih", NULL, 0);
}

/* What a sample gives to the gradient of a row's weight or bias. other: nullable. */
static void
put_sample (WeftWorking *w, gint64 sample, WeftWorkedGrid *da, WeftWorkedGrid *other)
{
  g_auto (Sample) s = work_sample (w, sample);
  gint64 rows = s.cell->n * s.units, row = w->index[0];
  gboolean is_hidden = w->port == W_HH || w->port == B_HH;

  go_back (&s);
  for (gint64 k = 0; k < s.steps; k++)
    {
      double d = is_hidden ? s.d_b[k * rows + row] : s.d_a[k * rows + row];

      weft_working_put (da, weft_working_number (d));
      if (other == NULL)
        continue;
      weft_working_put (other, is_hidden ? weft_working_number (s.h[k * s.units + w->index[1]])
                                         : get_x (&s, k, w->index[1]));
    }
}

static void
back_to_weight (WeftWorking *w)
{
  gboolean is_hidden = w->port == W_HH || w->port == B_HH;
  gboolean is_bias = w->port == B_IH || w->port == B_HH;
  const gint64 *x = weft_working_shape (w, X)->dims;
  WeftWorkedGrid *da = weft_working_grid (w, g_strdup (is_hidden ? "∂L/∂b" : "∂L/∂a"), x[1]);
  WeftWorkedGrid *other
      = is_bias ? NULL : weft_working_grid (w, g_strdup (is_hidden ? "h₋" : "x"), x[1]);

  for (gint64 n = 0; n < x[0]; n++)
    put_sample (w, n, da, other);
  w->worked->note = g_strdup (_ ("A row for each sample, a column for each step."));
  weft_working_end (w,
                    is_bias     ? (is_hidden ? "Σ ∂L/∂b" : "Σ ∂L/∂a")
                    : is_hidden ? "Σ ∂L/∂b · h₋"
                                : "Σ ∂L/∂a · x",
                    NULL, 0);
}

static void
backward (WeftWorking *w)
{
  if (w->port == X)
    back_to_input (w);
  else if (w->port <= B_HH)
    back_to_weight (w);
  else
    weft_working_end (w, NULL, NULL, 0);
}

const WeftWorkedRow weft_worked_recurrent = { NULL, forward, backward };
