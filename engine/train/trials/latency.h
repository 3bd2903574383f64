/* latency: how long a network takes to answer one sample, on this machine
 *
 * Any thread, which runs it with a pool of its own. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* Seconds from one sample, which lies ready, to its answer: the median of `rounds` (at most 1,000)
 * of so many seconds each. With first weights: their values change nothing. threads 0: all. NAN: it
 * cannot be run; the error says why. */
double weft_latency_measure (WeftModel *model, guint threads, int level, double seconds,
                             guint rounds, GError **error);
