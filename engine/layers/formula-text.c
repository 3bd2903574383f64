/* formula-text: arithmetic that a person wrote, made into ops, by recursive descent
 *
 *   sum     = product { (+ | −) product }
 *   product = signed { (* | /) signed }
 *   signed  = (+ | −) signed | power
 *   power   = atom [ ^ signed ]
 *   atom    = number | input | function ( sum { , sum } ) | ( sum ) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/formula-text.h"

#include <math.h>
#include <string.h>

#include "engine/layers/broadcast.h"

#define DEEPEST 50
#define MOST_OPS 200
#define MOST_ARGUMENTS 4
#define NAME_BYTES 32

/* A number, or what was made of inputs. */
typedef struct
{
  gboolean is_number;
  double number;
  WeftValue value;
} Term;

typedef struct
{
  WeftBuilder *b;
  const char *text, *at;
  const WeftValue *in;
  guint n_in, depth, n_ops;
  gboolean failed;
} Reader;

static Term read_sum (Reader *reader);

/* --- what is wrong --- */

static Term
fail (Reader *reader, char *sentence)
{
  if (!reader->failed)
    weft_builder_fail (reader->b, "formula", sentence, NULL);
  reader->failed = TRUE;
  g_free (sentence);
  return (Term){ .is_number = TRUE };
}

static Term
fail_here (Reader *reader)
{
  long place = g_utf8_strlen (reader->text, reader->at - reader->text) + 1;
  char found[8] = { 0 };

  if (*reader->at == '\0')
    return fail (reader, g_strdup (_ ("The formula ends too soon.")));
  g_unichar_to_utf8 (g_utf8_get_char (reader->at), found);
  return fail (reader, g_strdup_printf (_ ("“%s” at place %ld of the formula cannot stand there."),
                                        found, place));
}

/* --- the text --- */

