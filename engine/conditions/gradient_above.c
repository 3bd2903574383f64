/* gradient_above: the gradient is larger than it should be: it explodes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->gradient;
}

const char weft_condition_title_gradient_above[] = N_ ("Gradient above");

const WeftCondition weft_condition_gradient_above = {
  .id = "gradient_above",
  .title = weft_condition_title_gradient_above,
  .said = N_ ("The gradient’s norm is %s, and the limit %s."),
  .has_limit = TRUE,
  .limit = 10,
  .sense = 1,
  .measure = measure,
};
