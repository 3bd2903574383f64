/* folds: k-fold cross-validation: every sample is tested once by a net that never saw it */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "app/cli/subject.h"
#include "engine/run/decoders/decoding.h"
#include "engine/train/judging/evaluate.h"

/* Trains `folds` times for the graph's own epochs; prints mean and spread; the exit status.
 * decoding: how sequences are written that are judged; nullable, as evaluate.h says. */
int weft_folds_run (WeftSubject *subject, int folds, guint threads, const WeftDecoding *decoding,
                    gboolean as_json);
/* The same for a graph, whose metrics are those of *evaluation: their means take the place of its
 * figures, and all that was tested that of its count. */
gboolean weft_folds_average (WeftGraph *graph, WeftCatalog *catalog, int folds, guint threads,
                             WeftEvaluation *evaluation, GError **error);