static void
skip_space (Reader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

/* Whether one of these signs, which may be written in several ways, comes next; if so it is gone.
 */
static gboolean
take (Reader *reader, const char *const *signs)
{
  skip_space (reader);
  for (; *signs != NULL; signs++)
    if (g_str_has_prefix (reader->at, *signs))
      {
        reader->at += strlen (*signs);
        return TRUE;
      }
  return FALSE;
}

static const char *const plus[] = { "+", "＋", NULL };
static const char *const minus[] = { "-", "−", "－", NULL };
static const char *const times[] = { "*", "·", "×", NULL };
static const char *const by[] = { "/", "÷", NULL };
static const char *const raised[] = { "^", NULL };
static const char *const open[] = { "(", "（", NULL };
static const char *const shut[] = { ")", "）", NULL };
static const char *const comma[] = { ",", "，", NULL };

/* --- ops --- */

static Term
number_term (double number)
{
  return (Term){ .is_number = TRUE, .number = number };
}

static Term
value_term (Reader *reader, WeftValue value)
{
  if (++reader->n_ops > MOST_OPS)
    return fail (reader, g_strdup (_ ("The formula is too long.")));
  return (Term){ .value = value };
}

static Term
apply (Reader *reader, const char *unit, const double *numbers, guint n, Term x)
{
  return value_term (reader, weft_unit_apply (reader->b, unit, numbers, n, x.value));
}

static Term
scale (Reader *reader, double factor, double shift, Term x)
{
  return apply (reader, "scale", (double[]){ factor, shift }, 2, x);
}

static Term
join (Reader *reader, const char *op, Term a, Term b)
{
  WeftValue both[2] = { a.value, b.value };

  if (reader->failed || !weft_broadcast (reader->b, both, 2))
    return a;
  return value_term (reader, weft_builder_op (reader->b, op, NULL, both, 2));
}

static Term
add (Reader *reader, Term a, Term b)
{
  if (a.is_number && b.is_number)
    return number_term (a.number + b.number);
  if (a.is_number || b.is_number)
    return scale (reader, 1, a.is_number ? a.number : b.number, a.is_number ? b : a);
  return join (reader, "add", a, b);
}

static Term
subtract (Reader *reader, Term a, Term b)
{
  if (a.is_number && b.is_number)
    return number_term (a.number - b.number);
  if (a.is_number || b.is_number)
    return a.is_number ? scale (reader, -1, a.number, b) : scale (reader, 1, -b.number, a);
  return join (reader, "subtract", a, b);
}

static Term
multiply (Reader *reader, Term a, Term b)
{
  if (a.is_number && b.is_number)
    return number_term (a.number * b.number);
  if (a.is_number || b.is_number)
    return scale (reader, a.is_number ? a.number : b.number, 0, a.is_number ? b : a);
  return join (reader, "multiply", a, b);
}

static Term
divide (Reader *reader, Term a, Term b)
{
  if (b.is_number && b.number == 0)
    return fail (reader, g_strdup (_ ("The formula divides by zero.")));
  if (a.is_number && b.is_number)
    return number_term (a.number / b.number);
  if (b.is_number)
    return scale (reader, 1 / b.number, 0, a);
  if (a.is_number)
    return scale (reader, a.number, 0, apply (reader, "reciprocal", NULL, 0, b));
  return join (reader, "divide", a, b);
}

static Term
raise_to (Reader *reader, Term a, Term b)
{
  if (a.is_number && b.is_number)
    return number_term (pow (a.number, b.number));
  if (b.is_number && b.number == 2)
    return apply (reader, "square", NULL, 0, a);
  if (b.is_number)
    return apply (reader, "pow", &b.number, 1, a);
  if (!a.is_number)
    return join (reader, "power", a, b);
  if (a.number <= 0)
    return fail (reader, g_strdup (_ ("The formula raises a number that is not above zero to the "
                                      "power of an input.")));
  return apply (reader, "exp", NULL, 0, scale (reader, log (a.number), 0, b));
}

/* min and max: of a number and an input they keep on one side of it. */
static Term
choose (Reader *reader, gboolean larger, Term a, Term b)
{
  double bound = a.is_number ? a.number : b.number;

  if (a.is_number && b.is_number)
    return number_term (larger ? MAX (a.number, b.number) : MIN (a.number, b.number));
  if (a.is_number || b.is_number)
    return apply (reader, "clamp",
                  (double[]){ larger ? bound : -G_MAXFLOAT, larger ? G_MAXFLOAT : bound }, 2,
                  a.is_number ? b : a);
  return join (reader, larger ? "maximum" : "minimum", a, b);
}

/* --- the grammar --- */

/* The name at hand, cut off where it is longer than any; it is gone. */
static void
take_name (Reader *reader, char name[NAME_BYTES])
{
  gsize n = 0;

  for (; g_ascii_isalnum (*reader->at) || *reader->at == '_'; reader->at++)
    if (n + 1 < NAME_BYTES)
      name[n++] = *reader->at;
  name[n] = '\0';
}

static Term
call_unit (Reader *reader, const char *name, const Term *terms, guint n)
{
  double numbers[MOST_ARGUMENTS] = { 0 };
  guint n_params = 0;

  weft_unit_find (name, &n_params);
  if (terms[0].is_number || n > n_params + 1)
    return fail (reader,
                 g_strdup_printf (_ ("“%s” in the formula takes an input, and at most %u numbers."),
                                  name, n_params));
  for (guint i = 1; i < n; i++)
    if (terms[i].is_number)
      numbers[i - 1] = terms[i].number;
    else
      return fail (reader, g_strdup_printf (
                               _ ("“%s” in the formula takes an input, and at most %u numbers."),
                               name, n_params));
  return apply (reader, name, numbers, n - 1, terms[0]);
}

/* What follows the name of a function. */
static Term
read_call (Reader *reader, const char *name)
{
  gboolean is_max = strcmp (name, "max") == 0, is_choice = is_max || strcmp (name, "min") == 0;
  Term terms[MOST_ARGUMENTS];
  guint n = 0;

  do
    terms[n++] = read_sum (reader);
  while (n < MOST_ARGUMENTS && !reader->failed && take (reader, comma));
  if (reader->failed || !take (reader, shut))
    return fail_here (reader);
  if (!is_choice)
    return call_unit (reader, name, terms, n);
  if (n != 2)
    return fail (reader, g_strdup_printf (_ ("“%s” in the formula takes two."), name));
  return choose (reader, is_max, terms[0], terms[1]);
}

static Term
read_name (Reader *reader)
{
  const char *begin = reader->at;
  long place = g_utf8_strlen (reader->text, begin - reader->text) + 1;
  char name[NAME_BYTES];
  guint input, n;

  take_name (reader, name);
  input = (guint) (name[0] - 'a');
  if (name[1] == '\0' && name[0] >= 'a' && input < reader->n_in)
    return reader->in[input].index >= 0
               ? (Term){ .value = reader->in[input] }
               : fail (reader, g_strdup_printf (
                                   _ ("The formula uses “%s”, to which nothing is wired."), name));
  if (strcmp (name, "pi") == 0)
    return number_term (G_PI);
  if ((strcmp (name, "min") == 0 || strcmp (name, "max") == 0 || weft_unit_find (name, &n))
      && take (reader, open))
    return read_call (reader, name);
  return fail (reader,
               g_strdup_printf (_ ("“%s” at place %ld of the formula is no input, which are a to "
                                   "%c, and no function with its “(”."),
                                name, place, 'a' + (int) reader->n_in - 1));
}

static Term
read_number (Reader *reader)
{
  char *end;
  double number = g_ascii_strtod (reader->at, &end);

  if (end == reader->at || !isfinite (number))
    return fail_here (reader);
  reader->at = end;
  return number_term (number);
}

static Term
read_atom (Reader *reader)
{
  Term term;

  skip_space (reader);
  if (g_ascii_isdigit (*reader->at) || *reader->at == '.')
    return read_number (reader);
  if (g_ascii_isalpha (*reader->at))
    return read_name (reader);
  if (!take (reader, open))
    return fail_here (reader);
  term = read_sum (reader);
  return reader->failed || take (reader, shut) ? term : fail_here (reader);
}

static Term
read_signed (Reader *reader)
{
  Term term;

  if (++reader->depth > DEEPEST)
    return fail (reader, g_strdup (_ ("The formula is too long.")));
  if (take (reader, minus))
    term = multiply (reader, number_term (-1), read_signed (reader));
  else if (take (reader, plus))
    term = read_signed (reader);
  else
    {
      term = read_atom (reader);
      if (!reader->failed && take (reader, raised))
        term = raise_to (reader, term, read_signed (reader));
    }
  reader->depth--;
  return term;
}

static Term
read_product (Reader *reader)
{
  Term term = read_signed (reader);

  while (!reader->failed)
    if (take (reader, times))
      term = multiply (reader, term, read_signed (reader));
    else if (take (reader, by))
      term = divide (reader, term, read_signed (reader));
    else
      break;
  return term;
}

static Term
read_sum (Reader *reader)
{
  Term term = read_product (reader);

  while (!reader->failed)
    if (take (reader, plus))
      term = add (reader, term, read_product (reader));
    else if (take (reader, minus))
      term = subtract (reader, term, read_product (reader));
    else
      break;
  return term;
}

WeftValue
weft_formula_build (WeftBuilder *b, const char *text, const WeftValue *in, guint n)
{
  Reader reader = { .b = b, .text = text, .at = text, .in = in, .n_in = n };
  Term term = read_sum (&reader);

  skip_space (&reader);
  if (!reader.failed && *reader.at != '\0')
    fail_here (&reader);
  else if (!reader.failed && term.is_number)
    fail (&reader, g_strdup (_ ("The formula uses none of its inputs.")));
  return reader.failed ? WEFT_NONE : term.value;
}
