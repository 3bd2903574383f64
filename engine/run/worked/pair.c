/* pair: a function of two numbers; back, its slope by each times what comes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/run/worked/working.h"

typedef struct
{
  const char *op;
  const char *forward;
  const char *back[2]; /* to a, to b */
} Rule;

static const Rule rules[] = {
  { "subtract", "a - b", { "dy", "-dy" } },
  { "multiply", "a * b", { "dy * b", "dy * a" } },
  { "divide", "a / b", { "dy / b", "-dy * y / b" } },
  { "power", "a ^ b", { "dy * b * a ^ (b - 1)", "dy * y * log (a)" } },
  { "minimum", "min (a, b)", { NULL } },
  { "maximum", "max (a, b)", { NULL } },
};

static const Rule *
find_rule (const WeftWorking *w)
{
  for (guint i = 0; i < G_N_ELEMENTS (rules); i++)
    if (g_str_equal (rules[i].op, w->sight->stop.application->op))
      return &rules[i];
  g_return_val_if_reached (NULL);
}

static GArray *
list_names (const WeftWorking *w)
{
  GArray *names = weft_working_names_new ();

  WEFT_NAME (names, "a", NULL, weft_working_in (w, 0, w->offset));
  WEFT_NAME (names, "b", NULL, weft_working_in (w, 1, w->offset));
  return names;
}

static void
forward (WeftWorking *w)
{
  g_autoptr (GArray) names = list_names (w);

  weft_working_end_rule (w, names, find_rule (w)->forward);
}

/* The one that was taken has all of it, of two that are alike each has half. */
static const char *
choose_share (const WeftWorking *w)
{
  double own = weft_working_in (w, w->port, w->offset).number;
  double other = weft_working_in (w, 1 - w->port, w->offset).number;
  gboolean is_least = g_str_equal (find_rule (w)->op, "minimum");

  if (own == other)
    return "dy / 2";
  return (own < other) == is_least ? "dy" : "0 * dy";
}

/* By a base or an exponent of 0 nothing is learnt. */
static gboolean
is_flat (const WeftWorking *w)
{
  return g_str_equal (find_rule (w)->op, "power")
         && weft_working_in (w, 1 - w->port, w->offset).number == 0;
}

static void
backward (WeftWorking *w)
{
  g_autoptr (GArray) names = list_names (w);
  const Rule *rule = find_rule (w);
  double by_rule
      = pow (weft_working_in (w, 0, w->offset).number, weft_working_in (w, 1, w->offset).number);
  WeftWorkedNumber y = weft_working_out (w, 0, w->offset);

  weft_working_line (w, g_strdup ("a"), NULL, NULL, weft_working_in (w, 0, w->offset), 0);
  weft_working_line (w, g_strdup ("b"), NULL, NULL, weft_working_in (w, 1, w->offset), 0);
  if (g_str_equal (rule->op, "divide"))
    by_rule = weft_working_in (w, 0, w->offset).number / weft_working_in (w, 1, w->offset).number;
  WEFT_NAME (names, "y", NULL, isnan (y.number) ? weft_working_number (by_rule) : y);
  WEFT_NAME (names, "dy", "∂L/∂y", weft_working_d_out (w, 0, w->offset));
  weft_working_end_rule (w, names,
                         is_flat (w)             ? "0 * dy"
                         : rule->back[0] == NULL ? choose_share (w)
                                                 : rule->back[w->port]);
}

const WeftWorkedRow weft_worked_pair = { NULL, forward, backward };
