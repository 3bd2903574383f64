/* loss_under: the training loss of a step comes below the limit */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->loss;
}

const char weft_condition_title_loss_under[] = N_ ("Loss under");

const WeftCondition weft_condition_loss_under = {
  .id = "loss_under",
  .title = weft_condition_title_loss_under,
  .said = N_ ("The training loss is %s, and the limit %s."),
  .has_limit = TRUE,
  .limit = 0.1,
  .sense = -1,
  .measure = measure,
};
