/* code: what a layer makes of samples, as so many numbers a sample; for the explainers
 *
 * The layer is the node that is looked at, where that leads to the answer, else what the last one
 * with weights reads. Of (T, D) it is the mean of the steps. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/train/answers/explaining.h"

typedef void (*WeftCodeFunc) (guint32 sample, const float *code, gint64 width, gpointer user);

gint64 weft_code_get_node (const WeftExplaining *explaining);
gint64 weft_code_get_width (const WeftExplaining *explaining);
float *weft_code_dup (const WeftExplaining *explaining); /* of the sample that has begun */
/* Calls take for each of n samples whose code is as long, in order. FALSE without an error:
 * interrupted. */
gboolean weft_code_each (const WeftExplaining *explaining, const guint32 *samples, gint64 n,
                         WeftCodeFunc take, gpointer user, GError **error);
