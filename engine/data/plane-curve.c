/* plane-curve: y = f (x) as a person writes it, worked out for a number by recursive descent
 *
 *   sum     = product { (+ | −) product }
 *   product = signed { (* | /) signed }
 *   signed  = (+ | −) signed | power
 *   power   = atom [ ^ signed ]
 *   atom    = number | x | pi | function ( sum ) | ( sum ) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/data/plane-curve.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "engine/base/error.h"
#include "engine/base/sentence.h"

#define DEEPEST 50

typedef struct
{
  const char *text, *at;
  double x;
  guint depth;
  GError *error; /* the first */
} Reader;

static const struct
{
  const char *name;
  double (*value) (double x);
} functions[] = {
  { "sin", sin }, { "cos", cos },   { "tan", tan },  { "exp", exp },
  { "log", log }, { "sqrt", sqrt }, { "abs", fabs },
};

static double read_sum (Reader *reader);

static double
fail_here (Reader *reader)
{
  long place = g_utf8_strlen (reader->text, reader->at - reader->text) + 1;
  char found[8] = { 0 };

  if (reader->error != NULL)
    return 0;
  if (*reader->at == '\0')
    {
      weft_sentence_set_error (&reader->error, WEFT_ERROR_INVALID, "%s",
                               _ ("The formula ends too soon."));
      return 0;
    }
  g_unichar_to_utf8 (g_utf8_get_char (reader->at), found);
  weft_sentence_set_error (&reader->error, WEFT_ERROR_INVALID,
                           _ ("“%s” at place %ld of the formula cannot stand there."), found,
                           place);
  return 0;
}

/* Whether one of these signs comes next; if so it is gone. */
static gboolean
take (Reader *reader, const char *const *signs)
{
  while (g_ascii_isspace (*reader->at))
    reader->at++;
  for (; reader->error == NULL && *signs != NULL; signs++)
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

/* The function whose name comes next, with its parenthesis; if so both are gone. */
static int
take_function (Reader *reader)
{
  for (guint i = 0; i < G_N_ELEMENTS (functions); i++)
    if (g_str_has_prefix (reader->at, functions[i].name))
      {
        const char *begin = reader->at;

        reader->at += strlen (functions[i].name);
        if (take (reader, open))
          return (int) i;
        reader->at = begin;
      }
  return -1;
}

static double
read_inside (Reader *reader)
{
  double value = read_sum (reader);

  return take (reader, shut) ? value : fail_here (reader);
}

static double
read_atom (Reader *reader)
{
  char *end;
  double value;
  int function;

  if (take (reader, open))
    return read_inside (reader);
  if (g_ascii_isdigit (*reader->at) || *reader->at == '.')
    {
      value = g_ascii_strtod (reader->at, &end);
      if (end == reader->at || !isfinite (value))
        return fail_here (reader);
      reader->at = end;
      return value;
    }
  function = take_function (reader);
  if (function >= 0)
    return functions[function].value (read_inside (reader));
  if (take (reader, (const char *const[]){ "x", NULL }))
    return reader->x;
  return take (reader, (const char *const[]){ "pi", "π", NULL }) ? G_PI : fail_here (reader);
}

static double
read_signed (Reader *reader)
{
  double value = 0;

  if (++reader->depth > DEEPEST && reader->error == NULL)
    weft_sentence_set_error (&reader->error, WEFT_ERROR_INVALID, "%s",
                             _ ("The formula is too long."));
  if (reader->error == NULL)
    {
      if (take (reader, minus))
        value = -read_signed (reader);
      else if (take (reader, plus))
        value = read_signed (reader);
      else
        {
          value = read_atom (reader);
          if (take (reader, raised))
            value = pow (value, read_signed (reader));
        }
    }
  reader->depth--;
  return value;
}

static double
read_product (Reader *reader)
{
  double value = read_signed (reader);

  while (reader->error == NULL)
    if (take (reader, times))
      value *= read_signed (reader);
    else if (take (reader, by))
      value /= read_signed (reader);
    else
      break;
  return value;
}

static double
read_sum (Reader *reader)
{
  double value = read_product (reader);

  while (reader->error == NULL)
    if (take (reader, plus))
      value += read_product (reader);
    else if (take (reader, minus))
      value -= read_product (reader);
    else
      break;
  return value;
}

gboolean
weft_curve_evaluate (const char *text, double x, double *y, GError **error)
{
  Reader reader = { .text = text, .at = text, .x = x };

  *y = read_sum (&reader);
  if (reader.error == NULL && *reader.at != '\0')
    fail_here (&reader);
  if (reader.error == NULL)
    return TRUE;
  g_propagate_error (error, reader.error);
  return FALSE;
}
