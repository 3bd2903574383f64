/* folds: k-fold cross-validation: every sample is tested once by a net that never saw it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/subject.h"
#include "engine/run/decoders/decoding.h"

/* Trains `folds` times for the graph's own epochs; prints mean and spread; the exit status.
 * decoding: how sequences are written that are judged; nullable, as evaluate.h says. */
int weft_folds_run (WeftSubject *subject, int folds, guint threads, const WeftDecoding *decoding,
                    gboolean as_json);
