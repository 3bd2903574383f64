/* plane-curve: y = f (x) as a person writes it, worked out for a number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/plane-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/formula-numbers.h"
#include "engine/base/sentence.h"

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
  static const WeftFormulaMeaning meaning = { weft_formula_join_numbers, weft_formula_is_of_numbers,
                                              weft_formula_call_numbers, read_x };
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
