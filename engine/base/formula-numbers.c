/* formula-numbers: what signs and functions do in a formula of which every term is a number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/formula-numbers.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

typedef struct
{
  const char *name;
  double (*of_one) (double x);
  double (*of_two) (double x, double y);
} Function;

static double
sigmoid (double x)
{
  return 1 / (1 + exp (-x));
}

static double
get_sign (double x)
{
  return (x > 0) - (x < 0);
}

static const Function functions[] = {
  { "abs", fabs },       { "cos", cos },        { "exp", exp },         { "log", log },
  { "max", NULL, fmax }, { "min", NULL, fmin }, { "sigmoid", sigmoid }, { "sign", get_sign },
  { "sin", sin },        { "sqrt", sqrt },      { "tan", tan },         { "tanh", tanh },
};

static const Function *
find_function (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return &functions[i];
  return NULL;
}

WeftTerm
weft_formula_join_numbers (WeftFormulaReader *reader, char op, WeftTerm a, WeftTerm b)
{
  switch (op)
    {
    case '+':
      return WEFT_TERM_NUMBER (a.number + b.number);
    case '-':
      return WEFT_TERM_NUMBER (a.number - b.number);
    case '*':
      return WEFT_TERM_NUMBER (a.number * b.number);
    case '/':
      return WEFT_TERM_NUMBER (a.number / b.number);
    default:
      return WEFT_TERM_NUMBER (pow (a.number, b.number));
    }
}

gboolean
weft_formula_is_of_numbers (const char *name)
{
  return find_function (name) != NULL;
}

WeftTerm
weft_formula_call_numbers (WeftFormulaReader *reader, const char *name, const WeftTerm *terms,
                           guint n)
{
  const Function *function = find_function (name);

  if (function->of_one != NULL && n == 1)
    return WEFT_TERM_NUMBER (function->of_one (terms[0].number));
  if (function->of_two != NULL && n == 2)
    return WEFT_TERM_NUMBER (function->of_two (terms[0].number, terms[1].number));
  return weft_formula_fail (reader,
                            g_strdup_printf (function->of_one != NULL
                                                 ? _ ("“%s” in the formula takes one number.")
                                                 : _ ("“%s” in the formula takes two."),
                                             name));
}
