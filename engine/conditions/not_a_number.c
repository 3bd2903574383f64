/* not_a_number: something on the wire or in its gradient is infinite or not a number */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->bad;
}

const char weft_condition_title_not_a_number[] = N_ ("Not a number");

const WeftCondition weft_condition_not_a_number = {
  .id = "not_a_number",
  .title = weft_condition_title_not_a_number,
  .said = N_ ("Numbers that are infinite or not numbers: %s."),
  .sense = 1,
  .measure = measure,
};
