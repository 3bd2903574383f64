/* gradient_below: the gradient is smaller than it should be: it vanishes */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->gradient;
}

const char weft_condition_title_gradient_below[] = N_ ("Gradient below");

const WeftCondition weft_condition_gradient_below = {
  .id = "gradient_below",
  .title = weft_condition_title_gradient_below,
  .said = N_ ("The gradient’s norm is %s, and the limit %s."),
  .has_limit = TRUE,
  .limit = 1e-6,
  .sense = -1,
  .measure = measure,
};
