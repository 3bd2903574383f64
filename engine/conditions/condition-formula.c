/* condition-formula: two sides of arithmetic with a sign of comparison between them */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition-formula.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/formula-numbers.h"

static const struct
{
  const char *name;
  gsize offset; /* of a number in a reading */
} names[] = {
  { "value", offsetof (WeftReading, value) },
  { "value_max", offsetof (WeftReading, value_max) },
  { "gradient", offsetof (WeftReading, gradient) },
  { "gradient_max", offsetof (WeftReading, gradient_max) },
  { "bad", offsetof (WeftReading, bad) },
  { "units", offsetof (WeftReading, units) },
  { "dead", offsetof (WeftReading, dead) },
  { "loss", offsetof (WeftReading, loss) },
  { "rate", offsetof (WeftReading, rate) },
  { "accuracy", offsetof (WeftReading, accuracy) },
  { "step", offsetof (WeftReading, step) },
  { "epoch", offsetof (WeftReading, epoch) },
};

static char *
dup_names (void)
{
  GString *all = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    g_string_append_printf (all, "%s%s", i > 0 ? ", " : "", names[i].name);
  return g_string_free (all, FALSE);
}

static WeftTerm
read_name (WeftFormulaReader *reader, const char *name, long place)
{
  g_autofree char *all = NULL;

  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].name, name) == 0)
      return WEFT_TERM_NUMBER (*(const double *) ((const char *) reader->user + names[i].offset));
  all = dup_names ();
  return weft_formula_fail (
      reader,
      g_strdup_printf (_ ("“%s” at place %ld of the formula is not known here. There are %s."),
                       name, place, all));
}

/* FALSE: *problem says why. */
static gboolean
read_side (const char *text, const WeftReading *reading, double *number, char **problem)
{
  static const WeftFormulaMeaning meaning = { weft_formula_join_numbers, weft_formula_is_of_numbers,
                                              weft_formula_call_numbers, read_name };
  WeftFormulaReader reader = { .meaning = &meaning, .user = (gpointer) reading };
  WeftTerm term;

  if (!weft_formula_read (&reader, text, &term))
    {
      *problem = reader.problem;
      return FALSE;
    }
  *number = term.number;
  return TRUE;
}

/* The first sign of comparison; *length: its bytes; *sense: 1: the left side is to be larger. */
static const char *
find_sign (const char *text, gsize *length, int *sense)
{
  static const struct
  {
    const char *sign;
    int sense;
  } signs[] = { { "＞", 1 }, { "＜", -1 }, { ">", 1 }, { "<", -1 } };

  for (; *text != '\0'; text = g_utf8_next_char (text))
    for (gsize i = 0; i < G_N_ELEMENTS (signs); i++)
      if (g_str_has_prefix (text, signs[i].sign))
        {
          *length = strlen (signs[i].sign);
          *sense = signs[i].sense;
          return text;
        }
  return NULL;
}

gboolean
weft_condition_read_formula (const char *formula, const WeftReading *reading, double *left,
                             double *right, char **problem)
{
  g_autofree char *before = NULL, *wrong = NULL;
  gsize length = 0;
  int sense = 0;
  const char *sign = find_sign (formula, &length, &sense);
  gboolean is_read;

  *left = *right = NAN;
  if (sign == NULL)
    wrong = g_strdup (_ ("The formula compares nothing. Put > or < between two sides, as in "
                         "gradient > 10."));
  before = sign != NULL ? g_strndup (formula, (gsize) (sign - formula)) : NULL;
  is_read = sign != NULL && read_side (before, reading, left, &wrong)
            && read_side (sign + length, reading, right, &wrong);
  if (problem != NULL)
    *problem = g_steal_pointer (&wrong);
  return is_read && (sense > 0 ? *left > *right : *left < *right);
}

char *
weft_condition_dup_problem (const char *formula)
{
  const WeftReading nothing = { 0 };
  char *problem;
  double left, right;

  weft_condition_read_formula (formula, &nothing, &left, &right, &problem);
  return problem;
}
