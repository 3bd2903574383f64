/* value_above: some number on the wire is larger than it should be */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->value_max;
}

const char weft_condition_title_value_above[] = N_ ("Value above");

const WeftCondition weft_condition_value_above = {
  .id = "value_above",
  .title = weft_condition_title_value_above,
  .said = N_ ("The largest value is %s, and the limit %s."),
  .has_limit = TRUE,
  .limit = 100,
  .sense = 1,
  .measure = measure,
};
