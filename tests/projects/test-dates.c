/* test-dates: one moment in every way in which it may be written, and what is none */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib.h>

#include "projects/readers/tables/date.h"

#define DAY 19753 /* 2024-01-31, in days since 1970 */

static void
test_zones (void)
{
  static const struct
  {
    const char *cell;
    WeftDateForm form;
  } noon[] = {
    { "2024-01-31T12:00:00Z", WEFT_DATE_YEAR_FIRST },
    { "2024-01-31t12:00:00,000z", WEFT_DATE_YEAR_FIRST },
    { "2024-01-31T14:00:00+02:00", WEFT_DATE_YEAR_FIRST },
    { "2024-01-31 06:30 -0530", WEFT_DATE_YEAR_FIRST },
    { "2024-01-31 20:00 UTC+8", WEFT_DATE_YEAR_FIRST },
    { "2024-01-31T13:00+01:00[Europe/Berlin]", WEFT_DATE_YEAR_FIRST },
    { "20240131T120000Z", WEFT_DATE_YEAR_FIRST },
    { "20240131T1400+0200", WEFT_DATE_YEAR_FIRST },
    { "Wed, 31 Jan 2024 13:00:00 CET", WEFT_DATE_DAY_FIRST },
    { "31.01.2024 07:00 EST", WEFT_DATE_DAY_FIRST },
    { "Wednesday, Jan 31, 2024 9:00 pm JST", WEFT_DATE_MONTH_FIRST },
    { "2024-02-01 01:00 +13:00", WEFT_DATE_YEAR_FIRST },
  };

  for (guint i = 0; i < G_N_ELEMENTS (noon); i++)
    {
      double number = 0;

      g_test_message ("%s", noon[i].cell);
      g_assert_true (weft_date_parse (noon[i].cell, noon[i].form, &number));
      g_assert_cmpfloat_with_epsilon (number, DAY + 0.5, 1e-9);
    }
}

static void
test_none (void)
{
  static const char *const none[] = { "2024-01-31T12:00+2",
                                      "2024-01-31T12:00 CST",
                                      "2024-01-31T12:00+99:00",
                                      "20241331",
                                      "20240131T1",
                                      "Wed",
                                      "99990131",
                                      "202401311",
                                      "3D",
                                      "2024-W54",
                                      "2024-Q5",
                                      "13/2024",
                                      "2024-01-31T12:00[",
                                      "2024-01-31T25:00Z",
                                      "20241331T120000Z" };

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    for (WeftDateForm form = WEFT_DATE_NONE + 1; form < WEFT_N_DATES; form++)
      {
        double number;

        g_test_message ("%s", none[i]);
        g_assert_false (weft_date_parse (none[i], form, &number));
      }
}

/* As a set keeps it. */
static void
test_reading (void)
{
  const WeftDateReading reading = { WEFT_DATE_DAY_FIRST, TRUE, 19700.5 };
  g_autofree char *text = weft_date_reading_dup (&reading);
  WeftDateReading again, none;
  double number;

  weft_date_reading_parse (&again, text);
  weft_date_reading_parse (&none, "");
  g_assert_cmpint (again.form, ==, reading.form);
  g_assert_true (again.or_clear);
  g_assert_cmpfloat (again.day_0, ==, reading.day_0);
  g_assert_cmpint (none.form, ==, WEFT_DATE_NONE);
  g_assert_true (weft_date_reading_take (&again, "31.01.2024", &number));
  g_assert_cmpfloat (number, ==, DAY - 19700.5);
  g_assert_true (weft_date_reading_take (&again, "2024-01-31", &number));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/dates/zones", test_zones);
  g_test_add_func ("/dates/none", test_none);
  g_test_add_func ("/dates/reading", test_reading);
  return g_test_run ();
}
