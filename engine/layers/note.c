/* note: words beside the network; no part of it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/layers/tints.h"

typedef struct
{
  const char *text;
  int width, height, color;
} Note;

static const WeftParam params[] = {
  WEFT_STRING (Note, text, "", .is_look = TRUE, .hidden = TRUE, .label = N_ ("Text"),
               .help = N_ ("What it says: lines, **bold**, *slanted*, # headings, and formulas "
                           "between dollar signs, as in $y = w x + b$")),
  WEFT_TINT (Note, 3),
  WEFT_INT (Note, width, 220, 60, 100000, .is_look = TRUE, .ui_max = 800, .unit = WEFT_UNIT_PIXELS,
            .label = N_ ("Width"), .help = N_ ("How wide it is on the canvas"), .advanced = TRUE),
  WEFT_INT (Note, height, 90, 30, 100000, .is_look = TRUE, .ui_max = 800, .unit = WEFT_UNIT_PIXELS,
            .label = N_ ("Height"), .help = N_ ("How high it is on the canvas"), .advanced = TRUE),
  { NULL },
};

static const WeftPort none[] = { { NULL } };

const WeftLayer weft_layer_note = {
  .id = "note",
  .family = WEFT_FAMILY_OUTPUT,
  .grouping = WEFT_GROUPING_NOTE,
  .title = N_ ("Note"),
  .summary = N_ ("Words and formulas beside the network, which changes nothing."),
  .terms = "comment text annotation remark sticky formula tex 便签 bianqian bq 注释 zhushi zs 说明 "
           "shuoming sm",
  .params = params,
  .record_size = sizeof (Note),
  .inputs = none,
  .outputs = none,
};
