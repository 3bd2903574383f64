/* test-number: a number is written with the fewest digits that give it again */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/base/number.h"

#include <float.h>
#include <locale.h>
#include <math.h>

#include "engine/base/random.h"

static void
test_shortest (void)
{
  static const struct
  {
    double value;
    const char *text;
  } rows[] = {
    { 0, "0" },
    { -0.0, "-0.0" },
    { 200, "200" },
    { -12, "-12" },
    { 0.000177, "0.000177" }, /* not 0.00017699999999999999 */
    { 0.1, "0.1" },
    { 0.30000000000000004, "0.30000000000000004" },
    { 1.0 / 3, "0.3333333333333333" },
    { 97.5, "97.5" },
    { 1e-5, "1e-05" },
    { 1e20, "1e+20" },
    { 5e-324, "5e-324" },
    { DBL_MAX, "1.7976931348623157e+308" },
    { 2251799813685249.5, "2251799813685249.5" },
  };
  char text[WEFT_NUMBER_SIZE];

  for (guint i = 0; i < G_N_ELEMENTS (rows); i++)
    g_assert_cmpstr (weft_number_write (text, rows[i].value), ==, rows[i].text);
  g_assert_cmpstr (weft_number_write_float (text, 0.1f), ==, "0.1");
  g_assert_cmpstr (weft_number_write_float (text, 2.3025851f), ==, "2.3025851");
  g_assert_cmpstr (weft_number_write_float (text, 16777216.0f), ==, "16777216");
  g_assert_cmpstr (weft_number_write (text, (double) 0.1f), ==, "0.10000000149011612");
}

/* Whatever bits: what is read is what was written. */
static void
test_round_trip (void)
{
  WeftRandom random = { .seed = 3, .stream = WEFT_STREAM_CHECK };
  float uniform[4000];

  weft_random_fill_uniform (&random, uniform, G_N_ELEMENTS (uniform), -1, 1);
  for (guint i = 0; i + 1 < G_N_ELEMENTS (uniform); i += 2)
    {
      double value
          = ldexp ((double) uniform[i] + (double) uniform[i + 1] * 1e-9, (int) i % 200 - 100);
      float single = (float) value;
      char text[WEFT_NUMBER_SIZE];

      g_assert_true (g_ascii_strtod (weft_number_write (text, value), NULL) == value);
      g_assert_true ((float) g_ascii_strtod (weft_number_write_float (text, single), NULL)
                     == single);
    }
}

int
main (int argc, char **argv)
{
  setlocale (LC_ALL, "");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/number/shortest", test_shortest);
  g_test_add_func ("/number/round-trip", test_round_trip);
  return g_test_run ();
}
