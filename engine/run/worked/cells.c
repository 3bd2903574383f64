/* cells: what lstm, gru and rnn do with the sums of a unit's gates */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/cells.h"

#include <glib.h>
#include <math.h>

static void
back_lstm (WeftUnitBack *at)
{
  double i = at->gate[0], f = at->gate[1], g = at->gate[2], o = at->gate[3], t = tanh (at->c);
  double dc = at->dc + at->dh * o * (1 - t * t);

  at->d_a[0] = dc * g * i * (1 - i);
  at->d_a[1] = dc * at->c_before * f * (1 - f);
  at->d_a[2] = dc * i * (1 - g * g);
  at->d_a[3] = at->dh * t * o * (1 - o);
  for (int k = 0; k < 4; k++)
    at->d_b[k] = at->d_a[k];
  at->dc = dc * f;
}

static void
back_gru (WeftUnitBack *at)
{
  double r = at->gate[0], z = at->gate[1], n = at->gate[2];
  double dn = at->dh * (1 - z) * (1 - n * n);

  at->d_a[0] = at->d_b[0] = dn * at->b[2] * r * (1 - r);
  at->d_a[1] = at->d_b[1] = at->dh * (at->h_before - n) * z * (1 - z);
  at->d_a[2] = dn;
  at->d_b[2] = dn * r;
  at->d_before = at->dh * z;
}

static void
back_rnn (WeftUnitBack *at)
{
  at->d_a[0] = at->d_b[0] = at->dh * (1 - at->gate[0] * at->gate[0]);
}

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static double
step_lstm (const double *a, const double *b, double c, double *gate)
{
  gate[0] = sigmoid (a[0] + b[0]);
  gate[1] = sigmoid (a[1] + b[1]);
  gate[2] = tanh (a[2] + b[2]);
  gate[3] = sigmoid (a[3] + b[3]);
  return gate[1] * c + gate[0] * gate[2];
}

static double
step_gru (const double *a, const double *b, double c, double *gate)
{
  gate[0] = sigmoid (a[0] + b[0]);
  gate[1] = sigmoid (a[1] + b[1]);
  gate[2] = tanh (a[2] + gate[0] * b[2]);
  return 0;
}

static double
step_rnn (const double *a, const double *b, double c, double *gate)
{
  gate[0] = tanh (a[0] + b[0]);
  return 0;
}

static const WeftWorkedCell cells[] = {
  { "lstm",
    4,
    { "a[i]", "a[f]", "a[g]", "a[o]" },
    { "b[i]", "b[f]", "b[g]", "b[o]" },
    { "ai", "af", "ag", "ao" },
    { "bi", "bf", "bg", "bo" },
    { "i = sigmoid (ai + bi)", "f = sigmoid (af + bf)", "g = tanh (ag + bg)",
      "o = sigmoid (ao + bo)", "c = f * cb + i * g", "h = o * tanh (c)" },
    step_lstm,
    back_lstm },
  { "gru",
    3,
    { "a[r]", "a[z]", "a[n]" },
    { "b[r]", "b[z]", "b[n]" },
    { "ar", "az", "an" },
    { "br", "bz", "bn" },
    { "r = sigmoid (ar + br)", "z = sigmoid (az + bz)", "n = tanh (an + r * bn)",
      "h = (1 - z) * n + z * hb" },
    step_gru,
    back_gru },
  { "rnn", 1, { "a" }, { "b" }, { "a" }, { "b" }, { "h = tanh (a + b)" }, step_rnn, back_rnn },
};

const WeftWorkedCell *
weft_cell_find (const char *op)
{
  for (guint i = 0; i < G_N_ELEMENTS (cells); i++)
    if (g_str_equal (cells[i].op, op))
      return &cells[i];
  return &cells[0];
}
