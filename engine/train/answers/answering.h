/* answering: what a trained network says of samples, whoever asks */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/model/model.h"

/* Of one sample: the prediction that a loss gets, (…) as the shape says it, without N; what has
 * steps is as long as the longest of some samples. */
typedef void (*WeftAnswerFunc) (guint32 sample, const WeftShape *shape, const float *answer,
                                gpointer user);

/* Calls take for each of n samples, in order, with what that loss (of the model's judges) is given;
 * with averaged weights where the run keeps them. Any thread. */
gboolean weft_model_answer (WeftModel *model, WeftState *state, guint judge, const guint32 *samples,
                            gint64 n, WeftAnswerFunc take, gpointer user, GError **error);
