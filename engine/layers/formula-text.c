/* formula-text: arithmetic that a person wrote, made into ops */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/formula-text.h"

#include <math.h>
#include <string.h>

#include "engine/base/formula-reader.h"
#include "engine/layers/broadcast.h"

#define MOST_OPS 200

typedef struct
{
  WeftBuilder *b;
  const WeftValue *in;
  guint n_in, n_ops;
} Building;

/* --- ops --- */

static WeftTerm
value_term (WeftFormulaReader *reader, WeftValue value)
{
  Building *building = reader->user;

  if (++building->n_ops > MOST_OPS)
    return weft_formula_fail (reader, g_strdup (_ ("The formula is too long.")));
  return (WeftTerm){ .value = value.index };
}

static WeftTerm
apply (WeftFormulaReader *reader, const char *unit, const double *numbers, guint n, WeftTerm x)
{
  const Building *building = reader->user;

  return value_term (reader,
                     weft_unit_apply (building->b, unit, numbers, n, (WeftValue){ x.value }));
}

static WeftTerm
scale (WeftFormulaReader *reader, double factor, double shift, WeftTerm x)
{
  return apply (reader, "scale", (double[]){ factor, shift }, 2, x);
}

static WeftTerm
join (WeftFormulaReader *reader, const char *op, WeftTerm a, WeftTerm b)
{
  const Building *building = reader->user;
  WeftValue both[2] = { { a.value }, { b.value } };

  if (reader->problem != NULL || !weft_broadcast (building->b, both, 2))
    return a;
  return value_term (reader, weft_builder_op (building->b, op, NULL, both, 2));
}

static WeftTerm
add (WeftFormulaReader *reader, WeftTerm a, WeftTerm b)
{
  if (a.is_number && b.is_number)
    return WEFT_TERM_NUMBER (a.number + b.number);
  if (a.is_number || b.is_number)
    return scale (reader, 1, a.is_number ? a.number : b.number, a.is_number ? b : a);
  return join (reader, "add", a, b);
}

static WeftTerm
subtract (WeftFormulaReader *reader, WeftTerm a, WeftTerm b)
{
  if (a.is_number && b.is_number)
    return WEFT_TERM_NUMBER (a.number - b.number);
  if (a.is_number || b.is_number)
    return a.is_number ? scale (reader, -1, a.number, b) : scale (reader, 1, -b.number, a);
  return join (reader, "subtract", a, b);
}

static WeftTerm
multiply (WeftFormulaReader *reader, WeftTerm a, WeftTerm b)
{
  if (a.is_number && b.is_number)
    return WEFT_TERM_NUMBER (a.number * b.number);
  if (a.is_number || b.is_number)
    return scale (reader, a.is_number ? a.number : b.number, 0, a.is_number ? b : a);
  return join (reader, "multiply", a, b);
}

static WeftTerm
divide (WeftFormulaReader *reader, WeftTerm a, WeftTerm b)
{
  if (b.is_number && b.number == 0)
    return weft_formula_fail (reader, g_strdup (_ ("The formula divides by zero.")));
  if (a.is_number && b.is_number)
    return WEFT_TERM_NUMBER (a.number / b.number);
  if (b.is_number)
    return scale (reader, 1 / b.number, 0, a);
  if (a.is_number)
    return scale (reader, a.number, 0, apply (reader, "reciprocal", NULL, 0, b));
  return join (reader, "divide", a, b);
}

static WeftTerm
raise_to (WeftFormulaReader *reader, WeftTerm a, WeftTerm b)
{
  if (a.is_number && b.is_number)
    return WEFT_TERM_NUMBER (pow (a.number, b.number));
  if (b.is_number && b.number == 2)
    return apply (reader, "square", NULL, 0, a);
  if (b.is_number)
    return apply (reader, "pow", &b.number, 1, a);
  if (!a.is_number)
    return join (reader, "power", a, b);
  if (a.number <= 0)
    return weft_formula_fail (
        reader, g_strdup (_ ("The formula raises a number that is not above zero to the "
                             "power of an input.")));
  return apply (reader, "exp", NULL, 0, scale (reader, log (a.number), 0, b));
}

