/* breakpoint: a point on a wire at which training pauses when a condition comes to hold */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/conditions/condition.h"
#include "engine/layers/layer-row.h"

typedef struct
{
  int when;
  double limit;
  const char *formula;
} Breakpoint;

static const WeftChoice choices[] = {
#define CONDITION(id) { #id, weft_condition_title_##id },
#include "engine/conditions/conditions.def"
#undef CONDITION
  { NULL },
};

static gboolean
has_limit (const char *value)
{
  const WeftCondition *condition = weft_condition_find (value);

  return condition != NULL && condition->has_limit;
}

static gboolean
is_formula (const char *value)
{
  const WeftCondition *condition = weft_condition_find (value);

  return condition != NULL && condition->is_formula;
}

static const WeftParam params[] = {
  WEFT_CHOICE (Breakpoint, when, 0, choices, .is_look = TRUE, .label = N_ ("Pause when"),
               .help = N_ ("What has to come to hold, at the end of a step, for training to pause "
                           "there")),
  WEFT_REAL (Breakpoint, limit, 0, 0, 1e30, .ui_max = 100, .is_look = TRUE, .optional = TRUE,
             .unset = N_ ("the usual one"), .when_param = "when", .when = has_limit,
             .label = N_ ("Limit"), .help = N_ ("Where it begins to hold")),
  WEFT_STRING (Breakpoint, formula, "gradient > 10", .is_look = TRUE, .when_param = "when",
               .when = is_formula, .label = N_ ("Formula"),
               .help = N_ ("Two sides of arithmetic with > or < between them: value and gradient "
                           "are norms of the whole batch, value_max and gradient_max their largest "
                           "numbers; further dead, units, bad, loss, rate, accuracy, step, epoch")),
  { NULL },
};

const WeftLayer weft_layer_breakpoint = {
  .id = "breakpoint",
  .family = WEFT_FAMILY_COMBINE,
  .grouping = WEFT_GROUPING_POINT,
  .title = N_ ("Breakpoint"),
  .summary = N_ ("Pauses training at the very step at which a condition comes to hold on a wire. "
                 "Changes nothing of what is learnt."),
  .terms = "pause stop halt condition nan exploding vanishing dead wire 断点 duandian dd 暂停 "
           "zanting zt 条件 tiaojian tj",
  .params = params,
  .record_size = sizeof (Breakpoint),
};
