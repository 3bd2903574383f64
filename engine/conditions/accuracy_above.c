/* accuracy_above: the validation part's accuracy passes the limit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->accuracy;
}

const char weft_condition_title_accuracy_above[] = N_ ("Validation accuracy above");

const WeftCondition weft_condition_accuracy_above = {
  .id = "accuracy_above",
  .title = weft_condition_title_accuracy_above,
  .said = N_ ("The validation accuracy is %s, and the limit %s."),
  .has_limit = TRUE,
  .limit = 0.9,
  .sense = 1,
  .measure = measure,
  .of_figures = TRUE,
};
