/* class_loss: cross-entropy with weights a class, smoothing and a focus on what is wrong; back, how
 * strongly a row pulls its shares towards its label */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/labelled.h"

typedef struct
{
  double largest, sum, loss, share; /* m, Σ exp (x − m), l and p of the label */
  double weight, smooth;            /* w[t], Σ w · l */
} Row;

static WeftWorkedNumber
get_attr (const WeftWorking *w, const char *name)
{
  return weft_working_number (weft_working_attr (w, name, 0, 0));
}

static double
get_weight (const WeftWorking *w, gint64 j)
{
  WeftAttr attr = { NULL };
  const WeftOp *op = weft_op_find (w->sight->stop.application->op, 0);
  const WeftParam *row = weft_params_find (op->attrs, "class_weight");

  weft_op_attr_get (row, w->sight->stop.application->attrs, &attr);
  return j < attr.n ? attr.v[j] : 1;
}

static double
find_loss_of (const WeftWorking *w, const Row *it, gint64 row, gint64 j)
{
  return log (it->sum) + it->largest - weft_rows_get (w, row, j).number;
}

static Row
get_row (const WeftWorking *w, gint64 row)
{
  WeftLabelled rows = weft_rows_get_form (w);
  gint64 label = weft_rows_get_label (w, row);
  Row it = { .largest = -INFINITY, .weight = get_weight (w, label) };

  for (gint64 j = 0; j < rows.classes; j++)
    it.largest = fmax (it.largest, weft_rows_get (w, row, j).number);
  for (gint64 j = 0; j < rows.classes; j++)
    it.sum += exp (weft_rows_get (w, row, j).number - it.largest);
  for (gint64 j = 0; j < rows.classes; j++)
    it.smooth += get_weight (w, j) * find_loss_of (w, &it, row, j);
  it.loss = find_loss_of (w, &it, row, label);
  it.share = exp (-it.loss);
  return it;
}

/* (1 − ε) · (1 − p)^γ · w · l + ε / C · u */
static double
find_loss (const WeftWorking *w, const Row *it)
{
  double smoothing = get_attr (w, "label_smoothing").number;

  return (1 - smoothing) * pow (1 - it->share, get_attr (w, "gamma").number) * it->weight * it->loss
         + smoothing / (double) weft_rows_get_form (w).classes * it->smooth;
}

/* Σ of the weights of the rows that count. */
static double
add_weights (const WeftWorking *w)
{
  double sum = 0;

  for (gint64 row = 0; row < weft_rows_get_form (w).n; row++)
    if (weft_rows_count (w, row))
      sum += get_weight (w, weft_rows_get_label (w, row));
  return sum;
}

static void
show_row (WeftWorking *w, gint64 row, const Row *it)
{
  WeftWorkedNumber sum = weft_working_number (it->sum), largest = weft_working_number (it->largest);
  WeftWorkedNumber loss = weft_working_number (it->loss);

  weft_working_line (w, g_strdup ("m"), "max x", NULL, largest, 0);
  weft_working_line (w, g_strdup ("s"), "Σ exp (x − m)", NULL, sum, 0);
  weft_working_line (w, g_strdup ("l[t]"), "ln s + m − x[t]", "ln # + # − #", loss, 3, sum, largest,
                     weft_rows_get (w, row, weft_rows_get_label (w, row)));
  weft_working_line (w, g_strdup ("p[t]"), "exp (−l[t])", "exp (−#)",
                     weft_working_number (it->share), 1, loss);
  weft_working_line (w, g_strdup ("w[t]"), NULL, NULL, weft_working_number (it->weight), 0);
}

