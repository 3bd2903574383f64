/* unit_dies: more units than that give 0 for every sample of the batch */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

static double
measure (const WeftReading *reading)
{
  return reading->dead;
}

const char weft_condition_title_unit_dies[] = N_ ("A unit dies");

const WeftCondition weft_condition_unit_dies = {
  .id = "unit_dies",
  .title = weft_condition_title_unit_dies,
  .said = N_ ("Units that give 0 for every sample of the batch: %s; allowed are %s."),
  .has_limit = TRUE,
  .sense = 1,
  .measure = measure,
};
