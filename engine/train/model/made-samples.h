/* made-samples: samples out of what a generator gives
 *
 * A generator that makes to order has the order beside its sample, as channels or numbers joined to
 * it, when it is handed to a discriminator. */
/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "engine/base/tensor.h"
#include "engine/plan/program.h"
#include "engine/train/model/gather.h"

/* The value that holds samples and nothing else, where what is made is joined of several; else what
 * is made. */
int weft_made_find_value (const WeftFeed *x, const WeftProgram *program, int value);
/* data: what the value of the program is, (N, …). The samples in it, (N, numbers), in the units of
 * the field that they are like; where there are none, all of it as it is. Nullable: memory lacks.
 */
WeftTensor *weft_made_copy (const WeftFeed *x, const WeftProgram *program, int value,
                            const float *data);