/* min and max: of a number and an input they keep on one side of it. */
static WeftTerm
choose (WeftFormulaReader *reader, gboolean larger, WeftTerm a, WeftTerm b)
{
  double bound = a.is_number ? a.number : b.number;

  if (a.is_number && b.is_number)
    return WEFT_TERM_NUMBER (larger ? MAX (a.number, b.number) : MIN (a.number, b.number));
  if (a.is_number || b.is_number)
    return apply (reader, "clamp",
                  (double[]){ larger ? bound : -G_MAXFLOAT, larger ? G_MAXFLOAT : bound }, 2,
                  a.is_number ? b : a);
  return join (reader, larger ? "maximum" : "minimum", a, b);
}

static WeftTerm
call_unit (WeftFormulaReader *reader, const char *name, const WeftTerm *terms, guint n)
{
  double numbers[WEFT_FORMULA_MOST_ARGUMENTS] = { 0 };
  guint n_params = 0;

  weft_unit_find (name, &n_params);
  if (terms[0].is_number || n > n_params + 1)
    return weft_formula_fail (
        reader, g_strdup_printf (_ ("“%s” in the formula takes an input, and at most %u numbers."),
                                 name, n_params));
  for (guint i = 1; i < n; i++)
    if (terms[i].is_number)
      numbers[i - 1] = terms[i].number;
    else
      return weft_formula_fail (
          reader,
          g_strdup_printf (_ ("“%s” in the formula takes an input, and at most %u numbers."), name,
                           n_params));
  return apply (reader, name, numbers, n - 1, terms[0]);
}

/* --- what its words mean --- */

static WeftTerm
join_terms (WeftFormulaReader *reader, char op, WeftTerm a, WeftTerm b)
{
  if (reader->problem != NULL)
    return a;
  switch (op)
    {
    case '+':
      return add (reader, a, b);
    case '-':
      return subtract (reader, a, b);
    case '*':
      return multiply (reader, a, b);
    case '/':
      return divide (reader, a, b);
    default:
      return raise_to (reader, a, b);
    }
}

static gboolean
is_function (const char *name)
{
  guint n;

  return strcmp (name, "min") == 0 || strcmp (name, "max") == 0 || weft_unit_find (name, &n);
}

static WeftTerm
call (WeftFormulaReader *reader, const char *name, const WeftTerm *terms, guint n)
{
  gboolean is_max = strcmp (name, "max") == 0;

  if (!is_max && strcmp (name, "min") != 0)
    return call_unit (reader, name, terms, n);
  if (n != 2)
    return weft_formula_fail (reader, g_strdup_printf (_ ("“%s” in the formula takes two."), name));
  return choose (reader, is_max, terms[0], terms[1]);
}

/* An input: a, b, c … */
static WeftTerm
read_input (WeftFormulaReader *reader, const char *name, long place)
{
  const Building *building = reader->user;
  guint input = (guint) (name[0] - 'a');

  if (name[1] != '\0' || name[0] < 'a' || input >= building->n_in)
    return weft_formula_fail (
        reader, g_strdup_printf (_ ("“%s” at place %ld of the formula is no input, which are a to "
                                    "%c, and no function with its “(”."),
                                 name, place, 'a' + (int) building->n_in - 1));
  if (building->in[input].index < 0)
    return weft_formula_fail (
        reader, g_strdup_printf (_ ("The formula uses “%s”, to which nothing is wired."), name));
  return (WeftTerm){ .value = building->in[input].index };
}

WeftValue
weft_formula_build (WeftBuilder *b, const char *text, const WeftValue *in, guint n)
{
  static const WeftFormulaMeaning meaning = { join_terms, is_function, call, read_input };
  Building building = { .b = b, .in = in, .n_in = n };
  WeftFormulaReader reader = { .meaning = &meaning, .user = &building };
  WeftTerm term;

  if (weft_formula_read (&reader, text, &term) && term.is_number)
    weft_formula_fail (&reader, g_strdup (_ ("The formula uses none of its inputs.")));
  if (reader.problem == NULL)
    return (WeftValue){ term.value };
  weft_builder_fail (b, "formula", reader.problem, NULL);
  g_free (reader.problem);
  return WEFT_NONE;
}
