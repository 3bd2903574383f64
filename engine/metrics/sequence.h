/* sequence: what is judged a whole sequence at a time: what was said beside what was wanted, tokens
 * (n) each, of any two lengths
 *
 * While a network is trained it says each step given the true ones before; what it says on its own
 * is judged by whoever lets it write (engine/run/decode). */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/metrics/metric.h"

typedef struct
{
  double sum;  /* what the row adds up */
  double over; /* and what that is divided by */
} WeftSequence;

/* The fewest tokens that are put in, taken out or changed until one is the other (Levenshtein). */
gint64 weft_sequence_count_edits (const WeftTokens *said, const WeftTokens *wanted);
/* The length of the longest that is left of both when tokens are taken out. */
gint64 weft_sequence_count_common (const WeftTokens *said, const WeftTokens *wanted);
/* How many runs of n tokens said and wanted have in common, each as often as both have it. */
gint64 weft_sequence_count_shared (const WeftTokens *said, const WeftTokens *wanted, gint64 n);
/* 2 p r / (p + r), 0 when nothing is shared. */
double weft_sequence_find_f1 (gint64 shared, gint64 said, gint64 wanted);
double weft_sequence_end (gconstpointer state, const WeftAnswers *form);

#define WEFT_METRIC_SEQUENCE(id_, title_, higher, share, add_)                                     \
  const WeftMetric weft_metric_##id_ = {                                                           \
    .id = #id_,                                                                                    \
    .title = title_,                                                                               \
    .higher_is_better = higher,                                                                    \
    .is_share = share,                                                                             \
    .targets = WEFT_KINDS_OF_LABELS,                                                               \
    .size = sizeof (WeftSequence),                                                                 \
    .add_sequence = add_,                                                                          \
    .end = weft_sequence_end,                                                                      \
  }
