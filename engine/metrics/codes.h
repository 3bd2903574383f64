/* codes: what is made of how codes (n, D) of known classes lie to each other
 *
 * 1,024 of them are kept, all while there are no more, else a draw among all so far (Vitter's
 * algorithm R), so that each is as likely. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

#define WEFT_CODES_KEPT 1024

typedef struct
{
  gint64 seen;
  gint64 label[WEFT_CODES_KEPT];
  float code[]; /* (kept, D) */
} WeftCodes;

gsize weft_codes_count_bytes (const WeftAnswers *form);
void weft_codes_add (gpointer state, const WeftAnswers *answers);
gint64 weft_codes_count (const WeftCodes *codes); /* how many are kept */
/* Of two that are kept, of so many numbers: the square of how far they lie from each other. */
double weft_codes_find_square (const WeftCodes *codes, gint64 width, gint64 a, gint64 b);

#define WEFT_METRIC_CODES(id_, title_, is_share_, judge)                                           \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = TRUE,                                                                      \
    .is_share = is_share_,                                                                         \
    .of_codes = TRUE,                                                                              \
    .targets = WEFT_KIND_BIT (WEFT_KIND_CLASS),                                                    \
    .count_bytes = weft_codes_count_bytes,                                                         \
    .add = weft_codes_add,                                                                         \
    .end = judge,                                                                                  \
  }
