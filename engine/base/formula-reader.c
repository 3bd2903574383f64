/* formula-reader: arithmetic that a person wrote, read by recursive descent */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/formula-reader.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#define DEEPEST 50
#define NAME_BYTES 32

static WeftTerm read_sum (WeftFormulaReader *reader);

/* --- what is wrong --- */

WeftTerm
weft_formula_fail (WeftFormulaReader *reader, char *sentence)
{
  if (reader->problem == NULL)
    reader->problem = sentence;
  else
    g_free (sentence);
  return WEFT_TERM_NUMBER (0);
}

static long
get_place (const WeftFormulaReader *reader)
{
  return g_utf8_strlen (reader->text, reader->at - reader->text) + 1;
}

static WeftTerm
fail_here (WeftFormulaReader *reader)
{
  char found[8] = { 0 };

  if (*reader->at == '\0')
    return weft_formula_fail (reader, g_strdup (_ ("The formula ends too soon.")));
  g_unichar_to_utf8 (g_utf8_get_char (reader->at), found);
  return weft_formula_fail (
      reader, g_strdup_printf (_ ("“%s” at place %ld of the formula cannot stand there."), found,
                               get_place (reader)));
}

/* --- the text --- */

static void
skip_space (WeftFormulaReader *reader)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
}

/* Whether one of these signs, which may be written in several ways, comes next; if so it is gone.
 */
static gboolean
take (WeftFormulaReader *reader, const char *const *signs)
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
static const char *const pi[] = { "π", NULL };
static const char *const comma[] = { ",", "，", NULL };

/* --- the grammar --- */

/* The name at hand, cut off where it is longer than any; it is gone. */
static void
take_name (WeftFormulaReader *reader, char name[NAME_BYTES])
{
  gsize n = 0;

  for (; g_ascii_isalnum (*reader->at) || *reader->at == '_'; reader->at++)
    if (n + 1 < NAME_BYTES)
      name[n++] = *reader->at;
  name[n] = '\0';
}

/* What follows the name of a function and its parenthesis. */
static WeftTerm
read_call (WeftFormulaReader *reader, const char *name)
{
  WeftTerm terms[WEFT_FORMULA_MOST_ARGUMENTS];
  guint n = 0;

  do
    terms[n++] = read_sum (reader);
  while (n < G_N_ELEMENTS (terms) && reader->problem == NULL && take (reader, comma));
  if (reader->problem != NULL || !take (reader, shut))
    return fail_here (reader);
  return reader->meaning->call (reader, name, terms, n);
}

static WeftTerm
read_name (WeftFormulaReader *reader)
{
  long place = get_place (reader);
  char name[NAME_BYTES];

  take_name (reader, name);
  if (strcmp (name, "pi") == 0)
    return WEFT_TERM_NUMBER (G_PI);
  if (reader->meaning->is_function (name) && take (reader, open))
    return read_call (reader, name);
  return reader->meaning->read_name (reader, name, place);
}

static WeftTerm
read_number (WeftFormulaReader *reader)
{
  char *end;
  double number = g_ascii_strtod (reader->at, &end);

  if (end == reader->at || !isfinite (number))
    return fail_here (reader);
  reader->at = end;
  return WEFT_TERM_NUMBER (number);
}

static WeftTerm
read_atom (WeftFormulaReader *reader)
{
  WeftTerm term;

  skip_space (reader);
  if (g_ascii_isdigit (*reader->at) || *reader->at == '.')
    return read_number (reader);
  if (g_ascii_isalpha (*reader->at))
    return read_name (reader);
  if (take (reader, pi))
    return WEFT_TERM_NUMBER (G_PI);
  if (!take (reader, open))
    return fail_here (reader);
  term = read_sum (reader);
  return reader->problem != NULL || take (reader, shut) ? term : fail_here (reader);
}

static WeftTerm
read_signed (WeftFormulaReader *reader)
{
  WeftTerm term;

  if (++reader->depth > DEEPEST)
    return weft_formula_fail (reader, g_strdup (_ ("The formula is too long.")));
  if (take (reader, minus))
    term = reader->meaning->join (reader, '*', WEFT_TERM_NUMBER (-1), read_signed (reader));
  else if (take (reader, plus))
    term = read_signed (reader);
  else
    {
      term = read_atom (reader);
      if (reader->problem == NULL && take (reader, raised))
        term = reader->meaning->join (reader, '^', term, read_signed (reader));
    }
  reader->depth--;
  return term;
}

static WeftTerm
read_product (WeftFormulaReader *reader)
{
  WeftTerm term = read_signed (reader);

  while (reader->problem == NULL)
    if (take (reader, times))
      term = reader->meaning->join (reader, '*', term, read_signed (reader));
    else if (take (reader, by))
      term = reader->meaning->join (reader, '/', term, read_signed (reader));
    else
      break;
  return term;
}

static WeftTerm
read_sum (WeftFormulaReader *reader)
{
  WeftTerm term = read_product (reader);

  while (reader->problem == NULL)
    if (take (reader, plus))
      term = reader->meaning->join (reader, '+', term, read_product (reader));
    else if (take (reader, minus))
      term = reader->meaning->join (reader, '-', term, read_product (reader));
    else
      break;
  return term;
}

gboolean
weft_formula_read (WeftFormulaReader *reader, const char *text, WeftTerm *term)
{
  reader->text = reader->at = text;
  *term = read_sum (reader);
  skip_space (reader);
  if (reader->problem == NULL && *reader->at != '\0')
    fail_here (reader);
  return reader->problem == NULL;
}
