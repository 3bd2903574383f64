/* table: the conditions that conditions.def names */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition-formula.h"

static const WeftCondition *const rows[] = {
#define CONDITION(id) &weft_condition_##id,
#include "engine/conditions/conditions.def"
#undef CONDITION
};

const WeftCondition *const *
weft_conditions (guint *n)
{
  *n = G_N_ELEMENTS (rows);
  return rows;
}

const WeftCondition *
weft_condition_find (const char *id)
{
  for (gsize i = 0; i < G_N_ELEMENTS (rows); i++)
    if (g_str_equal (rows[i]->id, id))
      return rows[i];
  return NULL;
}

/* What is not known, NaN, lies on neither side. */
gboolean
weft_condition_holds (const WeftCondition *condition, const WeftReading *reading,
                      const char *formula, double *measured, double *limit)
{
  if (condition->is_formula)
    return weft_condition_read_formula (formula, reading, measured, limit, NULL);
  *measured = condition->measure (reading);
  return condition->sense > 0 ? *measured > *limit : *measured < *limit;
}
