/* formula: what somebody writes, "gradient > 10 * value" */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"

#include <glib/gi18n-lib.h>

const char weft_condition_title_formula[] = N_ ("As you write it");

const WeftCondition weft_condition_formula = {
  .id = "formula",
  .title = weft_condition_title_formula,
  .said = N_ ("Its left side is %s, its right side %s."),
  .sense = 1,
  .is_formula = TRUE,
};
