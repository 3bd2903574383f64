/* plane-curve: y = f (x) as a person writes it, worked out for a number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/plane-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/formula-reader.h"
#include "engine/base/sentence.h"

static const struct
{
  const char *name;
  double (*value) (double x);
} functions[] = {
  { "sin", sin }, { "cos", cos },   { "tan", tan },  { "exp", exp },
  { "log", log }, { "sqrt", sqrt }, { "abs", fabs },
};

static WeftTerm
join (WeftFormulaReader *reader, char op, WeftTerm a, WeftTerm b)
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

static int
find_function (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (strcmp (functions[i].name, name) == 0)
      return (int) i;
  return -1;
}

static gboolean
is_function (const char *name)
{
  return find_function (name) >= 0;
}

static WeftTerm
call (WeftFormulaReader *reader, const char *name, const WeftTerm *terms, guint n)
{
  if (n != 1)
    return weft_formula_fail (reader,
                              g_strdup_printf (_ ("“%s” in the formula takes one number."), name));
  return WEFT_TERM_NUMBER (functions[find_function (name)].value (terms[0].number));
}

static WeftTerm
read_x (WeftFormulaReader *reader, const char *name, long place)
{
  const double *x = reader->user;

  if (strcmp (name, "x") == 0)
    return WEFT_TERM_NUMBER (*x);
  return weft_formula_fail (
      reader, g_strdup_printf (_ ("“%s” at place %ld of the formula is not x, and no function with "
                                  "its “(”."),
                               name, place));
}

gboolean
weft_curve_evaluate (const char *text, double x, double *y, GError **error)
{
  static const WeftFormulaMeaning meaning = { join, is_function, call, read_x };
  WeftFormulaReader reader = { .meaning = &meaning, .user = &x };
  WeftTerm term;

  if (!weft_formula_read (&reader, text, &term))
    {
      weft_sentence_set_error (error, WEFT_ERROR_INVALID, "%s", reader.problem);
      g_free (reader.problem);
      return FALSE;
    }
  *y = term.number;
  return TRUE;
}
