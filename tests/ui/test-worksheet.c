/* test-worksheet: what is to be worked out on paper is blank, wherever it stands; the key has it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ui/inspector/worked-view.h"

static WeftWorkedLine *
make_line (char *name, char *symbols, char *pattern, double result)
{
  WeftWorkedLine *line = g_new0 (WeftWorkedLine, 1);

  *line = (WeftWorkedLine){ .name = name, .symbols = symbols, .pattern = pattern };
  line->operands = g_array_new (FALSE, TRUE, sizeof (WeftWorkedNumber));
  line->result.number = result;
  return line;
}

static void
give (WeftWorkedLine *line, double operand)
{
  const WeftWorkedNumber number = { .number = operand };

  g_array_append_val (line->operands, number);
}

static void
free_line (gpointer data)
{
  g_array_unref (((WeftWorkedLine *) data)->operands);
  g_free (data);
}

/* x is given, the sum of products is not, nor what is made of it. */
static void
test_blanks (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line);
  WeftWorked worked = { .lines = lines };
  WeftWorkedLine *given = make_line ("x", NULL, NULL, 0.25), *sum, *last;
  g_autofree char *first = NULL, *second = NULL, *third = NULL, *key = NULL;

  sum = make_line ("Σ w·x", NULL, NULL, 0.75);
  last = make_line ("y[0, 0]", "Σ w·x + b", "# + #", 1.25);
  last->is_chosen = TRUE;
  give (last, 0.75);
  give (last, 0.5);
  g_ptr_array_add (lines, given);
  g_ptr_array_add (lines, sum);
  g_ptr_array_add (lines, last);
  first = weft_worked_line_dup_text (given, &worked);
  second = weft_worked_line_dup_text (sum, &worked);
  third = weft_worked_line_dup_text (last, &worked);
  key = weft_worked_line_dup_text (last, NULL);
  g_assert_nonnull (strstr (first, "0.25"));
  g_assert_null (strstr (second, "0.75"));
  g_assert_nonnull (strstr (second, "____"));
  g_assert_null (strstr (third, "0.75"));
  g_assert_nonnull (strstr (third, "0.5"));
  g_assert_null (strstr (third, "1.25"));
  g_assert_nonnull (strstr (key, "0.75 + 0.5 = 1.25"));
}

/* A number below 0 stands in one pair of brackets behind something. */
static void
test_brackets (void)
{
  g_autoptr (GPtrArray) lines = g_ptr_array_new_with_free_func (free_line);
  WeftWorkedLine *bent = make_line ("y", "f(x)", "f(#)", 0), *sum;
  g_autofree char *first = NULL, *second = NULL;

  sum = make_line ("z", "a + b", "# + #", -1);
  g_ptr_array_add (lines, bent);
  g_ptr_array_add (lines, sum);
  give (bent, -0.5);
  give (sum, -0.5);
  give (sum, -0.5);
  first = weft_worked_line_dup_text (bent, NULL);
  second = weft_worked_line_dup_text (sum, NULL);
  g_assert_null (strstr (first, "(("));
  g_assert_nonnull (strstr (first, "f(−0.5) = 0"));
  g_assert_nonnull (strstr (second, "= −0.5 + (−0.5)"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/worksheet/blanks", test_blanks);
  g_test_add_func ("/worksheet/brackets", test_brackets);
  return g_test_run ();
}
