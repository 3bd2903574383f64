/* free_input: in place of every sample that comes in one thing that is learnt, of a sample's shape;
 * with the recipe “input” that is what excites a unit (Erhan et al. 2009) */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/layer-row.h"

typedef struct
{
  int range;
  int jitter;
  int init;
} FreeInput;

/* As ops that keep numbers there. */
static const WeftChoice ranges[] = {
  { "sigmoid", N_ ("From 0 to 1") },
  { "tanh", N_ ("From −1 to 1") },
  { "free", N_ ("Any numbers") },
  { NULL },
};

#define FREE 2

static const WeftParam params[] = {
  WEFT_CHOICE (FreeInput, range, 0, ranges, .label = N_ ("Numbers"),
               .help = N_ ("Where they stay, as those of the data do")),
  WEFT_INT (FreeInput, jitter, 0, 0, 256, .ui_max = 8, .label = N_ ("Jitter"),
            .help = N_ ("By how many points a picture is moved about while it is learnt, so that "
                        "it does not hang on single points")),
  WEFT_CHOICE (FreeInput, init, WEFT_INIT_NORMAL, weft_init_choices, .label = N_ ("First numbers"),
               .help = N_ ("How they are drawn before training"), .advanced = TRUE),
  { NULL },
};

static WeftValue
build (WeftBuilder *b, const FreeInput *layer, WeftValue x) /* x (N, …) → (N, …) */
{
  const WeftShape *shape = weft_builder_shape (b, x);
  WeftValue in[2] = { x, WEFT_NONE };

  if (!weft_builder_expect_rank (b, x, 2, WEFT_MAX_RANK, "(N, …)"))
    return WEFT_NONE;
  in[1] = weft_builder_weight (b, "value", (WeftInit) layer->init, 1, 1, shape->dims + 1,
                               shape->rank - 1);
  if (layer->range != FREE)
    in[1] = weft_builder_op1 (b, ranges[layer->range].value, NULL, in[1]);
  return weft_builder_op (b, "spread", WEFT_ATTRS ({ "jitter", { layer->jitter } }), in, 2);
}

WEFT_BUILD_1 (FreeInput, build)

const WeftLayer weft_layer_free_input = {
  .id = "free_input",
  .family = WEFT_FAMILY_WEIGHTS,
  .title = N_ ("Free input"),
  .summary = N_ ("Gives one sample that is learnt in place of the data’s; bypassed, the data’s."),
  .formula = "y<sub>n</sub> = w",
  .line = N_ ("{weights|number|numbers} · {range}"),
  .terms = "deep dream deepdream activation maximisation maximization feature visualisation "
           "visualization learnt input 自由输入 ziyoushuru zysr 特征可视化 tezhengkeshihua tzksh "
           "激活最大化 jihuozuidahua jhzdh",
  .learns = TRUE,
  .params = params,
  .record_size = sizeof (FreeInput),
  .build = build_row,
};
