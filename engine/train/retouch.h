/* retouch: a weight that is typed over between two steps; for engine/train alone */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/two-sides.h"

/* What a journal's entry "number" says, done once more. */
gboolean weft_learner_retouch_again (WeftLearner *learner, GVariant *payload, GError **error);