static void
forward (WeftWorking *w)
{
  WeftLabelled rows = weft_rows_get_form (w);
  WeftWorkedGrid *label, *loss;
  WeftWorkedNumber sum;
  Row first = get_row (w, 0);
  double weights = add_weights (w);

  weft_rows_put_x (w, rows.n);
  label = weft_working_grid (w, g_strdup (_ ("label t")), weft_working_columns (rows.n));
  loss = weft_working_grid (w, g_strdup (_ ("loss of each row")), weft_working_columns (rows.n));
  for (gint64 row = 0; row < rows.n; row++)
    {
      Row it = get_row (w, row);

      weft_working_put (label, weft_working_number ((double) weft_rows_get_label (w, row)));
      weft_working_put (loss,
                        weft_working_number (weft_rows_count (w, row) ? find_loss (w, &it) : 0));
    }
  show_row (w, 0, &first);
  weft_working_line (w, g_strdup ("u"), "Σ w·l", NULL, weft_working_number (first.smooth), 0);
  weft_working_line (
      w, g_strdup (_ ("loss of row 0")), "(1 − ε) · (1 − p[t])^γ · w[t] · l[t] + ε / C · u",
      "(1 − #) · (1 − #)^# · # · # + # / # · #", weft_working_number (find_loss (w, &first)), 8,
      get_attr (w, "label_smoothing"), weft_working_number (first.share), get_attr (w, "gamma"),
      weft_working_number (first.weight), weft_working_number (first.loss),
      get_attr (w, "label_smoothing"), weft_working_number ((double) rows.classes),
      weft_working_number (first.smooth));
  sum = weft_working_number (weft_working_sum (loss));
  weft_working_line (w, g_strdup (_ ("Σ of the rows")), NULL, NULL, sum, 0);
  if (weights > 0)
    weft_working_end (w, "scale · Σ / Σ w[t]", "# · # / #", 3, get_attr (w, "scale"), sum,
                      weft_working_number (weights));
  else
    weft_working_end (w, _ ("no row counts"), "#", 1, weft_working_number (0));
}

/* --- back --- */

/* How strongly the row pulls its shares towards its label. */
static WeftWorkedNumber
show_pull (WeftWorking *w, const Row *it)
{
  double gamma = get_attr (w, "gamma").number, far = fmax (0, 1 - it->share);
  double bend = gamma == 0 ? 1
                : far == 0 ? 0
                           : pow (far, gamma) + gamma * pow (far, gamma - 1) * it->share * it->loss;
  WeftWorkedNumber focus = weft_working_number (bend), pull;

  weft_working_line (w, g_strdup ("f"), "(1 − p[t])^γ + γ · (1 − p[t])^(γ − 1) · p[t] · l[t]", NULL,
                     focus, 0);
  pull = weft_working_number ((1 - get_attr (w, "label_smoothing").number) * it->weight * bend);
  weft_working_line (w, g_strdup ("q"), "(1 − ε) · w[t] · f", "(1 − #) · # · #", pull, 3,
                     get_attr (w, "label_smoothing"), weft_working_number (it->weight), focus);
  return pull;
}

static void
backward (WeftWorking *w)
{
  WeftLabelled rows = weft_rows_get_form (w);
  gint64 j, row = weft_rows_find (w, &j);
  Row it = get_row (w, row);
  double all = 0, weights = add_weights (w);
  WeftWorkedNumber p, pull, label = weft_working_number (weft_rows_get_label (w, row) == j);

  if (!weft_rows_count (w, row) || weights <= 0)
    {
      weft_working_end (w, _ ("it does not count"), "#", 1, weft_working_number (0));
      return;
    }
  for (gint64 c = 0; c < rows.classes; c++)
    all += get_weight (w, c);
  show_row (w, row, &it);
  p = weft_working_number (exp (weft_rows_get (w, row, j).number - it.largest) / it.sum);
  weft_working_line (w, weft_working_index ("p", &j, 1), "exp (x − m) / s", "exp (# − #) / #", p, 3,
                     weft_rows_get (w, row, j), weft_working_number (it.largest),
                     weft_working_number (it.sum));
  weft_working_line (w, weft_working_index ("t", &j, 1), _ ("1 where it is the label"), NULL, label,
                     0);
  pull = show_pull (w, &it);
  weft_working_end (w, "∂L/∂y · scale / Σ w[t] · (q · (p − t) + ε / C · (p · Σ w − w[j]))",
                    "# · # / # · (# · (# − #) + # / # · (# · # − #))", 11,
                    weft_working_d_out (w, 0, 0), get_attr (w, "scale"),
                    weft_working_number (weights), pull, p, label, get_attr (w, "label_smoothing"),
                    weft_working_number ((double) rows.classes), p, weft_working_number (all),
                    weft_working_number (get_weight (w, j)));
}

const WeftWorkedRow weft_worked_class_loss = { NULL, forward, backward };
