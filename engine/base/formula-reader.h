/* formula-reader: arithmetic that a person wrote, read by recursive descent; what comes of its
 * terms is the asker's
 *
 *   sum     = product { (+ | −) product }
 *   product = signed { (* | /) signed }
 *   signed  = (+ | −) signed | power
 *   power   = atom [ ^ signed ]
 *   atom    = number | name | function ( sum { , sum } ) | ( sum ) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#define WEFT_FORMULA_MOST_ARGUMENTS 4

typedef struct _WeftFormulaReader WeftFormulaReader;

/* A number, or what the asker made. */
typedef struct
{
  gboolean is_number;
  double number;
  int value; /* the asker's */
} WeftTerm;

#define WEFT_TERM_NUMBER(x) ((WeftTerm){ .is_number = TRUE, .number = (x) })

typedef struct
{
  /* Of two terms; op: one of + - * / ^ */
  WeftTerm (*join) (WeftFormulaReader *reader, char op, WeftTerm a, WeftTerm b);
  gboolean (*is_function) (const char *name);
  /* n: 1 … WEFT_FORMULA_MOST_ARGUMENTS */
  WeftTerm (*call) (WeftFormulaReader *reader, const char *name, const WeftTerm *terms, guint n);
  /* What is neither pi nor a function with its parenthesis; place: of its first letter, from 1. */
  WeftTerm (*read_name) (WeftFormulaReader *reader, const char *name, long place);
} WeftFormulaMeaning;

struct _WeftFormulaReader
{
  const WeftFormulaMeaning *meaning;
  gpointer user;
  const char *text, *at;
  guint depth;
  char *problem; /* the first; NULL: none. The asker frees it. */
};

/* FALSE: problem says what is wrong with the text, as a sentence. */
gboolean weft_formula_read (WeftFormulaReader *reader, const char *text, WeftTerm *term);
/* For the meaning: what is wrong, which is kept where it is the first; taken. */
WeftTerm weft_formula_fail (WeftFormulaReader *reader, char *sentence);
