/* test-brief: a stranger's text is valid, short and does nothing, whatever it was */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "engine/base/brief.h"

static void
assert_brief (const char *text, int n, const char *expected)
{
  g_autofree char *brief = weft_brief (text, n);

  g_assert_cmpstr (brief, ==, expected);
  g_assert_true (g_utf8_validate (brief, -1, NULL));
  g_assert_cmpint (g_utf8_strlen (brief, -1), <=, n);
}

static void
test_length (void)
{
  assert_brief (NULL, 5, "");
  assert_brief ("", 5, "");
  assert_brief ("abcde", 5, "abcde");
  assert_brief ("abcdef", 5, "abcd…");
  assert_brief ("卷积神经网络", 6, "卷积神经网络");
  assert_brief ("卷积神经网络层", 6, "卷积神经网…");
}

static void
assert_words (const char *text, int n, const char *expected)
{
  g_autofree char *brief = weft_brief_words (text, n);

  g_assert_cmpstr (brief, ==, expected);
}

/* Long words are cut wherever they stand, long sentences and paths are not. */
static void
test_words (void)
{
  assert_words ("", 5, "");
  assert_words ("“abcdef”: not abcde, a_b.c-d", 5, "“abcd…”: not abcde, a_b.…");
  assert_words ("/abcde/abcde/abcdefg/b", 5, "/abcde/abcde/abcd…/b");
  assert_words ("“卷积神经网络层”：没有这个文件，请另选", 6, "“卷积神经网…”：没有这个文件，请另选");
  assert_words ("a\xff"
                "b\n",
                5,
                "a\xef\xbf\xbd"
                "b\n");
}

static void
test_controls (void)
{
  assert_brief ("a\033[2Jb", 20, "a\\u001b[2Jb");
  assert_brief ("a\nb\tc\r", 20, "a\\nb\\tc\\r");
  assert_brief ("a\xc2\x9b"
                "31m",
                20, "a\\u009b31m");
  assert_brief ("a\xe2\x80\xae"
                "b",
                20, "a\\u202eb"); /* writes from right to left from here */
  assert_brief ("abc\033", 5, "abc…");
  assert_brief ("\177", 6, "\\u007f");
}

static void
test_damaged (void)
{
  assert_brief ("a\xff"
                "b",
                20,
                "a\xef\xbf\xbd"
                "b");
  assert_brief ("a\xe5\x8d", 20, "a\xef\xbf\xbd\xef\xbf\xbd");
}

/* Any bytes at any length. */
static void
test_anything (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (int i = 0; i < 20000; i++)
    {
      char bytes[40] = { 0 };
      int length = g_rand_int_range (rand, 0, 39), n = g_rand_int_range (rand, 1, 20);
      g_autofree char *brief = NULL, *printed = NULL;

      for (int k = 0; k < length; k++)
        bytes[k] = (char) g_rand_int_range (rand, 1, 256);
      brief = weft_brief (bytes, n);
      printed = weft_brief_for_terminal (bytes);
      g_assert_true (g_utf8_validate (brief, -1, NULL));
      g_assert_cmpint (g_utf8_strlen (brief, -1), <=, n);
      g_assert_true (g_utf8_validate (printed, -1, NULL));
      g_assert_null (strpbrk (printed, "\033\a\b\177"));
    }
}

static void
test_terminal (void)
{
  g_autofree char *line = weft_brief_for_terminal ("\rstep 1\t\033[2J\r\n卷积\n");

  g_assert_cmpstr (line, ==, "\rstep 1\t\\u001b[2J\\r\n卷积\n");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/brief/length", test_length);
  g_test_add_func ("/brief/words", test_words);
  g_test_add_func ("/brief/controls", test_controls);
  g_test_add_func ("/brief/damaged", test_damaged);
  g_test_add_func ("/brief/anything", test_anything);
  g_test_add_func ("/brief/terminal", test_terminal);
  return g_test_run ();
}
