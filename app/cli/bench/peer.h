/* peer: PyTorch on the same workload, at the best of its settings */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

gboolean weft_peer_is_there (void);
/* Samples a second: each setting's median of `repeats` of `seconds` each, the best of them; 0:
 * none. */
double weft_peer_measure (const char *name, double seconds, int repeats);
/* Seconds from one sample to its answer, likewise: the least; 0: none. */
double weft_peer_measure_latency (const char *name, double seconds, int repeats);
